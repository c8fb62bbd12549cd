import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** One file of the built console, with its compressed forms as far as they are worth it. */
export type BuiltFile = { type: string; plain: Buffer; br?: Buffer; gzip?: Buffer }

/** The whole console in memory: its first page, and every other file by its address. */
export type BuiltConsole = { page: string; files: ReadonlyMap<string, BuiltFile> }

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

/** The forms in which the build keeps a file beside itself, by the end of their names. */
const COMPRESSED = { '.br': 'br', '.gz': 'gzip' } as const

/**
 * Reads a build. What is handed out later comes from this list alone, so no address leads to any other file, and a build
 * that replaces this one does not mix with it.
 */
export async function readBuiltConsole(folder: string): Promise<BuiltConsole> {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  const files = new Map<string, BuiltFile>()
  for (const address of (await listAddresses(folder)).toSorted()) {
    const bytes = await readFile(join(folder, address))
    const end = extname(address)
    // A compressed form sorts behind the file it belongs to.
    const original = files.get(address.slice(0, -end.length))
    if (original && end in COMPRESSED) original[COMPRESSED[end as keyof typeof COMPRESSED]] = bytes
    else files.set(address, { type: TYPES[end] ?? 'application/octet-stream', plain: bytes })
  }
  return { page, files }
}

/** `/assets/main-1a2b.js`, …; neither the first page nor what a build under way has put aside. */
async function listAddresses(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'))
    .filter((address) => !address.startsWith('/index.html') && !address.startsWith('/.'))
}

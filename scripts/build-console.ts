import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

/**
 * `npm run build`: the console into web/dist, with compressed forms beside the files. `npm start` runs it when it has to. It is
 * built aside and moved file by file, the page last, so that a build that is broken off leaves none that looks whole. When it
 * fails, its last line says why.
 */
const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'web/dist')
const aside = join(dist, `.new-${process.pid}`)
/** What a build that was broken off has left is nobody's any more after so many milliseconds. */
const ABANDONED = 600_000
/** Files below this many bytes gain nothing. */
const WORTH_IT = 1024

// The server beside it answers calls meanwhile.
setPriority(10)
const began = Date.now()
// Whatever the one who asks runs as: in a test the libraries would be built as for their development, half as large again.
process.env.NODE_ENV = 'production'
try {
  // Loaded here, since a server that was installed without its tools is told of that like of any other fault.
  const { build } = await import('vite')
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: aside, emptyOutDir: true },
  })
  await compress()
  await moveIntoPlace()
} catch (error) {
  const { message, errors } = error as Error & { errors?: Error[] }
  console.error(message)
  console.error(stripVTControlCharacters((errors?.[0]?.message ?? message).trim().split('\n')[0]!))
  process.exitCode = 1
} finally {
  await rm(aside, { recursive: true, force: true })
}

async function compress(): Promise<void> {
  const files = (await listFiles(aside)).filter((file) => /\.(js|css|svg|json|webmanifest|wasm)$/.test(file))
  const forms = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) }
  await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(join(aside, file))
      if (bytes.length < WORTH_IT) return
      for (const [end, form] of Object.entries(forms)) await writeFile(join(aside, file + end), await form(bytes))
    }),
  )
}

async function moveIntoPlace(): Promise<void> {
  const made = await listFiles(aside)
  // What changes while it is built makes the next start build again.
  await utimes(join(aside, 'index.html'), began / 1000, began / 1000)
  const pageLast = made.toSorted((a, b) => Number(a === 'index.html') - Number(b === 'index.html'))
  for (const file of pageLast) {
    await mkdir(dirname(join(dist, file)), { recursive: true })
    await rename(join(aside, file), join(dist, file))
  }
  const wanted = new Set(made)
  for (const file of await listFiles(dist)) {
    const path = join(dist, file)
    const isOfAnother = file.startsWith('.new-') && (await ageOf(path)) < ABANDONED
    if (!wanted.has(file) && !isOfAnother) await rm(path, { force: true })
  }
}

/** Names of the files below a folder, as `assets/main.js`. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

async function ageOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  return found ? Date.now() - found.mtimeMs : 0
}

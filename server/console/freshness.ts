import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Whether the console must be built: there is no build, or something that it was made of has changed since. Tests are no
 * part of it.
 */
export async function isStale(builtFile: string, sources: readonly string[]): Promise<boolean> {
  const built = await changedAt(builtFile)
  if (built === null) return true
  for (const source of sources) if ((await newestIn(source)) > built) return true
  return false
}

/** Epoch milliseconds of the newest file in a folder, or of one file; 0 for what is not there. */
async function newestIn(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null)
  if (!entries) return (await changedAt(path)) ?? 0
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
  const times = await Promise.all(files.map((file) => changedAt(join(file.parentPath, file.name))))
  return Math.max(0, ...times.map((time) => time ?? 0))
}

async function changedAt(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found ? found.mtimeMs : null
}

import { faultOfKey } from '#core/codecs/object-path.ts'
import type { ReadFiles } from './files.ts'
import { splitEnding } from './paths.ts'

/** No path of a list has more parts in front that are left out. */
const mostParts = 12

/**
 * The file that a file of `folder` ('' or ending in `/`) names: relative to that folder, or, since lists are often made
 * for another place, by what is left of the path without its first parts. undefined where there is none.
 */
export async function findFile(files: ReadFiles, folder: string, named: string): Promise<string | undefined> {
  for (const path of possiblePaths(folder, named)) if (await files.has(path)) return path
  return undefined
}

/** The file at a path or, as old programs call theirs, at the same with its ending in capitals. undefined where there is neither. */
export async function findOwn(files: ReadFiles, path: string): Promise<string | undefined> {
  if (await files.has(path)) return path
  const [stem, ending] = splitEnding(path)
  const loud = stem + ending.toUpperCase()
  return (await files.has(loud)) ? loud : undefined
}

/** Where a path of a list may lead, the likeliest first. */
export function possiblePaths(folder: string, named: string): string[] {
  const own = folder.split('/').filter((part) => part !== '')
  const parts = named
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  const ups = parts.findIndex((part) => part !== '..')
  if (ups < 0) return []
  const below = parts.slice(ups).filter((part) => part !== '..')
  const exact = [...own.slice(0, Math.max(0, own.length - ups)), ...below].join('/')
  const shorter = Array.from({ length: Math.min(below.length, mostParts) }, (_, i) => {
    return [...own, ...below.slice(i)].join('/')
  })
  return [...new Set([exact, ...shorter])].filter((path) => faultOfKey(path) === undefined)
}

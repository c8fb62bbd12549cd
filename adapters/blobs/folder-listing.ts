import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compareKeys, faultOfKey } from '#core/codecs/object-path.ts'
import type { BlobInfo, FolderPage, ListOptions } from './blob-store.ts'
import { isMissing } from './folder-paths.ts'
import { isHidden } from './key-rules.ts'

/** A file or folder met on the way, the key of a folder with `/` at its end. */
type Entry = { key: string; path: string; folder: boolean }

/**
 * Walks a folder in the order of the keys and yields its files in pages, none of them empty. A folder sorts as its name with `/` behind it, which makes
 * depth first the order of the whole keys. In memory are the names of the folders on the way down, not the tree.
 *
 * Left out are hidden names (temporary files among them), links, whatever is neither file nor folder, and names that no
 * key can hold, of which `onUnusable` is told. A file or folder that vanishes meanwhile is passed over. `path` is the folder
 * of the prefix up to its last slash, and `base` the key of that, `''` or `a/b/`.
 */
export async function* listFolder(
  path: string,
  base: string,
  options: Required<ListOptions>,
): AsyncGenerator<BlobInfo[]> {
  let files: Entry[] = []
  const stack = [await readEntries(path, base, options)]
  for (let entries = stack.at(-1); entries !== undefined; entries = stack.at(-1)) {
    const entry = entries.pop()
    if (entry === undefined) stack.pop()
    else if (entry.folder) stack.push(await readEntries(entry.path, entry.key, options))
    else files.push(entry)
    if (files.length < options.pageSize && stack.length > 0) continue
    const page = await describeFiles(files)
    if (page.length > 0) yield page
    files = []
  }
}

/** What lies directly in a folder, in the order of the names, at most `limit` folders and as many files. */
export async function listNames(path: string, limit: number): Promise<FolderPage> {
  const [folders, files]: [string[], string[]] = [[], []]
  for (const found of await readFolder(path)) {
    const isFolder = found.isDirectory()
    if (isHidden(found.name) || !(isFolder || found.isFile()) || faultOfKey(found.name) !== undefined) continue
    const names = isFolder ? folders : files
    names.push(found.name)
  }
  const shown = files.sort(compareKeys).slice(0, limit)
  const infos = await Promise.all(shown.map((name) => describeFile(join(path, name), name)))
  return {
    folders: folders.sort(compareKeys).slice(0, limit),
    files: infos.flatMap((info) => (info ? [{ name: info.key, size: info.size }] : [])),
    more: folders.length > limit || files.length > limit,
  }
}

/** Size and time of a file; undefined where there is none, or something else under its name. */
export async function describeFile(path: string, key: string): Promise<BlobInfo | undefined> {
  try {
    const stats = await lstat(path)
    return stats.isFile() ? { key, size: stats.size, mtime: Math.floor(stats.mtimeMs) } : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function describeFiles(files: Entry[]): Promise<BlobInfo[]> {
  const infos = await Promise.all(files.map((file) => describeFile(file.path, file.key)))
  return infos.filter((info) => info !== undefined)
}

/** The entries of one folder that matter, the last first, so that `pop` gives them in order. */
async function readEntries(path: string, base: string, options: Required<ListOptions>): Promise<Entry[]> {
  const { prefix, after, onUnusable } = options
  const entries: Entry[] = []
  for (const found of await readFolder(path)) {
    const folder = found.isDirectory()
    if (isHidden(found.name) || !(folder || found.isFile())) continue
    const key = `${base}${found.name}${folder ? '/' : ''}`
    const isBehind = compareKeys(key, after) > 0 || (folder && after.startsWith(key))
    if (!key.startsWith(prefix) || !isBehind) continue
    const entry = { key, path: join(path, found.name), folder }
    const fault = faultOfKey(key) ?? (await faultOfSpelling(entry))
    if (fault === undefined) entries.push(entry)
    else onUnusable(key, fault)
  }
  return entries.sort((a, b) => compareKeys(b.key, a.key))
}

/** Names from old archives may be no UTF-8; as they are read here, nothing is found under them. */
async function faultOfSpelling({ key, path }: Entry): Promise<string | undefined> {
  if (!key.includes('\ufffd')) return undefined
  try {
    await lstat(path)
    return undefined
  } catch (error) {
    if (isMissing(error)) return 'must be spelled in UTF-8'
    throw error
  }
}

async function readFolder(path: string) {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

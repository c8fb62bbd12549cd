import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { isBucketName } from '#core/codecs/object-path.ts'
import { canHoldKeys, faultOfFileKey } from './key-rules.ts'
import { spellObject } from './spell.ts'

/** In each bucket the folder of files that are still arriving: what a process that died was writing is found there. */
const ARRIVING = '.arriving'

/** Where a key lies on disk: the folder of its file, as found without following any link, and the name in it. */
export type Place = { folder: string; name: string }

/**
 * The one place where a bucket and a key become a path of the machine (reliability S12). `root` must be a real path.
 * Three walls: the form of bucket and key; hidden names, which the store keeps for itself; and the real path of the
 * folder, which must be the very path asked for, so no link on the way is followed wherever it leads.
 */
export class FolderPaths {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** The folder of a bucket; E4311 where there is none. */
  async bucket(bucket: string): Promise<string> {
    const path = isBucketName(bucket) ? join(this.root, bucket) : undefined
    if (path === undefined || !(await isRealFolder(path))) {
      throw errors.bucketNotFound(`There is no bucket ${quote(bucket)}.`)
    }
    return path
  }

  async createBucket(bucket: string): Promise<void> {
    if (!isBucketName(bucket)) throw errors.pathCharacters(`${quote(bucket)} cannot be the name of a bucket.`)
    await mkdir(join(this.root, bucket), { recursive: true })
    await syncFolder(this.root)
  }

  /** The folder that holds the keys beginning with `prefix` up to its last slash, or undefined where there is none. */
  async folder(bucket: string, prefix: string): Promise<string | undefined> {
    const base = await this.bucket(bucket)
    const parts = prefix.split('/').slice(0, -1)
    if (parts.length === 0) return base
    if (!canHoldKeys(`${parts.join('/')}/`)) return undefined
    const path = join(base, ...parts)
    return (await isRealFolder(path)) ? path : undefined
  }

  /** The place of an existing file, or undefined where its folder is missing or its key can name no file. */
  async find(bucket: string, key: string): Promise<Place | undefined> {
    if (faultOfFileKey(key) !== undefined) {
      await this.bucket(bucket)
      return undefined
    }
    const folder = await this.folder(bucket, key)
    return folder === undefined ? undefined : { folder, name: nameOf(key) }
  }

  /** The place of a file to be written; makes the folders that are missing, durably. E4313 for a key that can name none. */
  async make(bucket: string, key: string): Promise<Place> {
    let folder = await this.bucket(bucket)
    const fault = faultOfFileKey(key)
    if (fault !== undefined) {
      throw errors.pathCharacters(`The path ${spellObject(bucket, key)} ${fault}.`)
    }
    for (const part of key.split('/').slice(0, -1)) {
      const inner = join(folder, part)
      if (await makeFolder(inner)) await syncFolder(folder)
      else if (!(await isRealFolder(inner))) {
        throw errors.pathCharacters(`The path ${spellObject(bucket, key)} passes through something that is no folder.`)
      }
      folder = inner
    }
    return { folder, name: nameOf(key) }
  }

  /** Where a file arrives that is then moved to `folder` of this bucket: beside it where that is on another disk. */
  async arriving(bucket: string, folder: string): Promise<string> {
    const arriving = join(this.root, bucket, ARRIVING)
    const isFresh = await makeFolder(arriving)
    if (!isFresh && !(await isRealFolder(arriving))) return folder
    return (await stat(arriving)).dev === (await stat(folder)).dev ? arriving : folder
  }

  /** The same folder to be looked through; undefined where nothing has arrived yet. */
  async arrivals(bucket: string): Promise<string | undefined> {
    const arriving = join(this.root, bucket, ARRIVING)
    return (await isRealFolder(arriving)) ? arriving : undefined
  }
}

/** Opens a regular file without following a link and without waiting for the other end of a pipe. */
export async function openFile(place: Place): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  let file: FileHandle
  try {
    file = await open(join(place.folder, place.name), flags)
  } catch (error) {
    if (isMissing(error) || hasCode(error, 'ELOOP', 'ENXIO')) return undefined
    throw error
  }
  if ((await file.stat()).isFile()) return file
  await file.close()
  return undefined
}

/** Makes the names of a folder survive a power cut. Where a system cannot open folders (Windows), it does so by itself. */
export async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle
  try {
    folder = await open(path, 'r')
  } catch (error) {
    if (hasCode(error, 'EISDIR', 'EPERM')) return
    throw error
  }
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '')
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

async function isRealFolder(path: string): Promise<boolean> {
  try {
    return (await realpath(path)) === path && (await lstat(path)).isDirectory()
  } catch (error) {
    if (isMissing(error) || hasCode(error, 'ELOOP')) return false
    throw error
  }
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

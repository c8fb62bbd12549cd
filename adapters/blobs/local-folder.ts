import { randomUUID } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { link, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { errors, MusterError } from '#contract/errors.ts'
import { isBucketName } from '#core/codecs/object-path.ts'
import type { BlobInfo, BlobStore, ByteRange, FolderPage, ListOptions, WriteOptions } from './blob-store.ts'
import { describeFile, listFolder, listNames } from './folder-listing.ts'
import { FolderPaths, hasCode, isMissing, openFile, type Place, syncFolder } from './folder-paths.ts'
import { spellObject } from './spell.ts'
import { failStore } from './store-faults.ts'

/**
 * A store in a local folder: `root/<bucket>/<key>`, and a bucket is a folder someone made (architecture 7,
 * MUSTER_BUCKETS). The root itself is made when it is missing and may be reached through a link.
 */
export class LocalBlobStore implements BlobStore {
  readonly paths: FolderPaths

  constructor(root: string) {
    mkdirSync(root, { recursive: true })
    this.paths = new FolderPaths(realpathSync(root))
  }

  async bucketExists(bucket: string): Promise<boolean> {
    try {
      await this.paths.bucket(bucket)
      return true
    } catch (error) {
      if (error instanceof MusterError) return false
      return failStore(error)
    }
  }

  async createBucket(bucket: string): Promise<void> {
    try {
      await this.paths.createBucket(bucket)
    } catch (error) {
      failStore(error)
    }
  }

  async listBuckets(limit: number): Promise<FolderPage> {
    try {
      const { folders } = await listNames(this.paths.root, Number.MAX_SAFE_INTEGER)
      const buckets = folders.filter(isBucketName)
      return { folders: buckets.slice(0, limit), files: [], more: buckets.length > limit }
    } catch (error) {
      failStore(error)
    }
  }

  async listFolder(bucket: string, prefix: string, limit: number): Promise<FolderPage> {
    try {
      const folder = await this.paths.folder(bucket, prefix)
      if (folder === undefined) throw errors.pathNotFound(`There is no folder ${spellObject(bucket, prefix)}.`)
      return await listNames(folder, limit)
    } catch (error) {
      failStore(error)
    }
  }

  async folderExists(bucket: string, prefix: string): Promise<boolean> {
    try {
      return (await this.paths.folder(bucket, prefix)) !== undefined
    } catch (error) {
      failStore(error)
    }
  }

  async *listBlobs(bucket: string, options: ListOptions = {}): AsyncGenerator<BlobInfo[]> {
    const { prefix = '', after = '', pageSize = 1000, onUnusable = () => {} } = options
    try {
      const folder = await this.paths.folder(bucket, prefix)
      if (folder === undefined) return
      const base = prefix.slice(0, prefix.lastIndexOf('/') + 1)
      yield* listFolder(folder, base, { prefix, after, pageSize, onUnusable })
    } catch (error) {
      failStore(error)
    }
  }

  async statBlob(bucket: string, key: string): Promise<BlobInfo | undefined> {
    try {
      const place = await this.paths.find(bucket, key)
      return place && (await describeFile(join(place.folder, place.name), key))
    } catch (error) {
      failStore(error)
    }
  }

  async openBlob(bucket: string, key: string, range: ByteRange = { offset: 0 }) {
    try {
      const place = await this.paths.find(bucket, key)
      const file = place && (await openFile(place))
      if (file === undefined) throw errors.pathNotFound(`There is no object ${spellObject(bucket, key)}.`)
      const { size, mtimeMs } = await file.stat()
      const info = { key, size, mtime: Math.floor(mtimeMs) }
      const end = Math.min(size, range.offset + (range.length ?? size))
      if (end > range.offset) return { info, stream: file.createReadStream({ start: range.offset, end: end - 1 }) }
      await file.close()
      return { info, stream: Readable.from([]) }
    } catch (error) {
      failStore(error)
    }
  }

  async presignBlob(): Promise<undefined> {}

  async writeBlob(
    bucket: string,
    key: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options: WriteOptions = {},
  ): Promise<BlobInfo | undefined> {
    const place = await this.paths.make(bucket, key).catch(failStore)
    const arriving = await this.paths.arriving(bucket, place.folder).catch(failStore)
    const temporary = join(arriving, `.${randomUUID()}.tmp`)
    try {
      await writeWhole(temporary, data)
      const written = await describeFile(temporary, key)
      if (!(await moveIntoPlace(temporary, place, options.ifAbsent === true))) return undefined
      await syncFolder(place.folder)
      return written
    } catch (error) {
      await unlink(temporary).catch(() => {})
      if (hasCode(error, 'EISDIR', 'ENOTEMPTY', 'ENOTDIR')) {
        throw errors.pathCharacters(`The path ${spellObject(bucket, key)} names a folder, not a file.`)
      }
      failStore(error)
    }
  }

  async deleteBlob(bucket: string, key: string): Promise<boolean> {
    try {
      const place = await this.paths.find(bucket, key)
      if (place === undefined) return false
      const path = join(place.folder, place.name)
      if ((await describeFile(path, key)) === undefined) return false
      await unlink(path)
      await syncFolder(place.folder)
      return true
    } catch (error) {
      if (isMissing(error)) return false
      failStore(error)
    }
  }

  async dropUnfinished(since: number): Promise<void> {
    const { folders } = await this.listBuckets(Number.MAX_SAFE_INTEGER)
    try {
      for (const bucket of folders) {
        const folder = await this.paths.arrivals(bucket)
        for (const name of folder ? await readdir(folder) : []) {
          const file = await describeFile(join(folder!, name), name)
          if (file && file.mtime < since) await unlink(join(folder!, name))
        }
      }
    } catch (error) {
      if (!isMissing(error)) failStore(error)
    }
  }
}

/** Writes a new file and waits until its bytes are on the disk. */
async function writeWhole(path: string, data: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(data)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Gives a finished file its name. With `ifAbsent` by a second name, which unlike renaming never replaces. */
async function moveIntoPlace(temporary: string, place: Place, ifAbsent: boolean): Promise<boolean> {
  const path = join(place.folder, place.name)
  if (!ifAbsent) {
    await rename(temporary, path)
    return true
  }
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(temporary)
  }
}

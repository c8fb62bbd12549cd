import type { Readable } from 'node:stream'

/**
 * One stored object. `size` in bytes, `mtime` in milliseconds since 1970. `etag`, quoted, is what the store calls these bytes: other
 * bytes of the object have another one. A local folder has none, but tells times more exactly.
 */
export type BlobInfo = { key: string; size: number; mtime: number; etag?: string }

/** A part of an object in bytes; without `length` up to its end. What lies beyond the end is left out. */
export type ByteRange = { offset: number; length?: number }

export type ListOptions = {
  /** Only keys that begin with this text; a folder's prefix ends in `/`. */
  prefix?: string
  /** Only keys behind this one: the last key of the last page handled is where an interrupted listing goes on. */
  after?: string
  /** Keys a page, 1000 by default. */
  pageSize?: number
  onUnusable?: OnUnusable
}

/**
 * Is told of files whose names cannot be keys, and of folders of such names with `/` behind, whose files are not told again.
 * `fault` is the end of a sentence. What is hidden is left out without a word.
 */
export type OnUnusable = (key: string, fault: string) => void

/** Names without what stands before them; `more` lies there than is shown. */
export type FolderPage = { folders: string[]; files: { name: string; size: number }[]; more: boolean }

export type WriteOptions = {
  /** Never replace: where the key is taken, nothing is written and the answer is undefined. */
  ifAbsent?: boolean
}

/**
 * The store of files: buckets that hold objects under keys (architecture 3). Two rules make a local folder and an S3 store
 * look the same. Keys come in the order of their UTF-8 bytes, so a page is continued by its last key. And an object is
 * there whole or not at all: a reader never sees one that is still being written.
 *
 * Every method throws a `MusterError`: E4311 no such bucket, E4312 no such object, E4313 a key that cannot name one,
 * E4314 the store failed (its `cause` tells the log how; the sentence never holds a path of the machine).
 */
export interface BlobStore {
  bucketExists(bucket: string): Promise<boolean>
  /** The names of the buckets as folders, in order, at most `limit`. */
  listBuckets(limit: number): Promise<FolderPage>
  /** What lies directly in a folder, whose prefix is '' or ends in `/`; at most `limit` folders and as many files. E4311. */
  listFolder(bucket: string, prefix: string, limit: number): Promise<FolderPage>
  /** Makes a bucket; one that is there stays as it is. E4313 for a name that cannot be one. */
  createBucket(bucket: string): Promise<void>
  /** Whether something lies under the prefix, which ends in `/`; a local folder counts even when it is empty. E4311. */
  folderExists(bucket: string, prefix: string): Promise<boolean>
  /** Pages of a listing, none of them empty; throws E4311 at the first page. A prefix without objects gives no page. */
  listBlobs(bucket: string, options?: ListOptions): AsyncIterable<BlobInfo[]>
  /** Undefined when there is no such object; throws E4311 all the same. */
  statBlob(bucket: string, key: string): Promise<BlobInfo | undefined>
  /** The stream must be read to its end or destroyed. `info` tells of the whole object, whatever the range. */
  openBlob(bucket: string, key: string, range?: ByteRange): Promise<{ info: BlobInfo; stream: Readable }>
  /**
   * An address at which whoever has it reads the object from the store itself for so many seconds, as a download under this name.
   * Undefined where others do not reach the store, as with a local folder. Nothing is asked of the store.
   */
  presignBlob(bucket: string, key: string, options: { seconds: number; name: string }): Promise<string | undefined>
  /** Writes or replaces an object; when this resolves it survives a power cut. An error of `data` leaves nothing behind. */
  writeBlob(
    bucket: string,
    key: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options?: WriteOptions,
  ): Promise<BlobInfo | undefined>
  /** Says whether there was such an object. */
  deleteBlob(bucket: string, key: string): Promise<boolean>
  /**
   * Removes what processes that died had written of objects when nothing more came since this time (epoch milliseconds): nobody
   * sees it, and it takes room.
   */
  dropUnfinished(since: number): Promise<void>
}

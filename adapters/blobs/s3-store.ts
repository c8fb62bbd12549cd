import { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { compareKeys, isBucketName } from '#core/codecs/object-path.ts'
import { contentDisposition } from '#core/text/content-disposition.ts'
import type { BlobInfo, BlobStore, ByteRange, FolderPage, ListOptions, WriteOptions } from './blob-store.ts'
import { canHoldKeys, faultOfFileKey } from './key-rules.ts'
import { openS3, openS3Signer, S3_PATIENCE, type S3Patience, type S3Settings } from './s3-client.ts'
import { isNotFound, noBucket, readS3Fault, s3Refusal, s3StoreFault } from './s3-faults.ts'
import { describeObject, hasS3Keys, listS3Blobs, listS3Folder } from './s3-listing.ts'
import { uploadToS3 } from './s3-upload.ts'
import { spellObject } from './spell.ts'
import { wholeBody } from './whole-body.ts'

/**
 * Any S3-compatible store. Its keys may name more than ours: those are left out of listings and cannot be read or written, as in
 * a local folder. Folders are what the slashes in keys say; here an object `a` and a folder `a/` may lie side by side.
 */
export class S3BlobStore implements BlobStore {
  readonly #calls: S3Client
  readonly #bodies: S3Client
  readonly #signer: S3Client | null
  readonly #silence: number
  /** Whether etags of this store are MD5 sums, which stores need not make of them; known once one was. */
  #tagsAreSums = false

  constructor(settings: S3Settings, patience: S3Patience = S3_PATIENCE) {
    const { calls, bodies } = openS3(settings, patience)
    this.#calls = calls
    this.#bodies = bodies
    this.#signer = openS3Signer(settings)
    this.#silence = patience.silence
  }

  async bucketExists(bucket: string): Promise<boolean> {
    if (!isBucketName(bucket)) return false
    try {
      await this.#calls.send(new HeadBucketCommand({ Bucket: bucket }))
      return true
    } catch (error) {
      if (isNotFound(error) || isOfBadName(error, bucket)) return false
      throw s3StoreFault(error)
    }
  }

  async createBucket(bucket: string): Promise<void> {
    if (!isBucketName(bucket)) throw errors.pathCharacters(`${quote(bucket)} cannot be the name of a bucket.`)
    if (await this.bucketExists(bucket)) return
    try {
      await this.#calls.send(new CreateBucketCommand({ Bucket: bucket }))
    } catch (error) {
      const { name, status } = readS3Fault(error)
      if (name === 'InvalidBucketName') throw errors.pathCharacters(`${quote(bucket)} cannot be the name of a bucket.`)
      // Somebody else was making it.
      if (status === 409 && (await this.bucketExists(bucket))) return
      throw s3StoreFault(error)
    }
  }

  async listBuckets(limit: number): Promise<FolderPage> {
    const { Buckets = [] } = await this.#calls.send(new ListBucketsCommand({})).catch(refuse(''))
    const names = Buckets.map(({ Name = '' }) => Name)
    const buckets = names.filter(isBucketName).sort(compareKeys)
    return { folders: buckets.slice(0, limit), files: [], more: buckets.length > limit }
  }

  async listFolder(bucket: string, prefix: string, limit: number): Promise<FolderPage> {
    const page = (await this.#canHold(bucket, prefix))
      ? await listS3Folder(this.#calls, bucket, prefix, limit).catch(refuse(bucket))
      : undefined
    if (page === undefined) throw errors.pathNotFound(`There is no folder ${spellObject(bucket, prefix)}.`)
    return page
  }

  async folderExists(bucket: string, prefix: string): Promise<boolean> {
    if (!(await this.#canHold(bucket, prefix))) return false
    return (await hasS3Keys(this.#calls, bucket, prefix).catch(refuse(bucket))) || prefix === ''
  }

  async *listBlobs(bucket: string, options: ListOptions = {}): AsyncGenerator<BlobInfo[]> {
    const { prefix = '', after = '', pageSize = 1000, onUnusable = () => {} } = options
    if (!(await this.#canHold(bucket, prefix.slice(0, prefix.lastIndexOf('/') + 1)))) return
    try {
      yield* listS3Blobs(this.#calls, bucket, { prefix, after, pageSize, onUnusable })
    } catch (error) {
      throw s3Refusal(error, bucket)
    }
  }

  async statBlob(bucket: string, key: string): Promise<BlobInfo | undefined> {
    if (faultOfFileKey(key) !== undefined) {
      await this.#demandBucket(bucket)
      return undefined
    }
    this.#checkName(bucket)
    try {
      const head = await this.#calls.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
      return describeObject(key, head.ContentLength, head)
    } catch (error) {
      if (isOfBadName(error, bucket)) throw noBucket(bucket)
      if (!isNotFound(error)) throw s3Refusal(error, bucket)
      // An answer without a body does not say what is missing.
      await this.#demandBucket(bucket)
      return undefined
    }
  }

  async openBlob(bucket: string, key: string, range: ByteRange = { offset: 0 }) {
    const answer = isEmptyRange(range) ? undefined : await this.#get(bucket, key, range)
    if (answer === undefined) {
      const info = await this.statBlob(bucket, key)
      if (info === undefined) throw errors.pathNotFound(`There is no object ${spellObject(bucket, key)}.`)
      return { info, stream: Readable.from([]) }
    }
    const body = answer.Body as Readable
    const part = readExtent(answer)
    const fault = faultOfExtent(part, range)
    if (fault !== undefined || part.size === 0) {
      body.destroy()
      if (fault !== undefined) throw s3StoreFault(new Error(fault))
    }
    const info = describeObject(key, part.size, answer)
    if (part.size === 0) return { info, stream: Readable.from([]) }
    const { length } = part
    const sum = length === part.size ? readSum(answer) : undefined
    const faultOfSum = sum === undefined ? undefined : (md5: string) => this.#faultOfSum(md5, sum)
    return { info, stream: wholeBody(body, { length, silence: this.#silence, faultOfSum }) }
  }

  async presignBlob(bucket: string, key: string, { seconds, name }: { seconds: number; name: string }) {
    if (this.#signer === null) return undefined
    const ResponseContentDisposition = contentDisposition('attachment', name)
    const wish = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition })
    return getSignedUrl(this.#signer, wish, { expiresIn: seconds })
  }

  /**
   * `ifAbsent` is asked twice: before the bytes are sent, for stores that pass over the condition on writing, and by that
   * condition, which alone decides between two that come at once.
   */
  async writeBlob(
    bucket: string,
    key: string,
    data: Uint8Array | AsyncIterable<Uint8Array>,
    options: WriteOptions = {},
  ): Promise<BlobInfo | undefined> {
    const fault = faultOfFileKey(key)
    if (fault !== undefined) {
      await this.#demandBucket(bucket)
      throw errors.pathCharacters(`The path ${spellObject(bucket, key)} ${fault}.`)
    }
    this.#checkName(bucket)
    const ifAbsent = options.ifAbsent === true
    if (ifAbsent && (await this.statBlob(bucket, key)) !== undefined) return undefined
    const isWritten = await uploadToS3(this.#calls, { bucket, key, ifAbsent }, data)
    const info = await this.statBlob(bucket, key)
    if (info === undefined) throw s3StoreFault(new Error('an object was not there after it was written'))
    return isWritten ? info : undefined
  }

  async deleteBlob(bucket: string, key: string): Promise<boolean> {
    // Deleting answers the same whether there was anything.
    if ((await this.statBlob(bucket, key)) === undefined) return false
    await this.#calls.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(refuse(bucket))
    return true
  }

  /** Nothing: other programs may be uploading into the same bucket, so a rule of the store itself is to do it. */
  async dropUnfinished(): Promise<void> {}

  #faultOfSum(md5: string, sum: string): string | undefined {
    if (md5 === sum) this.#tagsAreSums = true
    else if (this.#tagsAreSums) return 'the bytes that came are not those of the file: their MD5 sum is not its ETag'
    return undefined
  }

  /** Undefined where the range lies behind the end. */
  async #get(bucket: string, key: string, range: ByteRange): Promise<GetObjectCommandOutput | undefined> {
    if (faultOfFileKey(key) !== undefined) return undefined
    this.#checkName(bucket)
    try {
      return await this.#bodies.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: spellRange(range) }))
    } catch (error) {
      if (readS3Fault(error).status === 416) return undefined
      if (readS3Fault(error).name !== 'NoSuchBucket' && isNotFound(error)) return undefined
      throw s3Refusal(error, bucket)
    }
  }

  /** Whether the folder of this prefix can hold keys of ours; E4311 where there is no bucket even if it cannot. */
  async #canHold(bucket: string, folder: string): Promise<boolean> {
    if (canHoldKeys(folder)) this.#checkName(bucket)
    else await this.#demandBucket(bucket)
    return canHoldKeys(folder)
  }

  async #demandBucket(bucket: string): Promise<void> {
    if (!(await this.bucketExists(bucket))) throw noBucket(bucket)
  }

  #checkName(bucket: string): void {
    if (!isBucketName(bucket)) throw noBucket(bucket)
  }
}

/** For `catch`. */
function refuse(bucket: string): (error: unknown) => never {
  return (error) => {
    throw s3Refusal(error, bucket)
  }
}

/** Names that a store can give to no bucket are answered with 400; every store takes those of this form. */
function isOfBadName(error: unknown, bucket: string): boolean {
  return readS3Fault(error).status === 400 && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
}

function isEmptyRange({ length }: ByteRange): boolean {
  return length !== undefined && length <= 0
}

function spellRange({ offset, length }: ByteRange): string | undefined {
  if (offset === 0 && length === undefined) return undefined
  return `bytes=${offset}-${length === undefined ? '' : offset + length - 1}`
}

/** Which bytes of the object an answer carries; `size` is that of the whole. */
type Extent = { start: number; length: number; size: number }

function readExtent({ ContentRange, ContentLength }: GetObjectCommandOutput): Extent {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(ContentRange ?? '') ?? []
  if (size !== undefined) return { start: Number(first), length: Number(last) - Number(first) + 1, size: Number(size) }
  return { start: 0, length: ContentLength ?? Number.NaN, size: ContentLength ?? Number.NaN }
}

/** A store that passes over ranges would give other bytes than were asked for. */
function faultOfExtent({ start, length, size }: Extent, range: ByteRange): string | undefined {
  if (Number.isNaN(size)) return 'an answer does not tell how long the file is'
  if (size === 0) return undefined
  const wanted = Math.min(size - range.offset, range.length ?? size)
  return start === range.offset && length === wanted ? undefined : 'an answer holds other bytes than were asked for'
}

/** The MD5 sum of the whole object, where the etag can be one: neither of parts nor of what a key of somebody encrypts. */
function readSum({
  ETag = '',
  ServerSideEncryption,
  SSECustomerAlgorithm,
}: GetObjectCommandOutput): string | undefined {
  const isPlain = [undefined, 'AES256'].includes(ServerSideEncryption) && SSECustomerAlgorithm === undefined
  return isPlain ? /^"?([0-9a-f]{32})"?$/.exec(ETag)?.[1] : undefined
}

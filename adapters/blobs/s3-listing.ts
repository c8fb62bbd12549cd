import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3'
import { compareKeys, faultOfKey } from '#core/codecs/object-path.ts'
import type { BlobInfo, FolderPage, ListOptions } from './blob-store.ts'
import { faultOfFileKey, isHidden } from './key-rules.ts'

type Calls = Pick<S3Client, 'send'>

/** Names asked for at once; stores give no more. */
const LARGEST_PAGE = 1000
/** A folder is shown in part when it holds more names than these pages. */
const MOST_FOLDER_PAGES = 10

/**
 * Objects in pages, none of them empty. Each page is asked for by the last key before it and not by the token of the store, unless
 * it was empty: so a listing goes on whatever happened meanwhile. A store whose keys come in another order would lose some of them without a word,
 * so that is an error. Keys that cannot be ours are left out, among them the empty objects that mark folders.
 */
export async function* listS3Blobs(
  calls: Calls,
  bucket: string,
  { prefix, after, pageSize, onUnusable }: Required<ListOptions>,
): AsyncGenerator<BlobInfo[]> {
  const MaxKeys = Math.min(pageSize, LARGEST_PAGE)
  let last = after
  let token: string | undefined
  for (let more = true; more; ) {
    const place = token === undefined ? { StartAfter: last } : { ContinuationToken: token }
    const answer = await askForPage(calls, bucket, { Prefix: prefix, MaxKeys, ...place })
    const { Contents = [], IsTruncated, NextContinuationToken } = answer
    const page: BlobInfo[] = []
    for (const { Key, ...told } of Contents) {
      const key = spelled(Key, answer)
      if (compareKeys(key, last) <= 0) throw new Error('the keys do not come in the order of their bytes')
      last = key
      const fault = faultOfFileKey(key)
      if (fault === undefined) page.push(describeObject(key, told.Size, told))
      else if (!key.endsWith('/') && !key.split('/').some(isHidden)) onUnusable(key, fault)
    }
    if (page.length > 0) yield page
    token = Contents.length === 0 ? NextContinuationToken : undefined
    more = IsTruncated === true && (Contents.length > 0 || token !== undefined)
  }
}

/** What lies directly in a folder, or undefined where nothing lies under its prefix. */
export async function listS3Folder(
  calls: Calls,
  bucket: string,
  prefix: string,
  limit: number,
): Promise<FolderPage | undefined> {
  const folders = new Set<string>()
  const files: FolderPage['files'] = []
  const isFull = () => folders.size > limit && files.length > limit
  let isThere = prefix === ''
  let token: string | undefined
  for (let pages = 0; pages < MOST_FOLDER_PAGES && !isFull(); pages++) {
    const answer = await askForPage(calls, bucket, { Prefix: prefix, Delimiter: '/', ContinuationToken: token })
    const { Contents = [], CommonPrefixes = [] } = answer
    isThere ||= Contents.length + CommonPrefixes.length > 0
    for (const { Prefix } of CommonPrefixes) {
      const name = spelled(Prefix, answer).slice(prefix.length, -1)
      if (isName(name)) folders.add(name)
    }
    for (const { Key, Size } of Contents) {
      const name = spelled(Key, answer).slice(prefix.length)
      if (isName(name)) files.push({ name, size: Size ?? 0 })
    }
    token = answer.IsTruncated ? answer.NextContinuationToken : undefined
    if (token === undefined) break
  }
  if (!isThere) return undefined
  return {
    folders: [...folders].sort(compareKeys).slice(0, limit),
    files: files.sort((a, b) => compareKeys(a.name, b.name)).slice(0, limit),
    more: token !== undefined || folders.size > limit || files.length > limit,
  }
}

/** Whether anything lies under a prefix, the mark of an empty folder too. */
export async function hasS3Keys(calls: Calls, bucket: string, prefix: string): Promise<boolean> {
  const { Contents } = await askForPage(calls, bucket, { Prefix: prefix, MaxKeys: 1 })
  return (Contents?.length ?? 0) > 0
}

/** What an answer tells of an object. A listing and an answer about one object are to say the same. */
export function describeObject(
  key: string,
  size: number | undefined,
  { LastModified, ETag }: { LastModified?: Date; ETag?: string },
): BlobInfo {
  // Listings of some stores tell times more exactly than seconds, and some their etags without quotes.
  const mtime = Math.floor((LastModified?.getTime() ?? 0) / 1000) * 1000
  return { key, size: size ?? 0, mtime, ...(ETag && { etag: `"${ETag.replaceAll('"', '')}"` }) }
}

type Wish = { Prefix: string; StartAfter?: string; MaxKeys?: number; Delimiter?: string; ContinuationToken?: string }

/** Keys are asked for in the encoding of addresses: XML cannot spell every key that somebody may have put there. */
function askForPage(calls: Calls, bucket: string, wish: Wish): Promise<ListObjectsV2CommandOutput> {
  return calls.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      ...wish,
      // An empty text is no beginning for some stores.
      StartAfter: wish.StartAfter || undefined,
      EncodingType: 'url',
    }),
  )
}

function spelled(text: string | undefined, { EncodingType }: ListObjectsV2CommandOutput): string {
  return EncodingType === 'url' ? decodeURIComponent((text ?? '').replaceAll('+', ' ')) : (text ?? '')
}

function isName(name: string): boolean {
  return name !== '' && !isHidden(name) && faultOfKey(name) === undefined
}

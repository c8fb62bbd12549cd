import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { readWavDuration } from '#adapters/files/audio-duration.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { type ReadAt, readFromBlob, readFromBytes } from '#adapters/files/header-reader.ts'
import { probeImage } from '#adapters/files/image-size.ts'
import { decodeText, splitLines } from '#adapters/files/text.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DataSourceType, type DatasetType, SampleType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { errors, MusterError, type Refusal } from '#contract/errors.ts'
import type { Sample } from '#contract/samples.ts'
import { quote } from '#contract/text.ts'
import { faultOfKey, formatObjectPath, type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'
import { isRefusal } from '#core/refusal.ts'
import { LONGEST_TEXT, MOST_TEXT_UPLOADED, MOST_UPLOADED } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { type FileFacts, fileSample, imageFacts, type NewSample, NO_FACTS, textSample } from './new-samples.ts'

/** An item of an upload that can become a sample, as far as the item alone tells. */
export type Upload = {
  item: Sample
  /** Where the item stands in the request: `samples[3]`. */
  field: string
  /** Where its bytes lie or are to lie. */
  object: ObjectPath
  /** null: they lie there already. */
  bytes: Uint8Array | null
  /** What it becomes, at least one, without labels; `sample_time` and `sample_etag` are known once the bytes are stored. */
  samples: NewSample[]
}

export type UploadTarget = {
  dataset: DatasetRow
  /** The input path: inline bytes go there. */
  input: ObjectPath
  /** Every line of a text is a sample; else the whole text is one. */
  lines: boolean
  /** Where the items so far lie. */
  paths: Set<string>
  /** What the texts so far will take, so that one transaction stays short and their text fits into memory. */
  held: { samples: number; bytes: number }
}

/**
 * Reads one item of UploadSamplesJson: its bytes, or the header of the object it names. Nothing is written. E4396 for a
 * bad field, E4312 to E4315 for a path, E4421 for bytes that are not what the dataset takes, E4422 for a path that an earlier
 * item has, E0118 for texts beyond what one call may hold.
 */
export async function readUpload(
  services: Services,
  target: UploadTarget,
  item: Sample,
  field: string,
): Promise<Upload | Refusal> {
  const { dataset } = target
  const dataset_type = dataset.dataset_type as DatasetType
  const type = sampleTypeOf(dataset_type)
  if (item.sample_type !== undefined && item.sample_type !== type) {
    return bad(field, 'sample_type', `samples of this dataset are of type ${type}`)
  }
  const object = objectOf(target, item, field)
  if (isRefusal(object)) return object
  if (!isFileOfDataset(dataset_type, object.key)) {
    const at = item.data === undefined ? 'data_source.data_path' : 'name'
    return bad(field, at, `${quote(object.key)} is no file for a dataset of type ${dataset_type}`)
  }
  // Before anything is read: a few bytes of request must not have a large file read again and again.
  const path = formatObjectPath(object, 'slash')
  if (target.paths.has(path)) return errors.sampleExists.refusal(`${field}.name: an earlier item is ${path} already`)
  target.paths.add(path)
  const bytes = item.data === undefined ? null : readBase64(item.data)
  if (bytes === 'bad') return unreadable(field, 'data', 'is not Base64')
  if (bytes?.length === 0) return unreadable(field, 'data', 'holds no bytes')
  try {
    const info = bytes ? { key: object.key, size: bytes.length, mtime: 0 } : await findObject(services, object)
    const file = { bucket: object.bucket, info }
    const upload = { item, field, object, bytes }
    const now = services.now()
    if (TEXT_DATASET_TYPES.includes(dataset_type)) {
      const texts = await readTexts(services, target, upload, info.size)
      if (isRefusal(texts)) return texts
      return { ...upload, samples: texts.map((text) => textSample(dataset, file, text, now)) }
    }
    const read = bytes ? readFromBytes(bytes) : readFromBlob(services.blobs, object.bucket, object.key)
    const facts = await readFacts(type, read, info.size)
    if ('reason' in facts) return unreadable(field, sourceOf(item), facts.reason)
    return { ...upload, samples: [fileSample(dataset, file, facts, now)] }
  } catch (error) {
    if (error instanceof MusterError) return named(error.refusal, field, sourceOf(item))
    throw error
  }
}

/** Names the place of a refusal that the store made. */
export function named({ error_code, error_msg }: Refusal, field: string, name: string): Refusal {
  return { error_code, error_msg: `${field}.${name}: ${error_msg}` }
}

const sourceOf = ({ data }: Sample) => (data === undefined ? 'data_source.data_path' : 'data')

function bad(field: string, name: string, text: string): Refusal {
  return errors.parameterInvalid.refusal(`${field}.${name}: ${text}`)
}

function unreadable(field: string, name: string, text: string): Refusal {
  return errors.sampleUnreadable.refusal(`${field}.${name}: ${text}`)
}

/** The object of an item: below the input path under its name, or where its data source says. */
function objectOf({ input }: UploadTarget, { name, data, data_source }: Sample, field: string): ObjectPath | Refusal {
  if ((data === undefined) === (data_source === undefined)) {
    return bad(field, 'data', 'the bytes come either here or in data_source')
  }
  if (data_source === undefined) {
    if (!name) return bad(field, 'name', 'is required')
    const key = `${input.key}${name}`
    const fault = name.endsWith('/') ? 'must not end with "/"' : faultOfKey(name.startsWith('/') ? name : key)
    if (fault !== undefined) return errors.pathCharacters.refusal(`${field}.name: ${quote(name)} ${fault}`)
    return { bucket: input.bucket, key }
  }
  const { data_type = DataSourceType.objectStorage, data_path } = data_source
  if (data_type !== DataSourceType.objectStorage) {
    return bad(field, 'data_source.data_type', `${data_type} is not supported, only 0, the object store`)
  }
  if (data_path === undefined) return bad(field, 'data_source.data_path', 'is required')
  const path = parseObjectPath(data_path)
  if (isRefusal(path)) return named(path, field, 'data_source.data_path')
  if (path.key === '' || path.key.endsWith('/')) {
    return bad(field, 'data_source.data_path', 'must name an object, not a folder')
  }
  return path
}

/** Only what an encoder writes: with padding, without line ends, no other alphabet. */
function readBase64(text: string): Uint8Array | 'bad' {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : 'bad'
}

async function findObject({ blobs }: Services, { bucket, key }: ObjectPath): Promise<BlobInfo> {
  const info = await blobs.statBlob(bucket, key)
  if (!info) throw errors.pathNotFound('there is no such object')
  return info
}

async function readFacts(type: SampleType, read: ReadAt, size: number): Promise<FileFacts | { reason: string }> {
  if (type === SampleType.audio) return { ...NO_FACTS, duration: await readWavDuration(read, size) }
  if (type !== SampleType.image) return NO_FACTS
  const probe = await probeImage(read)
  return probe.size ? imageFacts(probe) : { reason: probe.reason }
}

/** A sample of a text: one line, counted from 1, or with null all of it. */
type Text = { line: number | null; text: string }

/** The texts of an item, as long as those of the call are not too many or too long with them. */
async function readTexts(
  services: Services,
  target: UploadTarget,
  upload: Omit<Upload, 'samples'>,
  size: number,
): Promise<Text[] | Refusal> {
  const { held } = target
  const { item, field } = upload
  const texts: Text[] = []
  let { bytes } = held
  for await (const text of textsOf(services, target, upload, size)) {
    if (isRefusal(text)) return text
    texts.push(text)
    bytes += Buffer.byteLength(text.text)
    if (held.samples + texts.length > MOST_UPLOADED) return beyond(upload, `${MOST_UPLOADED} samples`)
    if (bytes > MOST_TEXT_UPLOADED) return beyond(upload, `${MOST_TEXT_UPLOADED} bytes of text`)
  }
  if (texts.length === 0) return unreadable(field, sourceOf(item), 'holds no text')
  held.samples += texts.length
  held.bytes = bytes
  return texts
}

function beyond({ field, item }: Omit<Upload, 'samples'>, limit: string): Refusal {
  return errors.limitExceeded.refusal(`${field}.${sourceOf(item)}: one call takes at most ${limit}; import the rest`)
}

async function* textsOf(
  { blobs }: Services,
  { lines }: UploadTarget,
  { item, field, object, bytes }: Omit<Upload, 'samples'>,
  size: number,
): AsyncGenerator<Text | Refusal> {
  const { encoding = 'UTF-8' } = item
  const at = sourceOf(item)
  if (lines) {
    const source = bytes ? [bytes] : (await blobs.openBlob(object.bucket, object.key)).stream
    for await (const line of splitLines(chunksOf(source), { encoding })) {
      yield 'problem' in line ? unreadable(field, at, `line ${line.line} ${line.problem}`) : line
    }
    return
  }
  if (size > LONGEST_TEXT) return yield unreadable(field, at, `is one text of more than ${LONGEST_TEXT} bytes`)
  const whole = bytes ?? (await readBlob(blobs, object.bucket, object.key, { maxBytes: LONGEST_TEXT }))
  const decoded = decodeText(whole, encoding)
  if ('problem' in decoded) yield unreadable(field, at, `the text ${decoded.problem}`)
  else if (decoded.text.trim() !== '') yield { line: null, text: decoded.text }
}

async function* chunksOf(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* source
}

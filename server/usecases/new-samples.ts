import type { BlobInfo, BlobStore } from '#adapters/blobs/blob-store.ts'
import { readWavDuration } from '#adapters/files/audio-duration.ts'
import { readFromBlob } from '#adapters/files/header-reader.ts'
import { type ImageProbe, probeImage } from '#adapters/files/image-size.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { SampleType } from '#contract/codes.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'
import type { Metadata } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import { codePointLength } from '#core/text/code-points.ts'
import { sampleIdOf } from '#server/ids.ts'

/** A sample that has no place in the records yet. */
export type NewSample = Omit<SampleRow, 'sample_key'>

/** What the header of a file tells: image pixels and channels, milliseconds of sound. */
export type FileFacts = Pick<SampleRow, 'width' | 'height' | 'depth' | 'orientation' | 'duration'>

export type StoredFile = { bucket: string; info: BlobInfo }
type Home = { dataset_id: string; dataset_type: number }

export const NO_FACTS: FileFacts = { width: null, height: null, depth: null, orientation: null, duration: null }

export function imageFacts({ size, orientation }: Extract<ImageProbe, { orientation: number }>): FileFacts {
  return { ...NO_FACTS, ...size, orientation }
}

/** Where a file came from: 0 stands for the input path, as in recorded answers. */
const ORIGIN = { [keys.importOrigin]: 0 }
const NEW_METADATA = JSON.stringify(ORIGIN)

/** The sample that a whole file is. */
export function fileSample(home: Home, file: StoredFile, facts: FileFacts, now: number): NewSample {
  return { ...newSample(home, file, null, now), sample_size: file.info.size, ...facts }
}

/** The picture that a key frame of a video is. `place`: where in its video, whose id as a sample is `parent_sample_id` if it is one. */
export function frameSample(
  home: Home,
  file: StoredFile,
  { facts, parent_sample_id, place }: { facts: FileFacts; parent_sample_id: string; place: Metadata },
  now: number,
): NewSample {
  return {
    ...fileSample(home, file, facts, now),
    sample_type: SampleType.image,
    is_part: 1,
    metadata: JSON.stringify({ ...ORIGIN, [keys.parentSampleId]: parent_sample_id, ...place }),
  }
}

/** The sample that a whole text is: with `line` one line of its file, with null all of it. */
export function textSample(
  home: Home,
  file: StoredFile,
  { line, text }: { line: number | null; text: string },
  now: number,
): NewSample {
  const text_length = codePointLength(text)
  return { ...newSample(home, file, line, now), sample_size: text_length, content: text, text_length }
}

function newSample(
  { dataset_id, dataset_type }: Home,
  { bucket, info: { key, mtime, size, etag } }: StoredFile,
  line: number | null,
  now: number,
): NewSample {
  const slash = key.lastIndexOf('/') + 1
  const object = formatObjectPath({ bucket, key }, 'slash')
  return {
    dataset_id,
    sample_id: sampleIdOf(dataset_id, object, line),
    sample_type: sampleTypeOf(dataset_type),
    is_part: 0,
    bucket,
    object_key: key,
    line,
    sample_name: key.slice(slash),
    sample_dir: formatObjectPath({ bucket, key: key.slice(0, slash) }, 'slash'),
    sample_size: size,
    sample_time: mtime,
    sample_etag: etag ?? null,
    content: null,
    text_length: null,
    ...NO_FACTS,
    state: SampleFacet.unlabelled,
    labels: '[]',
    prediction: null,
    metadata: NEW_METADATA,
    sample_usage: null,
    hard: 0,
    labelers: '[]',
    annotated_by: null,
    label_time: 0,
    revision: 0,
    create_time: now,
  }
}

/** Reads the header of a stored file; a header that nobody understands tells nothing, and the file is a sample still. */
export async function readFileFacts(blobs: BlobStore, sample_type: number, file: StoredFile): Promise<FileFacts> {
  const { bucket, info } = file
  const read = readFromBlob(blobs, bucket, info.key)
  if (sample_type === SampleType.image) {
    const probe = await probeImage(read)
    return probe.size ? imageFacts(probe) : NO_FACTS
  }
  if (sample_type === SampleType.audio) return { ...NO_FACTS, duration: await readWavDuration(read, info.size) }
  return NO_FACTS
}

import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BlobPen } from '#adapters/blobs/blob-pen.ts'
import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { splitLines } from '#adapters/files/text.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { MusterError } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { FileFault } from '#core/formats/files.ts'
import type { LabelDefinition } from '#core/labels/label-set.ts'

/** Bytes of the longest sample of a state: a text of 1 MiB with all its labels and escapes. */
const LONGEST = 256 * 1024 * 1024

type Place = { bucket: string; key: string }
type Head = { definitions: LabelDefinition[] }

/** The whole state of the samples of a dataset at one moment, as a version keeps it: nothing rounded, nothing left out (D14). */
export class StateWriter {
  readonly #pen: BlobPen

  private constructor(pen: BlobPen) {
    this.#pen = pen
  }

  static async open(blobs: BlobStore, place: Place, definitions: readonly LabelDefinition[]): Promise<StateWriter> {
    const writer = new StateWriter(new BlobPen(blobs, { ...place, gzip: true }))
    const head: Head = { definitions: [...definitions] }
    await writer.#pen.write(`${JSON.stringify(head)}\n`)
    return writer
  }

  /** Samples come in the order of their keys. */
  add(sample: SampleRow): Promise<void> {
    return this.#pen.write(`${JSON.stringify(sample)}\n`)
  }

  close(): Promise<void> {
    return this.#pen.close()
  }

  drop(): Promise<void> {
    return this.#pen.drop()
  }
}

/** The label definitions as they were. A state that is gone or damaged is a `FileFault`. */
export async function readDefinitionsOfState(blobs: BlobStore, place: Place): Promise<LabelDefinition[]> {
  for await (const item of readItems(blobs, place)) {
    if ('definitions' in item) return item.definitions
    break
  }
  throw new FileFault(formatObjectPath(place, 'slash'), 'is damaged')
}

/** The samples as they were, in the order of their keys. */
export async function* readSamplesOfState(blobs: BlobStore, place: Place): AsyncGenerator<SampleRow> {
  for await (const item of readItems(blobs, place)) if (!('definitions' in item)) yield item
}

async function* readItems(blobs: BlobStore, { bucket, key }: Place): AsyncGenerator<Head | SampleRow> {
  const path = formatObjectPath({ bucket, key }, 'slash')
  if (!(await blobs.statBlob(bucket, key))) throw new FileFault(path, 'is missing')
  const { stream } = await blobs.openBlob(bucket, key)
  // The error of one end ends the other; it comes out of the lines.
  const unzipped = pipeline(stream, createGunzip(), () => {})
  try {
    for await (const line of splitLines(unzipped, { longest: LONGEST }))
      yield JSON.parse((line as { text: string }).text)
  } catch (error) {
    throw error instanceof MusterError ? error : new FileFault(path, 'is damaged')
  } finally {
    stream.destroy()
  }
}

import type { LabelType } from '#contract/codes.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { changedLosses, headLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { baseName, belowRoot, withoutEnding } from '#core/formats/paths.ts'
import { isFoundEmpty, type Loss, type SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { flagsKey, isFlags } from './read-labelme.ts'
import { readShape } from './read-shape.ts'
import { writeShape } from './write-shape.ts'

/** The version of LabelMe whose shapes these are; it warns where its own is another. */
const version = '6.0.0'

/** The black and the white of a mask. */
const palette = [
  [0, 0, 0],
  [255, 255, 255],
]

export class LabelMeWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #type: LabelType
  readonly #paths = new FreePaths()

  constructor(files: WriteFiles, { dataset_type }: WriteOptions) {
    this.#files = files
    this.#type = dataset_type as LabelType
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { path, size, metadata } = record
    const picture = this.#paths.take(belowRoot(path))
    await this.#files.copy(path, picture)
    const { shapes, losses } = await this.#writeShapes(record)
    const isEmpty = isFoundEmpty(record)
    // A document without shapes would say that somebody looked and found none.
    const isWritten = shapes.length > 0 || isEmpty
    const hasFlags = isWritten && isFlags(metadata[flagsKey])
    if (isWritten) {
      const document = {
        version,
        flags: hasFlags ? metadata[flagsKey] : {},
        shapes,
        imagePath: baseName(picture),
        imageData: null,
        imageHeight: size?.[1] ?? null,
        imageWidth: size?.[0] ?? null,
      }
      await this.#files.write(`${withoutEnding(picture)}.json`, `${JSON.stringify(document, null, 2)}\n`)
    }
    const held = [
      ...(isWritten ? ['size'] : []),
      ...(isEmpty ? [`metadata.${keys.empty}`] : []),
      ...(hasFlags ? [`metadata.${flagsKey}`] : []),
    ]
    return [...headLosses(record, held), ...pathLosses(record, picture), ...losses]
  }

  async end(): Promise<void> {}

  /** Every shape is read again to see what has become of its label. */
  async #writeShapes(record: SampleRecord): Promise<{ shapes: unknown[]; losses: Loss[] }> {
    const shapes: unknown[] = []
    const losses: Loss[] = []
    const rules = { type: this.#type, size: record.size }
    for (const [index, label] of record.labels.entries()) {
      const written = writeShape(label, record.size)
      const read = typeof written === 'string' ? written : readShape(written.shape, rules, { mask: written.pixels })
      if (typeof written === 'string' || typeof read === 'string') {
        losses.push(lossOf(record, `labels[${index}]`, String(read)))
        continue
      }
      losses.push(...changedLosses(record, index, read))
      const { shape, pixels } = written
      const mask = pixels && (await this.#files.embedIndexed({ ...pixels, palette }))
      shapes.push(mask === undefined ? shape : { ...shape, mask })
    }
    return { shapes, losses }
  }
}

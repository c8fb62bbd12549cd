import { LabelType } from '#contract/codes.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { headLosses, labelLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { OneFile } from '#core/formats/one-file.ts'
import { belowRoot } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { labelNameOf, paragraphLosses, paragraphsOf } from './paragraphs.ts'

/**
 * Writes all lines into one file beside the folders of the sounds, in the order of the records and of the beginnings in
 * them. Options: `file`, its path, `manifest.jsonl` unless told; `label_name`.
 */
export class AsrJsonlWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #file: OneFile
  readonly #name: string | undefined
  readonly #paths = new FreePaths()

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#file = new OneFile(files, options.file ?? 'manifest.jsonl')
    this.#name = labelNameOf(options)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const target = this.#paths.take(belowRoot(record.path))
    await this.#files.copy(record.path, target)
    const losses = pathLosses(record, target)
    const isContent = record.labels[0]?.type === LabelType.speechContent
    const lines = isContent ? writeContent(record, losses) : this.#writeParagraphs(record, losses)
    losses.push(...headLosses(record, isContent ? ['duration'] : []))
    await this.#file.write(lines.map((line) => `${JSON.stringify({ audio_filepath: target, ...line })}\n`).join(''))
    return losses
  }

  async end(): Promise<void> {
    await this.#file.close()
  }

  #writeParagraphs(record: SampleRecord, losses: Loss[]): object[] {
    return paragraphsOf(record, losses).map((paragraph) => {
      const { start, end, source, content } = paragraph
      losses.push(...paragraphLosses(record, paragraph, { name: this.#name, source, content }))
      const said = { ...(content !== undefined && { text: content }), ...(source !== undefined && { speaker: source }) }
      return { offset: start / 1000, duration: (end - start) / 1000, ...said }
    })
  }
}

/** A sound has one content; labels behind it are lost. */
function writeContent(record: SampleRecord, losses: Loss[]): object[] {
  const [{ name, property = {} }, ...others] = record.labels as [SampleRecord['labels'][0], ...SampleRecord['labels']]
  losses.push(...labelLosses(record, 0, [`property.${keys.content}`]))
  if (name !== undefined) losses.push(lossOf(record, 'labels[0].name', 'has no place in this format'))
  for (const at of others.keys()) losses.push(lossOf(record, `labels[${at + 1}]`, 'is a second content of the sound'))
  const { duration } = record
  return [{ ...(duration !== undefined && { duration: duration / 1000 }), text: property[keys.content] }]
}

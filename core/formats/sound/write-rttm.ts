import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { headLosses, pathLosses } from '#core/formats/losses.ts'
import { baseName, belowRoot, folderOf, withoutEnding } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { labelNameOf, paragraphLosses, paragraphsOf } from './paragraphs.ts'

/** Writes `x.rttm` beside each sound with labels, turns in the order of their beginnings. Option `label_name`. */
export class RttmWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #name: string | undefined
  readonly #paths = new FreePaths()

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#name = labelNameOf(options)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const path = belowRoot(record.path)
    // A name of a file is one word there.
    const target = this.#paths.take(folderOf(path) + baseName(path).replace(/\s/g, '_'))
    const stem = withoutEnding(target)
    await this.#files.copy(record.path, target)
    const losses = [...headLosses(record, []), ...pathLosses(record, target)]
    const lines = paragraphsOf(record, losses).map((paragraph) => {
      const { index, start, end, source } = paragraph
      const { score } = record.labels[index]!
      const word = source?.replace(/[ \t\r\n]/g, '_') || '<NA>'
      const back = { name: this.#name, source: word === '<NA>' ? undefined : word }
      losses.push(...paragraphLosses(record, paragraph, back, ['score']))
      const times = `${inSeconds(start)} ${inSeconds(end - start)}`
      return `SPEAKER ${baseName(stem)} 1 ${times} <NA> <NA> ${word} ${score ?? '<NA>'} <NA>\n`
    })
    if (lines.length > 0) await this.#files.write(`${stem}.rttm`, lines.join(''))
    return losses
  }

  async end(): Promise<void> {}
}

function inSeconds(time: number): string {
  return (time / 1000).toFixed(3)
}

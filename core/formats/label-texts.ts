import { DatasetType, LabelType } from '#contract/codes.ts'
import { keys } from '#core/labels/property-keys.ts'
import { FileFault, type ReadFiles, type WriteFiles } from './files.ts'
import { findOwn } from './find-file.ts'
import { fitsLine } from './fits-line.ts'
import { type Format, isAskedFor, type ReadOptions, type RecordWriter } from './format.ts'
import { FreePaths } from './free-paths.ts'
import { headLosses, labelLosses, lossOf, pathLosses } from './losses.ts'
import { belowRoot, withoutEnding } from './paths.ts'
import {
  isFoundEmpty,
  type Loss,
  type ReadItem,
  type ReadRecord,
  type RecordLabel,
  type SampleRecord,
  withIgnored,
} from './record.ts'
import { catchFault } from './record-fault.ts'

/**
 * Pictures with `x.txt` beside `x.jpg`, one label on each line (formats 6: ModelArts image classification 1.0; formats 10,
 * "tile"). Without a text a picture is unlabelled; an empty text says that no label fits (formats 4).
 */
export const labelTexts: Format = {
  name: 'label-texts',
  dataset_types: [DatasetType.imageClassification],
  isBeside: true,
  read,
  write: (files) => new TextWriter(files),
}

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (!isAskedFor(options, path)) continue
    yield { cursor: { path }, ...(await catchFault(() => readPicture(files, path))) }
  }
}

/** A bad line is a fault of the whole picture: its other labels alone would say something else. */
async function readPicture(files: ReadFiles, path: string): Promise<ReadRecord> {
  const beside = await findOwn(files, textBeside(path))
  if (beside === undefined) return { record: { path, labels: [], metadata: {} } }
  const labels = new Map<string, RecordLabel>()
  const ignored: string[] = []
  for await (const found of files.lines(beside)) {
    if ('problem' in found) throw new FileFault(beside, found.problem, found.line)
    const name = found.text
    if (labels.has(name)) ignored.push(`line ${found.line} of ${beside}, which says a label again`)
    else labels.set(name, { name, type: LabelType.imageClassification, property: {} })
  }
  const metadata = labels.size === 0 ? { [keys.empty]: 1 } : {}
  return withIgnored({ path, labels: [...labels.values()], metadata }, ignored)
}

function textBeside(path: string): string {
  return `${withoutEnding(path)}.txt`
}

class TextWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #paths = new FreePaths()

  constructor(files: WriteFiles) {
    this.#files = files
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { path, labels } = record
    const target = this.#paths.take(belowRoot(path))
    await this.#files.copy(path, target)
    const isEmpty = isFoundEmpty(record)
    const losses = [...headLosses(record, isEmpty ? [`metadata.${keys.empty}`] : []), ...pathLosses(record, target)]
    const lines: string[] = []
    for (const [index, { name = '' }] of labels.entries()) {
      if (fitsLine(name)) {
        lines.push(`${name}\n`)
        losses.push(...labelLosses(record, index))
      } else losses.push(lossOf(record, `labels[${index}]`, 'has no name that fits into a line'))
    }
    // A text without lines would say that no label fits.
    if (lines.length > 0 || isEmpty) await this.#files.write(textBeside(target), lines.join(''))
    return losses
  }

  async end(): Promise<void> {}
}

import type { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { OpenFile, WriteFiles } from '#core/formats/files.ts'
import { fitsLine } from '#core/formats/fits-line.ts'
import type { RecordWriter } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { lossOf } from '#core/formats/losses.ts'
import { belowRoot, withoutEnding } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { ClassNames } from './class-names.ts'
import { writePicture } from './yolo-pictures.ts'

const sets = {
  TRAIN: { list: 'train.txt', folder: 'obj_train_data/', key: 'train' },
  EVAL: { list: 'valid.txt', folder: 'obj_valid_data/', key: 'valid' },
} as const

/**
 * Pictures of no usage are for training. There are two lists only, so those for tests go to `valid.txt`, where nothing is
 * learnt from them.
 */
export class DarknetWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #type: LabelType
  readonly #names: ClassNames
  readonly #paths = new FreePaths()
  readonly #lists = new Map<keyof typeof sets, OpenFile>()

  constructor(files: WriteFiles, labels: readonly Label[], type: LabelType) {
    this.#files = files
    this.#type = type
    this.#names = new ClassNames(labels, type, fitsLine)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const usage = record.usage === 'TRAIN' || record.usage === undefined ? 'TRAIN' : 'EVAL'
    const { folder } = sets[usage]
    const image = this.#paths.take(`${folder}${belowRoot(record.path, folder)}`)
    const losses = await writePicture(
      this.#files,
      record,
      { image, text: `${withoutEnding(image)}.txt` },
      {
        type: this.#type,
        task: 'detect',
        boxesOnly: true,
        names: this.#names,
        indexOf: (name) => this.#names.indexOf(name),
      },
    )
    await (await this.#list(usage)).write(`${image}\n`)
    return usage === record.usage ? losses : [...losses, lossOf(record, 'usage', `becomes ${usage}`)]
  }

  async end(): Promise<void> {
    if (this.#lists.size === 0) await this.#list('TRAIN')
    for (const list of this.#lists.values()) await list.close()
    const names = this.#names.all
    await this.#files.write('obj.names', names.map((name) => `${name}\n`).join(''))
    const data = [
      `classes = ${names.length}`,
      ...(['TRAIN', 'EVAL'] as const).flatMap((usage) =>
        this.#lists.has(usage) ? [`${sets[usage].key} = ${sets[usage].list}`] : [],
      ),
      'names = obj.names',
      'backup = backup/',
    ]
    await this.#files.write('obj.data', data.map((line) => `${line}\n`).join(''))
  }

  async #list(usage: keyof typeof sets): Promise<OpenFile> {
    const open = this.#lists.get(usage) ?? (await this.#files.open(sets[usage].list))
    this.#lists.set(usage, open)
    return open
  }
}

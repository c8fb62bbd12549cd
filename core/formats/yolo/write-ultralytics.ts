import type { LabelType, SampleUsage } from '#contract/codes.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { FolderCopies } from '#core/formats/label-folders.ts'
import { headLosses, lossOf } from '#core/formats/losses.ts'
import { belowRoot, withoutEnding } from '#core/formats/paths.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { ClassNames } from './class-names.ts'
import { type SetName, writeDataYaml } from './data-yaml.ts'
import { writtenTask } from './ultralytics-options.ts'
import type { RowTarget } from './write-yolo-rows.ts'
import { writePicture } from './yolo-pictures.ts'

/** Pictures and rows in `images/<set>/` and `labels/<set>/`, below them the paths that the samples have. */
export class UltralyticsWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #target: RowTarget
  readonly #names: ClassNames
  readonly #paths = new FreePaths()
  readonly #used = new Set<SetName>()

  constructor(files: WriteFiles, options: WriteOptions) {
    const type = options.dataset_type as LabelType
    const names = new ClassNames(options.labels, type)
    this.#files = files
    this.#names = names
    this.#target = { type, task: writtenTask(options), names, indexOf: (name) => names.indexOf(name) }
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { set, losses } = setFor(record)
    this.#used.add(set)
    const below = this.#paths.take(`${set}/${awayFromImages(belowRoot(record.path, `images/${set}/`))}`)
    const paths = { image: `images/${below}`, text: `labels/${withoutEnding(below)}.txt` }
    return [...losses, ...(await writePicture(this.#files, record, paths, this.#target))]
  }

  /**
   * Sets for training and validation have to be named: where there is none for validation it is that for training, as in
   * small examples.
   */
  async end(): Promise<void> {
    const folderOf = (set: SetName) => (this.#used.has(set) ? `images/${set}` : undefined)
    const train = folderOf('train') ?? '[]'
    const test = folderOf('test')
    const sets = new Map([
      ['train', train],
      ['val', folderOf('val') ?? train],
      ...(test === undefined ? [] : [['test', test] as const]),
    ])
    await this.#files.write('data.yaml', writeDataYaml({ names: this.#names.all, sets }))
  }
}

/** The last folder called `images` leads to the rows, and that has to be the one at the top. */
function awayFromImages(path: string): string {
  return path.replaceAll(/(?<=^|\/)images(?=\/)/g, 'images-')
}

/** Pictures in `<set>/<label>/`, a copy for each label. */
export class ClassifiedWriter implements RecordWriter {
  readonly #folders: FolderCopies

  constructor(files: WriteFiles) {
    this.#folders = new FolderCopies(files)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { set, losses } = setFor(record)
    return [...losses, ...headLosses(record, ['usage']), ...(await this.#folders.add(record, `${set}/`))]
  }

  async end(): Promise<void> {}
}

const sets: Readonly<Partial<Record<SampleUsage, SetName>>> = { TRAIN: 'train', EVAL: 'val', TEST: 'test' }

/** Pictures of no usage are for training; of those for inference nothing is learnt. */
function setFor(record: SampleRecord): { set: SetName; losses: Loss[] } {
  const { usage } = record
  const own = usage && sets[usage]
  if (own) return { set: own, losses: [] }
  const set = usage === undefined ? 'train' : 'test'
  return { set, losses: [lossOf(record, 'usage', `becomes ${set === 'train' ? 'TRAIN' : 'TEST'}`)] }
}

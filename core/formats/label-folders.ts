import { DatasetType, type LabelType } from '#contract/codes.ts'
import { faultOfKey } from '#core/codecs/object-path.ts'
import type { ReadFiles, WriteFiles } from './files.ts'
import { type Format, isAskedFor, type ReadOptions, type RecordWriter } from './format.ts'
import { FreePaths } from './free-paths.ts'
import { headLosses, labelLosses, lossOf, pathLosses } from './losses.ts'
import { baseName } from './paths.ts'
import type { Loss, ReadItem, SampleRecord } from './record.ts'
import { usageAbove } from './set-folders.ts'

/**
 * Pictures or sounds in folders named after their label: the last folder is the label, a file at the top has none
 * (formats 6: ModelArts imageNet 1.0, audio classification dir 1.0). A folder `train`, `val` or `test` above it is a set (formats 11). Written as `<label>/x.jpg`, a copy for each label
 * (formats 10, "tree").
 */
export const labelFolders: Format = {
  name: 'folders',
  dataset_types: [DatasetType.imageClassification, DatasetType.soundClassification],
  isBeside: true,
  isSettled: true,
  read,
  write: (files) => new FolderWriter(files),
}

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const type = options.dataset_type as LabelType
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (!isAskedFor(options, path)) continue
    const folders = path.split('/').slice(0, -1)
    const [name, usage] = [folders.at(-1), usageAbove(folders)]
    const labels = name === undefined ? [] : [{ name, type, property: {} }]
    yield { cursor: { path }, record: { path, ...(usage && { usage }), labels, metadata: {} } }
  }
}

class FolderWriter implements RecordWriter {
  readonly #folders: FolderCopies

  constructor(files: WriteFiles) {
    this.#folders = new FolderCopies(files)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    return [...headLosses(record, []), ...(await this.#folders.add(record, ''))]
  }

  async end(): Promise<void> {}
}

/** Copies of files in folders of their labels. */
export class FolderCopies {
  readonly #files: WriteFiles
  readonly #paths = new FreePaths()

  constructor(files: WriteFiles) {
    this.#files = files
  }

  /** Below `root`, '' or ending in `/`. Answers what of the path and the labels is lost. */
  async add(record: SampleRecord, root: string): Promise<Loss[]> {
    const { path, labels } = record
    const base = baseName(path)
    const losses: Loss[] = []
    const targets = labels.map(({ name }) => `${root}${folderFor(name)}/${base}`)
    const taken = (targets.length > 0 ? targets : [`${root}${base}`]).map((target) => this.#paths.take(target))
    for (const target of taken) await this.#files.copy(path, target)
    if (taken.length > 1) losses.push(lossOf(record, 'path', `is copied ${taken.length} times, once for each label`))
    else losses.push(...pathLosses(record, taken[0]!))
    for (const [index, { name }] of labels.entries()) {
      if (name !== folderFor(name))
        losses.push(lossOf(record, `labels[${index}].name`, 'cannot be the name of a folder'))
      losses.push(...labelLosses(record, index))
    }
    return losses
  }
}

/** In code points: four bytes each fit into the name of a file. */
const longestFolder = 60

/** The name itself, or one near it that a folder can have. */
function folderFor(name = ''): string {
  const points = Array.from(name)
  if (!name.includes('/') && faultOfKey(name) === undefined && points.length <= longestFolder) return name
  const near = points
    .slice(0, longestFolder)
    .join('')
    .replace(/[^\p{L}\p{M}\p{N} _-]/gu, '_')
  return near === '' ? '_' : near
}

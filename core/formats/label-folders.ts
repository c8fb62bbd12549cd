import { type DatasetType, LabelType } from '#contract/codes.ts'
import type { ReadFiles } from './files.ts'
import type { ReadOptions } from './format.ts'
import type { ReadItem } from './record.ts'

/**
 * Pictures or sounds in folders named after their label: the last folder is the label, a file at the top has none
 * (formats 6: ModelArts imageNet 1.0, audio classification dir 1.0).
 */
export async function* readLabelFolders(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const type = labelTypeOf(options.dataset_type)
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (!options.isSample(path)) continue
    const name = path.split('/').at(-2)
    const labels = name === undefined ? [] : [{ name, type, property: {} }]
    yield { cursor: { path }, record: { path, labels, metadata: {} } }
  }
}

function labelTypeOf(dataset_type: DatasetType): LabelType {
  return dataset_type === LabelType.soundClassification ? LabelType.soundClassification : LabelType.imageClassification
}

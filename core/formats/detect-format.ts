import { DatasetType } from '#contract/codes.ts'
import type { ReadFiles } from './files.ts'

/** Files looked at before a tree counts as one without annotation files. */
const LOOKED_AT = 10_000

/** What tells a format: a file of this name. The first rule that fits wins. */
const signs: Partial<Record<DatasetType, readonly { name: RegExp; format: string }[]>> = {
  [DatasetType.imageClassification]: [{ name: /\.txt$/i, format: 'label-texts' }],
  [DatasetType.objectDetection]: [
    { name: /^obj\.data$/, format: 'yolo' },
    { name: /\.xml$/i, format: 'modelarts-voc' },
  ],
  [DatasetType.textClassification]: [{ name: /\.jsonl$/i, format: 'jsonl' }],
  [DatasetType.namedEntities]: [{ name: /\.jsonl$/i, format: 'jsonl' }],
  [DatasetType.textTriplets]: [{ name: /\.jsonl$/i, format: 'jsonl' }],
  [DatasetType.imageSegmentation]: [{ name: /\.xml$/i, format: 'modelarts-voc' }],
}

/** The format of a tree that shows no sign of another. */
const usual: Partial<Record<DatasetType, string>> = {
  [DatasetType.imageClassification]: 'folders',
  [DatasetType.textClassification]: 'text-lines',
  [DatasetType.soundClassification]: 'folders',
}

/**
 * The format of a tree of files, found out by the names in it, for the wire has no field for it (formats 6). Pictures without
 * annotation files are classified by their folders; where nothing is known the files are read without labels.
 */
export async function detectFormat(files: ReadFiles, dataset_type: DatasetType): Promise<string> {
  let looked = 0
  const rules = signs[dataset_type] ?? []
  const found = new Set<string>()
  for await (const { path } of files.list()) {
    if (rules.length === 0 || ++looked > LOOKED_AT) break
    const name = path.slice(path.lastIndexOf('/') + 1)
    for (const rule of rules) if (rule.name.test(name)) found.add(rule.format)
    if (found.has(rules[0]!.format)) break
  }
  return rules.find(({ format }) => found.has(format))?.format ?? usual[dataset_type] ?? 'files'
}

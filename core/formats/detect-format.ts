import { DatasetType } from '#contract/codes.ts'
import type { ReadFiles } from './files.ts'

/** Files looked at before a tree counts as one without annotation files. */
const LOOKED_AT = 10_000

const jsonLines = { path: /\.(?:jsonl|ndjson)$/i, format: 'jsonl' }

/** Lists of the VOC challenge: nobody else has them. */
const vocSets = { path: /(?:^|\/)ImageSets\/(?:Main|Segmentation)\/[^/]+\.txt$/, format: 'voc' }

/** What tells a format: a file of this path. The first rule that fits wins. */
const signs: Partial<Record<DatasetType, readonly { path: RegExp; format: string }[]>> = {
  [DatasetType.imageClassification]: [{ path: /\.txt$/i, format: 'label-texts' }],
  [DatasetType.objectDetection]: [
    { path: /(?:^|\/)obj\.data$/, format: 'yolo' },
    vocSets,
    { path: /\.xml$/i, format: 'modelarts-voc' },
  ],
  [DatasetType.textClassification]: [jsonLines],
  [DatasetType.namedEntities]: [jsonLines, { path: /\.conll$/i, format: 'conll' }],
  [DatasetType.textTriplets]: [jsonLines],
  [DatasetType.imageSegmentation]: [
    vocSets,
    { path: /\.xml$/i, format: 'modelarts-voc' },
    { path: /(?:^|\/)labelmap\.txt$|(?:^|\/)SegmentationClass\/.+\.png$|[^/]_mask\.png$/, format: 'masks' },
  ],
}

/** The format of a tree that shows no sign of another. */
const usual: Partial<Record<DatasetType, string>> = {
  [DatasetType.imageClassification]: 'folders',
  [DatasetType.textClassification]: 'text-lines',
  [DatasetType.soundClassification]: 'folders',
}

/**
 * The format of a tree of files, found out by the paths in it, for the wire has no field for it (formats 6). Pictures without
 * annotation files are classified by their folders; where nothing is known the files are read without labels.
 */
export async function detectFormat(files: ReadFiles, dataset_type: DatasetType): Promise<string> {
  let looked = 0
  const rules = signs[dataset_type] ?? []
  const found = new Set<string>()
  for await (const { path } of files.list()) {
    if (rules.length === 0 || ++looked > LOOKED_AT) break
    for (const rule of rules) if (rule.path.test(path)) found.add(rule.format)
    if (found.has(rules[0]!.format)) break
  }
  return rules.find(({ format }) => found.has(format))?.format ?? usual[dataset_type] ?? 'files'
}

import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'

const IMAGES = ['.jpg', '.jpeg', '.png', '.bmp', '.gif', '.webp', '.avif', '.tif', '.tiff']
const TEXTS = ['.txt', '.csv']

/** What holds the labels of pictures and of texts in any of the formats that are read. */
const LABELS_OF_IMAGES = ['.xml', '.json', '.txt', '.csv', '.names', '.data', '.yaml', '.yml', '.manifest']
const LABELS_OF_TEXTS = ['.json', '.jsonl', '.ndjson', '.conll', '.manifest']

type FileKind = { accept: readonly string[]; hint: 'texts' | 'images' }

/** Endings of the files that become samples of a dataset, and the word for them in the catalogue of `create`. */
export function fileKindOf(type: DatasetType): FileKind {
  return TEXT_DATASET_TYPES.includes(type) ? { accept: TEXTS, hint: 'texts' } : { accept: IMAGES, hint: 'images' }
}

/** Endings of those files and of the ones that hold their labels. */
export function importedEndings(type: DatasetType): readonly string[] {
  const { accept, hint } = fileKindOf(type)
  return [...accept, ...(hint === 'texts' ? LABELS_OF_TEXTS : LABELS_OF_IMAGES)]
}

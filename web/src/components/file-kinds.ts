import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'

const IMAGES = ['.jpg', '.jpeg', '.png', '.bmp', '.gif', '.webp', '.avif', '.tif', '.tiff']
const TEXTS = ['.txt', '.csv']

/** Endings of the files that become samples of a dataset, and the word for them in the catalogue of `create`. */
export function fileKindOf(type: DatasetType): { accept: readonly string[]; hint: 'texts' | 'images' } {
  return TEXT_DATASET_TYPES.includes(type) ? { accept: TEXTS, hint: 'texts' } : { accept: IMAGES, hint: 'images' }
}

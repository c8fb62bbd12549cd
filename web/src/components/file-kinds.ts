import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'

type Hint = 'images' | 'texts' | 'sounds'

/** Files that become samples, by the word for them in the catalogue of `create`. */
const SAMPLES = {
  images: ['.jpg', '.jpeg', '.png', '.bmp', '.gif', '.webp', '.avif', '.tif', '.tiff'],
  texts: ['.txt', '.csv'],
  sounds: ['.wav', '.mp3', '.flac', '.ogg', '.opus', '.m4a'],
} as const satisfies Record<Hint, readonly string[]>

/** What holds the labels of such files in any of the formats that are read. */
const LABELS = {
  images: ['.xml', '.json', '.txt', '.csv', '.names', '.data', '.yaml', '.yml', '.manifest'],
  texts: ['.json', '.jsonl', '.ndjson', '.conll', '.manifest'],
  sounds: ['.srt', '.vtt', '.rttm', '.json', '.jsonl', '.manifest'],
} as const satisfies Record<Hint, readonly string[]>

const SOUNDS: readonly DatasetType[] = [
  DatasetType.soundClassification,
  DatasetType.speechContent,
  DatasetType.speechParagraphs,
]

/** Endings of the files that become samples of a dataset, and the word for them in the catalogue of `create`. */
export function fileKindOf(type: DatasetType): { accept: readonly string[]; hint: Hint } {
  const hint = TEXT_DATASET_TYPES.includes(type) ? 'texts' : SOUNDS.includes(type) ? 'sounds' : 'images'
  return { accept: SAMPLES[hint], hint }
}

/** Endings of those files and of the ones that hold their labels. */
export function importedEndings(type: DatasetType): readonly string[] {
  const { accept, hint } = fileKindOf(type)
  return [...accept, ...LABELS[hint]]
}

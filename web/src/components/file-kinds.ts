import { type DatasetType, SampleType } from '#contract/codes.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'

type Hint = 'images' | 'texts' | 'sounds' | 'tables' | 'videos' | 'files'

/** Files that become samples, by the word for them in the catalogue of `create`; none: all files. */
const SAMPLES = {
  images: ['.jpg', '.jpeg', '.png', '.bmp', '.gif', '.webp', '.avif', '.tif', '.tiff'],
  texts: ['.txt', '.csv'],
  sounds: ['.wav', '.mp3', '.flac', '.ogg', '.opus', '.m4a'],
  tables: ['.csv', '.tsv', '.parquet'],
  videos: ['.mp4', '.webm', '.mov'],
  files: [],
} as const satisfies Record<Hint, readonly string[]>

/** What holds the labels of such files in any of the formats that are read. */
const LABELS = {
  images: ['.xml', '.json', '.jsonl', '.txt', '.csv', '.names', '.data', '.yaml', '.yml', '.manifest'],
  texts: ['.json', '.jsonl', '.ndjson', '.conll', '.manifest'],
  sounds: ['.srt', '.vtt', '.rttm', '.csv', '.json', '.jsonl', '.manifest'],
  tables: [],
  videos: ['.manifest'],
  files: [],
} as const satisfies Record<Hint, readonly string[]>

const HINTS: Record<SampleType, Hint> = {
  [SampleType.image]: 'images',
  [SampleType.text]: 'texts',
  [SampleType.audio]: 'sounds',
  [SampleType.table]: 'tables',
  [SampleType.video]: 'videos',
  [SampleType.free]: 'files',
}

/** Endings of the files that become samples of a dataset, and the word for them in the catalogue of `create`. */
export function fileKindOf(type: DatasetType): { accept: readonly string[]; hint: Hint } {
  const hint = HINTS[sampleTypeOf(type)]
  return { accept: SAMPLES[hint], hint }
}

/** Endings of those files and of the ones that hold their labels. */
export function importedEndings(type: DatasetType): readonly string[] {
  const { accept, hint } = fileKindOf(type)
  return [...accept, ...LABELS[hint]]
}

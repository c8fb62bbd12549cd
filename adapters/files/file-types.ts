import { DatasetType } from '#contract/codes.ts'

/** Extensions in lower case: `listed` by the vendor, `more` that we also read and strict mode leaves out (formats 2). */
type FileKind = { listed: readonly string[]; more: readonly string[] }

const image: FileKind = { listed: ['jpg', 'jpeg', 'png', 'bmp'], more: ['webp', 'tif', 'tiff', 'gif', 'avif'] }
const text: FileKind = { listed: ['txt', 'csv'], more: ['jsonl', 'ndjson'] }
const entities: FileKind = { ...text, more: [...text.more, 'conll'] }
const audio: FileKind = { listed: ['wav'], more: ['mp3', 'flac', 'ogg', 'opus', 'm4a'] }
const table: FileKind = { listed: ['csv'], more: ['parquet', 'tsv'] }
const video: FileKind = { listed: ['mp4'], more: ['webm', 'mov'] }

/** Null: any file. */
const kinds: Record<DatasetType, FileKind | null> = {
  [DatasetType.imageClassification]: image,
  [DatasetType.objectDetection]: image,
  [DatasetType.imageSegmentation]: image,
  [DatasetType.textClassification]: text,
  [DatasetType.namedEntities]: entities,
  [DatasetType.textTriplets]: text,
  [DatasetType.soundClassification]: audio,
  [DatasetType.speechContent]: audio,
  [DatasetType.speechParagraphs]: audio,
  [DatasetType.table]: table,
  [DatasetType.video]: video,
  [DatasetType.free]: null,
}

/** Whether a file is data of such a dataset, by its extension in any case; a scan passes over all others. */
export function isFileOfDataset(datasetType: DatasetType, key: string, strict = false): boolean {
  const kind = kinds[datasetType]
  if (kind === null) return true
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase()
  return extension !== undefined && (kind.listed.includes(extension) || (!strict && kind.more.includes(extension)))
}

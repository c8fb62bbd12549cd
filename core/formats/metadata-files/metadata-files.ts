import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { readMetadataFiles } from './read-metadata-files.ts'
import { MetadataFilesWriter } from './write-metadata-files.ts'

/**
 * Pictures or sounds with `metadata.csv` or `metadata.jsonl` in their folder or above it, as Hugging Face reads folders of them (formats
 * 11): `file_name` names the file, `label` its label, `labels` several, any other column is metadata. Written as `metadata.jsonl`, one for
 * each of `train/`, `validation/` and `test/`. Option `label_column`.
 */
export const metadataFiles: Format = {
  name: 'metadata',
  dataset_types: [DatasetType.imageClassification, DatasetType.soundClassification],
  read: readMetadataFiles,
  write: (files, options) => new MetadataFilesWriter(files, options),
}

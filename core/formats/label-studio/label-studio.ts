import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { readLabelStudio } from './read-label-studio.ts'
import { LabelStudioWriter } from './write-label-studio.ts'

/**
 * Tasks of Label Studio as one list in JSON, with their annotations and predictions (formats 11); its smaller export,
 * JSON-MIN, does not say what its results are and is refused.
 */
export const labelStudio: Format = {
  name: 'label-studio',
  dataset_types: [
    DatasetType.imageClassification,
    DatasetType.objectDetection,
    DatasetType.imageSegmentation,
    DatasetType.textClassification,
    DatasetType.namedEntities,
    DatasetType.textTriplets,
    DatasetType.soundClassification,
    DatasetType.speechContent,
    DatasetType.speechParagraphs,
  ],
  isWrapping: true,
  read: readLabelStudio,
  write: (files, options) => new LabelStudioWriter(files, options),
}

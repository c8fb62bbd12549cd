import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { formats } from '#server/imports/formats.ts'

/** The format of this name, if datasets of the type can be written so (formats 11). */
export function writerOf(name: string, dataset_type: DatasetType): Format | undefined {
  return writersFor(dataset_type).find((format) => format.name === name)
}

export function writersFor(dataset_type: DatasetType): Format[] {
  return formats.filter(({ dataset_types }) => dataset_types.includes(dataset_type))
}

/** What the wire writes (formats 10): labels as folders or beside the pictures, VOC files, COCO; a manifest for the rest. */
export function usualFormat(
  dataset_type: DatasetType,
  { annotation_format, tree }: { annotation_format: string | undefined; tree: boolean },
): string {
  switch (dataset_type) {
    case DatasetType.imageClassification:
      return tree ? 'folders' : 'label-texts'
    case DatasetType.objectDetection:
    case DatasetType.imageSegmentation:
      return annotation_format === 'COCO' ? 'coco' : 'modelarts-voc'
    default:
      return 'manifest'
  }
}

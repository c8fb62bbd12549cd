import { DatasetType } from '#contract/codes.ts'

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

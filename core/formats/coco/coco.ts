import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { readCoco } from './read-coco.ts'
import { CocoWriter } from './write-coco.ts'

/**
 * Instances of COCO (formats 11): boxes for detection, outlines and masks for segmentation. Written as
 * `annotations/instances_<set>.json`, one for each usage, and the pictures in `images/`.
 */
export const coco: Format = {
  name: 'coco',
  dataset_types: [DatasetType.objectDetection, DatasetType.imageSegmentation],
  read: readCoco,
  write: (files, options) => new CocoWriter(files, options),
}

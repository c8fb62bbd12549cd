import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { readCvat } from './read-cvat.ts'
import { CvatWriter } from './write-cvat.ts'

/**
 * XML 1.1 of CVAT (formats 11): the images of a task with their shapes, or, for classification, with their tags; of the form
 * for videos the shapes at key frames, where the pictures of the frames are there. Written as `annotations.xml`, in the form
 * for images, and the pictures in `images/`.
 */
export const cvat: Format = {
  name: 'cvat',
  dataset_types: [DatasetType.imageClassification, DatasetType.objectDetection, DatasetType.imageSegmentation],
  read: readCvat,
  write: (files, options) => new CvatWriter(files, options),
}

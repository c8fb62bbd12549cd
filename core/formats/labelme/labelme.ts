import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { readLabelMe } from './read-labelme.ts'
import { LabelMeWriter } from './write-labelme.ts'

/** JSON of LabelMe (formats 11): `x.json` beside `x.jpg`, with the shapes of one picture. */
export const labelme: Format = {
  name: 'labelme',
  dataset_types: [DatasetType.objectDetection, DatasetType.imageSegmentation],
  read: readLabelMe,
  write: (files, options) => new LabelMeWriter(files, options),
}

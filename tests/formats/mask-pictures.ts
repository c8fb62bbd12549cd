import { DatasetType, LabelType } from '#contract/codes.ts'
import type { Pixels } from '#core/formats/files.ts'
import { masks } from '#core/formats/masks/masks.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { MemoryFiles } from './memory-files.ts'
import { readRecords } from './round-trip.ts'

export const palette = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [224, 224, 192],
]

/** A picture of indices; `.` is 0. */
export function pictureOf(...rows: string[]): Pixels {
  const data = Uint8Array.from(rows.join('').replaceAll('.', '0'), Number)
  return { width: rows[0]!.length, height: rows.length, data, palette }
}

/** Rows of a picture as `pictureOf` takes them. */
export function rowsOf({ width, height, data }: Pixels): string[] {
  return Array.from({ length: height }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].join('').replaceAll('0', '.'),
  )
}

export function putPicture(files: MemoryFiles, path: string, picture: Pixels): void {
  files.files.set(path, new Uint8Array())
  files.pictures.set(path, picture)
}

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
export const options = {
  dataset_type: DatasetType.imageSegmentation,
  labels: [
    { name: 'cat', property: { '@modelarts:color': '#ff0000' } },
    { name: 'dog', property: { '@modelarts:color': '#00ff00' } },
  ],
  isSample,
}
export const labelMap = '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncat:255,0,0::\ndog:0,255,0::\n'
export const size: ImageSize = [6, 4, 3]

/** Two cats, one of them with a hole, and a dog that touches it at a corner. */
export const mask = pictureOf('111.1.', '1.1.1.', '111...', '...222')
const labelOf = (name: string, feature: number[][], counts: string): RecordLabel => ({
  name,
  type: LabelType.imageSegmentation,
  property: {
    '@modelarts:shape': 'polygon',
    '@modelarts:feature': feature,
    '@muster:mask': { size: [4, 6], counts },
  },
})
const ring = [
  [0, 0],
  [3, 0],
  [3, 3],
  [0, 3],
]
const upright = [
  [4, 0],
  [5, 0],
  [5, 2],
  [4, 2],
]
const line = [
  [3, 3],
  [6, 3],
  [6, 4],
  [3, 4],
]
/** Down the columns the cats count 0 3 1 1 1 1 1 3 13 and 16 2 6, the dog 15 1 3 1 3 1. */
export const labels = [
  labelOf('cat', ring, '031N0002<'),
  labelOf('cat', upright, '`026'),
  labelOf('dog', line, '?13000'),
]

/** A tree of one picture `x.jpg`, in whatever folder, with its mask. */
export function tree(image: string, place: string, picture: Pixels, files: Record<string, string> = {}): MemoryFiles {
  const found = new MemoryFiles({ [image]: '', ...files })
  found.sizes.set(image, size)
  putPicture(found, place, picture)
  return found
}

export const read = (files: MemoryFiles) => readRecords(masks, files, options)

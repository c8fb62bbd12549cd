import type { LabelType } from '#contract/codes.ts'
import { FileFault, type Pixels, type ReadFiles } from '#core/formats/files.ts'
import { type Place, placeOfMask, placeProperty } from '#core/formats/places/place.ts'
import type { Runs } from '#core/formats/places/rle.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import type { LabelMap } from './label-map.ts'
import { nameClasses } from './mask-names.ts'
import { splitParts } from './mask-parts.ts'

/** A label for each part of a mask. Throws a `FileFault` of the mask. */
export async function readMask(
  files: ReadFiles,
  path: string,
  { type, size, map }: { type: LabelType; size: ImageSize | undefined; map: LabelMap | undefined },
): Promise<RecordLabel[]> {
  const picture = await readPixels(files, path, size)
  const { classes, names } = nameClasses(path, picture, map)
  const parts = splitParts(picture, classes)
  if (typeof parts === 'string') throw new FileFault(path, parts)
  return parts.map(({ value, mask }) => ({ name: names[value]!, type, property: placeProperty(findPlace(path, mask)) }))
}

/** The pixels of a mask, which is as large as its picture. */
export async function readPixels(files: ReadFiles, path: string, size: ImageSize | undefined): Promise<Pixels> {
  const picture = await files.pixels(path)
  const { width, height } = picture
  if (!size || (size[0] === width && size[1] === height)) return picture
  throw new FileFault(path, `has ${width} x ${height} pixels, but its picture has ${size[0]} x ${size[1]}`)
}

/** Where an object of the picture of masks at `path` is. Throws a `FileFault` of it. */
export function findPlace(path: string, mask: Runs): Place {
  const place = placeOfMask(mask)
  if (typeof place === 'string') throw new FileFault(path, place)
  return place
}

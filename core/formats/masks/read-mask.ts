import type { LabelType } from '#contract/codes.ts'
import { outlineOfMask } from '#core/formats/coco/mask-outline.ts'
import { compressMask, type Runs } from '#core/formats/coco/rle.ts'
import { maskKey } from '#core/formats/extension-keys.ts'
import { FileFault, type Pixels, type ReadFiles } from '#core/formats/files.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { LabelMap } from './label-map.ts'
import { nameClasses } from './mask-names.ts'
import { splitParts } from './mask-parts.ts'

/** The properties of a label that say where it is. */
export type Place = NonNullable<RecordLabel['property']>

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
  return parts.map(({ value, mask }) => ({ name: names[value]!, type, property: placeOfMask(path, mask) }))
}

/** The pixels of a mask, which is as large as its picture. */
export async function readPixels(files: ReadFiles, path: string, size: ImageSize | undefined): Promise<Pixels> {
  const picture = await files.pixels(path)
  const { width, height } = picture
  if (!size || (size[0] === width && size[1] === height)) return picture
  throw new FileFault(path, `has ${width} x ${height} pixels, but its picture has ${size[0]} x ${size[1]}`)
}

/** Where a label with a mask is: its outline as a polygon, and the mask itself (formats 11, "Mask storage"). */
export function placeOfMask(path: string, mask: Runs): Place {
  const points = outlineOfMask(mask)
  if (typeof points === 'string') throw new FileFault(path, points)
  return {
    [keys.shape]: 'polygon',
    [keys.feature]: points.map((point) => [...point]),
    [maskKey]: compressMask(mask),
  }
}

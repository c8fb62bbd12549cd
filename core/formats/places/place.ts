import type { LabelType, Shape as ShapeName } from '#contract/codes.ts'
import { decodeShape, encodeFeature } from '#core/codecs/shape.ts'
import { maskKey } from '#core/formats/extension-keys.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImageSize, Shape } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { outlineOfMask } from './mask-outline.ts'
import { type CompressedMask, compressMask, type Runs, readMask } from './rle.ts'

/** Where a label of a picture is; `angle` in degrees clockwise. */
export type Place = { shape: Shape; angle?: number; mask?: CompressedMask }

/** What a place in a file is read with: the labels wanted, and the picture's size in pixels. */
export type PlaceRules = { type: LabelType; size: ImageSize | undefined }

/** The place of a label that is where a shape is; the end of a sentence about what is wrong with the shape stays one. */
export function placeOf(shape: Shape | string): Place | string {
  return typeof shape === 'string' ? shape : { shape }
}

/** A mask and the polygon around it (formats 11, "Mask storage"), or the end of a sentence about why there is none. */
export function placeOfMask(mask: Runs): Place | string {
  const points = outlineOfMask(mask)
  return typeof points === 'string' ? points : { shape: { shape: 'polygon', points }, mask: compressMask(mask) }
}

/** What the property of a label says of its place. */
export function placeProperty({ shape, angle, mask }: Place): NonNullable<RecordLabel['property']> {
  return {
    [keys.shape]: shape.shape,
    [keys.feature]: encodeFeature(shape) as number[][],
    ...(angle !== undefined && { [keys.clockwiseAngle]: angle }),
    ...(mask !== undefined && { [maskKey]: mask }),
  }
}

/** The shape that the property of a label says, if it is one. */
export function shapeOf({ property = {} }: RecordLabel): Shape | undefined {
  const shape = decodeShape((property[keys.shape] ?? '') as ShapeName, property[keys.feature])
  return typeof shape === 'object' ? shape : undefined
}

/** The mask of a label, if it is that of a picture of this size. */
export function maskOf({ property = {} }: RecordLabel, size: ImageSize | undefined): Runs | undefined {
  const mask = readMask(property[maskKey])
  return typeof mask !== 'string' && size?.[0] === mask.size[1] && size[1] === mask.size[0] ? mask : undefined
}

/** The mask of a label whose polygon is the outline of one, if it is that of a picture of this size. */
export function maskOfPolygon(label: RecordLabel, size: ImageSize | undefined): Runs | undefined {
  return label.property?.[keys.shape] === 'polygon' ? maskOf(label, size) : undefined
}

/** The angle of a box as it is written, above 0 and below 360 degrees; undefined where the box stands upright. */
export function angleOf(given: unknown): number | undefined {
  const angle = typeof given === 'number' || (typeof given === 'string' && given !== '') ? Number(given) : 0
  return Number.isFinite(angle) && angle % 360 !== 0 ? ((angle % 360) + 360) % 360 : undefined
}

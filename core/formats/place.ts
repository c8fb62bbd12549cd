import type { LabelType } from '#contract/codes.ts'
import { encodeFeature } from '#core/codecs/shape.ts'
import type { ImageSize, Shape } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type Runs, readMask } from './coco/rle.ts'
import { maskKey } from './extension-keys.ts'

/** Where a label of a picture is; `angle` in degrees clockwise, `mask` compressed. */
export type Place = { shape: Shape; angle?: number; mask?: unknown }

/** What a place in a file is read with: the labels wanted, and the picture's size in pixels. */
export type PlaceRules = { type: LabelType; size: ImageSize | undefined }

/** What the property of a label says of its place. */
export function placeProperty({ shape, angle, mask }: Place): [string, unknown][] {
  return [
    [keys.shape, shape.shape],
    [keys.feature, encodeFeature(shape)],
    ...(angle === undefined ? [] : ([[keys.clockwiseAngle, angle]] satisfies [string, unknown][])),
    ...(mask === undefined ? [] : ([[maskKey, mask]] satisfies [string, unknown][])),
  ]
}

/** The mask of a label whose polygon is the outline of one, if it is that of a picture of this size. */
export function maskOf(shape: Shape, given: unknown, size: ImageSize | undefined): Runs | undefined {
  const mask = shape.shape === 'polygon' ? readMask(given) : ''
  return typeof mask !== 'string' && size?.[0] === mask.size[1] && size[1] === mask.size[0] ? mask : undefined
}

/** The angle of a box as it is written, above 0 and below 360 degrees; undefined where the box stands upright. */
export function angleOf(given: unknown): number | undefined {
  const angle = typeof given === 'number' || (typeof given === 'string' && given !== '') ? Number(given) : 0
  return Number.isFinite(angle) && angle % 360 !== 0 ? ((angle % 360) + 360) % 360 : undefined
}

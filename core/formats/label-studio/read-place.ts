import { LabelType } from '#contract/codes.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import { clampShape } from '#core/formats/places/clamp-shape.ts'
import { outlineOfEllipse } from '#core/formats/places/ellipse.ts'
import { type Place, placeOf, placeOfMask } from '#core/formats/places/place.ts'
import { cornersOfTurned } from '#core/formats/places/turned-box.ts'
import { plainest } from '#core/formats/plainest.ts'
import { isSide, sizeOf } from '#core/formats/written-size.ts'
import type { ImagePoint, ImageSize } from '#core/geometry/shape.ts'
import { readBrush } from './brush-mask.ts'

/** Kinds of regions that a label can hold, without the `labels` of their types. */
const kinds = ['rectangle', 'ellipse', 'polygon', 'keypoint', 'brush'] as const
export type Kind = (typeof kinds)[number]

/** What a result draws; a region that was drawn without its label is one as well. */
export function kindOf({ type, value }: JsonObject): Kind | undefined {
  const named = kinds.find((kind) => type === kind || type === `${kind}labels`)
  if (named !== undefined || type !== 'labels' || !isObject(value)) return named
  return typeof value.width === 'number' && typeof value.height === 'number' ? 'rectangle' : undefined
}

/** What the result says of its picture has to be true; else the end of a sentence. Absent: nobody knows the size. */
export function readSizeOf(result: JsonObject, known: ImageSize | undefined): ImageSize | string {
  const { original_width: width, original_height: height, image_rotation: turn } = result
  if (typeof turn === 'number' && turn % 360 !== 0) return 'was drawn on a picture that is turned'
  const size = sizeOf({ ...(isSide(width) && { width }), ...(isSide(height) && { height }) }, known)
  if (typeof size === 'string') return `says that its picture ${size}`
  return size ?? 'does not say the size of its picture'
}

/**
 * The place of a region, from percents of the picture to its pixels (formats 11), or the end of a sentence about what is
 * wrong with it. Segmentation takes outlines: a box is the polygon of its corners.
 */
export function readPlace(
  kind: Kind,
  value: JsonObject,
  { type, size }: { type: LabelType; size: ImageSize },
): Place | string {
  const isOutline = type === LabelType.imageSegmentation
  switch (kind) {
    case 'rectangle':
      return readBox(value, size, isOutline)
    case 'ellipse':
      return readEllipse(value, size, isOutline)
    case 'polygon':
      return readPolygon(value, size, isOutline)
    case 'keypoint': {
      const read = numbersOf(value, ['x', 'y'])
      if (typeof read === 'string') return read
      return placeOf(clampShape('point', [inPixels([read[0]!, read[1]!], size)], size))
    }
    case 'brush':
      return readMask(value, size)
  }
}

/** Label Studio turns a box around its upper left corner, a label around its middle. */
function readBox(value: JsonObject, size: ImageSize, isOutline: boolean): Place | string {
  const read = numbersOf(value, ['x', 'y', 'width', 'height'])
  if (typeof read === 'string') return read
  const angle = angleOf(value)
  if (typeof angle === 'string') return angle
  const [x, y, width, height] = read as [number, number, number, number]
  const from = inPixels([x, y], size)
  const to = inPixels([x + width, y + height], size)
  if (angle === 0 && !isOutline) return placeOf(clampShape('bndbox', [from, to], size))
  const [w, h] = [to[0] - from[0], to[1] - from[1]]
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const middle = [from[0] + (w * cos - h * sin) / 2, from[1] + (w * sin + h * cos) / 2] as const
  const min = plain([middle[0] - w / 2, middle[1] - h / 2])
  const max = plain([middle[0] + w / 2, middle[1] + h / 2])
  const shape = clampShape('bndbox', [min, max], size)
  if (typeof shape !== 'string' && !isOutline) return { shape, angle }
  if (!(w > 0 && h > 0)) return 'is a box without an extent'
  const corners = cornersOfTurned({ shape: 'bndbox', min, max }, angle)
  return placeOf(clampShape('polygon', corners.map(plain), size))
}

function readEllipse(value: JsonObject, size: ImageSize, isOutline: boolean): Place | string {
  const read = numbersOf(value, ['x', 'y', 'radiusX', 'radiusY'])
  if (typeof read === 'string') return read
  const angle = angleOf(value)
  if (typeof angle === 'string') return angle
  const [x, y, rx, ry] = read as [number, number, number, number]
  const center = inPixels([x, y], size)
  const [radiusX, radiusY] = inPixels([rx, ry], size)
  if (!(radiusX > 0 && radiusY > 0)) return 'is an ellipse without an extent'
  if (radiusX === radiusY && !isOutline) return placeOf(clampShape('circle', [center, [radiusX]], size))
  return placeOf(clampShape('polygon', outlineOfEllipse(center, [radiusX, radiusY], angle).map(plain), size))
}

/** One that is not closed is a polyline. */
function readPolygon({ points, closed }: JsonObject, size: ImageSize, isOutline: boolean): Place | string {
  const isPairs = Array.isArray(points) && points.every((point) => Array.isArray(point) && point.length === 2)
  if (!isPairs || !points.flat().every(isNumber)) return 'has no points that are pairs of numbers'
  const found = points.map(([x, y]) => inPixels([x, y], size))
  return placeOf(clampShape(closed === false && !isOutline ? 'polyline' : 'polygon', found, size))
}

function readMask({ format, rle }: JsonObject, size: ImageSize): Place | string {
  if (format !== 'rle') return 'holds a brush in another format than rle'
  const mask = readBrush(rle, size)
  return typeof mask === 'string' ? mask : placeOfMask(mask)
}

function angleOf({ rotation = 0 }: JsonObject): number | string {
  if (rotation === null) return 0
  return isNumber(rotation) ? ((rotation % 360) + 360) % 360 : 'has a rotation that is no number'
}

function numbersOf(value: JsonObject, names: readonly string[]): number[] | string {
  const missing = names.find((name) => !Object.hasOwn(value, name) || !isNumber(value[name]))
  return missing === undefined ? names.map((name) => value[name] as number) : `has no ${missing} that is a number`
}

function inPixels([x, y]: readonly [number, number], [width, height]: ImageSize): ImagePoint {
  return plain([(x * width) / 100, (y * height) / 100])
}

/** A percent of a pixel has a tail: 33.333 of 300 is 100. */
function plain([x, y]: readonly [number, number]): ImagePoint {
  return [plainest(x, 1e-7), plainest(y, 1e-7)]
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

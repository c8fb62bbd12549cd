import { maskKey, shapeKey } from '#core/formats/extension-keys.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { maskOfPolygon, shapeOf } from '#core/formats/places/place.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { writeBrush } from './brush-mask.ts'
import type { Kind } from './read-place.ts'

/** `said`: what of the property it says; `meta`: what of the shape it does not. */
export type WrittenPlace = { kind: Kind; value: JsonObject; said: string[]; meta: JsonObject }

/** A shape as a region, in percents of its picture, or the end of a sentence about why there is none. */
export function writePlace(label: RecordLabel, size: ImageSize | undefined): WrittenPlace | string {
  const { property = {} } = label
  const shape = shapeOf(label)
  if (!shape) return 'has no shape'
  if (size === undefined) return 'lies in a picture whose size is not known'
  const said = [keys.shape, keys.feature]
  const mask = maskOfPolygon(label, size)
  const rle = mask && writeBrush(mask)
  if (rle) return { kind: 'brush', value: { format: 'rle', rle }, said: [...said, maskKey], meta: {} }
  if (shape.shape === 'bndbox') {
    const given = property[keys.clockwiseAngle]
    const angle = given === undefined || given === '' ? 0 : Number(given)
    const isTurned = Number.isFinite(angle) && angle % 360 !== 0
    const value = writeBox(shape, size, isTurned ? ((angle % 360) + 360) % 360 : 0)
    return { kind: 'rectangle', value, said: isTurned ? [...said, keys.clockwiseAngle] : said, meta: {} }
  }
  return { ...writeShape(shape, size), said, meta: isLine(shape) ? { [shapeKey]: shape.shape } : {} }
}

function isLine({ shape }: Shape): boolean {
  return shape === 'line' || shape === 'dashed'
}

/** Label Studio turns a box around its upper left corner, a label around its middle. */
function writeBox({ min, max }: Extract<Shape, { shape: 'bndbox' }>, size: ImageSize, rotation: number): JsonObject {
  const [w, h] = [max[0] - min[0], max[1] - min[1]]
  const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)]
  const turned: ImagePoint = [(min[0] + max[0] - w * cos + h * sin) / 2, (min[1] + max[1] - w * sin - h * cos) / 2]
  const [x, y] = inPercent(rotation === 0 ? min : turned, size)
  const [width, height] = inPercent([w, h], size)
  return { x, y, width, height, rotation }
}

function writeShape(shape: Exclude<Shape, { shape: 'bndbox' }>, size: ImageSize): { kind: Kind; value: JsonObject } {
  switch (shape.shape) {
    case 'circle': {
      const [x, y] = inPercent(shape.center, size)
      const [radiusX, radiusY] = inPercent([shape.radius, shape.radius], size)
      return { kind: 'ellipse', value: { x, y, radiusX, radiusY, rotation: 0 } }
    }
    case 'point': {
      const [x, y] = inPercent(shape.at, size)
      // Wide enough to be seen.
      return { kind: 'keypoint', value: { x, y, width: 0.5 } }
    }
    case 'line':
    case 'dashed':
      return polygonOf([shape.start, shape.end], false, size)
    default:
      return polygonOf(shape.points, shape.shape === 'polygon', size)
  }
}

function polygonOf(points: readonly ImagePoint[], closed: boolean, size: ImageSize): { kind: Kind; value: JsonObject } {
  return { kind: 'polygon', value: { points: points.map((point) => inPercent(point, size)), closed } }
}

function inPercent([x, y]: readonly [number, number], [width, height]: ImageSize): [number, number] {
  return [(x * 100) / width, (y * 100) / height]
}

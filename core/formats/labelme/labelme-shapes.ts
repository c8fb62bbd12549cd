import { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { boxOrOutline } from '#core/formats/places/box-outline.ts'
import { type BoxPixels, isPaintable, maskOfBox } from '#core/formats/places/box-pixels.ts'
import { clampShape } from '#core/formats/places/clamp-shape.ts'
import { outlineOfEllipse } from '#core/formats/places/ellipse.ts'
import { type Place, type PlaceRules, placeOf, placeOfMask } from '#core/formats/places/place.ts'
import { turnedBoxOf } from '#core/formats/places/turned-box.ts'
import { withoutRepeats } from '#core/formats/places/without-repeats.ts'
import { plainest } from '#core/formats/plainest.ts'
import type { ImagePoint } from '#core/geometry/shape.ts'

/** The pixels of the mask of a shape, which begin at its first point. */
export type MaskPixels = Pick<BoxPixels, 'width' | 'height' | 'data'>

/** Numbers of points, where there is but one. */
const counts: Readonly<Record<string, number>> = { circle: 2, line: 2, point: 1, mask: 2, oriented_rectangle: 4 }

/** Numbers of other tools that are calculated lie so near to what was meant, in pixels. */
const around = 1e-6

/**
 * The place of a shape of LabelMe, or the end of a sentence about what is wrong (formats 11). Segmentation takes outlines
 * and masks; a rectangle is the polygon of its corners.
 */
export function readPlace(given: JsonObject, rules: PlaceRules, mask?: MaskPixels): Place | string {
  const { shape_type, points } = given
  // Files of old versions know polygons alone.
  const name = shape_type ?? 'polygon'
  if (typeof name !== 'string') return 'has a shape_type that is no text'
  if (!Array.isArray(points) || !points.every(isPoint)) return 'has points that are no list of pairs of numbers'
  const wanted = Object.hasOwn(counts, name) ? counts[name] : undefined
  if (wanted !== undefined && points.length !== wanted) return `is a ${name} of ${points.length} points`
  if (rules.type === LabelType.imageSegmentation && ['line', 'linestrip', 'point'].includes(name)) {
    return 'has no outline, but segmentation takes outlines alone'
  }
  switch (name) {
    case 'rectangle':
      return readRectangle(points, rules)
    case 'oriented_rectangle':
      return readTurned(points, rules)
    case 'polygon':
      return placeOf(clampShape('polygon', points, rules.size))
    case 'circle':
      return readCircle(points as readonly ImagePoint[] as [ImagePoint, ImagePoint], rules)
    case 'line':
      return placeOf(clampShape('line', points, rules.size))
    case 'linestrip':
      return placeOf(clampShape('polyline', withoutRepeats(points), rules.size))
    case 'point':
      return placeOf(clampShape('point', points, rules.size))
    case 'mask':
      return readMasked(points as ImagePoint[], rules, mask)
    default:
      return `has the shape_type ${quote(name)}, which is not known`
  }
}

/** Two corners in any order, or, as newer tools write it, all four. */
function readRectangle(points: readonly number[][], { type, size }: PlaceRules): Place | string {
  const [xs, ys] = [0, 1].map((i) => [...new Set(points.map((point) => point[i]!))].sort((a, b) => a - b))
  const isUpright = xs!.length === 2 && ys!.length === 2 && (points.length === 2 || points.length === 4)
  if (!isUpright) return 'is no upright rectangle'
  const [left, right] = xs as [number, number]
  const [top, bottom] = ys as [number, number]
  const corners = [
    [left, top],
    [right, bottom],
  ]
  return placeOf(boxOrOutline(clampShape('bndbox', corners, size), type))
}

function readTurned(points: readonly number[][], { type, size }: PlaceRules): Place | string {
  const areNumbers = points.flat().every(Number.isFinite)
  const turned =
    size && areNumbers && type !== LabelType.imageSegmentation
      ? turnedBoxOf(points as unknown as ImagePoint[], around, size)
      : undefined
  return turned ?? placeOf(clampShape('polygon', points, size))
}

/** The middle and a point of the edge. */
function readCircle([[cx, cy], [x, y]]: [ImagePoint, ImagePoint], { type, size }: PlaceRules): Place | string {
  const radius = plainest(Math.hypot(x - cx, y - cy), 1e-9)
  if (type !== LabelType.imageSegmentation) return placeOf(clampShape('circle', [[cx, cy], [radius]], size))
  const outline = outlineOfEllipse([cx, cy], [radius, radius])
  const points = outline.map((point) => point.map((value) => plainest(value, around)))
  return placeOf(clampShape('polygon', points, size))
}

function readMasked(points: readonly ImagePoint[], { size }: PlaceRules, mask?: MaskPixels): Place | string {
  if (!mask) return 'is a mask without its pixels'
  if (!size) return 'is a mask, but the size of the picture is not known'
  const [left, top] = points[0]!.map(Math.round) as [number, number]
  if (!isPaintable(mask) || !Number.isSafeInteger(left) || !Number.isSafeInteger(top))
    return 'is a mask that is too large'
  return placeOfMask(maskOfBox({ ...mask, left, top }, size))
}

function isPoint(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number')
}

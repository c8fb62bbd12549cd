import { LabelType } from '#contract/codes.ts'
import { boxOrOutline } from '#core/formats/places/box-outline.ts'
import { clampShape } from '#core/formats/places/clamp-shape.ts'
import { outlineOfEllipse } from '#core/formats/places/ellipse.ts'
import { type Place, type PlaceRules, placeOf, placeOfMask } from '#core/formats/places/place.ts'
import { cornersOfTurned } from '#core/formats/places/turned-box.ts'
import { withoutRepeats } from '#core/formats/places/without-repeats.ts'
import { plainest } from '#core/formats/plainest.ts'
import { readDecimal, type XmlElement } from '#core/formats/xml.ts'
import type { ImagePoint } from '#core/geometry/shape.ts'
import { readBoxMask } from './box-mask.ts'

/** Elements that draw what labels can hold. */
export const drawn: ReadonlySet<string> = new Set(['box', 'polygon', 'polyline', 'points', 'ellipse', 'mask'])

/**
 * The places that an element draws, several for `<points>` alone, or the end of a sentence about what is wrong
 * (formats 11). Segmentation takes outlines and masks; a box is the polygon of its corners.
 */
export function readPlaces(element: XmlElement, rules: PlaceRules): Place[] | string {
  const { name } = element
  if (rules.type === LabelType.imageSegmentation && ['polyline', 'points'].includes(name)) {
    return 'has no outline, but segmentation takes outlines alone'
  }
  if (name === 'points') return readEach(element, rules)
  const place = readPlace(element, rules)
  return typeof place === 'string' ? place : [place]
}

function readPlace(element: XmlElement, rules: PlaceRules): Place | string {
  switch (element.name) {
    case 'box':
      return readBox(element, rules)
    case 'ellipse':
      return readEllipse(element, rules)
    case 'mask':
      return readMasked(element, rules)
    default:
      return readLine(element, rules)
  }
}

/** A box that is turned may stand out of the picture as it would lie upright: then it is the polygon of its corners. */
function readBox(element: XmlElement, { type, size }: PlaceRules): Place | string {
  const read = numbersOf(element, ['xtl', 'ytl', 'xbr', 'ybr'])
  if (typeof read === 'string') return read
  const [left, top, right, bottom] = read as [number, number, number, number]
  const angle = angleOf(element)
  if (typeof angle === 'string') return angle
  const [min, max]: ImagePoint[] = [
    [left, top],
    [right, bottom],
  ]
  const shape = clampShape('bndbox', [min!, max!], size)
  if (angle === 0) return placeOf(boxOrOutline(shape, type))
  if (typeof shape !== 'string' && type !== LabelType.imageSegmentation) return { shape, angle }
  const corners = cornersOfTurned({ shape: 'bndbox', min: min!, max: max! }, angle)
  return placeOf(clampShape('polygon', corners.map(plainPoint), size))
}

function readEllipse(element: XmlElement, { type, size }: PlaceRules): Place | string {
  const read = numbersOf(element, ['cx', 'cy', 'rx', 'ry'])
  if (typeof read === 'string') return read
  const [cx, cy, rx, ry] = read as [number, number, number, number]
  if (rx <= 0 || ry <= 0) return 'is an ellipse without an extent'
  const angle = angleOf(element)
  if (typeof angle === 'string') return angle
  if (rx === ry && type !== LabelType.imageSegmentation) return placeOf(clampShape('circle', [[cx, cy], [rx]], size))
  return placeOf(clampShape('polygon', outlineOfEllipse([cx, cy], [rx, ry], angle).map(plainPoint), size))
}

function readMasked({ attributes }: XmlElement, { size }: PlaceRules): Place | string {
  const mask = readBoxMask(attributes, size)
  return typeof mask === 'string' ? mask : placeOfMask(mask)
}

/** A polygon or a polyline. */
function readLine(element: XmlElement, { size }: PlaceRules): Place | string {
  const points = readPoints(element)
  if (typeof points === 'string') return points
  return placeOf(
    element.name === 'polyline'
      ? clampShape('polyline', withoutRepeats(points), size)
      : clampShape('polygon', points, size),
  )
}

/** Points that are labels of their own. */
function readEach(element: XmlElement, { size }: PlaceRules): Place[] | string {
  const points = readPoints(element)
  if (typeof points === 'string') return points
  const places: Place[] = []
  for (const point of points) {
    const shape = clampShape('point', [point], size)
    if (typeof shape === 'string') return shape
    places.push({ shape })
  }
  return places
}

function readPoints({ attributes }: XmlElement): number[][] | string {
  const points: number[][] = []
  for (const pair of (attributes.points ?? '').split(';')) {
    const numbers = pair.split(',').map(readDecimal)
    if (numbers.length !== 2 || numbers.includes(undefined)) return 'holds points that are no pairs of numbers'
    points.push(numbers as number[])
  }
  return points
}

function angleOf({ attributes }: XmlElement): number | string {
  const angle = readDecimal(attributes.rotation ?? '0')
  return angle === undefined || !Number.isFinite(angle) ? 'has a rotation that is no number' : angle
}

function numbersOf({ attributes }: XmlElement, names: readonly string[]): number[] | string {
  const numbers = names.map((name) => readDecimal(attributes[name] ?? ''))
  const missing = names[numbers.indexOf(undefined)]
  return missing === undefined ? (numbers as number[]) : `has no ${missing} that is a number`
}

function plainPoint(point: ImagePoint): number[] {
  return point.map((value) => plainest(value, 1e-6))
}

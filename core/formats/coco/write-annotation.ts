import { LabelType } from '#contract/codes.ts'
import { groupKey, maskKey, shapeKey } from '#core/formats/extension-keys.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { boxOfMask } from '#core/formats/places/box-pixels.ts'
import { angleOf, maskOf, shapeOf } from '#core/formats/places/place.ts'
import { areaOfMask } from '#core/formats/places/rle.ts'
import { plainest } from '#core/formats/plainest.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { boundsOf, type ImagePoint, type ImageSize, type Shape } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type Category, cocoIdKey, rotationName } from './coco-annotations.ts'

/**
 * Labels that are one annotation: rings of one object stand behind each other and differ in their points alone
 * (formats 11). Answers their places in the list.
 */
export function groupRings(labels: readonly RecordLabel[]): number[][] {
  const groups: number[][] = []
  let last: string | undefined
  for (const [index, label] of labels.entries()) {
    const property = label.property ?? {}
    const isRing = label.type === LabelType.imageSegmentation && property[groupKey] !== undefined
    const { [keys.feature]: _, ...rest } = property
    const key = isRing && property[maskKey] === undefined ? JSON.stringify({ ...label, property: rest }) : undefined
    if (key !== undefined && key === last) groups.at(-1)!.push(index)
    else groups.push([index])
    last = key
  }
  return groups
}

/** The annotation of the rings of one object, without its ids, or the end of a sentence about why there is none. */
export function writeAnnotation(
  rings: readonly RecordLabel[],
  { id, category, size }: { id: number; category: Category; size: ImageSize | undefined },
): JsonObject | string {
  const [first] = rings
  const { type, property = {}, score } = first!
  const shapes = rings.map(shapeOf)
  const isSegmented = type === LabelType.imageSegmentation
  const polygons: ImagePoint[][] = []
  for (const shape of shapes) {
    if (!shape) return 'has no shape'
    if (shape.shape === 'polygon') polygons.push([...shape.points])
    else if (isSegmented || (shape.shape !== 'bndbox' && shape.shape !== 'circle')) {
      return `is a ${shape.shape}, which has no place in this format`
    }
  }
  const mask = isSegmented ? maskOf(first!, size) : undefined
  const masked = mask && boxOfMask(mask)
  const box = boundsOf(polygons.length > 0 ? { shape: 'polygon', points: polygons.flat() } : (shapes[0] as Shape))
  // A polygon is the outline of but one part of its mask.
  const [left, top, right, bottom] = masked
    ? [masked.left, masked.top, masked.left + masked.width, masked.top + masked.height]
    : box
  const isBox = !isSegmented && (shapes[0] as Shape).shape === 'bndbox'
  const rotation = isBox && property[rotationName] === undefined ? angleOf(property[keys.clockwiseAngle]) : undefined
  const attributes = attributesOf(property, { id, category, isMasked: mask !== undefined, rotation })
  return {
    segmentation: mask ? property[maskKey] : polygons.map((points) => points.flat()),
    area: plainest(mask ? areaOfMask(mask) : areaOf(polygons, (right - left) * (bottom - top)), 1e-6),
    bbox: [left, top, right - left, bottom - top],
    iscrowd: property.iscrowd === '1' ? 1 : 0,
    ...(score !== undefined && { score }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(!isSegmented && polygons.length > 0 && { [shapeKey]: 'polygon' }),
  }
}

function attributesOf(
  property: JsonObject,
  {
    id,
    category,
    isMasked,
    rotation,
  }: { id: number; category: Category; isMasked: boolean; rotation: number | undefined },
): [string, unknown][] {
  const kept = Object.entries(property).filter(([key, value]) => {
    if (key === keys.shape || key === keys.feature || value === undefined) return false
    if (key === 'iscrowd') return value !== '1'
    if (key === 'supercategory') return value !== category.supercategory
    if (key === cocoIdKey) return category.isNumbered || value !== id
    if (key === keys.clockwiseAngle) return rotation === undefined
    return key !== maskKey || !isMasked
  })
  return rotation === undefined ? kept : [...kept, [rotationName, rotation]]
}

function areaOf(polygons: readonly ImagePoint[][], ofBox: number): number {
  if (polygons.length === 0) return ofBox
  return polygons.reduce((sum, points) => {
    let twice = 0
    for (const [i, [x, y]] of points.entries()) {
      const next = points[(i + 1) % points.length]!
      twice += x * next[1] - next[0] * y
    }
    return sum + Math.abs(twice) / 2
  }, 0)
}

import { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import { encodeFeature } from '#core/codecs/shape.ts'
import { clampShape } from '#core/formats/clamp-shape.ts'
import { plainest } from '#core/formats/plainest.ts'
import { readAttributes } from '#core/formats/read-attributes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { boundsOf, type ImagePoint, type ImageSize, type Shape } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { outlineOfMask } from './mask-outline.ts'
import { compressMask, readMask } from './rle.ts'

/** `isNumbered`: the id is one of ours, made up for the file. */
export type Category = { name: string; supercategory?: string; isNumbered: boolean }

export type AnnotationRules = {
  type: LabelType
  categories: { get(id: number): Category | string | undefined }
  size: ImageSize | undefined
}

export const maskKey = '@muster:mask'
export const groupKey = '@muster:group'
export const idKey = '@muster:coco_id'
/** Of an annotation whose outline is its shape, also where boxes are looked for. */
export const shapeKey = '@muster:shape'
/** Of a category whose id is made up. */
export const numberedKey = '@muster:numbered'

type Json = Record<string, unknown>

/**
 * The labels of an annotation of COCO, or the end of a sentence about what is wrong with it (formats 11). Detection takes
 * the box, segmentation a label for each ring of the outline or the polygon of the mask. `ignored` is told of attributes
 * that no label can hold.
 */
export function readAnnotation(
  given: Json,
  { type, categories, size }: AnnotationRules,
  ignored: string[] = [],
): RecordLabel[] | string {
  const category = typeof given.category_id === 'number' ? categories.get(given.category_id) : undefined
  if (category === undefined) return `names the category ${shown(given.category_id)}, which there is not`
  if (typeof category === 'string') return category
  const score = given.score ?? undefined
  if (score !== undefined && !isCoefficient(score)) return 'has a score that is no number from 0 to 1'
  const places = type === LabelType.imageSegmentation ? readOutlines(given, size) : readBox(given, size)
  if (typeof places === 'string') return places
  const more = new Map<string, unknown>()
  const fault = readAttributes(given.attributes, more, { type, ignored })
  if (fault !== undefined) return fault
  if (places.length > 1 && !more.has(groupKey)) more.set(groupKey, String(given.id ?? ''))
  // What an annotation says itself goes before what its category says.
  if (category.supercategory !== undefined && !more.has('supercategory')) {
    more.set('supercategory', category.supercategory)
  }
  if (given.iscrowd === 1 || given.iscrowd === true) more.set('iscrowd', '1')
  if (!category.isNumbered && !more.has(idKey)) more.set(idKey, given.category_id)
  return places.map(({ shape, mask }): RecordLabel => {
    const property = Object.fromEntries([
      [keys.shape, shape.shape],
      [keys.feature, encodeFeature(shape)],
      ...more,
      ...(mask === undefined ? [] : [[maskKey, mask]]),
    ])
    return { name: category.name, type, ...(score !== undefined && { score: score as number }), property }
  })
}

type Place = { shape: Shape; mask?: unknown }

/** Annotations nearly always have both: what is looked for here is the box. */
function readBox(given: Json, size: ImageSize | undefined): Place[] | string {
  if (given[shapeKey] === 'polygon') return readOutlines(given, size)
  const { bbox } = given
  if (!Array.isArray(bbox) || bbox.length !== 4) {
    const outlines =
      bbox === undefined || bbox === null ? readOutlines(given, size) : 'has a bbox that is no list of four'
    if (typeof outlines === 'string') return bbox ? outlines : 'has no bbox'
    const points = outlines.flatMap(({ shape }) => (shape.shape === 'polygon' ? shape.points : []))
    const [left, top, right, bottom] = boundsOf({ shape: 'polygon', points })
    return placed(
      clampShape(
        'bndbox',
        [
          [left, top],
          [right, bottom],
        ],
        size,
      ),
    )
  }
  if (!bbox.every((value) => typeof value === 'number')) return 'has a bbox with something that is no number'
  const [x, y, width, height] = bbox as [number, number, number, number]
  // Sums of decimals have a tail: 473.07 and 38.65 are 511.72.
  return placed(
    clampShape(
      'bndbox',
      [
        [x, y],
        [plainest(x + width, 1e-9), plainest(y + height, 1e-9)],
      ],
      size,
    ),
  )
}

function readOutlines({ segmentation }: Json, size: ImageSize | undefined): Place[] | string {
  if (segmentation === undefined || segmentation === null) return 'has no segmentation'
  if (!Array.isArray(segmentation)) return readMasked(segmentation, size)
  if (segmentation.length === 0) return 'has no segmentation'
  const places: Place[] = []
  for (const ring of segmentation) {
    if (!Array.isArray(ring) || ring.length % 2 === 1 || !ring.every((value) => typeof value === 'number')) {
      return 'has a segmentation that is no list of numbers in pairs'
    }
    const points = ring.flatMap((x, i): ImagePoint[] => (i % 2 === 0 ? [[x, ring[i + 1]!]] : []))
    const shape = clampShape('polygon', points, size)
    if (typeof shape === 'string') return shape
    places.push({ shape })
  }
  return places
}

function readMasked(segmentation: unknown, size: ImageSize | undefined): Place[] | string {
  const mask = readMask(segmentation)
  if (typeof mask === 'string') return mask
  const [height, width] = mask.size
  if (size && (size[0] !== width || size[1] !== height)) {
    return `holds a mask of ${width} x ${height} pixels in a picture of ${size[0]} x ${size[1]}`
  }
  const points = outlineOfMask(mask)
  if (typeof points === 'string') return points
  return [{ shape: { shape: 'polygon', points }, mask: compressMask(mask) }]
}

function placed(shape: Shape | string): Place[] | string {
  return typeof shape === 'string' ? shape : [{ shape }]
}

export function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  return typeof value === 'number' ? String(value) : typeof value
}

import { LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import { groupKey, maskKey, shapeKey } from '#core/formats/extension-keys.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { boxOrOutline } from '#core/formats/places/box-outline.ts'
import { clampShape } from '#core/formats/places/clamp-shape.ts'
import { type Place, type PlaceRules, placeOf, placeOfMask, placeProperty } from '#core/formats/places/place.ts'
import { readMask } from '#core/formats/places/rle.ts'
import { cornersOfTurned } from '#core/formats/places/turned-box.ts'
import { plainest } from '#core/formats/plainest.ts'
import { readAttributes } from '#core/formats/read-attributes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { boundsOf, type ImagePoint, type ImageSize, type Shape } from '#core/geometry/shape.ts'

/** `isNumbered`: the id is one of ours, made up for the file. */
export type Category = { name: string; supercategory?: string; isNumbered: boolean }

/** Some tools count their categories in texts. */
export type CategoryId = number | string

export type AnnotationRules = PlaceRules & {
  categories: { get(id: CategoryId): Category | string | undefined }
}

export const cocoIdKey = '@muster:coco_id'
/** The attribute of a turned box, as CVAT has it. */
export const rotationName = 'rotation'
/** Of a category whose id is made up. */
export const numberedKey = '@muster:numbered'

/**
 * The labels of an annotation of COCO, or the end of a sentence about what is wrong with it (formats 11). Detection takes
 * the box, segmentation a label for each ring of the outline or the polygon of the mask, or else of the box. `ignored` is told of attributes
 * that no label can hold.
 */
export function readAnnotation(
  given: JsonObject,
  { type, categories, size }: AnnotationRules,
  ignored: string[] = [],
): RecordLabel[] | string {
  const id = readCategoryId(given.category_id)
  const category = id === undefined ? undefined : categories.get(id)
  if (category === undefined) return `names the category ${shown(given.category_id)}, which is not defined`
  if (typeof category === 'string') return category
  const score = given.score ?? undefined
  if (score !== undefined && !isCoefficient(score)) return 'has a score that is no number from 0 to 1'
  const wantsBox = type !== LabelType.imageSegmentation || (hasNoOutline(given) && Array.isArray(given.bbox))
  const isBox = wantsBox && given[shapeKey] !== 'polygon'
  const read = isBox ? readBox(given, { size, type }) : readOutlines(given, size)
  if (typeof read === 'string') return read
  const places = [read].flat()
  const more = new Map<string, unknown>()
  const fault = readAttributes(given.attributes, more, { type, ignored })
  if (fault !== undefined) return fault
  if (places.length > 1 && !more.has(groupKey)) more.set(groupKey, String(given.id ?? ''))
  // What an annotation says itself goes before what its category says.
  if (category.supercategory !== undefined && !more.has('supercategory')) {
    more.set('supercategory', category.supercategory)
  }
  if (given.iscrowd === 1 || given.iscrowd === true) more.set('iscrowd', '1')
  if (!category.isNumbered && typeof id === 'number' && !more.has(cocoIdKey)) more.set(cocoIdKey, id)
  if (isBox && readRotation(given) !== undefined) more.delete(rotationName)
  return places.map((place): RecordLabel => {
    const { [maskKey]: mask, ...drawn } = placeProperty(place)
    const property = { ...drawn, ...Object.fromEntries(more), ...(mask !== undefined && { [maskKey]: mask }) }
    return { name: category.name, type, ...(score !== undefined && { score: score as number }), property }
  })
}

/** Whole numbers, also as texts: a category `1` and one `"1"` are the same. */
export function readCategoryId(given: unknown): CategoryId | undefined {
  if (Number.isSafeInteger(given)) return given as number
  if (typeof given !== 'string' || given === '' || faultOfText(given) !== undefined) return undefined
  return /^(?:0|[1-9]\d{0,14})$/.test(given) ? Number(given) : given
}

/** By how many degrees CVAT says that the box of an annotation is turned clockwise around its middle. */
function readRotation({ attributes, bbox }: JsonObject): number | undefined {
  const isSaid = typeof attributes === 'object' && attributes !== null && Object.hasOwn(attributes, rotationName)
  const rotation = isSaid && Array.isArray(bbox) ? (attributes as JsonObject)[rotationName] : undefined
  return typeof rotation === 'number' && Number.isFinite(rotation) ? ((rotation % 360) + 360) % 360 : undefined
}

/** Annotations nearly always have both: what is looked for here is the box. */
function readBox(given: JsonObject, { size, type }: PlaceRules): Place | string {
  const { bbox } = given
  if (!Array.isArray(bbox) || bbox.length !== 4) {
    const outlines =
      bbox === undefined || bbox === null ? readOutlines(given, size) : 'has a bbox that is no list of four'
    if (typeof outlines === 'string') return bbox ? outlines : 'has no bbox'
    return placeOf(boxAround(outlines, size))
  }
  if (!bbox.every((value) => typeof value === 'number')) return 'has a bbox with something that is no number'
  const [x, y, width, height] = bbox as [number, number, number, number]
  // Sums of decimals have a tail: 473.07 and 38.65 are 511.72.
  const [min, max]: ImagePoint[] = [
    [x, y],
    [plainest(x + width, 1e-9), plainest(y + height, 1e-9)],
  ]
  const shape = clampShape('bndbox', [min!, max!], size)
  const angle = readRotation(given) ?? 0
  if (angle === 0) return placeOf(boxOrOutline(shape, type))
  if (typeof shape !== 'string' && type !== LabelType.imageSegmentation) return { shape, angle }
  const corners = cornersOfTurned({ shape: 'bndbox', min: min!, max: max! }, angle)
  const points = corners.map((point) => point.map((value) => plainest(value, 1e-6)))
  return placeOf(clampShape('polygon', points, size))
}

function boxAround(outlines: readonly Place[], size: ImageSize | undefined): Shape | string {
  const points = outlines.flatMap(({ shape }) => (shape.shape === 'polygon' ? shape.points : []))
  const [left, top, right, bottom] = boundsOf({ shape: 'polygon', points })
  const corners = [
    [left, top],
    [right, bottom],
  ]
  return clampShape('bndbox', corners, size)
}

function readOutlines({ segmentation }: JsonObject, size: ImageSize | undefined): Place[] | string {
  if (hasNoOutline({ segmentation })) return 'has no segmentation'
  if (!Array.isArray(segmentation)) {
    const place = readMasked(segmentation, size)
    return typeof place === 'string' ? place : [place]
  }
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

function hasNoOutline({ segmentation }: JsonObject): boolean {
  return (
    segmentation === undefined || segmentation === null || (Array.isArray(segmentation) && segmentation.length === 0)
  )
}

function readMasked(segmentation: unknown, size: ImageSize | undefined): Place | string {
  const mask = readMask(segmentation)
  if (typeof mask === 'string') return mask
  const [height, width] = mask.size
  if (size && (size[0] !== width || size[1] !== height)) {
    return `holds a mask of ${width} x ${height} pixels in a picture of ${size[0]} x ${size[1]}`
  }
  return placeOfMask(mask)
}

export function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  return typeof value === 'number' ? String(value) : typeof value
}

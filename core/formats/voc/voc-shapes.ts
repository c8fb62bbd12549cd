import { SHAPES, type Shape as ShapeName } from '#contract/codes.ts'
import { encodeFeature, type Feature } from '#core/codecs/shape.ts'
import { clampShape } from '#core/formats/places/clamp-shape.ts'
import { readDecimal, type XmlElement } from '#core/formats/xml.ts'
import { faultOfShape, type ImageSize, type Shape } from '#core/geometry/shape.ts'
import type { VocOptions } from './voc-options.ts'

/** Whether the element draws an object. */
export function isShapeName(name: string): name is ShapeName {
  return SHAPES.includes(name as ShapeName)
}

/** The shape of an element like `<bndbox>`, or the end of a sentence about what is wrong with it. */
export function readVocShape(element: XmlElement, origin: VocOptions['origin'], size?: ImageSize): Shape | string {
  const name = element.name as ShapeName
  const feature = readFeature(name, element)
  if (typeof feature === 'string') return feature
  return clampShape(name, moveFeature(name, feature, -origin), size)
}

/**
 * The elements of a shape. `isSame`: the numbers are those of the shape. undefined: nothing is left of it in whole
 * pixels. A box that would get lost between two pixels is given the pixels it touches.
 */
export function writeVocShape(
  shape: Shape,
  { decimals, origin }: VocOptions,
  size?: ImageSize,
): { xml: string; isSame: boolean } | undefined {
  const rounded = decimals ? shape : roundShape(shape, size)
  if (faultOfShape(rounded) !== undefined) return undefined
  const feature = moveFeature(rounded.shape, encodeFeature(rounded), origin)
  const tags = tagsOf(rounded.shape, feature.length)
  const values = feature.flat().map((value, i) => `<${tags[i]}>${value}</${tags[i]}>`)
  const isSame = JSON.stringify(encodeFeature(rounded)) === JSON.stringify(encodeFeature(shape))
  return { xml: `<${shape.shape}>${values.join('')}</${shape.shape}>`, isSame }
}

function readFeature(name: ShapeName, element: XmlElement): number[][] | string {
  const values = new Map<string, number>()
  for (const child of element.children) {
    if (!/^(?:[xy]\d*|[xy]m(?:in|ax)|c[xy]|r)$/.test(child.name)) continue
    const value = readDecimal(child.text)
    if (value === undefined) return `holds a ${child.name} that is no number`
    if (values.has(child.name)) return `holds two ${child.name} in one ${name}`
    values.set(child.name, value)
  }
  // The table of the page writes x y, its example x1 y1 (formats 5).
  const alone = name === 'point' && values.has('x1') ? ['x1', 'y1'] : undefined
  const count = name === 'polygon' || name === 'polyline' ? Math.max(1, Math.ceil(values.size / 2)) : 2
  const tags = alone ?? tagsOf(name, count)
  const missing = tags.find((tag) => !values.has(tag))
  if (missing !== undefined) return `holds a ${name} without ${missing}`
  if (values.size > tags.length) return `holds more coordinates than a ${name} has`
  const numbers = tags.map((tag) => values.get(tag)!)
  if (name === 'circle') return [numbers.slice(0, 2), numbers.slice(2)]
  return Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2))
}

/** Names of the elements that hold the numbers of a shape, in turn. `count` points. */
function tagsOf(name: ShapeName, count: number): string[] {
  if (name === 'bndbox') return ['xmin', 'ymin', 'xmax', 'ymax']
  if (name === 'circle') return ['cx', 'cy', 'r']
  if (name === 'point') return ['x', 'y']
  return Array.from({ length: count }, (_, i) => [`x${i + 1}`, `y${i + 1}`]).flat()
}

/**
 * From pixels that begin with 0 to those that begin with 1, or back. The far corner of a box is the last pixel in it and
 * so keeps its number; a radius is no place.
 */
function moveFeature(name: ShapeName, feature: Feature, by: number): number[][] {
  return feature.map((point, i) =>
    i === 1 && (name === 'bndbox' || name === 'circle') ? [...point] : point.map((value) => value + by),
  )
}

function roundShape(shape: Shape, size: ImageSize | undefined): Shape {
  switch (shape.shape) {
    case 'bndbox': {
      const [x1, x2] = roundSide(shape.min[0], shape.max[0])
      const [y1, y2] = roundSide(shape.min[1], shape.max[1])
      return { shape: 'bndbox', min: [x1, y1], max: [x2, y2] }
    }
    case 'circle': {
      const [x, y] = roundPoint(shape.center)
      const room = Math.min(x, y, ...(size ? [size[0] - x, size[1] - y] : []))
      return { shape: 'circle', center: [x, y], radius: Math.min(Math.round(shape.radius), room) }
    }
    case 'line':
    case 'dashed':
      return { ...shape, start: roundPoint(shape.start), end: roundPoint(shape.end) }
    case 'point':
      return { shape: 'point', at: roundPoint(shape.at) }
    case 'polygon':
      return { shape: 'polygon', points: shape.points.map(roundPoint) }
    case 'polyline': {
      const points = shape.points.map(roundPoint)
      return {
        shape: 'polyline',
        points: points.filter((point, i) => i === 0 || String(point) !== String(points[i - 1])),
      }
    }
  }
}

function roundSide(from: number, to: number): [number, number] {
  const [start, end] = [Math.round(from), Math.round(to)]
  return start < end ? [start, end] : [Math.floor(from), Math.ceil(to)]
}

function roundPoint([x, y]: readonly [number, number]): [number, number] {
  return [Math.round(x), Math.round(y)]
}

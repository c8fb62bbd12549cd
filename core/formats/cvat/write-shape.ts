import { LabelType } from '#contract/codes.ts'
import { groupKey, maskKey } from '#core/formats/extension-keys.ts'
import { encodeExtension } from '#core/formats/extension-text.ts'
import { angleOf, maskOfPolygon, shapeOf } from '#core/formats/places/place.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { fitsXml, type XmlElement } from '#core/formats/xml.ts'
import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'
import { isExtensionKey, keys } from '#core/labels/property-keys.ts'
import { writeBoxMask } from './box-mask.ts'
import { orderText } from './read-shape.ts'

/**
 * Labels that are one element: points of one group that stand behind each other and differ in their places alone
 * (formats 11). Answers their places in the list.
 */
export function groupPoints(labels: readonly RecordLabel[]): number[][] {
  const groups: number[][] = []
  let last: string | undefined
  for (const [index, label] of labels.entries()) {
    const { [keys.feature]: _, ...property } = label.property ?? {}
    const isGrouped = property[keys.shape] === 'point' && property[groupKey] !== undefined
    const key = isGrouped ? JSON.stringify({ ...label, property }) : undefined
    if (key !== undefined && key === last) groups.at(-1)!.push(index)
    else groups.push([index])
    last = key
  }
  return groups
}

type Drawn = { name: string; attributes: Record<string, string>; said: ReadonlySet<string> }

/** The element of one label, or of points of one group, or the end of a sentence about why there is none. */
export function writeShape(labels: readonly RecordLabel[], size: ImageSize | undefined): XmlElement | string {
  const { name = '', annotated_by, property = {} } = labels[0]!
  if (name.trim() === '' || !fitsXml(name)) return 'has no name that this file can hold'
  const drawn = draw(labels, size)
  if (typeof drawn === 'string') return drawn
  const { occluded, z_order, [groupKey]: group } = property
  const isGrouped = Number.isSafeInteger(group) && (group as number) > 0 && (group as number) < 1e15
  const isOrdered = typeof z_order === 'string' && orderText.test(z_order)
  const said = new Set([...drawn.said, ...(isGrouped ? [groupKey] : []), ...(isOrdered ? ['z_order'] : [])])
  if (occluded === '1') said.add('occluded')
  const isTag = drawn.name === 'tag'
  return {
    name: drawn.name,
    attributes: {
      label: name,
      ...(annotated_by !== undefined && { source: /^auto(?:\/|$)/.test(annotated_by) ? 'auto' : 'manual' }),
      // Every shape has these.
      ...(!isTag && { occluded: isTrue(occluded) ? '1' : '0' }),
      ...drawn.attributes,
      ...(!isTag && { z_order: isOrdered ? z_order : '0' }),
      ...(isGrouped && { group_id: String(group) }),
    },
    children: attributesOf(property, said),
    text: '',
    line: 0,
  }
}

function isTrue(value: unknown): boolean {
  return value === '1' || value === 1 || value === true || value === 'true'
}

function draw(labels: readonly RecordLabel[], size: ImageSize | undefined): Drawn | string {
  const { type, property = {} } = labels[0]!
  if (type === LabelType.imageClassification) return { name: 'tag', attributes: {}, said: new Set() }
  const shapes = labels.map(shapeOf)
  const [shape] = shapes
  if (!shape) return 'has no shape'
  const said = new Set<string>([keys.shape, keys.feature])
  if (shape.shape === 'point') {
    return { name: 'points', attributes: pointsOf(shapes.map((one) => (one as typeof shape).at)), said }
  }
  const mask = maskOfPolygon(labels[0]!, size)
  const box = mask && writeBoxMask(mask)
  if (box) return { name: 'mask', attributes: box, said: said.add(maskKey) }
  return { ...drawShape(shape, property[keys.clockwiseAngle], said), said }
}

function drawShape(shape: Exclude<Shape, { shape: 'point' }>, given: unknown, said: Set<string>): Omit<Drawn, 'said'> {
  switch (shape.shape) {
    case 'bndbox': {
      const [xtl, ytl, xbr, ybr] = [...shape.min, ...shape.max].map(String) as [string, string, string, string]
      const angle = angleOf(given)
      if (angle !== undefined) said.add(keys.clockwiseAngle)
      const rotation: Record<string, string> = angle === undefined ? {} : { rotation: String(angle) }
      return { name: 'box', attributes: { xtl, ytl, xbr, ybr, ...rotation } }
    }
    case 'circle': {
      const [cx, cy] = shape.center.map(String) as [string, string]
      return { name: 'ellipse', attributes: { cx, cy, rx: String(shape.radius), ry: String(shape.radius) } }
    }
    case 'polygon':
      return { name: 'polygon', attributes: pointsOf(shape.points) }
    case 'polyline':
      return { name: 'polyline', attributes: pointsOf(shape.points) }
    case 'line':
    case 'dashed':
      return { name: 'polyline', attributes: pointsOf([shape.start, shape.end]) }
  }
}

function pointsOf(points: readonly ImagePoint[]): { points: string } {
  return { points: points.map(([x, y]) => `${x},${y}`).join(';') }
}

function attributesOf(property: Record<string, unknown>, said: ReadonlySet<string>): XmlElement[] {
  return Object.entries(property).flatMap(([key, value]): XmlElement[] => {
    if (said.has(key) || value === undefined || !fitsXml(key)) return []
    const text = isExtensionKey(key) ? encodeExtension(value) : String(value)
    if (!fitsXml(text)) return []
    return [{ name: 'attribute', attributes: { name: key }, children: [], text, line: 0 }]
  })
}

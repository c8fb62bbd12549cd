import { groupKey, maskKey } from '#core/formats/extension-keys.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { type BoxPixels, boxOfMask } from '#core/formats/places/box-pixels.ts'
import { angleOf, maskOfPolygon, shapeOf } from '#core/formats/places/place.ts'
import { cornersOfTurned } from '#core/formats/places/turned-box.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImagePoint, ImageSize, Shape } from '#core/geometry/shape.ts'
import { isExtensionKey, isFreeKey, keys, typedKeys } from '#core/labels/property-keys.ts'

/** A shape as LabelMe has it; `pixels` of its mask, which is still to be put into it. */
export type WrittenShape = { shape: JsonObject; pixels?: BoxPixels }

/** Answers the end of a sentence where a label has no place. */
export function writeShape(label: RecordLabel, size: ImageSize | undefined): WrittenShape | string {
  const { name, property = {}, score } = label
  const decoded = shapeOf(label)
  if (!decoded) return 'has no shape'
  const said = new Set<string>([keys.shape, keys.feature])
  const mask = maskOfPolygon(label, size)
  const pixels = mask && boxOfMask(mask)
  if (pixels) said.add(maskKey)
  const drawn = pixels ? drawMask(pixels) : draw(decoded, property[keys.clockwiseAngle], said)
  const { [groupKey]: group, description } = property
  const isGrouped = Number.isSafeInteger(group)
  if (isGrouped) said.add(groupKey)
  const isDescribed = typeof description === 'string' && description !== ''
  if (isDescribed) said.add('description')
  const { flags, attributes } = shareOut(property, said)
  const shape = {
    label: name,
    points: drawn.points,
    group_id: isGrouped ? group : null,
    description: isDescribed ? description : '',
    shape_type: drawn.shape_type,
    flags: Object.fromEntries(flags),
    mask: null,
    ...(score !== undefined && { score }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  }
  return { shape, ...(pixels && { pixels }) }
}

type Drawn = { shape_type: string; points: readonly ImagePoint[] }

/** Corners are pixels that belong to the mask. */
function drawMask({ left, top, width, height }: BoxPixels): Drawn {
  return {
    shape_type: 'mask',
    points: [
      [left, top],
      [left + width - 1, top + height - 1],
    ],
  }
}

function draw(shape: Shape, given: unknown, said: Set<string>): Drawn {
  switch (shape.shape) {
    case 'bndbox': {
      const angle = angleOf(given)
      if (angle === undefined) return { shape_type: 'rectangle', points: [shape.min, shape.max] }
      said.add(keys.clockwiseAngle)
      return { shape_type: 'oriented_rectangle', points: cornersOfTurned(shape, angle) }
    }
    case 'circle': {
      const [x, y] = shape.center
      return { shape_type: 'circle', points: [shape.center, [x + shape.radius, y]] }
    }
    case 'line':
    case 'dashed':
      return { shape_type: 'line', points: [shape.start, shape.end] }
    case 'point':
      return { shape_type: 'point', points: [shape.at] }
    case 'polygon':
      return { shape_type: 'polygon', points: shape.points }
    case 'polyline':
      return { shape_type: 'linestrip', points: shape.points }
  }
}

/** Flags are true or false; everything else is an attribute. */
function shareOut(property: JsonObject, said: ReadonlySet<string>) {
  const [flags, attributes]: [string, unknown][][] = [[], []]
  for (const [key, value] of Object.entries(property)) {
    if (said.has(key) || value === undefined) continue
    const isPlain = !isExtensionKey(key) && !typedKeys.has(key) && key !== 'description'
    const isFlag = isPlain && (isFreeKey(key) ? typeof value === 'boolean' : value === 'true' || value === 'false')
    if (isFlag) flags!.push([key, value === true || value === 'true'])
    else attributes!.push([key, value])
  }
  return { flags: flags!, attributes: attributes! }
}

import type { Shape as ShapeName } from '#contract/codes.ts'
import { decodeShape } from '#core/codecs/shape.ts'
import { faultOfShape, type ImageSize, type Shape } from '#core/geometry/shape.ts'

/** So far outside, in pixels, numbers of other tools are taken for the border of the picture (formats 5). */
const border = 2

/**
 * A shape of a file, its points in the form of `@modelarts:feature` and perhaps outside the picture: what stands out by up
 * to 2 pixels is moved onto the border. Answers the end of a sentence where it stands out further or is no shape. Without
 * a size only the upper left border is known.
 */
export function clampShape(name: ShapeName, feature: readonly (readonly number[])[], size?: ImageSize): Shape | string {
  if (!feature.flat().every(Number.isFinite)) return 'holds a coordinate that is no number'
  const clamped = name === 'circle' ? clampCircle(feature, size) : clampPoints(feature, size)
  if (typeof clamped === 'string') return clamped
  const shape = decodeShape(name, clamped)
  if (typeof shape === 'string') return `holds a ${name} that is none: ${shape}`
  const fault = faultOfShape(shape)
  return fault === undefined ? shape : `holds a ${name} that is none: ${fault}`
}

function clampPoints(feature: readonly (readonly number[])[], size: ImageSize | undefined): number[][] | string {
  const moved = feature.map((point) => point.map((value, i) => clamp(value, size?.[i === 0 ? 0 : 1])))
  const outside = feature[moved.findIndex((point) => point.includes(undefined))]
  return outside ? `${faultOfPoint(outside)}${sizeText(size)}` : (moved as number[][])
}

/** Of a circle the middle is moved and the radius shortened. */
function clampCircle(feature: readonly (readonly number[])[], size: ImageSize | undefined): number[][] | string {
  const [center = [], [radius = 0] = []] = feature
  const moved = clampPoints([center], size)
  if (typeof moved === 'string') return moved
  const [x = 0, y = 0] = moved[0]!
  const room = Math.min(x, y, ...(size ? [size[0] - x, size[1] - y] : []))
  if (radius > room + border) return `holds a circle that lies outside the picture${sizeText(size)}`
  return [moved[0]!, [Math.min(radius, room)]]
}

function clamp(value: number, most = Number.POSITIVE_INFINITY): number | undefined {
  if (value < -border || value > most + border) return undefined
  // Not -0, which is another number to some.
  return value <= 0 ? 0 : Math.min(value, most)
}

function faultOfPoint(point: readonly number[]): string {
  return `holds the point [${point.join(', ')}] outside the picture`
}

function sizeText(size: ImageSize | undefined): string {
  return size ? `, ${size[0]} x ${size[1]} pixels` : ''
}

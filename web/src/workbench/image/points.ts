import type { ImagePoint } from '#core/geometry/shape.ts'

/**
 * A point of the canvas in CSS pixels from its upper left corner. Labels live in image pixels (`ImagePoint`); the camera
 * is the only bridge, and the mark keeps the two apart at compile time.
 */
export type ScreenPoint = readonly [x: number, y: number] & { readonly space?: 'screen' }

/** Width and height of the canvas in CSS pixels. */
export type ScreenSize = readonly [width: number, height: number]

/** How far apart two points of the same space are. */
export function distanceBetween(one: ImagePoint, other: ImagePoint): number
export function distanceBetween(one: ScreenPoint, other: ScreenPoint): number
export function distanceBetween(one: readonly number[], other: readonly number[]): number {
  return Math.hypot(one[0]! - other[0]!, one[1]! - other[1]!)
}

/** Turns a vector clockwise as seen on the screen, y pointing down. */
export function turnVector(x: number, y: number, degrees: number): readonly [x: number, y: number] {
  if (degrees === 0) return [x, y]
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [x * cos - y * sin, x * sin + y * cos]
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

import type { ImagePoint, ImageSize } from '#core/geometry/shape.ts'

/** A polygon in image pixels, and the value its pixels get. */
type Painted = { points: readonly ImagePoint[]; value: number }

/** Larger pictures get no mask: one byte per pixel has to fit into memory. */
export const mostPixels = 2 ** 28

/**
 * One byte per pixel, row by row; 0 where nothing is, later polygons over earlier ones. A pixel belongs to a polygon when
 * its middle lies inside; where the outline crosses itself, what is enclosed twice is outside (even-odd).
 */
export function paintPolygons(size: ImageSize, polygons: readonly Painted[]): Uint8Array {
  const [width, height] = size
  const pixels = new Uint8Array(width * height)
  for (const { points, value } of polygons) {
    const ys = points.map(([, y]) => y)
    const top = Math.max(0, Math.floor(Math.min(...ys)))
    const bottom = Math.min(height, Math.ceil(Math.max(...ys)))
    for (let row = top; row < bottom; row++) {
      const crossings = crossingsAt(points, row + 0.5)
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        // The first and the last pixel whose middles lie between two crossings.
        const from = Math.max(0, Math.ceil(crossings[i]! - 0.5))
        const to = Math.min(width, Math.ceil(crossings[i + 1]! - 0.5))
        if (from < to) pixels.fill(value, row * width + from, row * width + to)
      }
    }
  }
  return pixels
}

/** Where the outline meets the horizontal at y, from left to right. */
function crossingsAt(points: readonly ImagePoint[], y: number): number[] {
  const found: number[] = []
  for (let i = 0; i < points.length; i++) {
    const [x1, y1] = points[i]!
    const [x2, y2] = points[(i + 1) % points.length]!
    if (y1 <= y !== y2 <= y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
  }
  return found.sort((a, b) => a - b)
}

import { type BoxPixels, boxOfMask, isPaintable } from '#core/formats/places/box-pixels.ts'
import { paintPolygons } from '#core/formats/places/paint-polygons.ts'
import { maskOf, shapeOf } from '#core/formats/places/place.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { boundsOf, type ImagePoint, type ImageSize } from '#core/geometry/shape.ts'

/** The pixels of a label: those of its mask, or those that its polygon encloses. undefined where it has none. */
export function pixelsOf(label: RecordLabel, size: ImageSize): BoxPixels | undefined {
  const mask = maskOf(label, size)
  const box = mask && boxOfMask(mask)
  if (box) return box
  const shape = shapeOf(label)
  return shape?.shape === 'polygon' ? pixelsInside(shape.points, size) : undefined
}

function pixelsInside(points: readonly ImagePoint[], [width, height]: ImageSize): BoxPixels | undefined {
  const [x1, y1, x2, y2] = boundsOf({ shape: 'polygon', points })
  const [left, top] = [Math.max(0, Math.floor(x1)), Math.max(0, Math.floor(y1))]
  const box = { width: Math.min(width, Math.ceil(x2)) - left, height: Math.min(height, Math.ceil(y2)) - top }
  if (!isPaintable(box)) return undefined
  const moved = points.map(([x, y]): ImagePoint => [x - left, y - top])
  const data = paintPolygons([box.width, box.height, 1], [{ points: moved, value: 1 }])
  return data.includes(1) ? { left, top, ...box, data } : undefined
}

/** Paints the pixels of an object into a picture that is `width` pixels wide. */
export function paintBox(data: Uint8Array, width: number, { value, box }: { value: number; box: BoxPixels }): void {
  for (let y = 0; y < box.height; y++) {
    const to = (box.top + y) * width + box.left
    for (let x = 0; x < box.width; x++) if (box.data[y * box.width + x] !== 0) data[to + x] = value
  }
}

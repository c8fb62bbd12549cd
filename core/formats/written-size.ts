import type { ImageSize } from '#core/geometry/shape.ts'

/** What a file says of a picture; 0 is often written for unknown. */
export type WrittenSize = { width?: number; height?: number }

/**
 * The size of a picture of which a file says one. It has to be true, or the boxes would lie elsewhere: else the end of a
 * sentence, "has 5 x 5 pixels, but it has 6 x 6".
 */
export function sizeOf({ width, height }: WrittenSize, known: ImageSize | undefined): ImageSize | string | undefined {
  if (!width || !height) return known
  if (known && (known[0] !== width || known[1] !== height)) {
    return `has ${width} x ${height} pixels, but it has ${known[0]} x ${known[1]}`
  }
  return known ?? [width, height, 3]
}

/** Whether a number may be the side of a picture. */
export function isSide(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
}

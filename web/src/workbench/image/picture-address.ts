import { type ImagePart, MOST_PIXELS_WHOLE, writeImagePart } from '#core/codecs/image-parts.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'

/** What the server knows of the upright picture. */
export function sizeOfPicture(metadata: Readonly<Record<string, unknown>> = {}): ImageSize | undefined {
  const size = metadata[keys.size]
  if (!Array.isArray(size)) return undefined
  const [width, height, depth = 3] = size.map(Number)
  return width! > 0 && height! > 0 ? [width!, height!, depth] : undefined
}

/** Whether a picture is too large to be held as a whole. */
export function needsTiles(size: ImageSize | undefined): size is ImageSize {
  return size !== undefined && size[0] * size[1] > MOST_PIXELS_WHOLE
}

/** `address` is that of the whole picture. */
export function addressOfPart(address: string, part: ImagePart): string {
  return `${address}&part=${writeImagePart(part)}`
}

/** What is looked at first of a picture. */
export function addressToOpen(address: string, size: ImageSize | undefined): string {
  return needsTiles(size) ? addressOfPart(address, 'overview') : address
}

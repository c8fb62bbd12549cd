import { BadHeader, HeaderReader, type ReadAt } from './header-reader.ts'
import { imageReaders } from './image-formats.ts'
import { sniffContentType } from './sniff.ts'

/** Image pixels, and channels: grey 1, grey with transparency 2, colour 3, with transparency (or in four inks) 4. */
export type ImageSize = { width: number; height: number; depth: number }

/** `reason` is the end of a sentence about the image. */
export type ImageProbe = { size: ImageSize; orientation: number } | { size: null; reason: string }

/** Beyond these an image is not opened anywhere (reliability S14). */
export const longestSide = 32_768
export const mostPixels = 100_000_000

/**
 * Reads size and depth of an image from its header, without decoding a pixel. Never throws on what the file holds; errors
 * of `read` pass through.
 *
 * Width and height are those of the pixels as the file stores them, before any turn asked for by EXIF: that is what
 * `@modelarts:size`, VOC files and a training that ignores EXIF mean, and a label stays right whatever turns the picture.
 * `orientation` (EXIF, 1 to 8; 1 = as stored) comes beside it: a view turns the picture (workbench 1.6) and brings points
 * back to stored pixels.
 */
export async function probeImage(read: ReadAt): Promise<ImageProbe> {
  const file = new HeaderReader(read)
  try {
    const head = await read(0, 64)
    const readImage = imageReaders[sniffContentType(head)]
    if (readImage === undefined) return { size: null, reason: 'is no image of a known format' }
    const { width, height, depth, orientation = 1 } = await readImage(file)
    if (width < 1 || height < 1) return { size: null, reason: 'has no width or no height' }
    if (Math.max(width, height) > longestSide || width * height > mostPixels) {
      return { size: null, reason: `is too large with ${width} x ${height} pixels` }
    }
    return { size: { width, height, depth }, orientation: orientation >= 1 && orientation <= 8 ? orientation : 1 }
  } catch (error) {
    if (error instanceof BadHeader) return { size: null, reason: error.message }
    throw error
  }
}

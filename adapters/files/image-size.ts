import { BadHeader, HeaderReader, type ReadAt } from './header-reader.ts'
import { imageReaders } from './image-formats.ts'
import { sniffContentType } from './sniff.ts'

/** Image pixels, and channels: grey 1, grey with transparency 2, colour 3, with transparency (or in four inks) 4. */
export type ImageSize = { width: number; height: number; depth: number }

/**
 * `orientation` as EXIF counts it, 1 to 8: how the stored pixels are turned to be upright, 1 = not at all. `reason` is the
 * end of a sentence about the image.
 */
export type ImageProbe = { size: ImageSize; orientation: number } | { size: null; reason: string }

/** Beyond these an image is not opened anywhere (reliability S14). */
export const longestSide = 32_768
export const mostPixels = 100_000_000

/**
 * Reads size and depth of an image from its header, without decoding a pixel. Never throws on what the file holds; errors
 * of `read` pass through.
 *
 * Width and height are those of the upright picture, as browsers show it and people label it (workbench 1.6): what EXIF
 * asks for is heeded in JPEG, PNG and TIFF. `orientation` comes beside it, so that the stored pixels can be found again.
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
    const isTurned = orientation >= 5 && orientation <= 8
    return {
      size: isTurned ? { width: height, height: width, depth } : { width, height, depth },
      orientation: isTurned || (orientation >= 2 && orientation <= 4) ? orientation : 1,
    }
  } catch (error) {
    if (error instanceof BadHeader) return { size: null, reason: error.message }
    throw error
  }
}

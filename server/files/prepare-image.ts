import type { BlobInfo, BlobStore } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { readFromBlob } from '#adapters/files/header-reader.ts'
import { type ImageSize, probeImage } from '#adapters/files/image-size.ts'
import { sniffContentType, sniffLength } from '#adapters/files/sniff.ts'
import type { ImageWork } from '#adapters/images/image-work.ts'
import { BadImage } from '#adapters/images/image-workers.ts'
import { boxOfTile, type ImagePart, sizeOfOverview, TILE } from '#core/codecs/image-parts.ts'
import type { ImageFormat, ImageProcess } from '#core/codecs/image-process.ts'
import { planResize } from '#core/codecs/image-resize.ts'
import { LARGEST_IMAGE } from '#server/limits.ts'

export type ImageFile = { bucket: string; info: BlobInfo }

/** How somebody wants to see a picture: as `process_parameter` says, or a part of a large one. */
export type ImageWish = ImageProcess | { part: ImagePart }

/** Tiles are to show the pixels themselves. */
const QUALITY_OF_TILES = 95

/** Formats in which a browser keeps what the picture has; of the others the nearest. */
const formatOf: Record<string, ImageFormat> = {
  'image/jpeg': 'jpg',
  'image/tiff': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'webp',
}

/** The size of the upright picture, by its header. Throws `BadImage`. */
export async function sizeOfImage(blobs: BlobStore, { bucket, info }: ImageFile): Promise<ImageSize> {
  const probe = await probeImage(readFromBlob(blobs, bucket, info.key))
  if (probe.size === null) throw new BadImage(probe.reason)
  return probe.size
}

/** Says what is to be done with a picture; of a tile its whole row is made. Throws `BadImage`. */
export async function prepareImage(blobs: BlobStore, file: ImageFile, wish: ImageWish): Promise<ImageWork> {
  const { bucket, info } = file
  if (info.size > LARGEST_IMAGE) throw new BadImage(`is larger than ${LARGEST_IMAGE / 2 ** 20} MiB`)
  const plan = planImage(wish, await sizeOfImage(blobs, file))
  const bytes = await readBlob(blobs, bucket, info.key, { maxBytes: LARGEST_IMAGE })
  const type = sniffContentType(bytes.subarray(0, sniffLength))
  return {
    bytes,
    type,
    // Browsers leave WebP as it is stored, so its size is recorded like that (docs/decisions.md).
    upright: type !== 'image/webp',
    format: formatOf[type] ?? 'png',
    ...plan,
  }
}

function planImage(wish: ImageWish, size: ImageSize): Partial<ImageWork> {
  if (!('part' in wish)) {
    const { resize, format, quality } = wish
    const plan = resize && planResize(resize, size)
    if (resize && !plan) throw new BadImage('would become too large')
    return {
      ...(format && { format }),
      ...(quality && { quality }),
      ...(plan && { resize: { ...plan, color: resize!.color } }),
    }
  }
  const { part } = wish
  if (part === 'overview') {
    const small = sizeOfOverview(size)
    return { resize: { scaled: small, canvas: small, color: 'FFFFFF' } }
  }
  const box = boxOfTile(part, size)
  if (!box) throw new BadImage('has no such tile')
  const { top, height } = box
  return { tiles: { top, width: size.width, height, side: TILE }, quality: QUALITY_OF_TILES }
}

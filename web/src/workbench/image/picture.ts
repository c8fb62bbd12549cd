import type { ImageSize } from '#core/geometry/shape.ts'
import { addressOfPart, addressToOpen, needsTiles } from './picture-address.ts'
import { TileLoader } from './tile-loader.ts'

/** A picture ready to be painted. */
export type Picture = {
  readonly size: ImageSize
  /** All of it; of a very large one an overview, which has fewer pixels than `size` says. */
  readonly bitmap: ImageBitmap
  /** The same made smaller, where the picture is large: for looking at the whole of it. */
  readonly small?: ImageBitmap
  /** The pixels themselves of what is looked at near by, where `bitmap` is an overview. */
  readonly tiles?: TileLoader<ImageBitmap>
}

/** Larger pictures get a smaller copy, and about how large that one is; in pixels. */
const LARGE = 4_000_000
const SMALL = 2_000_000

/**
 * Fetches and decodes a picture, upright as its file says (workbench 1.6). Of one that is known to be very large its overview
 * and tiles, unless the server can make none. Fails when it is none.
 */
export async function loadPicture(address: string, known: ImageSize | undefined): Promise<Picture> {
  if (!needsTiles(known)) return loadWhole(address)
  const overview = await fetch(addressToOpen(address, known))
  // The server makes none of such a file (reliability S14). Any other fault passes, and the whole would be too much to load for it.
  if (overview.status === 400) return loadWhole(address)
  const tiles = new TileLoader(async (tile, signal) => bitmapOf(await fetch(addressOfPart(address, tile), { signal })))
  return { bitmap: await bitmapOf(overview), size: known, tiles }
}

async function bitmapOf(response: Response): Promise<ImageBitmap> {
  if (!response.ok) throw new Error(`The answer is ${response.status}`)
  return createImageBitmap(await response.blob())
}

async function loadWhole(address: string): Promise<Picture> {
  const image = new Image()
  // From a store its bytes may come by a redirect; only so can its pixels be read then.
  image.crossOrigin = 'anonymous'
  image.src = address
  await image.decode()
  const { naturalWidth: width, naturalHeight: height } = image
  const bitmap = await createImageBitmap(image)
  const size: ImageSize = [width, height, 3]
  if (width * height <= LARGE) return { size, bitmap }
  const factor = Math.sqrt(SMALL / (width * height))
  const small = await createImageBitmap(image, {
    resizeWidth: Math.max(1, Math.round(width * factor)),
    resizeHeight: Math.max(1, Math.round(height * factor)),
    resizeQuality: 'medium',
  })
  return { size, bitmap, small }
}

/** Gives back the memory of a picture that is not shown any more. */
export function closePicture({ bitmap, small, tiles }: Picture): void {
  tiles?.close()
  bitmap.close()
  small?.close()
}

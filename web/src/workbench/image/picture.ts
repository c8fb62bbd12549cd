import type { ImageSize } from '#core/geometry/shape.ts'

/** A picture ready to be painted. */
export type Picture = {
  readonly size: ImageSize
  readonly bitmap: ImageBitmap
  /** The same made smaller, where the picture is large: for looking at the whole of it. */
  readonly small?: ImageBitmap
}

/** Larger pictures get a smaller copy, and about how large that one is; in pixels. */
const LARGE = 4_000_000
const SMALL = 2_000_000

/** Fetches and decodes a picture, upright as its file says (workbench 1.6). Fails when it is none. */
export async function loadPicture(address: string): Promise<Picture> {
  const image = new Image()
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
export function closePicture({ bitmap, small }: Picture): void {
  bitmap.close()
  small?.close()
}

import { boxOfTile, TILE, type Tile } from '#core/codecs/image-parts.ts'
import { type Camera, visiblePart } from './camera.ts'

/** The overview may be enlarged by this much before tiles take its place. */
const MOST_ENLARGED = 1.5

/** Where a tile lies in the picture. */
type TileBox = {
  readonly tile: Tile
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * The tiles that the camera wants to see, those in the middle first; none while the overview is sharp enough. `overview` is
 * how wide that is, `ratio` device pixels per CSS pixel.
 */
export function tilesInView(camera: Camera, { overview, ratio }: { overview: number; ratio: number }): TileBox[] {
  const [width, height] = camera.size
  if (camera.scale * ratio * width <= overview * MOST_ENLARGED) return []
  const [left, top, right, bottom] = visiblePart(camera)
  const boxes: TileBox[] = []
  for (let row = Math.max(0, Math.floor(top / TILE)); row * TILE < Math.min(bottom, height); row++) {
    for (let column = Math.max(0, Math.floor(left / TILE)); column * TILE < Math.min(right, width); column++) {
      const tile = { column, row }
      boxes.push({ tile, ...boxOfTile(tile, { width, height })! })
    }
  }
  const [x, y] = camera.center
  const distance = (box: TileBox) => Math.hypot(box.left + box.width / 2 - x, box.top + box.height / 2 - y)
  return boxes.sort((one, other) => distance(one) - distance(other))
}

/**
 * Pictures of more pixels than this are not shown as a whole: nobody's browser holds them at full size. They are shown as an
 * overview, and near by as tiles of their own pixels (workbench 1.6).
 */
export const MOST_PIXELS_WHOLE = 40_000_000

/** The side of a tile in image pixels; at the right and lower border tiles are smaller. */
export const TILE = 1024

const PIXELS_OF_OVERVIEW = 12_000_000

/** Tiles are counted from the upper left one, 0,0. */
export type Tile = { readonly column: number; readonly row: number }
export type ImagePart = 'overview' | Tile

type Size = { readonly width: number; readonly height: number }
type Box = { readonly left: number; readonly top: number } & Size

/** Reads `part` of an address: `overview`, or column and row of a tile as `3,0`; undefined for anything else. */
export function parseImagePart(text: string): ImagePart | undefined {
  if (text === 'overview') return text
  const [, column, row] = /^(0|[1-9]\d{0,2}),(0|[1-9]\d{0,2})$/.exec(text) ?? []
  return column === undefined ? undefined : { column: Number(column), row: Number(row) }
}

export function writeImagePart(part: ImagePart): string {
  return part === 'overview' ? part : `${part.column},${part.row}`
}

/** The whole picture made as small as it is quickly looked at; one that is small stays as large as it is. */
export function sizeOfOverview({ width, height }: Size): Size {
  const scale = Math.min(1, Math.sqrt(PIXELS_OF_OVERVIEW / (width * height)))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Where a tile lies in the picture; undefined where the picture has none. */
export function boxOfTile({ column, row }: Tile, { width, height }: Size): Box | undefined {
  const [left, top] = [column * TILE, row * TILE]
  if (left >= width || top >= height) return undefined
  return { left, top, width: Math.min(TILE, width - left), height: Math.min(TILE, height - top) }
}

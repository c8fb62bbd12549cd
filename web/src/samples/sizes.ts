/** How large thumbnails are: the least width of a tile and the height of its picture, in CSS pixels. */
export const SIZES = {
  s: { width: 132, height: 92, process: 'image/resize,m_lfit,h_200' },
  m: { width: 204, height: 150, process: 'image/resize,m_lfit,h_200' },
  l: { width: 324, height: 260, process: 'image/resize,m_lfit,h_400' },
} as const
export type Size = keyof typeof SIZES

export function readSize(kept: unknown): Size {
  return typeof kept === 'string' && Object.hasOwn(SIZES, kept) ? (kept as Size) : 'm'
}

export const GAP = 8
/** Below the picture: its name and labels. */
export const FOOT = 52

/** How many tiles stand beside each other. */
export function columnsOf(width: number, size: Size): number {
  return Math.max(1, Math.floor((width + GAP) / (SIZES[size].width + GAP)))
}

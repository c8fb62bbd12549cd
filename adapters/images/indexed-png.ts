import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import type { Pixels } from '#core/formats/files.ts'
import { joinPngChunks } from './png-chunks.ts'

const compress = promisify(deflate)

/**
 * A picture of indices as PNG of 8 bits with its palette (formats 5, "Mask PNG"): the same pixels give the same bytes. Indices
 * behind the end of the palette are black, for a PNG must not have any.
 */
export async function encodeIndexedPng({ width, height, data, palette }: Pixels): Promise<Uint8Array> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8) // bits of an index; colour type 3 is a palette
  let last = 0
  for (const index of data) if (index > last) last = index
  const colors = Buffer.alloc(3 * Math.max(last + 1, palette?.length ?? 0))
  for (const [index, color] of (palette ?? []).entries()) colors.set(color, 3 * index)
  // Each row begins with its filter, and 0 is none: neighbours that are equal need none.
  const rows = new Uint8Array((width + 1) * height)
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return joinPngChunks([
    ['IHDR', header],
    ['PLTE', colors],
    ['IDAT', await compress(rows)],
    ['IEND', Buffer.alloc(0)],
  ])
}

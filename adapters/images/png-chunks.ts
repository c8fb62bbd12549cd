import { crc32 } from 'node:zlib'

/** What every PNG begins with. */
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A PNG of these chunks, each a kind and its data. */
export function joinPngChunks(chunks: readonly (readonly [kind: string, data: Uint8Array])[]): Buffer {
  return Buffer.concat([pngSignature, ...chunks.flatMap(([kind, data]) => chunkParts(kind, data))])
}

function chunkParts(kind: string, data: Uint8Array): Uint8Array[] {
  const name = Buffer.from(kind, 'latin1')
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(data, crc32(name)))
  return [length, name, data, sum]
}

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

/** A file that is no PNG, or a broken one; the message is the end of a sentence about it. */
export class BadPng extends Error {
  override readonly name = 'BadPng'
}

/**
 * The chunks that a picture is made of, up to its end; those that may be missing (small first letter) are passed over. Throws
 * `BadPng` where the file is cut off or its bytes have changed.
 */
export function* splitPngChunks(bytes: Uint8Array): Generator<{ kind: string; data: Uint8Array }> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!file.subarray(0, pngSignature.length).equals(pngSignature)) throw new BadPng('is no PNG')
  for (let at = pngSignature.length; at + 12 <= file.length; ) {
    const end = at + 8 + file.readUInt32BE(at)
    if (end + 4 > file.length) break
    const kind = file.toString('latin1', at + 4, at + 8)
    if (/^[A-Z]/.test(kind)) {
      if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) throw new BadPng('has bytes that were changed')
      yield { kind, data: file.subarray(at + 8, end) }
    }
    if (kind === 'IEND') return
    at = end + 4
  }
  throw new BadPng('is cut off')
}

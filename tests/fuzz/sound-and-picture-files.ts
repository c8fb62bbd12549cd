import { deflateSync } from 'node:zlib'
import { joinPngChunks } from '#adapters/images/png-chunks.ts'
import { tinyImage, tinyImages } from '#tests/fixtures/images.ts'
import type { Random } from './random.ts'

/** A WAV file of one channel of silence, of which a few bytes are there. `duration` in milliseconds. */
export function silentWav(duration: number): Buffer {
  const length = 16 * duration
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(length, 40)
  return Buffer.concat([head, Buffer.alloc(Math.min(length, 1000))])
}

/** First bytes of other sounds and films, which are known by them alone. */
const marks = ['ID3\x03', 'fLaC', 'OggS', '\0\0\0\x20ftypM4A ', '\0\0\0\x20ftypisom', '\x1aE\xdf\xa3webm', 'BM']

export function someSound(random: Random): Buffer {
  return random.below(3) > 0
    ? silentWav(random.below(5000))
    : Buffer.concat([Buffer.from(random.pick(marks), 'latin1'), random.bytes(200)])
}

const names = Object.keys(tinyImages) as (keyof typeof tinyImages)[]

export function somePicture(random: Random): Buffer {
  const kind = random.below(4)
  if (kind === 0) return somePng(random)
  return kind === 1 ? someBmp(random) : Buffer.from(tinyImage(random.pick(names)))
}

/** A BMP of many kinds of header. */
function someBmp(random: Random): Buffer {
  const head = Buffer.alloc(54 + random.below(200))
  head.write('BM', 0)
  head.writeUInt32LE(54, 10)
  head.writeUInt32LE(random.pick([12, 40, 64, 108, 124]), 14)
  head.writeInt32LE(random.pick([1, 7, -7, 70_000, 2 ** 31 - 1]), 18)
  head.writeInt32LE(random.pick([1, 5, -5, 70_000, -(2 ** 31)]), 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(random.pick([1, 4, 8, 16, 24, 32, 99]), 28)
  head.writeUInt32LE(random.below(8), 30)
  return head
}

/** A PNG whose checksums are right, whatever else is wrong with it: damage alone hardly comes behind them. */
export function somePng(random: Random): Buffer {
  const [width, height] = [random.below(12), random.below(12)]
  const [bits, kind] = random.pick([
    [8, 3],
    [4, 3],
    [1, 3],
    [8, 0],
    [2, 0],
    [8, 2],
    [8, 4],
    [8, 6],
    [16, 0],
    [7, 5],
  ] as const)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(random.below(20) === 0 ? 2 ** random.below(32) : width, 0)
  header.writeUInt32BE(random.below(20) === 0 ? 2 ** random.below(32) : height, 4)
  header[8] = bits
  header[9] = kind
  header[12] = random.below(2)
  const channels = [1, 1, 3, 1, 2, 1, 4][kind]!
  const rows = Buffer.concat(
    Array.from({ length: height + random.below(3) }, () =>
      Buffer.concat([Buffer.of(random.below(5)), random.bytes(Math.ceil((width * channels * bits) / 8))]),
    ),
  )
  const packed = random.below(10) === 0 ? deflateSync(Buffer.alloc(3_000_000)) : deflateSync(rows)
  const chunks: [string, Buffer][] = [
    ['IHDR', random.below(20) === 0 ? random.bytes(random.below(20)) : header],
    ['PLTE', random.bytes(random.pick([768, 768, 48, 6, 5, 0]))],
    ['IDAT', packed.subarray(0, random.below(8) === 0 ? random.below(packed.length) : packed.length)],
    ['IEND', Buffer.alloc(0)],
  ]
  if (random.below(6) === 0)
    chunks.splice(random.below(4), random.below(2), [random.pick(['IHDR', 'IDAT', 'eXIf', 'acTL']), random.bytes(30)])
  return joinPngChunks(chunks)
}

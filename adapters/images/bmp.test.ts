import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBmp } from './bmp.ts'

type Parts = {
  bits: number
  rows: number[]
  kind?: number
  palette?: number[]
  masks?: number[]
  height?: number
  headerSize?: number
}

/** A BMP of 3 x 2 pixels; `rows` are its bytes as they lie in the file. */
function bmp({ bits, rows, kind = 0, palette = [], masks = [], height = 2, headerSize = 40 }: Parts): Buffer {
  const head = Buffer.alloc(14 + headerSize)
  head.write('BM')
  head.writeUInt32LE(headerSize, 14)
  if (headerSize === 12) {
    for (const [i, value] of [3, height, 1, bits].entries()) head.writeUInt16LE(value, 18 + 2 * i)
  } else {
    head.writeInt32LE(3, 18)
    head.writeInt32LE(height, 22)
    head.writeUInt16LE(1, 26)
    head.writeUInt16LE(bits, 28)
    head.writeUInt32LE(kind, 30)
    head.writeUInt32LE(palette.length / 4, 46)
  }
  const maskBytes = Buffer.alloc(4 * masks.length)
  for (const [i, mask] of masks.entries()) maskBytes.writeUInt32LE(mask, 4 * i)
  if (headerSize >= 56) maskBytes.copy(head, 54)
  const file = Buffer.concat([
    head,
    headerSize >= 56 ? Buffer.alloc(0) : maskBytes,
    Buffer.from(palette),
    Buffer.from(rows),
  ])
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(file.length - rows.length, 10)
  return file
}

const [red, green, blue, white, black] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
  [0, 0, 0],
] as const
/** Blue, green, red and an unused byte a colour. */
const palette = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]
const picture = [red, green, blue, white, black, red].flat()

const files: Record<string, Buffer> = {
  'three bytes a pixel': bmp({
    bits: 24,
    rows: [255, 255, 255, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0],
  }),
  'rows from the top': bmp({
    bits: 24,
    height: -2,
    rows: [0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255, 0, 0, 0],
  }),
  'an old header': bmp({
    bits: 24,
    headerSize: 12,
    rows: [255, 255, 255, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0],
  }),
  'a palette of 8 bits': bmp({ bits: 8, palette: [...palette, 0, 0, 0, 0], rows: [3, 4, 0, 0, 0, 1, 2, 0] }),
  'a palette of 4 bits': bmp({
    bits: 4,
    palette: [...palette, 0, 0, 0, 0],
    rows: [0x34, 0x00, 0, 0, 0x01, 0x20, 0, 0],
  }),
  'runs of 8 bits': bmp({
    bits: 8,
    kind: 1,
    palette: [...palette, 0, 0, 0, 0],
    rows: [1, 3, 1, 4, 1, 0, 0, 0, 0, 3, 0, 1, 2, 0, 0, 1],
  }),
  'runs of 4 bits': bmp({
    bits: 4,
    kind: 2,
    palette: [...palette, 0, 0, 0, 0],
    rows: [2, 0x34, 1, 0x00, 0, 0, 0, 3, 0x01, 0x20, 0, 1],
  }),
  'masks of 16 bits': bmp({
    bits: 16,
    kind: 3,
    masks: [0xf800, 0x07e0, 0x001f],
    rows: [0xff, 0xff, 0, 0, 0, 0xf8, 0, 0, 0, 0xf8, 0xe0, 0x07, 0x1f, 0, 0, 0],
  }),
  'four bytes a pixel': bmp({
    bits: 32,
    rows: [255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0],
  }),
}

describe('a BMP', () => {
  test.each(Object.keys(files))('with %s', (name) => {
    const { data, ...size } = decodeBmp(files[name]!)
    expect(size).toEqual({ width: 3, height: 2, channels: 3 })
    expect([...data]).toEqual(picture)
  })

  test('with transparency', () => {
    const rows = [255, 255, 255, 128, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 1, 0, 255, 0, 2, 255, 0, 0, 3]
    const { data, channels } = decodeBmp(
      bmp({ bits: 32, kind: 3, headerSize: 124, masks: [0xff0000, 0xff00, 0xff, 0xff000000], rows }),
    )
    expect(channels).toBe(4)
    expect([...data]).toEqual([
      255, 0, 0, 1, 0, 255, 0, 2, 0, 0, 255, 3, 255, 255, 255, 128, 0, 0, 0, 0, 255, 0, 0, 255,
    ])
  })

  test('that is cut off is black where it ends', () => {
    expect([...decodeBmp(files['three bytes a pixel']!.subarray(0, -12)).data.subarray(0, 9)]).toEqual(Array(9).fill(0))
  })

  test('is decoded or refused, whatever its bytes are', () => {
    const changes = fc.array(fc.tuple(fc.nat(70), fc.nat(255)), { maxLength: 6 })
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(files)), changes, (file, changes) => {
        const changed = Buffer.from(file)
        for (const [at, value] of changes) if (at < 18 || at > 25) changed[at] = value
        try {
          const { data, width, height, channels } = decodeBmp(changed)
          expect(data.length).toBe(width * height * channels)
        } catch (error) {
          expect((error as Error).message).toMatch(/BMP|bounds/)
        }
      }),
    )
  })
})

import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Pixels } from '#core/formats/files.ts'
import { decodeIndexedPng } from './decode-indexed-png.ts'
import { encodeIndexedPng } from './indexed-png.ts'
import { BadPng, joinPngChunks } from './png-chunks.ts'

const [black, red, blue] = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 0, 255],
]

function header(width: number, height: number, [bits, kind, interlace = 0]: readonly number[]): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([bits!, kind!, 0, 0, interlace], 8)
  return data
}

const none = Buffer.alloc(0)
/** A picture of one row of bytes after another, each beginning with its filter. */
const png = (size: readonly [number, number], kind: readonly number[], rows: number[], palette: number[][] = []) =>
  joinPngChunks([
    ['IHDR', header(...size, kind)],
    ...(palette.length > 0 ? [['PLTE', Buffer.from(palette.flat())] as const] : []),
    ['IDAT', deflateSync(Buffer.from(rows))],
    ['IEND', none],
  ])

const plain = ({ data, ...rest }: Pixels) => ({ ...rest, data: [...data] })
const decode = async (bytes: Uint8Array) => plain(await decodeIndexedPng(bytes))

describe('a mask', () => {
  test('comes back as it was written', async () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
      .chain(([width, height]) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          data: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 3 }),
          palette: fc.constant([black, red, blue, [1, 2, 3]] as number[][]),
        }),
      )
    await fc.assert(
      fc.asyncProperty(picture, async (one) => {
        expect(await decode(await encodeIndexedPng(one))).toEqual(plain(one))
      }),
    )
  })

  test('of 1, 2 or 4 bits: rows end at whole bytes', async () => {
    const palette = [black, red, blue] as number[][]
    const expected = { width: 3, height: 2, data: [0, 1, 1, 1, 0, 0], palette }
    expect(await decode(png([3, 2], [1, 3], [0, 0b01100000, 0, 0b10000000], palette))).toEqual(expected)
    expect(await decode(png([3, 2], [2, 3], [0, 0b00010100, 0, 0b01000000], palette))).toEqual(expected)
    expect(await decode(png([3, 2], [4, 3], [0, 0x01, 0x10, 0, 0x10, 0], palette))).toEqual(expected)
  })

  test('of greys has the values of the file and no palette', async () => {
    expect(await decode(png([2, 1], [8, 0], [0, 7, 255]))).toEqual({ width: 2, height: 1, data: [7, 255] })
    expect(await decode(png([2, 1], [1, 0], [0, 0b01000000]))).toEqual({ width: 2, height: 1, data: [0, 1] })
    expect(await decode(png([2, 1], [8, 4], [0, 7, 0, 255, 9]))).toEqual({ width: 2, height: 1, data: [7, 255] })
  })

  test('of colours has those that are met; what cannot be seen is black', async () => {
    const rows = [0, 255, 0, 0, 255, 9, 9, 9, 0, 255, 0, 0, 1]
    const expected = { width: 3, height: 1, data: [0, 1, 0], palette: [red, black] }
    expect(await decode(png([3, 1], [8, 6], rows))).toEqual(expected)
  })

  test('is read as the image library reads it: filters, lines between lines, colours or greys', async () => {
    const found = fc.record({
      width: fc.integer({ min: 1, max: 33 }),
      height: fc.integer({ min: 1, max: 33 }),
      channels: fc.constantFrom(1 as const, 3 as const),
      progressive: fc.boolean(),
      adaptiveFiltering: fc.boolean(),
      seed: fc.nat(1000),
    })
    await fc.assert(
      fc.asyncProperty(found, async ({ width, height, channels, seed, ...how }) => {
        const data = Buffer.from(
          Array.from({ length: width * height }, (_, i) => ((i * i + seed * i) % 11) * 20).flatMap((value) =>
            channels === 1 ? [value] : [value, 255 - value, value >> 2],
          ),
        )
        const file = await sharp(data, { raw: { width, height, channels } })
          .png(how)
          .toColourspace(channels === 1 ? 'b-w' : 'srgb')
          .toBuffer()
        const read = await decodeIndexedPng(file)
        const colors = [...read.data].flatMap((index) => read.palette?.[index] ?? [index])
        expect(Buffer.from(colors)).toEqual(data)
      }),
    )
  })
})

describe('hostile masks (S14)', () => {
  const good = png([2, 2], [8, 3], [0, 0, 1, 0, 1, 0], [black, red] as number[][])
  const refuse = (bytes: Uint8Array, reason: string) =>
    expect(decodeIndexedPng(bytes)).rejects.toThrow(new BadPng(reason))

  test('that are no PNG', async () => {
    for (const text of ['', 'hello', '\x89PNG', 'GIF89a']) await refuse(Buffer.from(text, 'latin1'), 'is no PNG')
    await refuse(joinPngChunks([['IEND', none]]), 'is a PNG without a header')
    await refuse(
      joinPngChunks([
        ['IDAT', none],
        ['IHDR', header(1, 1, [8, 0])],
        ['IEND', none],
      ]),
      'is a PNG without a header',
    )
  })

  test('that are cut off anywhere, or changed anywhere', async () => {
    for (let end = 8; end < good.length; end++) await refuse(good.subarray(0, end), 'is cut off')
    const changed = Buffer.from(good)
    changed[good.length - 20]! ^= 1
    await refuse(changed, 'has bytes that were changed')
  })

  test('whose header lies', async () => {
    await refuse(png([40_000, 2], [8, 3], []), 'is too large with 40000 x 2 pixels')
    await refuse(png([30_000, 30_000], [8, 3], []), 'is too large with 30000 x 30000 pixels')
    await refuse(png([0, 2], [8, 3], []), 'has no width or no height')
    await refuse(png([1, 1], [16, 0], [0, 0, 0]), 'has 16 bits a channel; masks are read with up to 8')
    for (const kind of [
      [8, 1],
      [8, 5],
      [4, 2],
      [3, 3],
      [8, 0, 2],
      [0, 0],
    ]) {
      await refuse(png([1, 1], kind, [0, 0, 0, 0]), 'is a PNG of an unknown kind')
    }
    await refuse(png([2, 3], [8, 0], [0, 1, 2, 0, 1]), 'has fewer pixels than its header says')
    await refuse(png([1, 1], [8, 0], [9, 1]), 'has a row with an unknown filter')
  })

  test('whose colours are none', async () => {
    await refuse(
      png([1, 1], [8, 3], [0, 2], [black, red] as number[][]),
      'has pixels of the colour 2, which its palette lacks',
    )
    await refuse(png([1, 1], [8, 3], [0, 0]), 'has pixels of the colour 0, which its palette lacks')
    const colors = Array.from({ length: 257 }, (_, i) => [i & 255, i >> 8, 3]).flat()
    await refuse(png([257, 1], [8, 2], [0, ...colors]), 'has more than 256 colours')
  })

  test('that hold more than their pixels are read no further', async () => {
    const bomb = joinPngChunks([
      ['IHDR', header(1, 1, [8, 0])],
      ['IDAT', deflateSync(Buffer.alloc(2 ** 28))],
      ['IEND', none],
    ])
    const before = process.memoryUsage.rss()
    expect(await decode(bomb)).toEqual({ width: 1, height: 1, data: [0] })
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 26)
  })

  test('are decoded or refused, whatever their bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.uint8Array({ minLength: 5, maxLength: 5, max: 8 }),
        async (bytes, kind) => {
          const size = header(5, 4, [...kind.subarray(0, 2), kind[4]! & 1])
          for (const pixels of [bytes, deflateSync(bytes)]) {
            const file = joinPngChunks([
              ['IHDR', size],
              ['PLTE', bytes],
              ['IDAT', pixels],
              ['IEND', none],
            ])
            const read = await decodeIndexedPng(file).catch((error) => error)
            if (!(read instanceof BadPng)) expect(read.data.length).toBe(20)
          }
        },
      ),
    )
  })
})

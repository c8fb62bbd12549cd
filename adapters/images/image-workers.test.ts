import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { readFromBytes } from '#adapters/files/header-reader.ts'
import { probeImage } from '#adapters/files/image-size.ts'
import { sniffContentType } from '#adapters/files/sniff.ts'
import type { Resize } from '#core/codecs/image-process.ts'
import { planResize } from '#core/codecs/image-resize.ts'
import { tinyImage, tinyImages } from '#tests/fixtures/images.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import type { ImageWork } from './image-work.ts'
import { BadImage, ImageWorkers, TooManyWaiting } from './image-workers.ts'
import { encodeIndexedPng } from './indexed-png.ts'

const workers = new ImageWorkers()
afterAll(() => workers.close())

const fitting = (width: number, height: number): Resize => ({
  mode: 'lfit',
  limit: false,
  color: 'FFFFFF',
  to: { width, height },
})

/** A piece of work as the server gives it. */
async function workOn(bytes: Uint8Array, resize?: Resize): Promise<ImageWork> {
  const probe = await probeImage(readFromBytes(bytes))
  const type = sniffContentType(bytes)
  const plan = resize && probe.size ? planResize(resize, probe.size)! : undefined
  const upright = type !== 'image/webp'
  return { bytes, type, upright, format: 'png', ...(plan && { resize: { ...plan, color: resize!.color } }) }
}

const make = async (bytes: Uint8Array, resize?: Resize) => (await workers.run(() => workOn(bytes, resize)))[0]!

/** Red, green and blue of one pixel. */
async function colourAt(bytes: Uint8Array, left: number, top: number): Promise<number[]> {
  const pixel = await sharp(bytes).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer()
  return [...pixel]
}

const names = Object.keys(tinyImages) as (keyof typeof tinyImages)[]

describe('pictures', () => {
  test.each(names)('%s is scaled as its header says', async (name) => {
    const made = await make(tinyImage(name), fitting(70, 70))
    const { width, height } = await sharp(made).metadata()
    const { size } = await probeImage(readFromBytes(tinyImage(name)))
    expect([width, height]).toEqual(size!.width > size!.height ? [70, 50] : [50, 70])
  })

  const [width, height] = [64, 48]

  /** Black in the upper left corner, else red at the left and blue at the right. */
  const colourOf = (x: number, y: number) => (x < 16 && y < 16 ? [0, 0, 0] : x < 32 ? [255, 0, 0] : [0, 0, 255])

  /** The sides of the upright picture at which the first row and the first column of the stored one lie (EXIF 2.32, 4.6.4). */
  const sides = {
    1: ['top', 'left'],
    2: ['top', 'right'],
    3: ['bottom', 'right'],
    4: ['bottom', 'left'],
    5: ['left', 'top'],
    6: ['right', 'top'],
    7: ['right', 'bottom'],
    8: ['left', 'bottom'],
  } as const

  /** The upright picture as it is stored with an orientation. */
  function stored(orientation: keyof typeof sides) {
    const [row, column] = sides[orientation]
    const isTurned = row === 'left' || row === 'right'
    const size = isTurned ? { width: height, height: width } : { width, height }
    const at = {
      left: (i: number) => i,
      top: (i: number) => i,
      right: (i: number) => width - 1 - i,
      bottom: (i: number) => height - 1 - i,
    }
    const pixels: number[] = []
    for (let r = 0; r < size.height; r++) {
      for (let c = 0; c < size.width; c++) {
        const [alongRow, alongColumn] = [at[row](r), at[column](c)]
        pixels.push(...(isTurned ? colourOf(alongRow, alongColumn) : colourOf(alongColumn, alongRow)))
      }
    }
    return sharp(Buffer.from(pixels), { raw: { ...size, channels: 3 } })
  }

  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    'a JPEG of orientation %i is upright, and its size is that of the upright picture',
    async (orientation) => {
      const pixels = await stored(orientation)
        .withMetadata({ orientation })
        .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
        .toBuffer()
      expect(await probeImage(readFromBytes(pixels))).toEqual({
        size: { width: 64, height: 48, depth: 3 },
        orientation,
      })
      const made = await make(pixels, fitting(32, 32))
      expect(await sharp(made).metadata()).toMatchObject({ width: 32, height: 24 })
      const [mark, red, blue] = [await colourAt(made, 3, 3), await colourAt(made, 3, 20), await colourAt(made, 28, 12)]
      expect(Math.max(...mark)).toBeLessThan(60)
      expect(red[0]! - red[2]!).toBeGreaterThan(150)
      expect(blue[2]! - blue[0]!).toBeGreaterThan(150)
    },
  )

  test('what is cut, filled up or stretched has the size asked for', async () => {
    const picture = await stored(1).png().toBuffer()
    const sizeWith = async (resize: Partial<Resize>) => {
      const made = await make(picture, { ...fitting(40, 40), ...resize })
      const { width, height } = await sharp(made).metadata()
      return { made, size: [width, height] }
    }
    const padded = await sizeWith({ mode: 'pad', color: '00FF00' })
    expect(padded.size).toEqual([40, 40])
    expect(await colourAt(padded.made, 20, 1)).toEqual([0, 255, 0])
    expect((await sizeWith({ mode: 'fixed' })).size).toEqual([40, 40])
    const filled = await sizeWith({ mode: 'fill' })
    expect(filled.size).toEqual([40, 40])
    expect(await colourAt(filled.made, 39, 39)).toEqual([0, 0, 255])
  })

  test.each([1, 3, 6, 8] as const)('tiles of a picture of orientation %i lie as it is upright', async (orientation) => {
    const pixels = await stored(orientation).withMetadata({ orientation }).png().toBuffer()
    const tiles = { top: 16, width, height: 20, side: 24 }
    const work = { bytes: pixels, type: 'image/png', upright: true, format: 'png', tiles } as const
    const cut = await workers.run(async () => work)
    const sizes = await Promise.all(cut.map((tile) => sharp(tile).metadata()))
    expect(sizes.map((size) => [size.width, size.height])).toEqual([
      [24, 20],
      [24, 20],
      [16, 20],
    ])
    for (const [x, y] of [
      [0, 0],
      [31, 19],
      [32, 0],
      [63, 19],
    ] as const) {
      expect(await colourAt(cut[Math.floor(x / 24)]!, x % 24, y)).toEqual(colourOf(x, y + 16))
    }
  })

  test('a tile of a JPEG has its pixels all but unchanged', async () => {
    const picture = await stored(1).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()
    const tiles = { top: 0, width, height, side: 64 }
    const work = { bytes: picture, type: 'image/jpeg', upright: true, format: 'jpg', quality: 95, tiles } as const
    const [tile] = await workers.run(async () => work)
    for (const x of [30, 31, 32, 33]) {
      const [red, , blue] = await colourAt(tile!, x, 30)
      expect(x < 32 ? red! - blue! : blue! - red!).toBeGreaterThan(230)
    }
  })

  test('four inks become three colours', async () => {
    const made = await make(tinyImage('jpegCmyk'), fitting(14, 14))
    expect(await sharp(made).metadata()).toMatchObject({ space: 'srgb', channels: 3 })
  })

  test('nothing of its metadata is passed on', async () => {
    const made = await make(tinyImage('jpegTurned'))
    expect(await sharp(made).metadata()).not.toHaveProperty('exif')
  })
})

test('a mask is decoded in a child, and one that is none is bad', async () => {
  const mask = {
    width: 2,
    height: 1,
    data: Uint8Array.from([1, 0]),
    palette: [
      [0, 0, 0],
      [9, 9, 9],
    ],
  }
  expect(await workers.readMask(() => encodeIndexedPng(mask))).toEqual(mask)
  const bad = workers.readMask(async () => tinyImage('jpegTurned'))
  await expect(bad).rejects.toThrow(new BadImage('is no PNG'))
})

describe('hostile pictures harm nobody (S14)', () => {
  const header = (width: number, height: number) => {
    const png = Buffer.from(blackPng(1, 1))
    png.writeUInt32BE(width, 16)
    png.writeUInt32BE(height, 20)
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
    return png
  }

  test('900 megapixels of zeros in a small file', async () => {
    const rows = 30_000
    const png = header(rows, rows)
    const zeros = deflateSync(Buffer.alloc((rows + 1) * 1000))
    const part = Buffer.concat([Buffer.from('IDAT'), zeros])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(zeros.length)
    sum.writeUInt32BE(crc32(part))
    const file = Buffer.concat([png.subarray(0, 33), length, part, sum])
    await expect(make(file, fitting(100, 100))).rejects.toThrow(BadImage)
  })

  test('a GIF of very many frames shows its first', async () => {
    const gif = Buffer.from(tinyImage('gif'))
    const frames = Buffer.concat(
      Array<Buffer>(100_000).fill(Buffer.from('2c00000000010001000002024c01003b'.slice(0, -2), 'hex')),
    )
    const file = Buffer.concat([gif.subarray(0, -1), frames, Buffer.from([0x3b])])
    expect(await sharp(await make(file, fitting(14, 14))).metadata()).toMatchObject({ width: 14, height: 10 })
  })

  test('a cut JPEG shows what there is, and one of nothing but a header is refused', async () => {
    const jpeg = await sharp(blackPng(300, 200)).jpeg().toBuffer()
    expect(await sharp(await make(jpeg.subarray(0, -200), fitting(30, 30))).metadata()).toMatchObject({ width: 30 })
    await expect(make(jpeg.subarray(0, 20), fitting(30, 30))).rejects.toThrow('cannot be decoded')
  })

  test('a file that is no picture, or of a kind that runs', async () => {
    for (const text of ['', 'hello', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', '%PDF-1.7']) {
      await expect(make(Buffer.from(text))).rejects.toThrow(BadImage)
    }
  })

  test('EXIF that points to itself, or says nonsense', async () => {
    const jpeg = Buffer.from(tinyImage('jpegTurned'))
    const exif = jpeg.indexOf('Exif')
    for (const [at, value] of [
      [exif + 6 + 4, 8],
      [exif + 6 + 10 + 8, 99],
      [exif + 6 + 8, 0xffff],
    ] as const) {
      const broken = Buffer.from(jpeg)
      broken.writeUInt16LE(value, at)
      const made = await sharp(await make(broken, fitting(70, 70))).metadata()
      expect(Math.max(made.width, made.height)).toBe(70)
    }
  })

  test('one that takes too long ends with its child, and the next is made', async () => {
    const hasty = new ImageWorkers({ atOnce: 1, longestWork: 1 })
    const slow = await sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    await expect(hasty.run(() => workOn(slow, fitting(2900, 2900)))).rejects.toThrow(
      'takes too long or too much memory',
    )
    hasty.close()
    expect(await make(slow, fitting(10, 10))).toBeInstanceOf(Uint8Array)
  })
})

test('more than may wait are turned away, and who waits holds no bytes', async () => {
  const few = new ImageWorkers({ atOnce: 1, mostWaiting: 1 })
  let prepared = 0
  const prepare = async () => {
    prepared++
    return workOn(tinyImage('pngRgb'), fitting(14, 14))
  }
  const [first, second] = [few.run(prepare), few.run(prepare)]
  await expect(few.run(prepare)).rejects.toThrow(TooManyWaiting)
  expect(prepared).toBe(1)
  await Promise.all([first, second])
  expect(prepared).toBe(2)
  few.close()
  await expect(few.run(prepare)).rejects.toThrow(TooManyWaiting)
})

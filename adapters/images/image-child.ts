import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { decodeBmp } from './bmp.ts'
import { decodeIndexedPng } from './decode-indexed-png.ts'
import type { FromChild, ImageWork, Tiles, ToChild } from './image-work.ts'
import { BadPng } from './png-chunks.ts'

/**
 * The process in which pictures are decoded: whatever a hostile file does to the decoder, it does here (reliability S14).
 * Started by `ImageWorkers`, which kills it when it takes too long; it ends by itself when it takes too much memory, or when
 * the server is gone.
 */
const MOST_PIXELS = 100_000_000
const MOST_MEMORY = 1024 * 1024 * 1024
const LOOK_AT_MEMORY_EVERY = 25

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`),
})

// Decoders run beside the event loop, so this goes on while they do.
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_MEMORY) process.exit(1)
}, LOOK_AT_MEMORY_EVERY)

process.on('disconnect', () => process.exit())
process.on('message', async (work: ToChild) => {
  const answer: FromChild = await make(work).catch((error) => {
    return { reason: error instanceof BadPng ? error.message : 'cannot be decoded' }
  })
  process.send!(answer)
})

async function make(work: ToChild): Promise<FromChild> {
  return { made: 'mask' in work ? await decodeIndexedPng(work.mask) : await makeImage(work) }
}

async function makeImage(work: ImageWork): Promise<Uint8Array[]> {
  const { resize, tiles, upright } = work
  const options: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: 'none', autoOrient: upright }
  let image: Sharp
  if (work.type === 'image/bmp') {
    const { data, ...raw } = decodeBmp(work.bytes)
    image = sharp(data, { ...options, raw })
  } else image = sharp(work.bytes, options)
  if (resize) {
    const { scaled, canvas, color } = resize
    image = image.resize({ ...scaled, fit: 'fill' })
    const [x, y] = [canvas.width - scaled.width, canvas.height - scaled.height]
    if (x < 0 || y < 0) {
      image = image.extract({ left: Math.floor(-x / 2), top: Math.floor(-y / 2), ...canvas })
    } else if (x > 0 || y > 0) {
      const [left, top] = [Math.floor(x / 2), Math.floor(y / 2)]
      image = image.extend({ left, top, right: x - left, bottom: y - top, background: `#${color}` })
    }
  }
  image = image.toColourspace('srgb')
  return tiles ? await cutTiles(image, work, tiles) : [await encode(image, work).toBuffer()]
}

/** A strip of the picture is decoded once, without what lies below it, and cut to tiles. */
async function cutTiles(image: Sharp, work: ImageWork, { top, width, height, side }: Tiles) {
  const strip = image.extract({ left: 0, top, width, height }).raw({ depth: 'uchar' })
  const { data, info } = await strip.toBuffer({ resolveWithObject: true })
  const results: Uint8Array[] = []
  for (let left = 0; left < width; left += side) {
    const tile = sharp(data, { raw: { width, height, channels: info.channels } })
    const box = { left, top: 0, width: Math.min(side, width - left), height }
    results.push(await encode(tile.extract(box), work).toBuffer())
  }
  return results
}

function encode(image: Sharp, { format, quality, tiles }: ImageWork): Sharp {
  if (format === 'jpg')
    return image
      .flatten({ background: '#FFFFFF' })
      .jpeg({ quality: quality ?? 85, chromaSubsampling: tiles ? '4:4:4' : '4:2:0' })
  if (format === 'webp') return image.webp({ quality: quality ?? 80, effort: 2 })
  return image.png({ compressionLevel: 6 })
}

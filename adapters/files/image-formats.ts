import { readAvif } from './avif.ts'
import { BadHeader, type HeaderReader, readMark } from './header-reader.ts'

/** What a header says, not yet checked against any limit. */
export type ImageHeader = { width: number; height: number; depth: number; orientation?: number }

/** By the type that sniffing gives. */
export const imageReaders: Record<string, (file: HeaderReader) => Promise<ImageHeader>> = {
  'image/jpeg': readJpeg,
  'image/png': readPng,
  'image/bmp': readBmp,
  'image/gif': readGif,
  'image/webp': readWebp,
  'image/tiff': readTiff,
  'image/avif': readAvif,
}

const mostSegments = 2000

/** Walks the segments to the frame header; bytes between two segments are passed over as decoders do. */
async function readJpeg(file: HeaderReader): Promise<ImageHeader> {
  let orientation: number | undefined
  let at = 2
  for (let step = 0; step < mostSegments; step++) {
    const [first, marker] = (await file.bytes(at, 2)) as unknown as [number, number]
    if (first !== 0xff || marker === 0xff || marker === 0) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (marker === 0xd9 || marker === 0xda) break
    else if (isFrame(marker)) {
      const frame = await file.view(at + 4, 6)
      const depth = frame.getUint8(5)
      if (depth < 1 || depth > 4) throw new BadHeader(`has a frame of ${depth} colours`)
      return { width: frame.getUint16(3), height: frame.getUint16(1), depth, orientation }
    } else {
      if (marker === 0xe1) orientation ??= await readExifOrientation(file, at + 4)
      at += 2 + (await file.view(at + 2, 2)).getUint16(0)
    }
  }
  throw new BadHeader('has no frame header')
}

/** SOF0 to SOF15, without the three markers of that row that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function readExifOrientation(file: HeaderReader, at: number): Promise<number | undefined> {
  return ifReadable(async () => {
    const view = await file.view(at, 6)
    if (readMark(view, 0) !== 'Exif') return undefined
    return (await readTiffTags(file, at + 6)).get(tags.orientation)
  })
}

/** A broken EXIF part does not make the image unreadable. */
async function ifReadable(read: () => Promise<number | undefined>): Promise<number | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof BadHeader) return undefined
    throw error
  }
}

/** Colour type by channels; a palette stands for colours. */
const pngDepth: Record<number, number> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }

async function readPng(file: HeaderReader): Promise<ImageHeader> {
  const header = await file.view(8, 21)
  const depth = pngDepth[header.getUint8(17)]
  if (readMark(header, 4) !== 'IHDR' || depth === undefined) throw new BadHeader('has no valid IHDR part')
  const [width, height] = [header.getUint32(8), header.getUint32(12)]
  return { width, height, depth, orientation: await ifReadable(() => findPngOrientation(file)) }
}

/** Where the pixels begin no EXIF part follows that a browser would heed. */
async function findPngOrientation(file: HeaderReader): Promise<number | undefined> {
  let at = 33
  for (let step = 0; step < mostSegments; step++) {
    const part = await file.view(at, 8)
    const kind = readMark(part, 4)
    if (kind === 'eXIf') return (await readTiffTags(file, at + 8)).get(tags.orientation)
    if (kind === 'IDAT' || kind === 'IEND') return undefined
    at += 12 + part.getUint32(0)
  }
  return undefined
}

/** A negative height means rows from the top. A fourth byte is transparency only where a mask says so. */
async function readBmp(file: HeaderReader): Promise<ImageHeader> {
  const headerSize = (await file.view(14, 4)).getUint32(0, true)
  if (headerSize < 40) {
    const header = await file.view(18, 4)
    return { width: header.getUint16(0, true), height: header.getUint16(2, true), depth: 3 }
  }
  const header = await file.view(18, 12)
  const hasAlpha = headerSize >= 56 && (await file.view(66, 4)).getUint32(0, true) !== 0
  return {
    width: header.getInt32(0, true),
    height: Math.abs(header.getInt32(4, true)),
    depth: header.getUint16(10, true) === 32 && hasAlpha ? 4 : 3,
  }
}

async function readGif(file: HeaderReader): Promise<ImageHeader> {
  const header = await file.view(6, 4)
  return { width: header.getUint16(0, true), height: header.getUint16(2, true), depth: 3 }
}

async function readWebp(file: HeaderReader): Promise<ImageHeader> {
  const header = await file.view(12, 18)
  const kind = readMark(header, 0)
  if (kind === 'VP8 ' && header.getUint8(11) === 0x9d && header.getUint16(12) === 0x012a) {
    return { width: header.getUint16(14, true) & 0x3fff, height: header.getUint16(16, true) & 0x3fff, depth: 3 }
  }
  if (kind === 'VP8L' && header.getUint8(8) === 0x2f) {
    const bits = header.getUint32(9, true)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), depth: (bits >>> 28) & 1 ? 4 : 3 }
  }
  if (kind === 'VP8X') {
    const width = 1 + (header.getUint32(12, true) & 0xffffff)
    const height = 1 + (header.getUint32(14, true) >>> 8)
    return { width, height, depth: header.getUint8(8) & 0x10 ? 4 : 3 }
  }
  throw new BadHeader('has no valid VP8 part')
}

const tags = { width: 256, height: 257, photometric: 262, orientation: 274, channels: 277 }
const paletteColours = 3

async function readTiff(file: HeaderReader): Promise<ImageHeader> {
  const found = await readTiffTags(file, 0)
  const channels = found.get(tags.channels) ?? 1
  return {
    width: found.get(tags.width) ?? 0,
    height: found.get(tags.height) ?? 0,
    depth: found.get(tags.photometric) === paletteColours ? 3 : Math.max(1, Math.min(channels, 4)),
    orientation: found.get(tags.orientation),
  }
}

/** The single 16 and 32-bit numbers of the first directory; offsets count from `base`, where the byte order stands. */
async function readTiffTags(file: HeaderReader, base: number): Promise<Map<number, number>> {
  const start = await file.view(base, 8)
  const little = start.getUint16(0) === 0x4949
  if ((!little && start.getUint16(0) !== 0x4d4d) || start.getUint16(2, little) !== 42) {
    throw new BadHeader('has no valid TIFF directory')
  }
  const directory = base + start.getUint32(4, little)
  const count = (await file.view(directory, 2)).getUint16(0, little)
  const entries = await file.view(directory + 2, 12 * count)
  const found = new Map<number, number>()
  for (let at = 0; at < 12 * count; at += 12) {
    const type = entries.getUint16(at + 2, little)
    if (entries.getUint32(at + 4, little) !== 1) continue
    if (type === 3) found.set(entries.getUint16(at, little), entries.getUint16(at + 8, little))
    if (type === 4) found.set(entries.getUint16(at, little), entries.getUint32(at + 8, little))
  }
  return found
}

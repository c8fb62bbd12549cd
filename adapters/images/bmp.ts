/** Pixels row by row from the top, `channels` bytes each: colours, and transparency as a fourth. */
export type RawImage = { data: Uint8Array; width: number; height: number; channels: 3 | 4 }

const MOST_PIXELS = 100_000_000
const kinds = { plain: 0, rle8: 1, rle4: 2, masks: 3, masksWithAlpha: 6 }

/**
 * Decodes a BMP, which the image library does not know: 1 to 32 bits a pixel, palettes, masks and run lengths. Bytes that a
 * cut file lacks are black. Throws where it is no such file.
 */
export function decodeBmp(bytes: Uint8Array): RawImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = readHeader(view)
  const { width, height } = header
  if (width < 1 || height < 1 || width * height > MOST_PIXELS) throw new Error('a BMP of no size')
  if (header.kind === kinds.rle8 || header.kind === kinds.rle4) return decodeRuns(view, header)
  if (header.bits <= 8) return decodeIndexes(view, header)
  return decodeColours(view, header)
}

type Header = ReturnType<typeof readHeader>

function readHeader(view: DataView) {
  const size = view.getUint32(14, true)
  const isOld = size === 12
  const signedHeight = isOld ? view.getUint16(20, true) : view.getInt32(22, true)
  const bits = view.getUint16(isOld ? 24 : 28, true)
  const kind = isOld ? kinds.plain : view.getUint32(30, true)
  const hasMasks = kind === kinds.masks || kind === kinds.masksWithAlpha
  const maskBytes = size === 40 && hasMasks ? (kind === kinds.masks ? 12 : 16) : 0
  const colours = isOld ? 0 : Math.min(view.getUint32(46, true), 256)
  return {
    width: isOld ? view.getUint16(18, true) : view.getInt32(18, true),
    height: Math.abs(signedHeight),
    fromTop: signedHeight < 0,
    bits,
    kind,
    start: view.getUint32(10, true),
    palette: { start: 14 + size + maskBytes, count: colours || 2 ** Math.min(bits, 8), step: isOld ? 3 : 4 },
    masks: hasMasks
      ? [0, 4, 8, 12].map((at) => (at < 12 || size >= 56 || maskBytes === 16 ? view.getUint32(54 + at, true) : 0))
      : null,
  }
}

/** Where a row of the result is: the file has them from the bottom, as a rule. */
const rowOf = ({ fromTop, height }: Header, y: number) => (fromTop ? y : height - 1 - y)

const byteAt = (view: DataView, at: number) => (at < view.byteLength ? view.getUint8(at) : 0)

function painter(view: DataView, header: Header) {
  const { palette, width, height } = header
  const data = new Uint8Array(width * height * 3)
  const paint = (x: number, y: number, index: number) => {
    if (x >= width || y >= height || index >= palette.count) return
    const from = palette.start + index * palette.step
    const to = (rowOf(header, y) * width + x) * 3
    for (let i = 0; i < 3; i++) data[to + i] = byteAt(view, from + 2 - i)
  }
  return { image: { data, width, height, channels: 3 } satisfies RawImage, paint }
}

function decodeIndexes(view: DataView, header: Header): RawImage {
  const { width, height, bits, start } = header
  if (![1, 2, 4, 8].includes(bits)) throw new Error('a BMP of strange pixels')
  const { image, paint } = painter(view, header)
  const stride = rowBytes(header)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bits
      const byte = byteAt(view, start + y * stride + (bit >> 3))
      paint(x, y, (byte >> (8 - bits - (bit & 7))) & (2 ** bits - 1))
    }
  }
  return image
}

function decodeColours(view: DataView, header: Header): RawImage {
  const { width, height, bits, start } = header
  if (![16, 24, 32].includes(bits)) throw new Error('a BMP of strange pixels')
  const masks = header.masks ?? (bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0xff00, 0xff, 0])
  const channels = masks[3] ? 4 : 3
  const parts = masks.slice(0, channels).map(partOf)
  const data = new Uint8Array(width * height * channels)
  const step = bits / 8
  const stride = rowBytes(header)
  for (let y = 0; y < height; y++) {
    let to = rowOf(header, y) * width * channels
    for (let x = 0; x < width; x++) {
      const at = start + y * stride + x * step
      let pixel = 0
      for (let i = step - 1; i >= 0; i--) pixel = pixel * 256 + byteAt(view, at + i)
      for (const part of parts) data[to++] = part(pixel)
    }
  }
  return { data, width, height, channels }
}

/** Takes one colour out of a pixel and brings it to 0 to 255. */
function partOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0
  const shift = 31 - Math.clz32(mask & -mask)
  const most = mask >>> shift
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most)
}

/** Runs of one index, runs of single indexes, ends of lines and jumps. */
function decodeRuns(view: DataView, header: Header): RawImage {
  const isHalf = header.kind === kinds.rle4
  const { image, paint } = painter(view, header)
  const indexOf = (byte: number, i: number) => (isHalf ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte)
  let [at, x, y] = [header.start, 0, 0]
  while (at + 1 < view.byteLength && y < header.height) {
    const [count, value] = [view.getUint8(at), view.getUint8(at + 1)]
    at += 2
    if (count > 0) {
      for (let i = 0; i < count; i++) paint(x++, y, indexOf(value, i))
    } else if (value === 0) {
      ;[x, y] = [0, y + 1]
    } else if (value === 1) {
      break
    } else if (value === 2) {
      x += byteAt(view, at)
      y += byteAt(view, at + 1)
      at += 2
    } else {
      const length = isHalf ? Math.ceil(value / 2) : value
      for (let i = 0; i < value; i++) paint(x++, y, indexOf(byteAt(view, at + (isHalf ? i >> 1 : i)), i))
      at += length + (length & 1)
    }
  }
  return image
}

/** Rows end at multiples of four bytes. */
const rowBytes = ({ width, bits }: Header) => Math.ceil((width * bits) / 32) * 4

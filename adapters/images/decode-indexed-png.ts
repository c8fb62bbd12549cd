import { Readable } from 'node:stream'
import { createInflate } from 'node:zlib'
import { longestSide, mostPixels } from '#adapters/files/image-size.ts'
import type { Pixels } from '#core/formats/files.ts'
import { BadPng, splitPngChunks } from './png-chunks.ts'

/**
 * Decodes a PNG of few colours, as masks are: an index for each pixel and the palette, that of the file or, of a picture of
 * colours, one of those that are met. A grey picture has no palette: its values are what the tool that made it wrote. What is
 * wholly transparent is black. Throws `BadPng`; holds a row beside the result, whatever the file says (reliability S14).
 */
export async function decodeIndexedPng(bytes: Uint8Array): Promise<Pixels> {
  let header: Header | undefined
  let palette: number[][] | undefined
  const parts: Uint8Array[] = []
  for (const { kind, data } of splitPngChunks(bytes)) {
    if (kind === 'IHDR') header ??= readHeader(data)
    else if (kind === 'PLTE') palette ??= Array.from({ length: Math.floor(data.length / 3) }, (_, i) => rgbAt(data, i))
    else if (kind === 'IDAT') parts.push(data)
    if (header === undefined) throw new BadPng('is a PNG without a header')
  }
  const { width, height, kind } = header!
  const data = new Uint8Array(width * height)
  const picture = new IndexedPicture(header!, data)
  await eachRow(parts, header!, picture)
  if (kind === kinds.grey || kind === kinds.greyAlpha) return { width, height, data }
  if (kind !== kinds.palette) return { width, height, data, palette: picture.palette }
  let last = 0
  for (const index of data) if (index > last) last = index
  if (last >= (palette?.length ?? 0)) throw new BadPng(`has pixels of the colour ${last}, which its palette lacks`)
  return { width, height, data, palette: palette! }
}

type Header = { width: number; height: number; bits: number; kind: number; isInterlaced: boolean }

const kinds = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 }
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

function readHeader(data: Uint8Array): Header {
  if (data.length !== 13) throw new BadPng('is a PNG without a header')
  const view = new DataView(data.buffer, data.byteOffset)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [bits, kind, compression, filter, interlace] = data.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ]
  if (width === 0 || height === 0) throw new BadPng('has no width or no height')
  if (Math.max(width, height) > longestSide || width * height > mostPixels) {
    throw new BadPng(`is too large with ${width} x ${height} pixels`)
  }
  const mayBeSmall = kind === kinds.grey || kind === kinds.palette
  if (bits === 16) throw new BadPng('has 16 bits a channel; masks are read with up to 8')
  const isKnown = channelsOf[kind] !== undefined && (bits === 8 || (mayBeSmall && [1, 2, 4].includes(bits)))
  if (!isKnown || compression !== 0 || filter !== 0 || interlace > 1) throw new BadPng('is a PNG of an unknown kind')
  return { width, height, bits, kind, isInterlaced: interlace === 1 }
}

const rgbAt = (data: Uint8Array, index: number) => [...data.subarray(3 * index, 3 * index + 3)]

/** Which pixels of the picture a row holds: from column `x` of line `y`, every `step`th. */
type Row = { x: number; y: number; step: number; count: number }

/** First column and line, and steps between them, of the seven pictures an interlaced one is parted into. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

async function eachRow(parts: Uint8Array[], header: Header, picture: IndexedPicture): Promise<void> {
  const { width, height, bits, kind, isInterlaced } = header
  const inflated = new Inflated(parts)
  const pixelBits = bits * channelsOf[kind]!
  const pixelBytes = Math.ceil(pixelBits / 8)
  try {
    for (const [left, top, across, down] of isInterlaced ? passes : [[0, 0, 1, 1] as const]) {
      const count = Math.ceil((width - left) / across)
      if (count <= 0) continue
      let [row, above] = [0, 1].map(() => new Uint8Array(1 + Math.ceil((count * pixelBits) / 8))) as [
        Uint8Array,
        Uint8Array,
      ]
      for (let y = top; y < height; y += down) {
        await inflated.read(row)
        unfilter(row, above, pixelBytes)
        picture.paint(row.subarray(1), { x: left, y, step: across, count })
        ;[row, above] = [above, row]
      }
    }
  } finally {
    inflated.close()
  }
}

/** What the parts hold, as far as it is asked for. */
class Inflated {
  readonly #source: Readable
  readonly #chunks: AsyncIterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array()

  constructor(parts: Uint8Array[]) {
    this.#source = Readable.from(parts)
    this.#chunks = this.#source.pipe(createInflate({ chunkSize: 64 * 1024 }))[Symbol.asyncIterator]()
  }

  async read(into: Uint8Array): Promise<void> {
    for (let done = 0; done < into.length; ) {
      if (this.#chunk.length === 0) this.#chunk = await this.#next()
      const piece = this.#chunk.subarray(0, into.length - done)
      into.set(piece, done)
      done += piece.length
      this.#chunk = this.#chunk.subarray(piece.length)
    }
  }

  close(): void {
    this.#source.destroy()
    void this.#chunks.return?.()
  }

  async #next(): Promise<Uint8Array> {
    const next = await this.#chunks.next().catch(() => {
      throw new BadPng('has pixels that cannot be decompressed')
    })
    if (next.done) throw new BadPng('has fewer pixels than its header says')
    return next.value
  }
}

/** The first byte of a row says how the others are told by those on their left and above (PNG specification, section 9). */
function unfilter(row: Uint8Array, above: Uint8Array, step: number): void {
  const kind = row[0]!
  if (kind > 4) throw new BadPng('has a row with an unknown filter')
  if (kind === 0) return
  for (let i = 1; i < row.length; i++) {
    const left = i > step ? row[i - step]! : 0
    const up = above[i]!
    if (kind === 1) row[i]! += left
    else if (kind === 2) row[i]! += up
    else if (kind === 3) row[i]! += (left + up) >> 1
    else row[i]! += nearest(left, up, i > step ? above[i - step]! : 0)
  }
}

/** Of three neighbours the one that lies nearest to left + up - corner. */
function nearest(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

class IndexedPicture {
  readonly #header: Header
  readonly #data: Uint8Array
  /** Colours met, in the order of their indices. */
  readonly palette: number[][] = []
  readonly #indices = new Map<number, number>()
  #last = { color: -1, index: 0 }

  constructor(header: Header, data: Uint8Array) {
    this.#header = header
    this.#data = data
  }

  paint(row: Uint8Array, { x, y, step, count }: Row): void {
    const { width, bits, kind } = this.#header
    const channels = channelsOf[kind]!
    for (let i = 0, to = y * width + x; i < count; i++, to += step) {
      if (channels >= 3) this.#data[to] = this.#indexOf(row, i * channels, channels)
      else if (bits === 8) this.#data[to] = row[i * channels]!
      else this.#data[to] = (row[(i * bits) >> 3]! >> (8 - bits - ((i * bits) & 7))) & (2 ** bits - 1)
    }
  }

  #indexOf(row: Uint8Array, at: number, channels: number): number {
    const isClear = channels === 4 && row[at + 3] === 0
    const color = isClear ? 0 : (row[at]! << 16) | (row[at + 1]! << 8) | row[at + 2]!
    if (color !== this.#last.color) this.#last = { color, index: this.#indices.get(color) ?? this.#add(color) }
    return this.#last.index
  }

  #add(color: number): number {
    const index = this.#indices.size
    if (index > 255) throw new BadPng('has more than 256 colours')
    this.#indices.set(color, index)
    this.palette.push([color >> 16, (color >> 8) & 255, color & 255])
    return index
  }
}

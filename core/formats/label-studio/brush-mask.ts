import { boxOfMask, isPaintable, maskOfBox } from '#core/formats/places/box-pixels.ts'
import type { Runs } from '#core/formats/places/rle.ts'
import type { ImageSize } from '#core/geometry/shape.ts'

/** Bits that the length of a run takes, less one; the shortest that fits is written. */
const lengthBits = [3, 4, 8, 16] as const
const longestRun = 2 ** 16
/** Red, green, blue and how much of them: a pixel belongs to the mask where the last is more than half. */
const channels = 4
const half = 127

/**
 * The mask of a brush: bits, the highest of a byte first. In front the number of values (32 bits), the bits of a value less
 * one (5) and four times those of a length less one (4); then runs, each one bit whether it repeats one value, two bits
 * which length it has, the length less one, and its value or values. The values are the channels of the pixels, row by row.
 * Answers the end of a sentence where it is none.
 */
export function readBrush(bytes: unknown, [width, height]: ImageSize): Runs | string {
  if (!Array.isArray(bytes) || !bytes.every(isByte)) return 'holds a brush without a list of bytes'
  if (!isPaintable({ width, height })) return 'holds a brush in a picture that is too large'
  const bits = new BitReader(bytes)
  const count = bits.read(32)
  const valueBits = bits.read(5) + 1
  const sizes = [0, 0, 0, 0].map(() => bits.read(4) + 1)
  if (valueBits !== 8) return `holds a brush with values of ${valueBits} bits`
  if (count !== width * height * channels) {
    return `holds a brush of ${count / channels} pixels in a picture of ${width} x ${height}`
  }
  const data = new Uint8Array(width * height)
  for (let at = 0; at < count; ) {
    const isRepeated = bits.read(1) === 1
    const end = at + bits.read(sizes[bits.read(2)]!) + 1
    if (end > count || bits.isOver) return 'holds a brush whose runs do not fit its picture'
    if (isRepeated) {
      // Whole pixels whose last channel lies in the run.
      if (bits.read(valueBits) > half) data.fill(1, Math.floor(at / channels), Math.floor(end / channels))
      at = end
    } else {
      for (; at < end; at++) {
        if (bits.read(valueBits) > half && at % channels === channels - 1) data[(at - channels + 1) / channels] = 1
      }
    }
  }
  return bits.isOver
    ? 'holds a brush that ends too early'
    : maskOfBox({ left: 0, top: 0, width, height, data }, [width, height])
}

/** undefined where the mask is empty or too large. */
export function writeBrush(mask: Runs): number[] | undefined {
  const [height, width] = mask.size
  const box = boxOfMask(mask)
  if (box === undefined) return undefined
  const bits = new BitWriter()
  bits.write(width * height * channels, 32)
  bits.write(7, 5)
  for (const size of lengthBits) bits.write(size - 1, 4)
  let [value, length] = [0, 0]
  const push = (next: number, count: number) => {
    if (next !== value) {
      bits.writeRuns(value, length * channels)
      length = 0
    }
    value = next
    length += count
  }
  push(0, box.top * width)
  for (let y = 0; y < box.height; y++) {
    push(0, box.left)
    for (let x = 0; x < box.width; x++) push(box.data[y * box.width + x] === 0 ? 0 : 255, 1)
    push(0, width - box.left - box.width)
  }
  push(0, (height - box.top - box.height) * width)
  bits.writeRuns(value, length * channels)
  return bits.bytes()
}

class BitReader {
  readonly #bytes: readonly number[]
  #at = 0

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes
  }

  /** More bits were read than there are. */
  get isOver(): boolean {
    return this.#at > this.#bytes.length * 8
  }

  read(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1)
    }
    return value
  }
}

class BitWriter {
  readonly #bytes: number[] = []
  #free = 0

  write(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      if (this.#free === 0) {
        this.#bytes.push(0)
        this.#free = 8
      }
      this.#free--
      this.#bytes[this.#bytes.length - 1]! |= (Math.floor(value / 2 ** i) & 1) << this.#free
    }
  }

  writeRuns(value: number, length: number): void {
    for (let rest = length; rest > 0; rest -= longestRun) {
      const run = Math.min(rest, longestRun)
      const code = lengthBits.findIndex((bits) => run <= 2 ** bits)
      this.write(1, 1)
      this.write(code, 2)
      this.write(run - 1, lengthBits[code]!)
      this.write(value, 8)
    }
  }

  bytes(): number[] {
    return this.#bytes
  }
}

function isByte(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImageSize } from '#core/geometry/shape.ts'
import { readBrush, writeBrush } from './brush-mask.ts'

const size: ImageSize = [4, 2, 3]
/** 32 values of 8 bits, lengths of 3, 4, 8 and 16 bits. */
const head = `${(32).toString(2).padStart(32, '0')}00111${['0010', '0011', '0111', '1111'].join('')}`
const bytesOf = (bits: string) =>
  (bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))

test('runs of one value and of several are read by the last channel of each pixel', () => {
  // One pixel without, two within, of which the first is spelled out, and the rest without.
  const written = ['0', '00', '111', '00000000'.repeat(7), '11111111', '1', '00', '011', '11111111']
  const rest = ['1', '01', '1111', '00000000', '1', '01', '0011', '00000000']
  const mask = readBrush(bytesOf(head + [...written, ...rest].join('')), size)
  expect(mask).toEqual({ size: [2, 4], runs: [2, 1, 1, 1, 3] })
})

test('are written as they are read', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 20 }),
      fc.infiniteStream(fc.nat(400)),
      (width, height, stream) => {
        const runs: number[] = []
        let rest = width * height
        for (const run of stream) {
          const next = Math.min(rest, runs.length === 0 ? run : run + 1)
          runs.push(next)
          rest -= next
          if (rest === 0) break
        }
        const mask = { size: [height, width] as const, runs }
        const bytes = writeBrush(mask)
        if (runs.length < 2) expect(bytes).toBeUndefined()
        else expect(readBrush(bytes, [width, height, 3])).toEqual(mask)
      },
    ),
  )
})

test.each([
  [undefined, 'without a list of bytes'],
  [[1, 256], 'without a list of bytes'],
  [[], 'with values of 1 bits'],
  [bytesOf(`${'0'.repeat(32)}00111`), 'of 0 pixels'],
  [bytesOf(head), 'whose runs do not fit'],
  [bytesOf(`${head}111${'1'.repeat(24)}`), 'whose runs do not fit'],
  [bytesOf(`${head}1100001111111111111`).slice(0, 8), 'ends too early'],
])('%j is none', (bytes, reason) => {
  expect(readBrush(bytes, size)).toContain(reason)
})

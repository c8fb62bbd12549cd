import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outlineOfMask } from './mask-outline.ts'
import { paintPolygons } from './paint-polygons.ts'
import { areaOfMask, compressMask, type Runs, readMask } from './rle.ts'

/** Rows of a picture, `#` the object. */
function maskOf(...rows: string[]): Runs {
  const [height, width] = [rows.length, rows[0]!.length]
  const runs: number[] = [0]
  let isObject = false
  for (let at = 0; at < height * width; at++) {
    if ((rows[at % height]![Math.floor(at / height)] === '#') !== isObject) {
      runs.push(0)
      isObject = !isObject
    }
    runs[runs.length - 1]!++
  }
  return { size: [height, width], runs }
}

describe('masks of COCO', () => {
  test('are written as the tools of COCO write them', () => {
    expect(compressMask({ size: [9, 10], runs: [6, 1, 40, 4, 5, 4, 5, 4, 21] })).toEqual({
      size: [9, 10],
      counts: '61X13mN000`0',
    })
    expect(readMask({ size: [9, 10], counts: '61X13mN000`0' })).toEqual({
      size: [9, 10],
      runs: [6, 1, 40, 4, 5, 4, 5, 4, 21],
    })
  })

  test('come back from their text', () => {
    const any = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 40 }).map((runs): Runs => {
      return {
        size: [
          1,
          Math.max(
            1,
            runs.reduce((one, other) => one + other, 0),
          ),
        ],
        runs,
      }
    })
    fc.assert(
      fc.property(any, (mask) => {
        fc.pre(mask.size[1] === mask.runs.reduce((one, other) => one + other, 0))
        expect(readMask(compressMask(mask))).toEqual(mask)
        expect(readMask({ size: mask.size, counts: mask.runs })).toEqual(mask)
      }),
    )
  })

  test.each([
    [null, 'holds a mask that is no object'],
    [{ counts: [1] }, 'holds a mask without a size'],
    [{ size: [0, 1], counts: [0] }, 'holds a mask without a size'],
    [{ size: [1e9, 1e9], counts: [1e18] }, 'holds a mask without a size'],
    [{ size: [2, 2], counts: [1, 2] }, 'holds a mask that counts 3 pixels of 4'],
    [{ size: [2, 2], counts: [1, -1, 4] }, 'holds a mask whose counts cannot be read'],
    [{ size: [2, 2], counts: ['4'] }, 'holds a mask whose counts cannot be read'],
    [{ size: [2, 2], counts: 'oooooooooooo' }, 'holds a mask whose counts cannot be read'],
    [{ size: [2, 2], counts: '\u{1f600}' }, 'holds a mask whose counts cannot be read'],
    [{ size: [2, 2] }, 'holds a mask whose counts cannot be read'],
  ])('%j is none', (given, reason) => {
    expect(readMask(given)).toBe(reason)
  })

  test('have the outline of their largest part', () => {
    const mask = maskOf('.....#', '.###..', '.#.#.#', '.####.', '......')
    expect(areaOfMask(mask)).toBe(11)
    expect(outlineOfMask(mask)).toEqual([
      [1, 1],
      [4, 1],
      [4, 3],
      [5, 3],
      [5, 4],
      [1, 4],
    ])
    expect(outlineOfMask(maskOf('..', '..'))).toBe('holds an empty mask')
  })

  test('without holes and in one part are what their outline encloses', () => {
    const side = fc.integer({ min: 1, max: 6 })
    // Columns that overlap with their neighbours are one part without a hole.
    const columns = fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(columns, (found) => {
        const rows = Array.from({ length: 13 }, (_, y) =>
          found.map(([up, down]) => (y >= 6 - up && y <= 6 + down ? '#' : '.')).join(''),
        )
        const points = outlineOfMask(maskOf(...rows))
        if (typeof points === 'string') throw new Error(points)
        const painted = paintPolygons([found.length, 13, 1], [{ points, value: 1 }])
        expect(Array.from(painted, (value) => (value ? '#' : '.')).join('')).toBe(rows.join(''))
      }),
    )
  })
})

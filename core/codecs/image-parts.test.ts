import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxOfTile, parseImagePart, sizeOfOverview, TILE, writeImagePart } from './image-parts.ts'

const size = fc.record({ width: fc.integer({ min: 1, max: 32_768 }), height: fc.integer({ min: 1, max: 32_768 }) })

describe('a part', () => {
  test.each(['overview', '0,0', '3,0', '31,12'])('%s is read as it is written', (text) => {
    expect(writeImagePart(parseImagePart(text)!)).toBe(text)
  })

  test.each(['', 'Overview', '1', '1,', '-1,0', '01,0', '1,1,1', '1.5,0', '1000,0', ' 1,0', '1e2,0'])(
    '"%s" is none',
    (text) => expect(parseImagePart(text)).toBeUndefined(),
  )
})

describe('an overview', () => {
  test('of a large picture has twelve million pixels and its proportions', () => {
    expect(sizeOfOverview({ width: 12_000, height: 8000 })).toEqual({ width: 4243, height: 2828 })
  })

  test('of a small one is as large as it is', () => {
    expect(sizeOfOverview({ width: 300, height: 200 })).toEqual({ width: 300, height: 200 })
  })

  test('is never too large and never nothing', () => {
    fc.assert(
      fc.property(size, (whole) => {
        const { width, height } = sizeOfOverview(whole)
        expect(width * height).toBeLessThan(12_100_000)
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})

describe('tiles', () => {
  test('cover every pixel of the picture once', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (whole, x, y) => {
        const [px, py] = [x % whole.width, y % whole.height]
        const box = boxOfTile({ column: Math.floor(px / TILE), row: Math.floor(py / TILE) }, whole)!
        expect(box.left <= px && px < box.left + box.width).toBe(true)
        expect(box.top <= py && py < box.top + box.height).toBe(true)
        expect(box.left + box.width <= whole.width && box.top + box.height <= whole.height).toBe(true)
        expect(Math.max(box.width, box.height)).toBeLessThanOrEqual(TILE)
      }),
    )
  })

  test('beyond the border there are none', () => {
    expect(boxOfTile({ column: 2, row: 0 }, { width: 2048, height: 1 })).toBeUndefined()
    expect(boxOfTile({ column: 0, row: 1 }, { width: 2048, height: 1024 })).toBeUndefined()
  })
})

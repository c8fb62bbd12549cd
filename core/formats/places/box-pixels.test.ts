import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BoxPixels, boxOfMask, maskOfBox } from './box-pixels.ts'

/** Whether a pixel of the picture belongs to the object. */
function isIn({ left, top, width, height, data }: BoxPixels, x: number, y: number): boolean {
  const isNear = x >= left && y >= top && x < left + width && y < top + height
  return isNear && data[(y - top) * width + x - left] !== 0
}

test('a box anywhere becomes the mask of its picture, and the object comes back', () => {
  const side = fc.integer({ min: 1, max: 5 })
  const box = fc
    .tuple(fc.integer({ min: -3, max: 7 }), fc.integer({ min: -3, max: 7 }), side, side)
    .chain(([left, top, width, height]) =>
      fc
        .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
        .map((data): BoxPixels => ({ left, top, width, height, data })),
    )
  fc.assert(
    fc.property(box, side, side, (given, width, height) => {
      const mask = maskOfBox(given, [width, height])
      expect(mask.size).toEqual([height, width])
      const painted = mask.runs.flatMap((run, index) => Array<boolean>(run).fill(index % 2 === 1))
      const expected = Array.from({ length: width * height }, (_, at) =>
        isIn(given, Math.floor(at / height), at % height),
      )
      expect(painted).toEqual(expected)
      expect(mask.runs.slice(1).every((run, index) => run > 0 || index === mask.runs.length - 2)).toBe(true)
      const back = boxOfMask(mask)
      if (back === undefined) expect(expected).not.toContain(true)
      else expect(maskOfBox(back, [width, height])).toEqual(mask)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf, faultOfShape, type ImageSize, isInside } from '#core/geometry/shape.ts'
import { shapeIn } from '#tests/labels/shapes.ts'
import { circleInside, clampInto, moveShapes, stretchShape } from './shapes.ts'

const size: ImageSize = [64, 48, 3]
/** Also between thousandths, as other tools write them. */
const anywhere = (most: number) => fc.integer({ min: 0, max: most * 7777 }).map((n) => n / 7777)

test('a circle ends at the border, whatever sums of decimals round to', () => {
  fc.assert(
    fc.property(anywhere(64), anywhere(48), anywhere(90), (x, y, radius) => {
      expect(isInside(circleInside([x, y], radius, size), size)).toBe(true)
    }),
    { numRuns: 20_000 },
  )
})

test('shapes moved together keep their distances and stay inside', () => {
  const step = fc.integer({ min: -70, max: 70 })
  fc.assert(
    fc.property(fc.array(shapeIn(size), { minLength: 1, maxLength: 5 }), step, step, (shapes, dx, dy) => {
      const moved = moveShapes(shapes, dx, dy, size)
      const steps = moved.map((shape, index) => {
        const [was, is] = [boundsOf(shapes[index]!), boundsOf(shape)]
        return [is[0] - was[0], is[1] - was[1], is[2] - was[2], is[3] - was[3]]
      })
      for (const [x1, y1, x2, y2] of steps) expect([x1, y1]).toEqual([x2, y2])
      expect(new Set(steps.map(String)).size).toBe(1)
      expect(moved.every((shape) => isInside(shape, size))).toBe(true)
    }),
  )
})

test('a shape pasted from any image lies in this one and keeps its rule', () => {
  fc.assert(
    fc.property(shapeIn([640, 480, 3]), (shape) => {
      const pasted = clampInto(shape, size)
      expect([isInside(pasted, size), faultOfShape(pasted)]).toEqual([true, undefined])
      if (isInside(shape, size)) expect(pasted).toBe(shape)
    }),
  )
})

test('a stretched shape fills its new bounds', () => {
  fc.assert(
    fc.property(shapeIn(size), (shape) => {
      const [left, top, right, bottom] = boundsOf(shape)
      fc.pre(shape.shape !== 'circle' && right > left && bottom > top)
      expect(boundsOf(stretchShape(shape, [0, 0, 32, 16]))).toEqual([0, 0, 32, 16])
    }),
  )
})

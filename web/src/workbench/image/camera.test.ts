import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Camera,
  fitImage,
  openCamera,
  pan,
  resizeView,
  rotateView,
  stepInImage,
  stretchView,
  toImage,
  toScreen,
  visiblePart,
  zoomAt,
  zoomToActual,
  zoomToRegion,
} from './camera.ts'
import type { ScreenPoint } from './points.ts'

const start = openCamera([4000, 3000, 3], [800, 600])
const screen = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 })) as fc.Arbitrary<ScreenPoint>
const act: fc.Arbitrary<(camera: Camera) => Camera> = fc.oneof(
  fc.tuple(screen, fc.double({ min: 0.01, max: 100, noNaN: true })).map(
    ([at, factor]) =>
      (camera: Camera) =>
        zoomAt(camera, at, factor),
  ),
  fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9999, max: 9999 })).map(
    ([dx, dy]) =>
      (camera: Camera) =>
        pan(camera, dx, dy),
  ),
  fc.constantFrom(1 as const, -1 as const).map((quarters) => (camera: Camera) => rotateView(camera, quarters)),
  fc.constantFrom(fitImage, zoomToActual),
  fc.constant((camera: Camera) => resizeView(camera, [300, 900])),
  fc.constant((camera: Camera) => zoomToRegion(camera, [100, 100, 100, 100])),
)
const camera = fc.array(act, { maxLength: 12 }).map((acts) => acts.reduce((now, one) => one(now), start))

describe('for every camera', () => {
  test('the way to the screen and back ends where it began', () => {
    fc.assert(
      fc.property(camera, screen, (now, at) => {
        const [x, y] = toScreen(now, toImage(now, at))
        expect(x).toBeCloseTo(at[0], 6)
        expect(y).toBeCloseTo(at[1], 6)
      }),
    )
  })

  test('a pixel is at most 64 wide and the middle of the canvas shows the image', () => {
    fc.assert(
      fc.property(camera, (now) => {
        expect(now.scale).toBeLessThanOrEqual(64)
        expect(now.scale).toBeGreaterThan(0)
        const [x, y] = toImage(now, [now.view[0] / 2, now.view[1] / 2])
        expect(x >= 0 && x <= 4000 && y >= 0 && y <= 3000).toBe(true)
      }),
    )
  })

  test('four quarters are a whole turn', () => {
    fc.assert(
      fc.property(camera, (now) => {
        const turned = [1, 1, 1, 1].reduce<Camera>((one) => rotateView(one, 1), zoomToActual(now))
        expect(turned).toEqual(zoomToActual(now))
      }),
    )
  })
})

test('zooming keeps what lies under the pointer', () => {
  const zoomed = zoomAt(start, [250, 200], 4)
  expect(zoomed.scale).toBeCloseTo(start.scale * 4)
  expect(toImage(zoomed, [250, 200])[0]).toBeCloseTo(toImage(start, [250, 200])[0])
  expect(toImage(zoomed, [250, 200])[1]).toBeCloseTo(toImage(start, [250, 200])[1])
})

test('fit shows all of it, in a turned view too', () => {
  for (const now of [start, rotateView(start, 1)]) {
    for (const corner of [
      [0, 0],
      [4000, 3000],
    ] as const) {
      const [x, y] = toScreen(now, corner)
      expect(x >= 0 && x <= 800 && y >= 0 && y <= 600).toBe(true)
    }
  }
  expect(rotateView(start, 1).scale).toBeCloseTo((600 / 4000) * 0.95)
})

test('a turned view shows the upper left corner at the upper right', () => {
  const [x, y] = toScreen(zoomToActual(rotateView(openCamera([40, 20, 3], [100, 100]), 1)), [0, 0])
  expect([x, y]).toEqual([60, 30])
  expect(stepInImage(rotateView(start, 1), 1, 0)).toEqual([0, -1])
})

test('the image follows the pointer that drags it', () => {
  const near = zoomToActual(rotateView(start, 1))
  const [x, y] = toScreen(pan(near, 30, -20), toImage(near, [100, 100]))
  expect([x, y]).toEqual([130, 80])
})

test('a region fills the canvas', () => {
  const [left, top, right, bottom] = visiblePart(zoomToRegion(start, [1000, 1000, 1400, 1100]))
  expect(left).toBeCloseTo(1200 - 400 / 0.95 / 2)
  expect(right - left).toBeCloseTo(400 / 0.95)
  expect((bottom + top) / 2).toBeCloseTo(1050)
})

test('a fitted view stays fitted when the canvas grows, a zoomed one keeps its scale', () => {
  expect(resizeView(start, [1600, 1200]).scale).toBeCloseTo(start.scale * 2)
  expect(resizeView(zoomToActual(start), [1600, 1200]).scale).toBe(1)
})

test('the picture stays where it is when something comes or goes below it', () => {
  const inside = fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 3000 }))
  const turned = fc.constantFrom(start, rotateView(start, 1), rotateView(start, -1))
  fc.assert(
    fc.property(turned, inside, (before, place) => {
      const after = stretchView(before, [800, 560])
      const [[x, y], [nowX, nowY]] = [toScreen(before, place), toScreen(after, place)]
      expect([nowX, nowY]).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)])
      expect(stretchView(after, [800, 600])).toEqual({
        ...before,
        center: before.center.map((at) => expect.closeTo(at, 6)),
      })
    }),
  )
})

import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { sizeOfOverview, TILE, type Tile } from '#core/codecs/image-parts.ts'
import { type Camera, openCamera, toScreen, zoomAt, zoomToActual } from './camera.ts'
import { addressToOpen, needsTiles, sizeOfPicture } from './picture-address.ts'
import { TileLoader } from './tile-loader.ts'
import { tilesInView } from './tiles.ts'

const start = openCamera([12_000, 8000, 3], [1000, 700])
const overview = sizeOfOverview({ width: 12_000, height: 8000 }).width
const viewOf = (camera: Camera, ratio = 1) => tilesInView(camera, { overview, ratio })

describe('what is opened of a picture', () => {
  const address = '/muster/v1/sources/d/s?expires=1&signature=x'

  test('is all of it up to forty megapixels, then an overview', () => {
    expect(addressToOpen(address, [8000, 5000, 3])).toBe(address)
    expect(addressToOpen(address, [8000, 5001, 3])).toBe(`${address}&part=overview`)
  })

  test('is all of it where nobody knows how large it is', () => {
    const unknown = sizeOfPicture({ '@modelarts:size': 'large' })
    expect([unknown, needsTiles(unknown), addressToOpen(address, unknown)]).toEqual([undefined, false, address])
    expect(sizeOfPicture({ '@modelarts:size': [9, 8] })).toEqual([9, 8, 3])
  })
})

describe('tiles in view', () => {
  test('are none while the overview is sharp enough', () => {
    expect(viewOf(start)).toEqual([])
    expect(viewOf(zoomAt(start, [0, 0], 8)).length).toBeGreaterThan(0)
  })

  test('come sooner on a screen of finer pixels', () => {
    const near = zoomAt(start, [500, 350], 4)
    expect([viewOf(near, 1).length, viewOf(near, 2).length > 0]).toEqual([0, true])
  })

  test('begin in the middle', () => {
    const [first] = viewOf(zoomToActual(start))
    expect(first?.tile).toEqual({ column: 5, row: 3 })
  })

  test('cover all of the picture that is on the canvas, and none lies outside of it', () => {
    const point = fc.tuple(fc.nat(999), fc.nat(699))
    fc.assert(
      fc.property(point, fc.double({ min: 7, max: 500, noNaN: true }), point, (at, factor, [x, y]) => {
        const camera = zoomAt(start, at, factor)
        const boxes = viewOf(camera)
        const seen = boxes.filter((box) => {
          const [left, top] = toScreen(camera, [box.left, box.top])
          const [right, bottom] = toScreen(camera, [box.left + box.width, box.top + box.height])
          expect(left < 1000 && top < 700 && right > 0 && bottom > 0).toBe(true)
          return left <= x && x < right && top <= y && y < bottom
        })
        const [left, top] = toScreen(camera, [0, 0])
        const [right, bottom] = toScreen(camera, [12_000, 8000])
        expect(seen.length).toBe(left <= x && x < right && top <= y && y < bottom ? 1 : 0)
      }),
    )
  })

  test('are never many times more pixels than the screen has', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 500, noNaN: true }), (factor) => {
        // Those on the canvas in part count whole: one more in each direction.
        const [across, down] = [1000, 700].map((length) => Math.ceil((length * 1.9) / TILE) + 1)
        expect(viewOf(zoomAt(start, [500, 350], factor)).length).toBeLessThanOrEqual(across! * down!)
      }),
    )
  })
})

describe('loading tiles', () => {
  const tile = (column: number): Tile => ({ column, row: 0 })

  /** A server that answers when it is told to. */
  function aServer() {
    const asked: { column: number; answer: () => void; fail: () => void }[] = []
    const closed: number[] = []
    const clock = { now: 0 }
    const loader = new TileLoader<{ column: number; close(): void }>(
      ({ column }) =>
        new Promise((resolve, reject) => {
          const answer = () => resolve({ column, close: () => closed.push(column) })
          asked.push({ column, answer, fail: () => reject(new Error('no tile')) })
        }),
      () => clock.now,
    )
    const settle = async (how: 'answer' | 'fail' = 'answer') => {
      for (let at = 0; at < asked.length; at++) {
        asked[at]![how]()
        await new Promise((resolve) => setTimeout(resolve))
      }
    }
    return { asked: () => asked.map(({ column }) => column), clock, closed, loader, settle }
  }

  test('goes by what is wanted, a few at a time, and says when one has come', async () => {
    const { asked, loader, settle } = aServer()
    loader.onTile = vi.fn()
    loader.want([5, 4, 3, 2, 1, 0].map(tile))
    expect(asked()).toEqual([5, 4, 3, 2])
    await settle()
    expect(asked()).toEqual([5, 4, 3, 2, 1, 0])
    expect(loader.onTile).toHaveBeenCalledTimes(6)
    expect(loader.get(tile(3))?.column).toBe(3)
  })

  test('asks once, however often it is wanted, and a while later again for what failed', async () => {
    const { asked, clock, loader, settle } = aServer()
    loader.want([tile(1)])
    loader.want([tile(1)])
    await settle('fail')
    loader.want([tile(1)])
    expect(asked()).toEqual([1])
    clock.now += 20_000
    loader.want([tile(1)])
    expect(asked()).toEqual([1, 1])
    await settle()
    expect(loader.get(tile(1))).toBeDefined()
  })

  test('forgets what is wanted no more', async () => {
    const { asked, loader, settle } = aServer()
    loader.want([0, 1, 2, 3, 4, 5].map(tile))
    loader.want([tile(9)])
    await settle()
    expect(asked()).toEqual([0, 1, 2, 3, 9])
  })

  test('keeps those looked at last, and all that are wanted', async () => {
    const { closed, loader, settle } = aServer()
    const first = Array.from({ length: 30 }, (_, column) => tile(column))
    loader.want(first)
    await settle()
    loader.want([tile(0), tile(1)])
    loader.want(Array.from({ length: 40 }, (_, column) => tile(100 + column)))
    await settle()
    expect(closed.slice(0, 2)).toEqual([2, 3])
    expect(closed.toSorted((a, b) => a - b)).toEqual(first.map(({ column }) => column))
    expect(loader.get(tile(139))).toBeDefined()
  })

  test('ends with the picture: what comes late is given back', async () => {
    const { closed, loader, settle } = aServer()
    loader.want([tile(1), tile(2)])
    loader.close()
    await settle()
    expect(closed).toEqual([1, 2])
    expect(loader.get(tile(1))).toBeUndefined()
  })
})

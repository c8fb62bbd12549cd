import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOfShape, type ImagePoint } from '#core/geometry/shape.ts'
import { crossesItself, edgesOf, type Path } from './path-points.ts'
import { distanceBetween } from './points.ts'
import { areaOf, type Cut, splitPath } from './split-path.ts'

const polygon = (...points: ImagePoint[]): Path => ({ shape: 'polygon', points })
const polyline = (...points: ImagePoint[]): Path => ({ shape: 'polyline', points })
const areas = (pieces: readonly Path[] | undefined) => pieces?.map(areaOf)
const square = polygon([0, 0], [10, 0], [10, 10], [0, 10])
/** Three teeth that point upwards, each 2 wide, on a base 2 high. */
const comb = polygon(
  ...([
    [0, 10],
    [0, 0],
    [2, 0],
    [2, 8],
    [4, 8],
    [4, 0],
    [6, 0],
    [6, 8],
    [8, 8],
    [8, 0],
    [10, 0],
    [10, 10],
  ] as const),
)

describe('a polygon', () => {
  test('is divided by a cut across it', () => {
    expect(
      splitPath(square, [
        [-5, 4],
        [15, 4],
      ]),
    ).toEqual([polygon([10, 4], [10, 10], [0, 10], [0, 4]), polygon([0, 4], [0, 0], [10, 0], [10, 4])])
  })

  test('is divided from corner to corner', () => {
    expect(
      areas(
        splitPath(square, [
          [0, 0],
          [10, 10],
        ]),
      ),
    ).toEqual([50, 50])
  })

  test('is divided by a cut that begins and ends inside', () => {
    expect(
      areas(
        splitPath(square, [
          [4, 3],
          [6, 3],
        ]),
      )?.toSorted((a, b) => a - b),
    ).toEqual([30, 70])
  })

  test('loses every tooth the cut runs through, and no other', () => {
    expect(
      areas(
        splitPath(comb, [
          [-1, 4],
          [11, 4],
        ]),
      )?.toSorted((a, b) => a - b),
    ).toEqual([8, 8, 8, 44])
    expect(
      areas(
        splitPath(comb, [
          [-1, 4],
          [3, 4],
        ]),
      )?.toSorted((a, b) => a - b),
    ).toEqual([8, 60])
    // A cut that ends exactly on the outline does not go on beyond it.
    expect(
      areas(
        splitPath(comb, [
          [-1, 4],
          [4, 4],
        ]),
      )?.toSorted((a, b) => a - b),
    ).toEqual([8, 60])
  })

  test('is cut through corners that only touch the line, and not along its edges', () => {
    expect(
      areas(
        splitPath(comb, [
          [-1, 8],
          [11, 8],
        ]),
      )?.toSorted((a, b) => a - b),
    ).toEqual([16, 16, 16, 20])
    expect(
      splitPath(comb, [
        [-1, 10],
        [11, 10],
      ]),
    ).toBeUndefined()
    const notched = polygon([0, 0], [5, 5], [10, 0], [10, 10], [0, 10])
    expect(
      areas(
        splitPath(notched, [
          [-1, 5],
          [11, 5],
        ]),
      )?.toSorted((a, b) => a - b),
    ).toEqual([12.5, 12.5, 50])
  })

  test('that repeats its first point is divided as without it', () => {
    const closed = { ...square, points: [...square.points, square.points[0]!] }
    const cut: Cut = [
      [5, -1],
      [5, 11],
    ]
    expect(splitPath(closed, cut)).toEqual(splitPath(square, cut))
  })

  test.each<[string, Path, Cut]>([
    [
      'that the cut misses',
      square,
      [
        [-5, 20],
        [15, 20],
      ],
    ],
    [
      'whose line alone is met',
      square,
      [
        [-9, 5],
        [-1, 5],
      ],
    ],
    [
      'that is met at one corner',
      square,
      [
        [-5, 5],
        [5, -5],
      ],
    ],
    [
      'that crosses itself',
      polygon([0, 0], [10, 10], [10, 0], [0, 10]),
      [
        [-1, 2],
        [11, 2],
      ],
    ],
    [
      'by a cut without length',
      square,
      [
        [5, 5],
        [5, 5],
      ],
    ],
  ])('%s stays whole', (_, path, cut) => expect(splitPath(path, cut)).toBeUndefined())
})

describe('a polyline', () => {
  test('comes apart where the cut meets it', () => {
    const zigzag = polyline([0, 0], [10, 10], [20, 0])
    expect(
      splitPath(zigzag, [
        [-1, 5],
        [30, 5],
      ]),
    ).toEqual([polyline([0, 0], [5, 5]), polyline([5, 5], [10, 10], [15, 5]), polyline([15, 5], [20, 0])])
    expect(
      splitPath(zigzag, [
        [-1, 5],
        [9, 5],
      ]),
    ).toHaveLength(2)
    expect(
      splitPath(zigzag, [
        [10, 20],
        [10, -1],
      ]),
    ).toEqual([polyline([0, 0], [10, 10]), polyline([10, 10], [20, 0])])
  })

  test('does not at its ends, nor where only the line meets it', () => {
    const line = polyline([0, 0], [10, 0])
    expect(
      splitPath(line, [
        [0, -5],
        [0, 5],
      ]),
    ).toBeUndefined()
    expect(
      splitPath(line, [
        [5, 5],
        [5, 1],
      ]),
    ).toBeUndefined()
  })
})

const coordinate = fc.integer({ min: 0, max: 60 })
const point = fc.tuple(coordinate, coordinate) as fc.Arbitrary<ImagePoint>
const simple = fc
  .array(point, { minLength: 3, maxLength: 9 })
  .map((points) => polygon(...points))
  .filter((path) => faultOfShape(path) === undefined && !crossesItself(path) && areaOf(path) > 0)
const cuts = fc.tuple(point, point)

test('the pieces of a polygon are valid and have its area together, whatever the cut', () => {
  let divided = 0
  fc.assert(
    fc.property(simple, cuts, (path, cut) => {
      const pieces = splitPath(path, cut)
      if (pieces === undefined) return
      divided++
      for (const piece of pieces) expect([piece, faultOfShape(piece)]).toEqual([piece, undefined])
      // Crossings are rounded to thousandths of a pixel.
      expect(areas(pieces)!.reduce((sum, area) => sum + area)).toBeCloseTo(areaOf(path), 0)
      const corners = pieces.flatMap(({ points }) => points.map(String))
      for (const corner of path.points) expect(corners).toContain(String(corner))
    }),
    { numRuns: 2000 },
  )
  expect(divided).toBeGreaterThan(100)
})

test('the pieces of a polyline are as long as it was, and put together go its way', () => {
  const lengthOf = (path: Path) => edgesOf(path).reduce((sum, edge) => sum + distanceBetween(...edge), 0)
  const lines = fc.array(point, { minLength: 2, maxLength: 9 }).map((points) => polyline(...points))
  fc.assert(
    fc.property(
      lines.filter((path) => faultOfShape(path) === undefined),
      cuts,
      (path, cut) => {
        const pieces = splitPath(path, cut)
        if (pieces === undefined) return
        expect(pieces.reduce((sum, piece) => sum + lengthOf(piece), 0)).toBeCloseTo(lengthOf(path), 1)
        for (const [index, piece] of pieces.slice(1).entries()) {
          expect(piece.points[0]).toEqual(pieces[index]!.points.at(-1))
        }
      },
    ),
    { numRuns: 1000 },
  )
})

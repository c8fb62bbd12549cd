import { describe, expect, test } from 'vitest'
import type { Shape } from '#core/geometry/shape.ts'
import { bench, labelOf } from './bench.ts'
import { rotateView } from './camera.ts'
import {
  boundsOfSelected,
  copySelected,
  duplicateSelected,
  pasteLabels,
  pastePrevious,
  relabelSelected,
  removeAll,
  removeSelected,
  reorderSelected,
  reverseSelected,
  selectAll,
  selectBeneath,
  selectNext,
  setAngle,
  setSelectedProperty,
  setShape,
  simplifySelected,
  toggleFlag,
  viewSelected,
} from './commands.ts'
import { chooseTool, drawAgain, withDocument, withEditor } from './editor.ts'

const box = (x1: number, y1: number, x2: number, y2: number): Shape => ({
  shape: 'bndbox',
  min: [x1, y1],
  max: [x2, y2],
})
const some = () =>
  bench([
    labelOf('a', box(100, 100, 200, 200)),
    labelOf('b', box(300, 100, 400, 200), { name: 'dog' }),
    labelOf('c', { shape: 'circle', center: [50, 50], radius: 20 }),
  ])
const ids = (made: ReturnType<typeof bench>) => made.document.content.labels.map(({ id }) => id).join(' ')

describe('arrow keys', () => {
  test('move the selection by 1, 10 and 100 pixels, as far as the border', () => {
    const moved = some().select('a').arrow(1, 0).arrow(0, 1, { shift: true }).arrow(-1, 0, { ctrl: true })
    expect(moved.shapeOf('a')).toEqual(box(1, 110, 101, 210))
    expect(moved.arrow(-1, 0, { shift: true }).shapeOf('a')).toEqual(box(0, 110, 100, 210))
  })

  test('a held key is one step of undo, two presses are two', () => {
    const moved = some().select('a').arrow(1, 0).arrow(1, 0, { repeat: true }).arrow(1, 0, { repeat: true })
    expect(moved.document.past).toHaveLength(1)
    expect(moved.arrow(1, 0).undo().shapeOf('a')).toEqual(box(103, 100, 203, 200))
    expect(moved.undo().shapeOf('a')).toEqual(box(100, 100, 200, 200))
  })

  test('with Alt they move the right and lower sides', () => {
    const sized = some().select('a', 'c').arrow(1, 0, { alt: true, shift: true }).arrow(0, -1, { alt: true })
    expect(sized.shapeOf('a')).toEqual(box(100, 100, 210, 199))
    expect(sized.shapeOf('c')).toMatchObject({ radius: 29 })
    for (let i = 0; i < 3; i++) sized.arrow(-1, 0, { alt: true, ctrl: true })
    expect(sized.shapeOf('a')).toEqual(box(100, 100, 101, 199))
  })

  test('mean directions of the screen in a turned view', () => {
    const turned = some()
      .select('a')
      .do((work) => withEditor(work, { camera: rotateView(work.editor.camera, 1) }))
    expect(turned.arrow(1, 0, { shift: true }).shapeOf('a')).toEqual(box(100, 90, 200, 190))
  })

  test('do nothing to locked labels and without a selection', () => {
    const locked = some()
      .select('a')
      .do((work) => viewSelected(work, { locked: true }))
      .arrow(1, 0)
      .arrow(1, 0, { alt: true })
    expect(locked.cancel().arrow(1, 0).document.past).toEqual([])
  })
})

describe('the selection', () => {
  test('is deleted by Backspace, and comes back by undo', () => {
    const deleted = some().select('a', 'c').backspace()
    expect([ids(deleted), deleted.selection]).toEqual(['b', []])
    expect(ids(deleted.undo())).toBe('a b c')
    expect(ids(deleted.do(removeAll))).toBe('')
    expect(ids(deleted.undo().select('b').do(removeSelected))).toBe('a c')
  })

  test('is duplicated a little beside itself, inside the image', () => {
    const doubled = some().select('a').do(duplicateSelected)
    expect(doubled.shapeOf(doubled.selection[0]!)).toEqual(box(112, 112, 212, 212))
    expect(doubled.document.content.labels.at(-1)!.name).toBe('cat')
    const corner = bench([labelOf('a', box(540, 380, 640, 480))])
      .select('a')
      .do(duplicateSelected)
    expect(corner.shapes()).toEqual([box(540, 380, 640, 480), box(540, 380, 640, 480)])
  })

  test('is copied into another image, clamped to its size', () => {
    const copied = copySelected(some().do(selectAll).work)
    const pasted = bench([], [150, 120, 3]).do((work) => pasteLabels(work, copied))
    expect(pasted.shapes()).toEqual([
      box(50, 20, 150, 120),
      box(50, 20, 150, 120),
      { shape: 'circle', center: [50, 50], radius: 20 },
    ])
    expect(pasted.selection).toHaveLength(3)
    expect(
      bench([], [20, 30, 3])
        .do((work) => pasteLabels(work, copied))
        .shapes(),
    ).toEqual([box(0, 0, 20, 30), box(0, 0, 20, 30), { shape: 'circle', center: [10, 20], radius: 10 }])
  })

  test('all labels of the previous sample are pasted at their places, as one step', () => {
    const pasted = bench().do((work) => pastePrevious(work, some().document.content))
    expect(pasted.shapes()).toEqual(some().shapes())
    expect(pasted.document.content.labels.map(({ name }) => name)).toEqual(['cat', 'dog', 'cat'])
    expect(ids(pasted)).toBe('new1 new2 new3')
    expect(pasted.undo().shapes()).toEqual([])
    expect(bench().do((work) => pastePrevious(work, { labels: [], metadata: {} })).document.past).toEqual([])
  })

  test('goes up and down among the others', () => {
    expect(
      ids(
        some()
          .select('a')
          .do((work) => reorderSelected(work, 'up')),
      ),
    ).toBe('b a c')
    expect(
      ids(
        some()
          .select('c')
          .do((work) => reorderSelected(work, 'bottom')),
      ),
    ).toBe('c a b')
  })

  test('gets another name; a shape just drawn without one is drawn and named in one step', () => {
    const renamed = some()
      .select('a', 'c')
      .do((work) => relabelSelected(work, 'dog'))
    expect(renamed.document.content.labels.map(({ name }) => name)).toEqual(['dog', 'dog', 'dog'])
    const drawn = bench().set({ naming: {} }).tool('bndbox').drag([10, 10], [50, 50])
    expect(drawn.document.content.labels[0]).not.toHaveProperty('name')
    drawn.do((work) => relabelSelected(work, 'cat')).do((work) => relabelSelected(work, 'dog'))
    expect(drawn.undo().document.content.labels[0]!.name).toBe('cat')
    expect(drawn.undo().shapes()).toEqual([])
  })

  test('gets attributes and flags; a flag all have is taken away', () => {
    const flagged = some()
      .select('a', 'b')
      .do((work) => setSelectedProperty(work, { colour: 'red' }))
    flagged.select('a').do((work) => toggleFlag(work, 'occluded'))
    flagged.select('a', 'b').do((work) => toggleFlag(work, 'occluded'))
    const properties = () => flagged.document.content.labels.map(({ property }) => property)
    expect(properties()).toEqual([{ colour: 'red', occluded: '1' }, { colour: 'red', occluded: '1' }, {}])
    flagged.do((work) => toggleFlag(work, 'occluded'))
    expect(properties()).toEqual([{ colour: 'red' }, { colour: 'red' }, {}])
  })

  test('goes round label by label, passing over hidden ones', () => {
    const next = (step: 1 | -1) => (work: Parameters<typeof selectNext>[0]) => selectNext(work, step)
    const made = some().view(['b'], { hidden: true })
    expect(made.do(next(1)).selection).toEqual(['a'])
    expect(made.do(next(1)).selection).toEqual(['c'])
    expect(made.do(next(1)).selection).toEqual(['a'])
    expect(made.do(next(-1)).selection).toEqual(['c'])
    expect(made.cancel().do(next(-1)).selection).toEqual(['c'])
    expect(bench().do(next(1)).selection).toEqual([])
  })

  test('goes on to what lies beneath', () => {
    const made = bench([labelOf('low', box(0, 0, 90, 90)), labelOf('high', box(0, 0, 80, 80))])
    expect(made.do((work) => selectBeneath(work, [20, 20])).selection).toEqual(['high'])
    expect(made.do((work) => selectBeneath(work, [20, 20])).selection).toEqual(['low'])
    expect(made.do((work) => selectBeneath(work, [300, 300])).selection).toEqual(['low'])
  })

  test('has bounds to zoom to', () => {
    expect(boundsOfSelected(some().select('a', 'c').work)).toEqual([30, 30, 200, 200])
    expect(boundsOfSelected(some().work)).toBeUndefined()
  })

  test('forgets what is no longer there', () => {
    const made = some().select('a', 'b')
    const without = { ...made.document, content: { labels: made.document.content.labels.slice(1), metadata: {} } }
    expect(made.do((work) => withDocument(work, without)).selection).toEqual(['b'])
    const drawn = some().tool('bndbox').drag([10, 10], [60, 60]).undo()
    expect(drawn.selection).toEqual([])
  })
})

describe('numbers', () => {
  test('set a box, clamped into the image', () => {
    const set = (x: number, y: number, width: number, height: number) =>
      some().do((work) => setShape(work, 'a', { x, y, width, height }))
    expect(set(10, 20, 30.5, 40).shapeOf('a')).toEqual(box(10, 20, 40.5, 60))
    expect(set(600, -5, 100, 40).shapeOf('a')).toEqual(box(540, 0, 640, 40))
    expect([set(1, 1, 0, 5).notice, set(1, 1, 2, 5).notice]).toEqual(['refused tooSmall', 'warned tooSmall'])
    expect(set(1, 1, -9, 5).shapeOf('a')).toEqual(box(100, 100, 200, 200))
  })

  test('set a circle and points', () => {
    const circle = some().do((work) => setShape(work, 'c', { x: 100, y: 60, radius: 61 }))
    expect(circle.shapeOf('c')).toEqual({ shape: 'circle', center: [100, 61], radius: 61 })
    const path = bench([
      labelOf('p', {
        shape: 'polyline',
        points: [
          [1, 1],
          [9, 9],
        ],
      }),
    ])
    expect(
      path
        .do((work) =>
          setShape(work, 'p', {
            points: [
              [1, 1],
              [5, 5],
              [9, 700],
            ],
          }),
        )
        .shapeOf('p'),
    ).toMatchObject({
      shape: 'polyline',
    })
    expect(path.do((work) => setShape(work, 'p', { points: [[1, 1]] })).notice).toBe('refused tooFewPoints')
    const line = bench([
      labelOf('l', { shape: 'line', start: [1, 1], end: [9, 9] }),
      labelOf('o', { shape: 'point', at: [3, 3] }),
    ])
    line
      .do((work) =>
        setShape(work, 'l', {
          points: [
            [2, 2],
            [3, 3],
          ],
        }),
      )
      .do((work) => setShape(work, 'o', { points: [[4, 4]] }))
    expect(line.shapes()).toEqual([
      { shape: 'line', start: [2, 2], end: [3, 3] },
      { shape: 'point', at: [4, 4] },
    ])
  })

  test('that do not fit the shape, or a locked one, change nothing', () => {
    const locked = some()
      .view(['a'], { locked: true })
      .do((work) => setShape(work, 'a', { x: 1, y: 1, width: 9, height: 9 }))
    locked
      .do((work) => setShape(work, 'c', { points: [[1, 1]] }))
      .do((work) => setShape(work, 'b', { x: 1, y: 1, radius: 3 }))
    locked.do((work) => setAngle(work, 'a', 45)).do((work) => setAngle(work, 'c', 45))
    expect(locked.document.past).toEqual([])
  })

  test('turn a box; upright again it has no angle', () => {
    const turned = some().do((work) => setAngle(work, 'a', -90))
    expect(turned.document.content.labels[0]!.property).toEqual({ '@modelarts:clockwise_angle': 270 })
    expect(turned.do((work) => setAngle(work, 'a', 360)).document.content.labels[0]!.property).toEqual({})
  })
})

describe('paths', () => {
  const wave = (shape: 'polygon' | 'polyline') =>
    bench([
      labelOf('p', {
        shape,
        points: [
          [0, 0],
          [50, 1],
          [100, 0],
          [100, 100],
        ],
      }),
    ]).select('p')

  test('are simplified: points near the line go', () => {
    expect(
      wave('polyline')
        .do((work) => simplifySelected(work, 2))
        .shapeOf('p'),
    ).toEqual({
      shape: 'polyline',
      points: [
        [0, 0],
        [100, 0],
        [100, 100],
      ],
    })
    expect(
      wave('polygon')
        .do((work) => simplifySelected(work, 2))
        .shapeOf('p'),
    ).toEqual({
      shape: 'polygon',
      points: [
        [0, 0],
        [100, 0],
        [100, 100],
      ],
    })
    expect(wave('polygon').do((work) => simplifySelected(work, 0.5)).document.past).toEqual([])
  })

  test('are turned round', () => {
    expect(wave('polyline').do(reverseSelected).shapeOf('p')).toMatchObject({
      points: [
        [100, 100],
        [100, 0],
        [50, 1],
        [0, 0],
      ],
    })
    expect(some().select('a').do(reverseSelected).document.past).toEqual([])
  })
})

test('the last drawing tool is taken up again', () => {
  const again = some().tool('circle').tool('select').do(drawAgain)
  expect(again.work.editor.tool).toBe('circle')
  expect(some().do(drawAgain).work.editor.tool).toBe('select')
  expect(
    some()
      .set({ readOnly: true })
      .do((work) => chooseTool(work, 'point')).work.editor.tool,
  ).toBe('select')
})

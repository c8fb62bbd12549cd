import { describe, expect, test } from 'vitest'
import type { Shape } from '#core/geometry/shape.ts'
import { bench, labelOf } from '#web/workbench/image/bench.ts'
import { zoomAt } from '#web/workbench/image/camera.ts'
import { withEditor } from '#web/workbench/image/editor.ts'

const box = (x1: number, y1: number, x2: number, y2: number): Shape => ({
  shape: 'bndbox',
  min: [x1, y1],
  max: [x2, y2],
})
const square: Shape = {
  shape: 'polygon',
  points: [
    [100, 100],
    [300, 100],
    [300, 300],
    [100, 300],
  ],
}
const two = () => bench([labelOf('low', box(100, 100, 300, 300)), labelOf('high', box(150, 150, 400, 400))])

describe('choosing', () => {
  test('a click takes the topmost, another click at the place what lies beneath, round and round', () => {
    const picked = two().click(200, 200)
    expect(picked.selection).toEqual(['high'])
    expect(picked.click(201, 200).selection).toEqual(['low'])
    expect(picked.click(200, 200).selection).toEqual(['high'])
  })

  test('beside everything a click lets go', () => {
    expect(two().select('low').click(500, 50).selection).toEqual([])
    expect(two().select('low').click(500, 50, { shift: true }).selection).toEqual(['low'])
  })

  test('targets are 24 pixels wide on the screen, at every zoom', () => {
    const line = () => bench([labelOf('a', { shape: 'line', start: [100, 100], end: [300, 100] })])
    expect(line().click(200, 112).selection).toEqual(['a'])
    expect(line().click(200, 113).selection).toEqual([])
    const near = line().do((work) => withEditor(work, { camera: zoomAt(work.editor.camera, [200, 100], 4) }))
    expect(near.click(200, 112).selection).toEqual(['a'])
    expect(near.click(200, 113).selection).toEqual([])
  })

  test('Shift or Ctrl and a click add and take away', () => {
    for (const held of [{ shift: true }, { ctrl: true }]) {
      const picked = two().click(120, 120).click(350, 350, held)
      expect(picked.selection).toEqual(['low', 'high'])
      expect(picked.click(350, 350, held).selection).toEqual(['low'])
    }
  })

  test('a rubber band takes what lies wholly in it, with Shift also above a label and to what is chosen', () => {
    const banded = two().down(450, 450).move(140, 140)
    expect(banded.state).toBe('select.band')
    expect(banded.up().selection).toEqual(['high'])
    expect(two().select('high').drag([320, 320], [90, 90], { shift: true }).selection).toEqual(['high', 'low'])
  })

  test('hidden and locked labels let the pointer through', () => {
    expect(two().view(['high'], { hidden: true }).click(200, 200).selection).toEqual(['low'])
    expect(two().view(['high'], { locked: true }).click(200, 200).selection).toEqual(['low'])
  })

  test('the face of a circle and of a polygon counts, the hole of a concave one does not', () => {
    const u = labelOf('u', {
      shape: 'polygon',
      points: [
        [0, 0],
        [50, 0],
        [50, 200],
        [250, 200],
        [250, 0],
        [300, 0],
        [300, 300],
        [0, 300],
      ],
    })
    expect(bench([u]).click(150, 100).selection).toEqual([])
    expect(bench([u]).click(150, 250).selection).toEqual(['u'])
    expect(
      bench([labelOf('c', { shape: 'circle', center: [100, 100], radius: 50 })]).click(120, 120).selection,
    ).toEqual(['c'])
  })

  test('the pointer tells what it would do', () => {
    const hovered = two().select('low')
    const cursors = [
      [500, 50],
      [350, 350],
      [120, 200],
      [100, 100],
    ].map(([x, y]) => hovered.move(x!, y!).work.editor.state.cursor)
    expect(cursors).toEqual(['default', 'pointer', 'move', 'grab'])
  })
})

describe('moving', () => {
  test('a drag chooses what it takes and moves it as one step', () => {
    const moved = two().down(350, 350).move(360, 340).move(370, 330)
    expect([moved.state, moved.shapeOf('high')]).toEqual(['select.moving', box(150, 150, 400, 400)])
    expect(moved.up().shapeOf('high')).toEqual(box(170, 130, 420, 380))
    expect([moved.selection, moved.document.past.length]).toEqual([['high'], 1])
    expect(moved.undo().shapeOf('high')).toEqual(box(150, 150, 400, 400))
  })

  test('all that is chosen moves together, as far as the first reaches the border', () => {
    const moved = two().select('low', 'high').drag([200, 200], [1000, 210])
    expect(moved.shapes()).toEqual([box(340, 110, 540, 310), box(390, 160, 640, 410)])
  })

  test('what is chosen is moved even where another lies above', () => {
    expect(two().select('low').drag([200, 200], [210, 200]).shapeOf('low')).toEqual(box(110, 100, 310, 300))
  })

  test('a locked label stays where the others move', () => {
    const moved = two().select('low', 'high').view(['low'], { locked: true }).drag([350, 350], [360, 350])
    expect(moved.shapes()).toEqual([box(100, 100, 300, 300), box(160, 150, 410, 400)])
  })
})

describe('handles', () => {
  const one = (shape: Shape, more = {}) => bench([labelOf('a', shape, more)]).select('a')

  test.each([
    [[100, 100], box(90, 80, 300, 300)],
    [[200, 100], box(100, 80, 300, 300)],
    [[300, 100], box(100, 80, 290, 300)],
    [[100, 200], box(90, 100, 300, 300)],
    [[300, 200], box(100, 100, 290, 300)],
    [[100, 300], box(90, 100, 300, 280)],
    [[200, 300], box(100, 100, 300, 280)],
    [[300, 300], box(100, 100, 290, 280)],
  ] as const)('of a box at %j', ([x, y], expected) => {
    const held = one(box(100, 100, 300, 300)).down(x, y)
    expect(held.move(x - 10, y - 20).state).toBe('select.handle')
    expect(held.up().shapeOf('a')).toEqual(expected)
  })

  test('a handle does not jump to the pointer that takes it beside its middle', () => {
    expect(
      one(box(100, 100, 300, 300))
        .drag([308, 305], [318, 315])
        .shapeOf('a'),
    ).toEqual(box(100, 100, 310, 310))
  })

  test('beyond the other side the box turns inside out, on the other side it is refused', () => {
    expect(
      one(box(100, 100, 300, 300))
        .drag([300, 300], [50, 60])
        .shapeOf('a'),
    ).toEqual(box(50, 60, 100, 100))
    const flat = one(box(100, 100, 300, 300)).drag([300, 300], [100, 200])
    expect([flat.notice, flat.shapeOf('a')]).toEqual(['refused tooSmall', box(100, 100, 300, 300)])
    expect(one(box(100, 100, 300, 300)).drag([300, 300], [102, 200]).notice).toBe('warned tooSmall')
  })

  test('with Shift a square, with Alt around the middle, never outside', () => {
    expect(
      one(box(100, 100, 300, 300))
        .drag([300, 300], [350, 320], { shift: true })
        .shapeOf('a'),
    ).toEqual(box(100, 100, 350, 350))
    expect(
      one(box(100, 100, 300, 300))
        .drag([300, 200], [320, 200], { alt: true })
        .shapeOf('a'),
    ).toEqual(box(80, 100, 320, 300))
    expect(
      one(box(100, 100, 300, 300))
        .drag([300, 300], [900, 900])
        .shapeOf('a'),
    ).toEqual(box(100, 100, 640, 480))
  })

  test('the middle of a small box moves it, its corners still resize it', () => {
    expect(
      one(box(100, 100, 120, 120))
        .drag([110, 110], [150, 110])
        .shapeOf('a'),
    ).toEqual(box(140, 100, 160, 120))
    expect(
      one(box(100, 100, 120, 120))
        .drag([121, 121], [151, 141])
        .shapeOf('a'),
    ).toEqual(box(100, 100, 150, 140))
  })

  test('a box is turned by the handle above it, in steps of 15 degrees with Shift', () => {
    const turned = one(box(100, 100, 300, 300)).drag([200, 72], [328, 200])
    expect(turned.document.content.labels[0]!.property).toEqual({ '@modelarts:clockwise_angle': 90 })
    turned.undo().drag([200, 72], [240, 72], { shift: true })
    expect(turned.document.content.labels[0]!.property).toEqual({ '@modelarts:clockwise_angle': 15 })
  })

  test('the side of a turned box is dragged in its own direction, the opposite side stays', () => {
    // Turned by 90 degrees the handle of the upper side lies at the right.
    const dragged = one(box(100, 150, 300, 250), { property: { '@modelarts:clockwise_angle': 90 } }).drag(
      [250, 200],
      [270, 200],
    )
    expect(dragged.shapeOf('a')).toEqual(box(110, 140, 310, 260))
  })

  test('the rim of a circle stays in the image', () => {
    const circle = one({ shape: 'circle', center: [100, 100], radius: 50 })
    expect(circle.drag([150, 100], [170, 100]).shapeOf('a')).toMatchObject({ radius: 70 })
    expect(circle.drag([170, 100], [400, 100]).shapeOf('a')).toMatchObject({ radius: 100 })
  })

  test('the ends of a line, which may not meet', () => {
    const line = one({ shape: 'line', start: [100, 100], end: [300, 100] }).drag([300, 100], [300, 200])
    expect(line.shapeOf('a')).toEqual({ shape: 'line', start: [100, 100], end: [300, 200] })
    expect(line.drag([100, 100], [300, 200]).notice).toBe('refused equalEnds')
  })

  test('a point, with a warning where it meets its twin', () => {
    const points = bench([
      labelOf('a', { shape: 'point', at: [10, 10] }),
      labelOf('b', { shape: 'point', at: [90, 90] }),
    ])
    expect(points.select('a').drag([10, 10], [90, 90]).shapeOf('a')).toEqual({ shape: 'point', at: [90, 90] })
    expect(points.notice).toBe('warned samePoint')
  })

  test('a locked label has none', () => {
    expect(
      one(box(100, 100, 300, 300))
        .view(['a'], { locked: true })
        .drag([300, 300], [350, 350])
        .shapeOf('a'),
    ).toEqual(box(100, 100, 300, 300))
  })
})

describe('points and edges of a polygon', () => {
  const one = () => bench([labelOf('a', square)]).select('a')
  const points = (made: ReturnType<typeof one>) => (made.shapeOf('a') as { points: unknown }).points

  test('a point is dragged', () => {
    expect(points(one().drag([300, 300], [320, 310]))).toEqual([
      [100, 100],
      [300, 100],
      [320, 310],
      [100, 300],
    ])
  })

  test('a click on an edge sets a point there, also on the closing one', () => {
    const held = one().down(200, 103)
    expect(held.state).toBe('select.edge')
    expect(points(held.up())).toEqual([
      [100, 100],
      [200, 100],
      [300, 100],
      [300, 300],
      [100, 300],
    ])
    expect(points(one().click(98, 200))).toEqual([
      [100, 100],
      [300, 100],
      [300, 300],
      [100, 300],
      [100, 200],
    ])
  })

  test('a dragged edge takes both ends along, up to the border', () => {
    expect(points(one().drag([200, 100], [210, 80]))).toEqual([
      [110, 80],
      [310, 80],
      [300, 300],
      [100, 300],
    ])
    expect(points(one().drag([100, 200], [-300, 200]))).toEqual([
      [0, 100],
      [300, 100],
      [300, 300],
      [0, 300],
    ])
  })

  test('Alt and a click takes a point away, three stay', () => {
    const made = one().click(300, 300, { alt: true })
    expect(points(made)).toEqual([
      [100, 100],
      [300, 100],
      [100, 300],
    ])
    expect([made.click(100, 100, { alt: true }).notice, points(made)]).toEqual([
      'refused tooFewPoints',
      [
        [100, 100],
        [300, 100],
        [100, 300],
      ],
    ])
  })

  test('the face moves all of it', () => {
    expect(points(one().drag([200, 200], [210, 200]))).toEqual([
      [110, 100],
      [310, 100],
      [310, 300],
      [110, 300],
    ])
  })

  test('crossing edges are pointed at', () => {
    expect(one().drag([300, 300], [200, 50]).notice).toBe('warned crossesItself')
  })
})

describe('calling off', () => {
  const start = () => bench([labelOf('a', square), labelOf('b', box(400, 100, 500, 200))])
  const begun = {
    'select.pressed': () => start().down(450, 150),
    'select.moving': () => start().down(450, 150).move(460, 150),
    'select.handle': () => start().select('b').down(500, 200).move(520, 200),
    'select.edge': () => start().select('a').down(200, 100).move(200, 80),
    'select.band': () => start().down(600, 400).move(10, 10),
  }
  test.each(Object.entries(begun))('%s changes nothing, also when the button goes up afterwards', (state, begin) => {
    const held = begin()
    expect(held.state).toBe(state)
    const before = held.selection
    expect(held.cancel().state).toBe('select.idle')
    held.up()
    expect(held.shapes()).toEqual(start().shapes())
    expect([held.selection, held.document.past, held.work.editor.state.sketch]).toEqual([before, [], undefined])
  })
})

describe('a bench that may only be looked at', () => {
  test('chooses, but neither draws nor changes', () => {
    const looked = two().set({ readOnly: true }).tool('bndbox').drag([120, 120], [140, 160]).backspace()
    expect(looked.selection).toEqual(['low'])
    expect(looked.document.past).toEqual([])
  })
})

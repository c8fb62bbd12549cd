import { describe, expect, test } from 'vitest'
import { bench, labelOf } from '#web/workbench/image/bench.ts'

const box = (x1: number, y1: number, x2: number, y2: number) =>
  ({ shape: 'bndbox', min: [x1, y1], max: [x2, y2] }) as const

describe('the rectangle', () => {
  test('is drawn by a drag', () => {
    const drawn = bench().tool('bndbox').down(10, 10).move(60, 40)
    expect(drawn.state).toBe('bndbox.drawing')
    expect(drawn.up().shapes()).toEqual([box(10, 10, 60, 40)])
    expect([drawn.state, drawn.selection, drawn.document.content.labels[0]!.name]).toEqual([
      'bndbox.idle',
      ['new1'],
      'cat',
    ])
    expect(drawn.undo().shapes()).toEqual([])
    expect(drawn.redo().shapes()).toEqual([box(10, 10, 60, 40)])
  })

  test('is drawn by two clicks, from any corner', () => {
    expect(bench().tool('bndbox').click(60, 40).move(30, 30).click(10, 10).shapes()).toEqual([box(10, 10, 60, 40)])
  })

  test('a trembling hand at the first click starts no drag', () => {
    const drawn = bench().tool('bndbox').down(10, 10).move(12, 11).up()
    expect(drawn.state).toBe('bndbox.drawing')
    expect(drawn.click(60, 40).shapes()).toEqual([box(10, 10, 60, 40)])
  })

  test('is a square with Shift, around the first point with Alt, and both', () => {
    const draw = (held: object) => bench().tool('bndbox').drag([100, 100], [140, 120], held).shapes()
    expect(draw({ shift: true })).toEqual([box(100, 100, 140, 140)])
    expect(draw({ alt: true })).toEqual([box(60, 80, 140, 120)])
    expect(draw({ shift: true, alt: true })).toEqual([box(60, 60, 140, 140)])
  })

  test('cannot leave the image, a square stays a square at the border', () => {
    const draw = (held: object) => bench().tool('bndbox').drag([600, 470], [900, 900], held).shapes()
    expect(draw({})).toEqual([box(600, 470, 640, 480)])
    expect(draw({ shift: true })).toEqual([box(600, 470, 610, 480)])
    expect(draw({ alt: true })).toEqual([box(560, 460, 640, 480)])
    expect(bench().tool('bndbox').drag([-50, -50], [20, 30]).shapes()).toEqual([box(0, 0, 20, 30)])
  })

  test('is drawn by its four outermost points in any order', () => {
    const drawn = bench().set({ boxStyle: 'extremes' }).tool('bndbox').click(50, 80).click(10, 40).click(90, 30)
    expect(drawn.state).toBe('bndbox.extremes')
    expect(drawn.click(40, 5).shapes()).toEqual([box(10, 5, 90, 80)])
  })

  test('Backspace takes back the last of four points, and the first', () => {
    const drawn = bench().set({ boxStyle: 'extremes' }).tool('bndbox').click(50, 80).click(500, 40).backspace()
    expect(drawn.click(10, 40).click(90, 30).click(40, 5).shapes()).toEqual([box(10, 5, 90, 80)])
    expect(drawn.click(5, 5).backspace().state).toBe('bndbox.idle')
  })

  test('under 3 pixels it is refused, and the next one begins anew', () => {
    const drawn = bench().tool('bndbox').drag([10, 10], [50, 12])
    expect([drawn.notice, drawn.shapes()]).toEqual(['refused tooSmall', []])
    drawn.drag([10, 10], [50, 13])
    expect([drawn.notice, drawn.shapes()]).toEqual([undefined, [box(10, 10, 50, 13)]])
  })

  test('Enter completes it', () => {
    expect(bench().tool('bndbox').click(10, 10).move(60, 40).enter().shapes()).toEqual([box(10, 10, 60, 40)])
  })
})

describe('polygon and polyline', () => {
  const points = [
    [10, 10],
    [60, 10],
    [60, 60],
  ] as const

  test.each(['polygon', 'polyline'] as const)('a %s is completed by Enter and by a double click', (shape) => {
    const three = () => bench().tool(shape).click(10, 10).click(60, 10).click(60, 60)
    expect(three().state).toBe(`${shape}.drawing`)
    expect(three().enter().shapes()).toEqual([{ shape, points }])
    expect(bench().tool(shape).click(10, 10).click(60, 10).double(60, 60).shapes()).toEqual([{ shape, points }])
  })

  test('the first point closes a polygon, and makes a polyline a ring', () => {
    const close = (shape: 'polygon' | 'polyline') =>
      bench().tool(shape).click(10, 10).click(60, 10).click(60, 60).click(14, 8).shapes()
    expect(close('polygon')).toEqual([{ shape: 'polygon', points }])
    expect(close('polyline')).toEqual([{ shape: 'polyline', points: [...points, [10, 10]] }])
  })

  test('the third point may lie near the first: there is nothing to close yet', () => {
    const drawn = bench().tool('polygon').click(10, 10).click(60, 10).click(14, 14).enter()
    expect(drawn.shapes()).toEqual([
      {
        shape: 'polygon',
        points: [
          [10, 10],
          [60, 10],
          [14, 14],
        ],
      },
    ])
  })

  test('too few points are refused and kept', () => {
    const drawn = bench().tool('polygon').click(10, 10).click(60, 10).enter()
    expect([drawn.state, drawn.notice]).toEqual(['polygon.drawing', 'refused tooFewPoints'])
    expect(drawn.click(60, 60).enter().shapes()).toHaveLength(1)
    expect(drawn.notice).toBeUndefined()
    const line = bench().tool('polyline').click(10, 10).enter()
    expect([line.notice, line.click(60, 10).enter().shapes().length]).toEqual(['refused tooFewPoints', 1])
  })

  test('there and back is no polygon', () => {
    const drawn = bench()
      .tool('polygon')
      .click(10, 10)
      .click(90, 90)
      .click(10, 30)
      .backspace()
      .click(50, 90)
      .backspace()
    expect(drawn.enter().notice).toBe('refused tooFewPoints')
  })

  test('Backspace and undo take back the last point, at last the shape', () => {
    const drawn = bench().tool('polygon').click(10, 10).click(60, 10).click(99, 99).backspace().click(90, 90).undo()
    expect(drawn.click(60, 60).enter().shapes()).toEqual([{ shape: 'polygon', points }])
    expect(drawn.click(5, 5).backspace().state).toBe('polygon.idle')
  })

  test('moving with Shift draws freehand', () => {
    const drawn = bench().tool('polyline').click(10, 10)
    for (let x = 11; x <= 30; x++) drawn.move(x, 10, { shift: true })
    expect(drawn.enter().shapes()).toEqual([
      {
        shape: 'polyline',
        points: [
          [10, 10],
          [18, 10],
          [26, 10],
        ],
      },
    ])
  })

  test('points outside are set on the border', () => {
    const drawn = bench().tool('polygon').click(-20, -20).click(900, 10).click(10, 900).enter()
    expect(drawn.shapes()).toEqual([
      {
        shape: 'polygon',
        points: [
          [0, 0],
          [640, 10],
          [10, 480],
        ],
      },
    ])
  })

  test('a polygon that crosses itself is drawn with a warning', () => {
    const drawn = bench().tool('polygon').click(10, 10).click(90, 90).click(90, 10).click(10, 90).enter()
    expect([drawn.notice, drawn.shapes().length]).toEqual(['warned crossesItself', 1])
  })

  test('another tool calls it off', () => {
    expect(bench().tool('polygon').click(10, 10).tool('bndbox').state).toBe('bndbox.idle')
  })
})

describe('circle, line, dashed line and point', () => {
  test('a circle is its centre and a point of the rim, by clicks or a drag', () => {
    const circle = { shape: 'circle', center: [100, 100], radius: 50 }
    expect(bench().tool('circle').click(100, 100).click(130, 140).shapes()).toEqual([circle])
    expect(bench().tool('circle').drag([100, 100], [130, 140]).shapes()).toEqual([circle])
  })

  test('a circle does not cross the border', () => {
    expect(bench().tool('circle').drag([30, 100], [200, 100]).shapes()).toEqual([
      { shape: 'circle', center: [30, 100], radius: 30 },
    ])
    expect(bench().tool('circle').drag([0, 100], [200, 100]).notice).toBe('refused tooSmall')
  })

  test.each(['line', 'dashed'] as const)('a %s goes from end to end, and its ends differ', (shape) => {
    const drawn = bench().tool(shape).click(10, 10).click(10, 10)
    expect([drawn.notice, drawn.shapes()]).toEqual(['refused equalEnds', []])
    expect(drawn.drag([10, 10], [5, 60]).shapes()).toEqual([{ shape, start: [10, 10], end: [5, 60] }])
  })

  test('a point can be put right while the button is held', () => {
    const drawn = bench().tool('point').down(10, 10).move(12, 14)
    expect([drawn.state, drawn.shapes()]).toEqual(['point.pressed', []])
    expect(drawn.up().shapes()).toEqual([{ shape: 'point', at: [12, 14] }])
  })

  test('two points of one label on one pixel are refused, of two labels not', () => {
    const drawn = bench().tool('point').click(10, 10).click(10, 10)
    expect([drawn.notice, drawn.shapes().length]).toEqual(['refused samePoint', 1])
    expect(
      drawn
        .set({ naming: { name: 'dog' } })
        .click(10, 10)
        .shapes(),
    ).toHaveLength(2)
  })
})

describe('calling off', () => {
  const begun = {
    'bndbox.drawing': () => bench().tool('bndbox').down(10, 10).move(60, 40),
    'bndbox.extremes': () => bench().set({ boxStyle: 'extremes' }).tool('bndbox').click(10, 10),
    'polygon.drawing': () => bench().tool('polygon').click(10, 10).click(60, 40).click(10, 90),
    'polyline.drawing': () => bench().tool('polyline').click(10, 10).click(60, 40),
    'circle.drawing': () => bench().tool('circle').click(100, 100).move(120, 100),
    'line.drawing': () => bench().tool('line').down(10, 10).move(60, 40),
    'dashed.drawing': () => bench().tool('dashed').click(10, 10).move(60, 40),
    'point.pressed': () => bench().tool('point').down(10, 10),
  }
  test.each(Object.entries(begun))('%s leaves nothing behind, whatever comes after', (state, begin) => {
    const drawn = begin()
    expect(drawn.state).toBe(state)
    drawn.cancel()
    expect([drawn.state, drawn.shapes()]).toEqual([state.replace(/\..*/, '.idle'), []])
    expect([drawn.up().state, drawn.shapes()]).toEqual([state.replace(/\..*/, '.idle'), []])
    expect(drawn.work.editor.state.sketch).toBeUndefined()
  })

  test('an idle tool has nothing to call off but the selection', () => {
    const drawn = bench([labelOf('a', { shape: 'point', at: [1, 1] })])
      .tool('bndbox')
      .select('a')
      .cancel()
    expect([drawn.state, drawn.selection]).toEqual(['bndbox.idle', []])
  })
})

describe('by keyboard alone', () => {
  const aim = (from: ReturnType<typeof bench>, dx: -1 | 0 | 1, dy: -1 | 0 | 1, held = {}) => from.arrow(dx, dy, held)

  test('a rectangle: the cross begins in the middle, Enter sets both corners', () => {
    const drawn = aim(bench().tool('bndbox'), 1, 0)
      .enter()
      .arrow(1, 0, { ctrl: true })
      .arrow(0, 1, { shift: true })
      .enter()
    expect(drawn.shapes()).toEqual([box(321, 240, 421, 250)])
    expect(drawn.work.editor.cross).toEqual([421, 250])
  })

  test('a polygon: Enter sets a point, Enter again at the same place completes it', () => {
    const drawn = aim(bench().tool('polygon'), 1, 0)
      .enter()
      .arrow(1, 0, { ctrl: true })
      .enter()
      .arrow(0, 1, { ctrl: true })
    expect(drawn.enter().shapes()).toEqual([])
    expect(drawn.enter().shapes()).toEqual([
      {
        shape: 'polygon',
        points: [
          [321, 240],
          [421, 240],
          [421, 340],
        ],
      },
    ])
  })

  test.each([
    ['circle', { shape: 'circle', center: [321, 240], radius: 100 }],
    ['line', { shape: 'line', start: [321, 240], end: [421, 240] }],
    ['dashed', { shape: 'dashed', start: [321, 240], end: [421, 240] }],
  ] as const)('a %s', (tool, shape) => {
    expect(aim(bench().tool(tool), 1, 0).enter().arrow(1, 0, { ctrl: true }).enter().shapes()).toEqual([shape])
  })

  test('a polyline and a point', () => {
    const line = aim(bench().tool('polyline'), 1, 0).enter().arrow(0, 1, { ctrl: true }).enter().enter()
    expect(line.shapes()).toEqual([
      {
        shape: 'polyline',
        points: [
          [321, 240],
          [321, 340],
        ],
      },
    ])
    expect(aim(bench().tool('point'), 1, 0).enter().shapes()).toEqual([{ shape: 'point', at: [321, 240] }])
  })

  test('the four outermost points', () => {
    const drawn = bench()
      .set({ boxStyle: 'extremes' })
      .tool('bndbox')
      .arrow(1, 0)
      .enter()
      .arrow(1, 0, { ctrl: true })
      .enter()
    expect(drawn.arrow(0, 1, { ctrl: true }).enter().arrow(-1, 0, { shift: true }).enter().shapes()).toEqual([
      box(321, 240, 421, 340),
    ])
  })

  test('the cross stays in the image and goes when the pointer moves or with Escape', () => {
    const drawn = bench([], [50, 50, 3]).tool('bndbox').arrow(-1, -1, { ctrl: true })
    expect(drawn.work.editor.cross).toEqual([0, 0])
    expect(drawn.cancel().work.editor.cross).toBeUndefined()
    expect(drawn.arrow(1, 0).move(5, 5).work.editor.cross).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImagePoint } from '#core/geometry/shape.ts'
import { bench, labelOf } from '#web/workbench/image/bench.ts'
import type { Path } from '#web/workbench/image/path-points.ts'
import { areaOf } from '#web/workbench/image/split-path.ts'

const polygon = (...points: ImagePoint[]) => ({ shape: 'polygon', points }) as const
const square = (x: number, y: number) => polygon([x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100])
const two = () => bench([labelOf('left', square(100, 100)), labelOf('right', square(300, 100))])
const areas = (made: ReturnType<typeof two>) => made.shapes().map((shape) => areaOf(shape as Path))
const ids = (made: ReturnType<typeof two>) => made.document.content.labels.map(({ id }) => id)

describe('the split tool', () => {
  test('cuts by a drag, and by two clicks', () => {
    const dragged = two().tool('split').down(50, 130).move(250, 130)
    expect([dragged.state, ids(dragged)]).toEqual(['split.drawing', ['left', 'right']])
    dragged.up()
    expect([dragged.state, areas(dragged)]).toEqual(['split.idle', [7000, 3000, 10000]])
    const clicked = two().tool('split').click(50, 130).move(90, 130).click(250, 130)
    expect(clicked.shapes()).toEqual(dragged.shapes())
  })

  test('leaves the label to the largest piece; the others carry the same and lie beside it', () => {
    const property = { colour: 'red', occluded: '1' }
    const made = bench([labelOf('a', square(100, 100), { name: 'dog', property }), labelOf('b', square(300, 100))])
    made.tool('split').drag([50, 130], [250, 130])
    expect([ids(made), made.selection]).toEqual([
      ['a', 'new1', 'b'],
      ['a', 'new1'],
    ])
    for (const label of made.document.content.labels.slice(0, 2)) expect(label).toMatchObject({ name: 'dog', property })
  })

  test('is one step of undo', () => {
    const made = two().tool('split').drag([50, 150], [450, 150])
    made.undo()
    expect(made.shapes()).toEqual([square(100, 100), square(300, 100)])
    expect(areas(made.redo())).toEqual([10000, 5000, 5000])
  })

  test('cuts what is selected, else the topmost that the cut runs through', () => {
    const across = [
      [50, 150],
      [450, 150],
    ] as const
    expect(
      areas(
        two()
          .tool('split')
          .drag(...across),
      ),
    ).toEqual([10000, 5000, 5000])
    expect(
      areas(
        two()
          .select('left')
          .tool('split')
          .drag(...across),
      ),
    ).toEqual([5000, 5000, 10000])
    expect(
      areas(
        two()
          .select('left', 'right')
          .tool('split')
          .drag(...across),
      ),
    ).toEqual([5000, 5000, 5000, 5000])
    expect(areas(two().select('right').tool('split').drag([50, 150], [250, 150]))).toEqual([5000, 5000, 10000])
  })

  test('spares what is locked or hidden', () => {
    const made = two().view(['right'], { locked: true }).view(['left'], { hidden: true }).tool('split')
    made.drag([50, 150], [450, 150])
    expect([areas(made), made.notice]).toEqual([[10000, 10000], 'refused notDivided'])
  })

  test('says why nothing was divided, and begins anew', () => {
    const hourglass = polygon([100, 100], [200, 200], [200, 100], [100, 200])
    const made = bench([labelOf('a', hourglass)])
      .select('a')
      .tool('split')
      .drag([50, 120], [250, 120])
    expect([made.notice, made.state, made.document.past]).toEqual(['refused crossesItself', 'split.idle', []])
    expect(two().tool('split').drag([10, 10], [90, 10]).notice).toBe('refused notDivided')
    expect(two().tool('split').double(150, 150).notice).toBe('refused notDivided')
  })

  test('is called off by Escape and by Backspace', () => {
    for (const made of [two().tool('split').click(50, 150).cancel(), two().tool('split').click(50, 150).backspace()]) {
      expect([made.state, areas(made)]).toEqual(['split.idle', [10000, 10000]])
    }
    const held = two().tool('split').down(50, 150).move(250, 150).cancel()
    expect([held.state, areas(held.up())]).toEqual(['split.idle', [10000, 10000]])
  })

  test('works by the cross of the keyboard', () => {
    const made = two()
      .tool('split')
      .arrow(-1, 0, { ctrl: true })
      .arrow(-1, 0, { ctrl: true })
      .arrow(-1, 0, { ctrl: true })
    made.arrow(0, -1, { ctrl: true }).enter().arrow(1, 0, { ctrl: true }).arrow(1, 0, { ctrl: true }).enter()
    expect([made.state, areas(made)]).toEqual(['split.idle', [6000, 4000, 10000]])
  })

  test('is not what "again" draws with', () => {
    const made = two().tool('polygon').tool('split')
    expect(made.work.editor.lastTool).toBe('polygon')
  })

  test('with Alt begins and ends exactly at corners', () => {
    const made = two().tool('split').click(96, 106, { alt: true }).move(205, 195, { alt: true })
    expect(made.work.editor.state.sketch?.caught).toEqual([200, 200])
    made.click(205, 195, { alt: true })
    expect(areas(made)).toEqual([5000, 5000, 10000])
  })
})

test('however a polygon is cut, its pieces have its area, and undo makes it whole', () => {
  const at = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(at, at), { minLength: 1, maxLength: 6 }), (cuts) => {
      const made = two().tool('split')
      for (const [from, to] of cuts) made.drag(from, to)
      expect(areas(made).reduce((sum, area) => sum + area)).toBeCloseTo(20000, 0)
      while (made.document.past.length > 0) made.undo()
      expect(made.shapes()).toEqual([square(100, 100), square(300, 100)])
    }),
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bench, bench, labelOf } from '#web/workbench/image/bench.ts'
import { zoomAt } from '#web/workbench/image/camera.ts'
import { withEditor } from '#web/workbench/image/editor.ts'
import { distanceToEdge } from '#web/workbench/image/path-points.ts'

const alt = { alt: true }
const box = labelOf('box', { shape: 'bndbox', min: [100, 100], max: [200, 200] })
const beside = () => bench([box])
const caught = (made: Bench) => made.work.editor.state.sketch?.caught

describe('with Alt', () => {
  test('corners of a new polygon go exactly onto corners and edges near by, and say so', () => {
    const drawn = beside().tool('polygon').click(206, 95, alt).move(193, 150, alt)
    expect(caught(drawn)).toEqual([200, 150])
    drawn.click(193, 150, alt).click(300, 150, alt)
    expect(caught(drawn)).toBeUndefined()
    expect(drawn.enter().shapes()[1]).toEqual({
      shape: 'polygon',
      points: [
        [200, 100],
        [200, 150],
        [300, 150],
      ],
    })
  })

  test('a corner wins over an edge that is nearer', () => {
    expect(caught(beside().tool('point').down(200, 109, alt))).toEqual([200, 100])
    expect(caught(beside().tool('point').down(200, 113, alt))).toEqual([200, 113])
  })

  test('nothing farther than 12 pixels of the screen catches, at every zoom', () => {
    expect(caught(beside().tool('point').down(213, 150, alt))).toBeUndefined()
    const near = beside().do((work) => withEditor(work, { camera: zoomAt(work.editor.camera, [200, 150], 4) }))
    expect(caught(near.tool('point').down(213, 150, alt))).toBeUndefined()
    expect(caught(near.move(211, 150, alt))).toEqual([200, 150])
  })

  test('a double click on an edge ends a path as anywhere else', () => {
    const drawn = beside().tool('polyline').click(300, 300).move(206, 150, alt)
    drawn.click(206, 150, alt).down(206, 150, alt).up(alt).enter()
    expect(drawn.shapes()[1]).toEqual({
      shape: 'polyline',
      points: [
        [300, 300],
        [200, 150],
      ],
    })
  })

  test('freehand follows an edge', () => {
    const drawn = beside().tool('polyline').click(204, 110, alt)
    for (const y of [130, 150, 170]) drawn.move(205, y, { alt: true, shift: true })
    const [, line] = drawn.enter().shapes()
    expect(line?.shape === 'polyline' && line.points.map(([x]) => x)).toEqual([200, 200, 200, 200])
  })

  test.each(['line', 'dashed'] as const)('both ends of a %s are caught', (tool) => {
    const [, line] = beside().tool(tool).drag([95, 95], [206, 203], alt).shapes()
    expect(line).toEqual({ shape: tool, start: [100, 100], end: [200, 200] })
  })

  test('the middle of a circle and its rim are caught', () => {
    const [, circle] = beside().tool('circle').drag([204, 204], [204, 103], alt).shapes()
    expect(circle).toEqual({ shape: 'circle', center: [200, 200], radius: 100 })
  })

  test('a point is caught, also while it is held', () => {
    const drawn = beside().tool('point').down(300, 300, alt).move(103, 195, alt)
    expect([drawn.state, caught(drawn)]).toEqual(['point.pressed', [100, 200]])
    expect(drawn.up(alt).shapes()[1]).toEqual({ shape: 'point', at: [100, 200] })
    expect(caught(beside().tool('point').down(103, 195, alt).cancel())).toBeUndefined()
  })

  test('outermost points of a box are caught; by two corners Alt means its middle', () => {
    const drawn = beside().set({ boxStyle: 'extremes' }).tool('bndbox')
    drawn.click(205, 150, alt).click(300, 190).click(250, 140).click(250, 260)
    expect(drawn.shapes()[1]).toEqual({ shape: 'bndbox', min: [200, 140], max: [300, 260] })
    const [, middle] = beside().tool('bndbox').drag([204, 204], [224, 224], alt).shapes()
    expect(middle).toEqual({ shape: 'bndbox', min: [184, 184], max: [224, 224] })
  })

  test('a corner that is moved is caught by others and not by its own shape', () => {
    const path = {
      shape: 'polygon',
      points: [
        [300, 100],
        [400, 100],
        [400, 200],
      ],
    } as const
    const made = bench([box, labelOf('path', path)]).select('path')
    made.down(300, 100).move(206, 104, alt)
    expect([made.state, caught(made)]).toEqual(['select.handle', [200, 100]])
    made.move(395, 104, alt)
    expect(caught(made)).toBeUndefined()
    made.move(206, 104, alt).up(alt)
    expect(made.shapeOf('path')).toEqual({
      ...path,
      points: [
        [200, 100],
        [400, 100],
        [400, 200],
      ],
    })
    made.undo()
    expect(made.shapeOf('path')).toEqual(path)
    expect(made.down(300, 100).move(206, 104, alt).cancel().shapeOf('path')).toEqual(path)
  })

  test('locked labels catch, hidden ones do not', () => {
    expect(caught(beside().view(['box'], { locked: true }).tool('point').down(205, 150, alt))).toEqual([200, 150])
    expect(caught(beside().view(['box'], { hidden: true }).tool('point').down(205, 150, alt))).toBeUndefined()
  })
})

test('without Alt nothing is caught', () => {
  expect(caught(beside().tool('polygon').click(205, 150).move(206, 104))).toBeUndefined()
})

test('what is caught lies on the outline of a box, however it is turned, and inside the image', () => {
  const angle = fc.integer({ min: 0, max: 359 })
  const near = fc.tuple(fc.integer({ min: 60, max: 240 }), fc.integer({ min: 60, max: 240 }))
  fc.assert(
    fc.property(angle, near, (degrees, [x, y]) => {
      const turned = labelOf('box', box.place.kind === 'shape' ? box.place.shape : (undefined as never), {
        property: { '@modelarts:clockwise_angle': degrees },
      })
      const at = caught(bench([turned]).tool('point').down(x, y, alt))
      if (at === undefined) return
      const turn = (degrees * Math.PI) / 180
      const corners = [
        [-50, -50],
        [50, -50],
        [50, 50],
        [-50, 50],
      ].map(([dx, dy]) => {
        return [
          150 + dx! * Math.cos(turn) - dy! * Math.sin(turn),
          150 + dx! * Math.sin(turn) + dy! * Math.cos(turn),
        ] as const
      })
      const distances = corners.map((corner, index) => distanceToEdge([corner, corners[(index + 1) % 4]!], at))
      expect(Math.min(...distances)).toBeLessThan(0.002)
      expect(Math.hypot(at[0] - x, at[1] - y)).toBeLessThan(12.01)
    }),
  )
})

import { describe, expect, test } from 'vitest'
import type { Shape } from '#core/geometry/shape.ts'
import { bench, labelOf } from './bench.ts'
import { pan, rotateView, zoomAt } from './camera.ts'
import { withEditor } from './editor.ts'
import { type DrawCommand, sceneOf } from './scene.ts'

const box = (x1: number, y1: number, x2: number, y2: number): Shape => ({
  shape: 'bndbox',
  min: [x1, y1],
  max: [x2, y2],
})
const style = { colorOf: (name?: string) => (name === 'cat' ? '#aa0000' : '#3399ff'), tagOf: ({ name = '' }) => name }
const scene = (made: ReturnType<typeof bench>) => sceneOf(made.work, style)
const only = <Kind extends DrawCommand['kind']>(commands: DrawCommand[], kind: Kind) =>
  commands.filter((one): one is Extract<DrawCommand, { kind: Kind }> => one.kind === kind)
const plain = { color: '#aa0000', state: 'plain', faulty: false, dashed: false, locked: false }

describe('a scene', () => {
  test('shows every shape in the colour of its label, the first at the bottom, tags above all', () => {
    const made = bench([
      labelOf('a', box(100, 100, 200, 150)),
      labelOf('b', { shape: 'circle', center: [50, 50], radius: 20 }, { name: 'dog' }),
      labelOf('c', { shape: 'dashed', start: [1, 2], end: [3, 4] }),
      labelOf('d', { shape: 'point', at: [5, 6] }),
    ])
    expect(scene(made)).toEqual([
      {
        kind: 'path',
        id: 'a',
        points: [
          [100, 100],
          [200, 100],
          [200, 150],
          [100, 150],
        ],
        closed: true,
        look: plain,
      },
      { kind: 'circle', id: 'b', center: [50, 50], radius: 20, look: { ...plain, color: '#3399ff' } },
      {
        kind: 'path',
        id: 'c',
        points: [
          [1, 2],
          [3, 4],
        ],
        closed: false,
        look: { ...plain, dashed: true },
      },
      { kind: 'dot', id: 'd', at: [5, 6], look: plain },
      { kind: 'tag', id: 'a', at: [100, 100], text: 'cat', color: '#aa0000' },
      { kind: 'tag', id: 'b', at: [30, 30], text: 'dog', color: '#3399ff' },
      { kind: 'tag', id: 'd', at: [5, 6], text: 'cat', color: '#aa0000' },
    ])
  })

  test('leaves out what is hidden and what is out of sight', () => {
    const made = bench([labelOf('a', box(100, 100, 200, 150)), labelOf('b', box(500, 400, 600, 450))])
    expect(scene(made.view(['a'], { hidden: true })).map((one) => 'id' in one && one.id)).toEqual(['b', 'b'])
    made.do((work) => withEditor(work, { camera: pan(zoomAt(work.editor.camera, [0, 0], 4), 999, 999) }))
    expect(scene(made)).toEqual([])
  })

  test('a small shape shows its tag only when it is selected', () => {
    const made = bench([labelOf('a', box(100, 100, 110, 110))])
    expect(only(scene(made), 'tag')).toEqual([])
    expect(only(scene(made.select('a')), 'tag')).toHaveLength(1)
  })

  test('handles stand at the only label selected, if it can be changed', () => {
    const made = bench([labelOf('a', box(100, 100, 200, 150)), labelOf('b', box(1, 1, 9, 9))]).select('a')
    expect(only(scene(made), 'handle')).toHaveLength(9)
    expect(only(scene(made), 'path').map(({ look }) => look.state)).toEqual(['selected', 'plain'])
    expect(only(scene(made.select('a', 'b')), 'handle')).toEqual([])
    expect(only(scene(made.select('a').view(['a'], { locked: true })), 'handle')).toEqual([])
    expect(only(scene(made.view(['a'], { locked: false }).set({ readOnly: true })), 'handle')).toEqual([])
    expect(only(scene(made.set({ readOnly: false }).tool('bndbox')), 'handle')).toEqual([])
  })

  test('a label under the hand is shown where it is, with its handles', () => {
    const made = bench([labelOf('a', box(100, 100, 200, 150))])
      .select('a')
      .down(150, 125)
      .move(160, 125)
    expect(only(scene(made), 'path')[0]!.points[0]).toEqual([110, 100])
    expect(only(scene(made), 'handle')[0]!.at).toEqual([110, 100])
    const turning = bench([labelOf('a', box(100, 100, 200, 200))])
      .select('a')
      .down(150, 72)
      .move(178, 150)
    expect(only(scene(turning), 'path')[0]!.points[0]!.map(Math.round)).toEqual([200, 100])
  })

  test('a path being drawn is open and shows its points, the first as the one that closes it', () => {
    const made = bench().tool('polygon').click(10, 10).click(60, 10).move(60, 60)
    expect(scene(made)).toEqual([
      {
        kind: 'path',
        id: undefined,
        points: [
          [10, 10],
          [60, 10],
          [60, 60],
        ],
        closed: false,
        look: { ...plain, state: 'sketch' },
      },
      { kind: 'handle', at: [10, 10], round: true, first: true },
      { kind: 'handle', at: [60, 10], round: true, first: false },
    ])
  })

  test('a polygon that crosses itself is faulty, being drawn and done', () => {
    const made = bench().tool('polygon').click(10, 10).click(90, 90).click(90, 10).move(10, 90)
    const looks = () => only(scene(made), 'path').map(({ look }) => [look.state, look.faulty])
    expect(looks()).toEqual([['sketch', true]])
    made.click(10, 90).enter()
    expect(looks()).toEqual([['selected', true]])
  })

  test('rubber band and cross lie on top', () => {
    expect(scene(bench().down(10, 10).move(60, 40))).toEqual([{ kind: 'band', from: [10, 10], to: [60, 40] }])
    expect(scene(bench().tool('bndbox').arrow(1, 0))).toEqual([{ kind: 'cross', at: [321, 240] }])
  })

  test('is turned with the view, tags stay at the upper left', () => {
    const made = bench([labelOf('a', box(100, 100, 200, 150))], [480, 480, 3])
    made.do((work) => withEditor(work, { camera: rotateView(work.editor.camera, 1) }))
    expect(only(scene(made), 'path')[0]!.points[0]).toEqual([380, 100])
    expect(only(scene(made), 'tag')[0]!.at).toEqual([330, 100])
  })
})

test('where a neighbour catches the pointer there is a ring, and nowhere else', () => {
  const made = bench([labelOf('a', { shape: 'bndbox', min: [100, 100], max: [200, 200] })]).tool('polyline')
  const rings = () =>
    sceneOf(made.work, style).flatMap((command) => (command.kind === 'handle' && command.first ? [command.at] : []))
  made.click(300, 300).move(206, 150, { alt: true })
  expect(rings()).toContainEqual([200, 150])
  made.move(206, 150)
  expect(rings()).toEqual([[300, 300]])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SHAPES } from '#contract/codes.ts'
import { faultOfShape, type ImageSize, isInside } from '#core/geometry/shape.ts'
import { shapeIn } from '#tests/labels/shapes.ts'
import { type Bench, bench, labelOf } from './bench.ts'
import { rotateView, zoomAt } from './camera.ts'
import {
  copySelected,
  duplicateSelected,
  pasteLabels,
  reorderSelected,
  selectAll,
  selectNext,
  simplifySelected,
} from './commands.ts'
import { withEditor } from './editor.ts'
import { canCancel } from './input.ts'

const size: ImageSize = [64, 48, 3]
const at = fc.tuple(fc.integer({ min: -9, max: 75 }), fc.integer({ min: -9, max: 60 }))
const held = fc.record({ shift: fc.boolean(), alt: fc.boolean(), ctrl: fc.boolean() })
const step = fc.constantFrom<-1 | 0 | 1>(-1, 0, 1)

type Act = (made: Bench) => Bench
const pointer: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(at, held).map(
    ([[x, y], keys]): Act =>
      (made) =>
        made.down(x, y, keys),
  ),
  fc.tuple(at, held).map(
    ([[x, y], keys]): Act =>
      (made) =>
        made.move(x, y, keys),
  ),
  held.map(
    (keys): Act =>
      (made) =>
        made.up(keys),
  ),
  fc.tuple(at, at, held).map(
    ([from, to, keys]): Act =>
      (made) =>
        made.drag(from, to, keys),
  ),
  at.map(
    ([x, y]): Act =>
      (made) =>
        made.double(x, y),
  ),
)
const anything: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: pointer },
  fc.constantFrom('select' as const, 'split' as const, ...SHAPES).map(
    (tool): Act =>
      (made) =>
        made.tool(tool),
  ),
  fc.constantFrom('corners' as const, 'extremes' as const).map(
    (boxStyle): Act =>
      (made) =>
        made.set({ boxStyle }),
  ),
  fc.tuple(step, step, held, fc.boolean()).map(
    ([dx, dy, keys, repeat]): Act =>
      (made) =>
        made.arrow(dx, dy, { ...keys, repeat }),
  ),
  fc.constantFrom<Act>(
    (made) => made.enter(),
    (made) => made.backspace(),
    (made) => made.cancel(),
    (made) => made.undo(),
    (made) => made.redo(),
    (made) => made.do(duplicateSelected),
    (made) => made.do((work) => pasteLabels(work, copySelected(work))),
    (made) => made.do((work) => simplifySelected(work, 2)),
    (made) => made.do(selectAll),
    (made) => made.do((work) => selectNext(work, 1)),
    (made) => made.do((work) => reorderSelected(work, 'up')),
    (made) => made.do((work) => withEditor(work, { camera: zoomAt(work.editor.camera, [20, 20], 3) })),
    (made) => made.do((work) => withEditor(work, { camera: rotateView(work.editor.camera, 1) })),
  ),
)
const acts = fc.array(anything, { maxLength: 40 })
const labels = fc
  .array(shapeIn(size), { maxLength: 5 })
  .map((shapes) => shapes.map((shape, index) => labelOf(`old${index}`, shape, { name: `${index}` })))

test('whatever hands do, every shape keeps its rule and lies in the image', () => {
  fc.assert(
    fc.property(labels, acts, (start, gestures) => {
      const made = bench(start, size)
      for (const act of gestures) act(made)
      for (const shape of made.shapes()) {
        expect([shape, faultOfShape(shape), isInside(shape, size)]).toEqual([shape, undefined, true])
      }
      const ids = made.document.content.labels.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(made.selection.every((id) => ids.includes(id))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('undo to the beginning restores it, redo to the end repeats it', () => {
  fc.assert(
    fc.property(labels, acts, (start, gestures) => {
      const made = bench(start, size)
      for (const act of gestures) act(made)
      made.cancel().tool('select')
      const end = made.document.content
      while (made.document.past.length > 0) made.undo()
      expect(made.document.content.labels).toEqual(start)
      // What was undone before the end is redone too.
      const steps = made.document.future.length
      for (let count = 0; count < steps && made.document.future.length > 0; count++) {
        if (JSON.stringify(made.document.content) === JSON.stringify(end)) break
        made.redo()
      }
      expect(made.document.content).toEqual(end)
    }),
    { numRuns: 300 },
  )
})

test('a polygon cut anywhere, and cut again, keeps the rule of shapes; undo makes it whole, redo divides it', () => {
  fc.assert(
    fc.property(labels, fc.array(fc.tuple(at, at, held), { minLength: 1, maxLength: 5 }), (start, cuts) => {
      const made = bench(start, size).tool('split')
      for (const [from, to, keys] of cuts) made.drag(from, to, keys)
      // A cut that was only begun would be what undo takes back first.
      made.cancel()
      for (const shape of made.shapes()) expect([faultOfShape(shape), isInside(shape, size)]).toEqual([undefined, true])
      const end = made.document.content
      const steps = made.document.past.length
      for (let step = 0; step < steps; step++) made.undo()
      expect(made.document.content.labels).toEqual(start)
      for (let step = 0; step < steps; step++) made.redo()
      expect(made.document.content).toEqual(end)
    }),
  )
})

test('Escape leads out of every state in at most three steps, and undoes nothing', () => {
  fc.assert(
    fc.property(labels, acts, (start, gestures) => {
      const made = bench(start, size)
      for (const act of gestures) act(made)
      const { content } = made.document
      for (let pressed = 0; pressed < 3; pressed++) made.cancel()
      expect([canCancel(made.work), made.state.endsWith('.idle'), made.selection]).toEqual([false, true, []])
      expect(made.document.content).toBe(content)
    }),
  )
})

test('looking only, hands change nothing', () => {
  fc.assert(
    fc.property(labels, acts, (start, gestures) => {
      const made = bench(start, size).set({ readOnly: true })
      for (const act of gestures) act(made)
      expect(made.document.content.labels).toEqual(start)
    }),
  )
})

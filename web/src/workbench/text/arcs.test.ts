import { expect, test } from 'vitest'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { type Anchor, arcsOf } from './arcs.ts'

const label = (id: string): WorkLabel => ({ id, place: { kind: 'none' }, property: {} })

/** Arcs of relations such as `a>b` over spans at such anchors, in rows from 0 to 100. */
function arcs(relations: string[], anchors: Record<string, Anchor>) {
  const triplets = relations.map((relation) => {
    const [head, tail] = relation.split('>')
    return { relation: label(relation), head: label(head!), tail: label(tail!) }
  })
  return Object.fromEntries(arcsOf(triplets, (id) => anchors[id], { start: 0, end: 100 }))
}

test('in one row a relation is one arc, with its arrow at the tail', () => {
  const row = { a: { row: 0, x: 10 }, b: { row: 0, x: 50 } }
  expect(arcs(['a>b'], row)[0]).toEqual([{ id: 'a>b', start: 10, end: 50, arrow: 'end', lane: 0 }])
  expect(arcs(['b>a'], row)[0]).toEqual([{ id: 'b>a', start: 10, end: 50, arrow: 'start', lane: 0 }])
})

test('shorter arcs are nearer to the text, and apart from each other they share a lane', () => {
  const row = Object.fromEntries([10, 20, 40, 60].map((x, index) => ['abcd'[index]!, { row: 0, x }]))
  const lanes = arcs(['a>d', 'a>b', 'c>d'], row)[0]!.map(({ id, lane }) => [id, lane])
  expect(lanes).toEqual([
    ['a>d', 1],
    ['a>b', 0],
    ['c>d', 0],
  ])
})

test('between rows it leaves at the edge and comes in to its tail, and rows between stay empty', () => {
  const rows = arcs(['a>b'], { a: { row: 0, x: 30 }, b: { row: 7, x: 20 } })
  expect(rows).toEqual({
    0: [{ id: 'a>b', start: 30, end: 100, open: { at: 'end', goes: 'down' }, lane: 0 }],
    7: [{ id: 'a>b', start: 0, end: 20, open: { at: 'start', goes: 'up' }, arrow: 'end', lane: 0 }],
  })
})

test('upwards the arrow lies in the upper row', () => {
  const rows = arcs(['a>b'], { a: { row: 7, x: 20 }, b: { row: 0, x: 30 } })
  expect(rows[0]).toEqual([
    { id: 'a>b', start: 30, end: 100, open: { at: 'end', goes: 'down' }, arrow: 'start', lane: 0 },
  ])
  expect(rows[7]).toEqual([{ id: 'a>b', start: 0, end: 20, open: { at: 'start', goes: 'up' }, lane: 0 }])
})

test('a relation without a place for one of its ends has no arc', () => {
  expect(arcs(['a>b'], { a: { row: 0, x: 10 } })).toEqual({})
})

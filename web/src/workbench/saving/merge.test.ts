import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Content, WorkLabel } from '#web/workbench/document/label.ts'
import { sameContent, saySame } from './fields.ts'
import { labelsWithoutDefinition, mergeContents, resolveMerge, type Side } from './merge.ts'

function span(id: string, start: number, more: Partial<WorkLabel> = {}): WorkLabel {
  return { id, name: 'person', type: 101, place: { kind: 'span', start, end: start + 3 }, property: {}, ...more }
}
function relation(id: string, from: string, to: string): WorkLabel {
  return { id, name: 'knows', type: 102, place: { kind: 'relation', from, to }, property: {} }
}
const content = (labels: WorkLabel[], metadata = {}): Content => ({ labels, metadata })
const plain = ({ labels, metadata }: Content) => ({ labels: [...labels], metadata })

/** Work on a content: labels changed, removed, added and moved; ids of new ones begin with the letter of the side. */
function workOn(base: Content, side: string): fc.Arbitrary<Content> {
  const fate = fc.constantFrom('keep', 'keep', 'rename', 'move', 'attribute', 'delete')
  const works = base.labels.map(() => fate)
  return fc
    .tuple(fc.tuple(...works), fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.constantFrom('keep', 'hard', 'drop'))
    .map(([fates, count, turned, marks]) => {
      const kept = base.labels.flatMap((label, index): WorkLabel[] => {
        const { place } = label
        switch (fates[index]) {
          case 'rename':
            return [{ ...label, name: `by ${side}` }]
          case 'move':
            return [{ ...label, place: place.kind === 'span' ? { ...place, end: place.end + side.length } : place }]
          case 'attribute':
            return [{ ...label, property: { ...label.property, [side]: true } }]
          case 'delete':
            return []
          default:
            return [label]
        }
      })
      const added = Array.from({ length: count }, (_, index) => span(`${side}${index}`, side.length * 1000 + index))
      const { hard: _, ...rest } = base.metadata
      const metadata = { keep: base.metadata, hard: { ...base.metadata, hard: side }, drop: rest }[marks]!
      return content([...(turned ? kept.toReversed() : kept), ...added], metadata)
    })
}

const bases = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()).map(([count, hard]) =>
  content(
    Array.from({ length: count }, (_, index) => span(`b${index}`, index * 10)),
    hard ? { hard: 0 } : {},
  ),
)
const threeWays = bases.chain((base) => fc.tuple(fc.constant(base), workOn(base, 'me'), workOn(base, 'other')))

test('what only one side did is what comes out, exactly', () => {
  fc.assert(
    fc.property(threeWays, ([base, work]) => {
      for (const merge of [
        mergeContents(base, work, base),
        mergeContents(base, base, work),
        mergeContents(base, work, work),
      ]) {
        expect(plain(merge.content)).toEqual(plain(work))
        expect([...merge.conflicts, ...merge.metadata]).toEqual([])
      }
    }),
  )
})

test('seen from the other side it is the same merge', () => {
  fc.assert(
    fc.property(threeWays, ([base, mine, theirs]) => {
      const one = mergeContents(base, mine, theirs)
      const other = mergeContents(base, theirs, mine)
      expect(one.conflicts.map(({ id }) => id).sort()).toEqual(other.conflicts.map(({ id }) => id).sort())
      for (const conflict of one.conflicts) {
        const mirrored = other.conflicts.find(({ id }) => id === conflict.id)!
        expect([mirrored.mine, mirrored.theirs]).toEqual([conflict.theirs, conflict.mine])
        expect(mirrored.fields.map(({ field }) => field).sort()).toEqual(
          conflict.fields.map(({ field }) => field).sort(),
        )
      }
      const contested = new Set(one.conflicts.map(({ id }) => id))
      const settled = ({ content: { labels } }: typeof one) =>
        Object.fromEntries(labels.filter(({ id }) => !contested.has(id)).map((label) => [label.id, label]))
      expect(settled(one)).toEqual(settled(other))
    }),
  )
})

test('nothing of either side is dropped without being named', () => {
  fc.assert(
    fc.property(threeWays, ([base, mine, theirs]) => {
      const merge = mergeContents(base, mine, theirs)
      const named = new Set(merge.conflicts.map(({ id }) => id))
      const before = new Map(base.labels.map((label) => [label.id, label]))
      for (const side of [mine, theirs]) {
        for (const label of side.labels) {
          const was = before.get(label.id)
          if (was !== undefined && saySame(was, label)) continue
          const is = merge.content.labels.find(({ id }) => id === label.id)
          expect(named.has(label.id) || (is !== undefined && saySame(is, label)), label.id).toBe(true)
        }
      }
      const ids = merge.content.labels.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
})

test('deciding everything for one side leaves its version of all that was contested', () => {
  fc.assert(
    fc.property(threeWays, fc.constantFrom<Side>('mine', 'theirs'), ([base, mine, theirs], side) => {
      const merge = mergeContents(base, mine, theirs)
      const decisions = Object.fromEntries(merge.conflicts.map(({ id }) => [id, side]))
      const resolved = resolveMerge(
        merge,
        decisions,
        Object.fromEntries(merge.metadata.map(({ field }) => [field, side])),
      )
      const chosen = side === 'mine' ? mine : theirs
      for (const { id } of merge.conflicts) {
        expect(resolved.labels.find((label) => label.id === id)).toEqual(chosen.labels.find((label) => label.id === id))
      }
      for (const { field } of merge.metadata) expect(resolved.metadata[field]).toEqual(chosen.metadata[field])
    }),
  )
})

const ada = span('L1', 0)
const bob = span('L2', 10)

test('one label changed by both is a conflict with a choice for each field that differs', () => {
  const mine = content([{ ...ada, name: 'place', property: { sure: 'no' } }])
  const theirs = content([{ ...ada, name: 'firm', place: { kind: 'span', start: 0, end: 5 } }])
  const merge = mergeContents(content([ada]), mine, theirs)
  expect(merge.conflicts).toHaveLength(1)
  expect(merge.conflicts[0]!.fields).toEqual([
    { field: 'name', base: 'person', mine: 'place', theirs: 'firm' },
    { field: 'place', base: ada.place, mine: ada.place, theirs: theirs.labels[0]!.place, changedBy: 'theirs' },
    { field: 'property.sure', base: undefined, mine: 'no', theirs: undefined, changedBy: 'mine' },
  ])
  const [label] = resolveMerge(merge, { L1: { name: 'theirs' } }).labels
  expect(label).toEqual({ ...ada, name: 'firm', place: { kind: 'span', start: 0, end: 5 }, property: { sure: 'no' } })
})

test('deleted here and changed there is all or nothing', () => {
  const theirs = content([{ ...ada, name: 'firm' }, bob])
  const merge = mergeContents(content([ada, bob]), content([bob]), theirs)
  expect(merge.conflicts).toEqual([{ id: 'L1', base: ada, mine: undefined, theirs: theirs.labels[0], fields: [] }])
  expect(merge.content.labels).toEqual(theirs.labels)
  expect(resolveMerge(merge, { L1: 'mine' }).labels).toEqual([bob])
})

test('an entity deleted here to which a relation was tied there does not vanish silently', () => {
  const knows = relation('R1', 'L1', 'L2')
  const merge = mergeContents(content([ada, bob]), content([bob]), content([ada, bob, knows]))
  expect(merge.conflicts.map(({ id }) => id)).toEqual(['L1'])
  expect(merge.content.labels).toEqual([ada, bob, knows])
  expect(resolveMerge(merge, { L1: 'mine' }).labels).toEqual([bob])
})

test('labels without ids of their own are known by what they say', () => {
  // A plain client removed the first label and moved another one: what is read anew counts from L1 again.
  const third = span('L3', 20)
  const theirs = content([
    { ...bob, id: 'L1' },
    { ...third, id: 'L2' },
  ])
  const mine = content([ada, bob, { ...third, name: 'place' }])
  const merge = mergeContents(content([ada, bob, third]), mine, theirs)
  expect(merge.conflicts).toEqual([])
  expect(merge.content.labels).toEqual([bob, { ...third, name: 'place' }])
})

test('two new labels that got the same id are two labels', () => {
  const merge = mergeContents(content([]), content([ada]), content([span('L1', 50, { name: 'firm' })]))
  expect(merge.conflicts).toEqual([])
  expect(merge.content.labels.map(({ name }) => name).sort()).toEqual(['firm', 'person'])
  expect(new Set(merge.content.labels.map(({ id }) => id)).size).toBe(2)
})

test('a relation follows its ends when their ids are taken', () => {
  const theirs = content([
    span('L1', 50, { name: 'firm' }),
    span('L2', 60, { name: 'town' }),
    relation('R1', 'L1', 'L2'),
  ])
  const { content: merged } = mergeContents(content([]), content([ada, bob]), theirs)
  const { place } = merged.labels.find(({ name }) => name === 'knows')!
  const nameOf = (id: string) => merged.labels.find((label) => label.id === id)!.name
  expect(place.kind === 'relation' && [nameOf(place.from), nameOf(place.to)]).toEqual(['firm', 'town'])
})

test('what was sent and came back is not there twice, whatever the server adds', () => {
  const mine = content([{ ...ada, type: undefined }, bob])
  const stored = content(
    [
      { ...ada, id: 'X1', annotated_by: 'human/a' },
      { ...bob, id: 'X2' },
    ],
    { '@modelarts:size': [1, 2, 3] },
  )
  const merge = mergeContents(content([]), mine, stored)
  expect(merge.conflicts).toEqual([])
  expect(merge.content.labels).toHaveLength(2)
  expect(merge.content.metadata).toEqual(stored.metadata)
})

test('metadata merges by key', () => {
  const base = content([], { hard: 0, size: [1] })
  const merge = mergeContents(base, content([], { hard: 1, size: [1] }), content([], { hard: 2, note: 'x' }))
  expect(merge.metadata).toEqual([{ field: 'hard', base: 0, mine: 1, theirs: 2 }])
  expect(merge.content.metadata).toEqual({ hard: 1, note: 'x' })
  expect(resolveMerge(merge, {}, { hard: 'theirs' }).metadata).toEqual({ hard: 2, note: 'x' })
})

test('labels whose definition was deleted are found', () => {
  const labels = labelsWithoutDefinition(
    content([ada, { ...bob, name: 'gone' }, span('L3', 20, { name: undefined })]),
    (name) => name === 'person',
  )
  expect(labels.map(({ id }) => id)).toEqual(['L2'])
  expect(sameContent(content([ada]), content([{ ...ada, id: 'other' }]))).toBe(true)
})

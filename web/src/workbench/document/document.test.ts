import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shapeIn } from '#tests/labels/shapes.ts'
import { type Edit, editDocument, openDocument, redo, replaceContent, undo, viewLabels } from './document.ts'
import {
  addLabels,
  changeLabels,
  placeLabel,
  relabel,
  removeAllLabels,
  removeLabels,
  reorderLabels,
  setMetadata,
  setProperty,
} from './edits.ts'
import type { Content, Place, WorkLabel } from './label.ts'

const label = (id: string, name = 'cat', place: Place = { kind: 'none' }): WorkLabel => ({
  id,
  name,
  place,
  property: {},
})
const contentOf = (...ids: string[]): Content => ({ labels: ids.map((id) => label(id)), metadata: {} })
const idsOf = ({ content }: { content: Content }) => content.labels.map(({ id }) => id).join('')

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const ids = fc.uniqueArray(id)
const place: fc.Arbitrary<Place> = fc.oneof(
  shapeIn([64, 48, 3]).map((shape): Place => ({ kind: 'shape', shape })),
  fc.tuple(fc.nat(9), fc.nat(9)).map(([start, length]): Place => ({ kind: 'span', start, end: start + length + 1 })),
  fc.tuple(id, id).map(([from, to]): Place => ({ kind: 'relation', from, to })),
)
const values = fc.dictionary(fc.constantFrom('colour', 'occluded'), fc.constantFrom('red', 'blue', undefined))
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(id, place).map(([one, at]): Edit => {
    return (content) =>
      content.labels.some((other) => other.id === one) ? content : addLabels([label(one, 'new', at)])(content)
  }),
  ids.map(removeLabels),
  ids.chain((all) => fc.constantFrom('x', 'y').map((name) => relabel(all, name))),
  fc.tuple(id, place).map(([one, at]) => placeLabel(one, at)),
  fc.tuple(ids, values).map(([all, given]) => setProperty(all, given)),
  values.map(setMetadata),
  fc.tuple(ids, fc.constantFrom('top', 'up', 'down', 'bottom')).map(([all, to]) => reorderLabels(all, to)),
  fc.constant(removeAllLabels()),
)
const edits = fc.array(fc.tuple(edit, fc.constantFrom(undefined, 'drag', 'word')), { maxLength: 20 })

describe('undo and redo', () => {
  test('undo after any sequence restores, step by step; redo repeats it, also from a journal', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        let document = openDocument('s1', contentOf('a', 'b', 'c'))
        const seen = [document]
        for (const [change, group] of sequence) {
          const next = editDocument(document, 'edit', change, group)
          if (next.past.length <= document.past.length) seen.length = next.past.length
          seen[next.past.length] = next
          document = next
        }
        document = JSON.parse(JSON.stringify(document))
        for (let at = document.past.length; at >= 0; at--) {
          expect(document.content).toEqual(seen[at]!.content)
          document = undo(document)
        }
        expect(undo(document)).toBe(document)
        for (const { content } of seen) {
          expect(document.content).toEqual(content)
          document = redo(document)
        }
        expect(redo(document)).toBe(document)
      }),
      { numRuns: 500 },
    )
  })

  test('one gesture of many edits is one step, and one that ends where it began is none', () => {
    const start = openDocument('s1', contentOf('a'))
    let moved = start
    for (const name of ['x', 'y', 'z']) moved = editDocument(moved, 'relabel', relabel(['a'], name), 'typing')
    expect(moved.past).toHaveLength(1)
    expect(undo(moved).content).toEqual(start.content)
    expect(editDocument(moved, 'relabel', relabel(['a'], 'cat'), 'typing').past).toEqual([])
  })

  test('a new group, an edit without one, and an undo each end a group', () => {
    const typed = editDocument(openDocument('s1', contentOf('a')), 'type', relabel(['a'], 'x'), 'word 1')
    expect(editDocument(typed, 'type', relabel(['a'], 'y'), 'word 2').past).toHaveLength(2)
    const twice = editDocument(typed, 'type', relabel(['a'], 'y'))
    expect(editDocument(undo(twice), 'type', relabel(['a'], 'z'), 'word 1').past).toHaveLength(2)
  })

  test('a new edit forgets what was undone, an edit that changes nothing does not', () => {
    const undone = undo(editDocument(openDocument('s1', contentOf('a')), 'delete', removeLabels(['a'])))
    expect(editDocument(undone, 'relabel', relabel(['a'], 'cat'))).toBe(undone)
    expect(editDocument(undone, 'relabel', relabel(['a'], 'dog')).future).toEqual([])
  })

  test('works on above a merge: labels of others stay, labels that others removed are passed over', () => {
    const mine = editDocument(openDocument('s1', contentOf('a', 'b')), 'relabel', relabel(['a', 'b'], 'dog'))
    const merged = replaceContent(mine, { labels: [label('c'), label('a', 'dog')], metadata: {} })
    expect(undo(merged).content.labels).toEqual([label('c'), label('a', 'cat')])
    expect(redo(undo(merged)).content).toEqual(merged.content)
  })

  test('what is put back by undo is not doubled when a merge has brought it already', () => {
    const mine = editDocument(openDocument('s1', contentOf('a', 'b')), 'delete', removeLabels(['a']))
    expect(idsOf(undo(replaceContent(mine, contentOf('b', 'a'))))).toBe('ba')
  })

  test('locking and hiding is no step', () => {
    const start = openDocument('s1', contentOf('a'))
    const locked = viewLabels(viewLabels(start, ['a'], { locked: true }), ['a'], { hidden: true })
    expect(locked.view).toEqual({ a: { locked: true, hidden: true } })
    expect(locked.past).toBe(start.past)
  })
})

describe('edits', () => {
  test('a label takes the relations along that hang on it', () => {
    const content = { ...contentOf('a', 'b', 'c'), metadata: {} }
    const withRelation = addLabels([label('r', 'likes', { kind: 'relation', from: 'a', to: 'b' })])(content)
    expect(removeLabels(['b'])(withRelation).labels.map((one) => one.id)).toEqual(['a', 'c'])
    expect(removeLabels(['c'])(withRelation).labels.map((one) => one.id)).toEqual(['a', 'b', 'r'])
  })

  test('the id of a label cannot be changed', () => {
    expect(changeLabels(['a'], () => label('x', 'dog'))(contentOf('a')).labels).toEqual([label('a', 'dog')])
  })

  test.each([
    ['up', 'ac', 'badc'],
    ['up', 'cd', 'abcd'],
    ['up', 'bd', 'acbd'],
    ['down', 'bd', 'badc'],
    ['down', 'ab', 'abcd'],
    ['top', 'ac', 'bdac'],
    ['bottom', 'db', 'bdac'],
  ] as const)('%s moves %s in abcd to %s', (to, chosen, expected) => {
    expect(idsOf({ content: reorderLabels([...chosen], to)(contentOf('a', 'b', 'c', 'd')) })).toBe(expected)
  })

  test('undefined takes a key away', () => {
    const content = setProperty(['a'], { colour: 'red', note: 'x' })(contentOf('a', 'b'))
    expect(setProperty(['a'], { note: undefined })(content).labels.map(({ property }) => property)).toEqual([
      { colour: 'red' },
      {},
    ])
  })
})

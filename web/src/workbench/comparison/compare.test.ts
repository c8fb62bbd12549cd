import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Content, Place, WorkLabel } from '#web/workbench/document/label.ts'
import { agreementOf, compareVersions } from './compare.ts'
import { layContents } from './layer.ts'

const labelOf = (id: string, name: string, place: Place = { kind: 'none' }): WorkLabel => ({
  id,
  name,
  place,
  property: {},
})
const contentOf = (...labels: WorkLabel[]): Content => ({ labels, metadata: {} })
const boxOf = (left: number, top: number, right: number, bottom: number): Place => ({
  kind: 'shape',
  shape: { shape: 'bndbox', min: [left, top], max: [right, bottom] },
})
const spanOf = (start: number, end: number): Place => ({ kind: 'span', start, end })

/** Ids by version, match by match. */
function compared(contents: Record<string, Content>): Record<string, string>[] {
  const versions = Object.entries(contents).map(([key, content]) => ({ key, content }))
  return compareVersions(versions).map(({ of }) => Object.fromEntries([...of].map(([key, { id }]) => [key, id])))
}

describe('labels of several people', () => {
  test('are the same where they have one name and about the same place in an image', () => {
    const one = contentOf(labelOf('1', 'car', boxOf(0, 0, 100, 100)), labelOf('2', 'cat', boxOf(200, 0, 300, 100)))
    const other = contentOf(labelOf('a', 'cat', boxOf(0, 0, 100, 100)), labelOf('b', 'cat', boxOf(210, 5, 300, 100)))
    expect(compared({ one, other })).toEqual([{ one: '1' }, { one: '2', other: 'b' }, { other: 'a' }])
  })

  test('are paired with the most alike, each one once', () => {
    const one = contentOf(labelOf('1', 'car', boxOf(0, 0, 100, 100)), labelOf('2', 'car', boxOf(20, 0, 120, 100)))
    const other = contentOf(labelOf('b', 'car', boxOf(21, 0, 120, 100)), labelOf('a', 'car', boxOf(1, 0, 100, 100)))
    expect(compared({ one, other })).toEqual([
      { one: '1', other: 'a' },
      { one: '2', other: 'b' },
    ])
  })

  test('points that lie nearly together are the same', () => {
    const at = (x: number): Place => ({ kind: 'shape', shape: { shape: 'point', at: [x, 0] } })
    const one = contentOf(labelOf('1', 'eye', at(0)), labelOf('2', 'eye', at(100)))
    const other = contentOf(labelOf('a', 'eye', at(2)), labelOf('b', 'eye', at(107)))
    expect(compared({ one, other })).toEqual([{ one: '1', other: 'a' }, { one: '2' }, { other: 'b' }])
  })

  test('in a text are the same on the very same characters only', () => {
    const one = contentOf(labelOf('1', 'who', spanOf(0, 4)), labelOf('2', 'who', spanOf(9, 12)))
    const other = contentOf(labelOf('a', 'who', spanOf(0, 4)), labelOf('b', 'who', spanOf(9, 13)))
    expect(compared({ one, other })).toEqual([{ one: '1', other: 'a' }, { one: '2' }, { other: 'b' }])
  })

  test('relations are the same between the same entities, whatever those are called', () => {
    const relation = (from: string, to: string): Place => ({ kind: 'relation', from, to })
    const one = contentOf(
      labelOf('r', 'owns', relation('1', '2')),
      labelOf('1', 'who', spanOf(0, 4)),
      labelOf('2', 'what', spanOf(9, 12)),
    )
    const other = contentOf(
      labelOf('b', 'what', spanOf(9, 12)),
      labelOf('a', 'who', spanOf(0, 4)),
      labelOf('s', 'owns', relation('a', 'b')),
      labelOf('t', 'owns', relation('b', 'a')),
    )
    expect(compared({ one, other })).toEqual([
      { one: '1', other: 'a' },
      { one: '2', other: 'b' },
      { one: 'r', other: 's' },
      { other: 't' },
    ])
  })
})

const someContent = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 3 }), fc.boolean()), { maxLength: 6 })
  .map((given) =>
    contentOf(
      ...given.map(([name, at, inImage], i) =>
        labelOf(`${i}`, name, inImage ? boxOf(at * 20, 0, at * 20 + 50, 50) : spanOf(at, at + 1)),
      ),
    ),
  )

describe('agreement', () => {
  test('says how many labels all have, of those that anybody has', () => {
    const versions = [
      { key: 'one', content: contentOf(labelOf('1', 'cat'), labelOf('2', 'dog')) },
      { key: 'two', content: contentOf(labelOf('1', 'cat')) },
      { key: 'three', content: contentOf(labelOf('1', 'cat'), labelOf('2', 'cow')) },
    ]
    const matches = compareVersions(versions)
    expect(agreementOf(matches, ['one', 'two', 'three'])).toEqual({ agreed: 1, all: 3 })
    expect(agreementOf(matches, ['one', 'two'])).toEqual({ agreed: 1, all: 2 })
  })

  test('is whole with oneself, the same seen from either side, and loses no label', () => {
    fc.assert(
      fc.property(someContent, someContent, (one, other) => {
        const same = compareVersions([
          { key: 'x', content: one },
          { key: 'y', content: one },
        ])
        expect(agreementOf(same, ['x', 'y'])).toEqual({ agreed: one.labels.length, all: one.labels.length })
        const [x, y] = [
          { key: 'x', content: one },
          { key: 'y', content: other },
        ] as const
        const there = compareVersions([x, y])
        expect(agreementOf(compareVersions([y, x]), ['x', 'y']).agreed).toBe(agreementOf(there, ['x', 'y']).agreed)
        for (const { key, content } of [x, y]) {
          const found = there.flatMap(({ of }) => of.get(key)?.id ?? [])
          expect(found.sort()).toEqual(content.labels.map(({ id }) => id).sort())
        }
      }),
    )
  })
})

describe('one version on top of another', () => {
  test('shows once what both have in the same way, and says whose the rest is', () => {
    const one = contentOf(labelOf('1', 'who', spanOf(0, 4)), labelOf('2', 'who', spanOf(9, 12)))
    const other = contentOf(labelOf('a', 'who', spanOf(0, 4)), labelOf('b', 'who', spanOf(9, 13)))
    const laid = layContents(one, other, 'kim')
    expect(laid.labels.map(({ id, of }) => [id, of])).toEqual([
      ['1', undefined],
      ['2', undefined],
      ['kim b', 'kim'],
    ])
  })

  test('relations go on naming the entities they are between', () => {
    const one = contentOf(labelOf('1', 'who', spanOf(0, 4)))
    const other = contentOf(
      labelOf('r', 'owns', { kind: 'relation', from: '1', to: '2' }),
      labelOf('1', 'what', spanOf(9, 13)),
      labelOf('2', 'who', spanOf(0, 4)),
    )
    const [, , relation] = layContents(one, other, 'kim').labels
    expect(relation).toMatchObject({ id: 'kim r', place: { from: 'kim 1', to: '1' } })
  })
})

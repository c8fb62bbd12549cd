import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SampleLabel } from '#contract/samples.ts'
import { PALETTE } from './colours.ts'
import type { LabelChanges } from './definition-changes.ts'
import type { LabelSituation } from './definitions.ts'
import { type LabelDefinition, labelSetOf } from './label-set.ts'
import { lacksLabels, planRecordLabels } from './plan-record-labels.ts'

function situation(definitions: readonly LabelDefinition[], dataset_type = 1): LabelSituation {
  let key = 100 + definitions.length
  let id = 0
  return { dataset_type, definitions, newKey: () => key++, newId: () => `new${id++}` }
}

function apply(definitions: readonly LabelDefinition[], { changed, created, removed }: LabelChanges) {
  const byKey = new Map(changed.map((one) => [one.label_key, one]))
  expect(removed).toEqual([])
  return [...definitions.map((one) => byKey.get(one.label_key) ?? one), ...created]
}

const boxed = (name: string, ...attributes: string[]): SampleLabel => ({
  name,
  type: 1,
  property: { '@modelarts:shape': 'bndbox', ...Object.fromEntries(attributes.map((one) => [one, 'x'])) },
})

const names = fc.constantFrom(
  'car',
  'cat',
  ' a',
  'traffic light',
  'a/b',
  '猫',
  '__proto__',
  'toString',
  'x'.repeat(1025),
  'a\tb',
  '\ud800',
  '',
)
const attributes = fc.uniqueArray(
  fc.constantFrom(
    'colour',
    'size',
    'difficult',
    'pose',
    '@modelarts:hard',
    '@muster:group',
    'a<b',
    'y'.repeat(65),
    '_',
  ),
  { maxLength: 4 },
)
const label = fc.tuple(names, attributes).map(([name, own]) => boxed(name, ...own))
const records = fc.array(fc.array(label, { maxLength: 4 }), { maxLength: 5 })
const known = fc.subarray<LabelDefinition>([
  { label_key: 1, name: 'car', type: 1, attributes: [], property: { '@modelarts:color': '#3399ff' } },
  {
    label_key: 2,
    name: 'cat',
    type: 1,
    attributes: [{ id: 'a', name: 'colour', type: 'select' as const, values: [{ id: 'v', value: 'red' }] }],
    property: {},
  },
])

test('whatever records hold, what can be defined is, nothing is lost, and asked again nothing is left to do', () => {
  fc.assert(
    fc.property(known, records, (definitions, found) => {
      const { changes, labelSet } = planRecordLabels(situation(definitions), found)
      const after = apply(definitions, changes)
      if (!lacksLabels(labelSetOf(definitions), found)) expect(after).toEqual(definitions)
      const defined = found.map((labels) => labels.filter(({ name }) => labelSet.find(name!, 1)))
      expect(lacksLabels(labelSet, defined)).toBe(false)
      for (const before of definitions) {
        const now = after.find(({ label_key }) => label_key === before.label_key)!
        expect(now).toMatchObject({ name: before.name, type: before.type, property: before.property })
        for (const one of before.attributes) expect(now.attributes).toContainEqual(one)
      }
      for (const { name, property = {} } of found.flat()) {
        const definition = labelSet.find(name!, 1)
        const canBeDefined = !['', 'a\tb', '\ud800', 'x'.repeat(1025)].includes(name!)
        expect([name, definition !== undefined]).toEqual([name, canBeDefined])
        if (!definition) continue
        expect(after).toContainEqual(definition)
        const has = (attribute: string) => definition.attributes.some((one) => one.name === attribute)
        for (const one of ['colour', 'size', '_'])
          if (Object.hasOwn(property, one)) expect([one, has(one)]).toEqual([one, true])
        for (const never of ['@modelarts:hard', '@muster:group', '@modelarts:shape', 'a<b', 'y'.repeat(65)]) {
          expect(has(never)).toBe(false)
        }
      }
      const again = planRecordLabels(situation(after), found).changes
      expect([again.changed, again.created, again.removed]).toEqual([[], [], []])
    }),
  )
})

test('a relation has the ends that it is met with first, and is not made without them', () => {
  const entity = (id: string, name: string): SampleLabel => ({ id, name, type: 103 })
  const relation = (name: string, from: string, to: string): SampleLabel => ({
    name,
    type: 102,
    property: { '@modelarts:from': from, '@modelarts:to': to },
  })
  const { changes } = planRecordLabels(situation([], 102), [
    [relation('owns', 'E1', 'E2'), entity('E1', 'Person'), entity('E2', 'Car'), relation('lost', 'E1', 'E9')],
    [relation('owns', 'E1', 'E2'), entity('E1', 'Firm'), entity('E2', 'Car')],
  ])
  expect(changes.created.map(({ name, type, property }) => [name, type, property])).toEqual([
    ['Person', 103, { '@modelarts:color': PALETTE[0] }],
    ['Car', 103, { '@modelarts:color': PALETTE[1] }],
    ['Firm', 103, { '@modelarts:color': PALETTE[2] }],
    ['owns', 102, { '@modelarts:from_type': 'Person', '@modelarts:to_type': 'Car', '@modelarts:color': PALETTE[3] }],
  ])
})

test('new labels differ in colour from each other and from those there, which keep theirs; those left out take none', () => {
  const named = (count: number, from = 0): SampleLabel[] =>
    Array.from({ length: count }, (_, n) => ({ name: `label ${from + n}`, type: 1 }))
  const coloursOf = (definitions: readonly LabelDefinition[]) =>
    definitions.map(({ property }) => property['@modelarts:color'])
  const grow = (there: readonly LabelDefinition[], labels: SampleLabel[]) =>
    apply(there, planRecordLabels(situation(there), [labels]).changes)
  fc.assert(
    fc.property(known, fc.nat(15), fc.nat(15), (before, first, second) => {
      const early = grow(before, [{ name: 'a\tb', type: 1 }, ...named(first)])
      const late = grow(early, named(second, first))
      const made = coloursOf(late.slice(before.length))
      expect(coloursOf(late).slice(0, early.length)).toEqual(coloursOf(early))
      expect(new Set(made).size).toBe(first + second)
      expect(made).toEqual(coloursOf(grow(before, named(first + second)).slice(before.length)))
      if (before.length === 0) expect(made.slice(0, PALETTE.length)).toEqual(PALETTE.slice(0, made.length))
    }),
  )
})

test('labels of other types than the dataset has are not made', () => {
  const { changes } = planRecordLabels(situation([]), [[{ name: 'x', type: 103 }, { name: 'y' }, { type: 1 }]])
  expect(changes.created).toEqual([])
})

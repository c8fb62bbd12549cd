import { expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { PALETTE } from './colours.ts'
import { mostLabels } from './definitions.ts'
import { planMissingLabels } from './missing-labels.ts'

const type = LabelType.imageClassification
const label = (name: string) => ({ name, type })
const plan = (missing: string[][], known: number = 0) => {
  let key = mostLabels
  const definitions = Array.from({ length: known }, (_, i) => {
    return { label_key: i, name: `n${i}`, type, attributes: [], property: {} }
  })
  const situation = {
    dataset_type: DatasetType.imageClassification,
    definitions,
    newKey: () => key++,
    newId: () => 'id',
  }
  const { changes, refusals } = planMissingLabels(
    situation,
    missing.map((names) => names.map(label)),
  )
  const colours = changes.created.map(({ property }) => property['@modelarts:color'])
  return { made: changes.created.map(({ name }) => name), colours, refusals }
}

test('every missing label is made once', () => {
  expect(plan([['a', 'b'], ['b'], ['c']]).made).toEqual(['a', 'b', 'c'])
})

test('a label that must not be made bars the items that name it, and what they alone would need', () => {
  const { made, refusals } = plan([['a', 'no way'], ['b', 'c'], ['c']])
  expect(made).toEqual(['b', 'c'])
  expect([...refusals]).toEqual([
    [`${type} no way`, { error_code: 'ModelArts.4396', error_msg: expect.stringMatching(/^name: "no way" must/) }],
  ])
})

test('the set does not grow beyond its limit', () => {
  const { made, refusals } = plan([['a'], ['b']], mostLabels - 1)
  expect(made).toEqual(['a'])
  expect([...refusals.values()].map(({ error_code }) => error_code)).toEqual(['ModelArts.0118'])
})

test('labels that are made look different, and those that are not made take no colour', () => {
  expect(
    plan([
      ['a', 'no way'],
      ['b', 'c'],
    ]).colours,
  ).toEqual(PALETTE.slice(0, 2))
})

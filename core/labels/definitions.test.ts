import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import type { LabelChanges } from './definition-changes.ts'
import {
  type LabelInput,
  type LabelSituation,
  mostLabels,
  planCreateLabels,
  planDatasetLabels,
  planDeleteLabel,
  planDeleteLabels,
  planInitialLabels,
  planUpdateLabel,
  planUpdateLabels,
} from './definitions.ts'
import { type LabelDefinition, labelSetOf } from './label-set.ts'

function label(label_key: number, name: string, over: Partial<LabelDefinition> = {}): LabelDefinition {
  return { label_key, name, type: 1, attributes: [], property: {}, ...over }
}

function situation(definitions: LabelDefinition[], over: Partial<LabelSituation> = {}): LabelSituation {
  let key = 100
  let id = 0
  return { dataset_type: 1, definitions, newKey: () => key++, newId: () => `new${id++}`, ...over }
}

function codesOf(plan: { refusals: ({ error_code: string } | undefined)[] }): string[] {
  return plan.refusals.map((refusal) => refusal?.error_code.slice(-4) ?? 'good')
}

function changesOf(plan: LabelChanges | { error_msg: string }): LabelChanges {
  if ('error_msg' in plan) throw new Error(plan.error_msg)
  return plan
}

/** The definitions after a plan. */
function apply(definitions: readonly LabelDefinition[], changes: LabelChanges): LabelDefinition[] {
  const changed = new Map(changes.changed.map((one) => [one.label_key, one]))
  const kept = definitions.filter((one) => !changes.removed.includes(one.label_key))
  return [...kept.map((one) => changed.get(one.label_key) ?? one), ...changes.created]
}

const cat = label(1, 'cat', { property: { '@modelarts:color': '#3399ff', '@modelarts:shortcut': 'd' } })
const dog = label(2, 'dog')
const person = label(1, 'Person', { type: 103 })
const company = label(2, 'Company', { type: 103 })
const worksFor = label(3, 'works for', {
  type: 102,
  property: { '@modelarts:from_type': 'Person', '@modelarts:to_type': 'Company' },
})
const triplets = { dataset_type: 102 }
const colour = {
  id: 'a1',
  name: 'colour',
  type: 'select' as const,
  values: [
    { id: 'v1', value: 'red' },
    { id: 'v2', value: 'blue' },
  ],
}
const car = label(1, 'car', { attributes: [colour, { id: 'a2', name: 'note', type: 'text' }] })

describe('creating labels', () => {
  test('a label gets the type of the dataset and only the documented keys and our own', () => {
    const given = {
      name: 'Cat',
      property: { '@modelarts:color': '#3399ff', '@modelarts:rename_to': 'x', '@muster:note': 'n', other: 1 },
    }
    const plan = planCreateLabels(situation([]), [given])
    expect(plan.refusals).toEqual([undefined])
    expect(plan.changes.created).toEqual([
      label(100, 'Cat', { property: { '@modelarts:color': '#3399ff', '@muster:note': 'n' } }),
    ])
  })

  test('good items are made although others fail, and later items see the earlier ones', () => {
    const plan = planCreateLabels(situation([cat]), [
      { name: 'cat' },
      { name: 'dog', property: { '@modelarts:shortcut': 'D' } },
      { name: 'cow', property: { '@modelarts:shortcut': 'w' } },
      { name: 'cow' },
    ])
    expect(codesOf(plan)).toEqual(['4411', '4412', 'good', '4411'])
    expect(plan.refusals[1]!.error_msg).toBe(
      'labels[1].property.@modelarts:shortcut: "D" is already used by label "cat"',
    )
    expect(plan.changes.created.map(({ name }) => name)).toEqual(['cow'])
  })

  test.each<[LabelInput, string | undefined, string?]>([
    [{ name: 'a'.repeat(1024) }, undefined],
    [{ name: '草莓-2_x' }, undefined],
    [{ name: 'नमस्ते' }, undefined],
    [{ name: '😀'.repeat(1025) }, '4396', 'labels[0].name'],
    [{ name: 'a'.repeat(1025) }, '4396', 'labels[0].name'],
    [{ name: '' }, '4396', 'labels[0].name'],
    [{}, '4396', 'labels[0].name'],
    [{ name: 'traffic light' }, '4396', 'labels[0].name'],
    [{ name: 'a<b' }, '4396', 'labels[0].name'],
    [{ name: 'x', type: 1 }, undefined],
    [{ name: 'x', type: null, property: null, attributes: null }, undefined],
    [{ name: 'x', type: 0 }, '4413', 'labels[0].type'],
    [{ name: 'x', property: { '@modelarts:color': '' } }, undefined],
    [{ name: 'x', property: { '@modelarts:color': '#3399FF' } }, undefined],
    [{ name: 'x', property: { '@modelarts:color': 'red' } }, '4396', 'labels[0].property.@modelarts:color'],
    [{ name: 'x', property: { '@modelarts:color': '#3399f' } }, '4396', 'labels[0].property.@modelarts:color'],
    [{ name: 'x', property: { '@modelarts:color': null } }, '4396', 'labels[0].property.@modelarts:color'],
    [{ name: 'x', property: { '@modelarts:shortcut': '' } }, undefined],
    [{ name: 'x', property: { '@modelarts:shortcut': 'ж' } }, undefined],
    [{ name: 'x', property: { '@modelarts:shortcut': 'ab' } }, '4396', 'labels[0].property.@modelarts:shortcut'],
    [{ name: 'x', property: { '@modelarts:shortcut': ' ' } }, '4396', 'labels[0].property.@modelarts:shortcut'],
    [{ name: 'x', property: { '@modelarts:shortcut': 'D' } }, '4412', 'labels[0].property.@modelarts:shortcut'],
    [{ name: 'x', property: { '@modelarts:default_shape': 'dashed' } }, undefined],
    [
      { name: 'x', property: { '@modelarts:default_shape': 'box' } },
      '4396',
      'labels[0].property.@modelarts:default_shape',
    ],
    [{ name: 'x', property: { '@modelarts:from_type': 'cat' } }, '4413', 'labels[0].property.@modelarts:from_type'],
  ])('%o in a detection dataset: %s', (given, code, field) => {
    const plan = planCreateLabels(situation([cat]), [given])
    expect(plan.refusals[0]?.error_code).toBe(code && `ModelArts.${code}`)
    if (field !== undefined) expect(plan.refusals[0]!.error_msg.split(': ')[0]).toBe(field)
  })

  test.each([
    [100, ' a "quoted" <tag> &', undefined],
    [101, ' Person', undefined],
    [100, 'line\nbreak', '4396'],
    [200, 'dog bark', '4396'],
    [200, 'dog-bark', undefined],
    [400, 'x', '4413'],
    [900, 'x', '4413'],
  ])('a dataset of type %d and the name %j: %s', (dataset_type, name, code) => {
    const plan = planCreateLabels(situation([], { dataset_type }), [{ name }])
    expect(plan.refusals[0]?.error_code).toBe(code && `ModelArts.${code}`)
  })

  test('a name that came with data is no name for a new label, but stays good for its own', () => {
    const light = { label_key: 1, name: 'traffic light', type: 1, attributes: [], property: {} }
    const own = situation([light], { dataset_type: 1 })
    expect(codesOf(planCreateLabels(own, [{ name: 'traffic light' }, { name: 'stop sign' }]))).toEqual(['4411', '4396'])
    const kept = { '@modelarts:rename_to': 'traffic light', '@modelarts:color': '#3399ff' }
    const plan = planUpdateLabels(own, [{ name: 'traffic light', property: kept }])
    expect(plan.refusals).toEqual([undefined])
    expect(plan.changes).toMatchObject({ renamed: [], changed: [{ property: { '@modelarts:color': '#3399ff' } }] })
    const reborn = { delete_labels: [{ name: 'traffic light' }], add_labels: [{ name: 'traffic light' }] }
    expect(planDatasetLabels(own, reborn)).not.toHaveProperty('error_code')
  })

  test('a default shape does not fit a label that is not drawn', () => {
    const given = { name: 'x', property: { '@modelarts:default_shape': 'bndbox' } }
    expect(codesOf(planCreateLabels(situation([], { dataset_type: 0 }), [given]))).toEqual(['4413'])
  })

  test('a relation may name entities made before it in the same request, and no others', () => {
    const relation = (from: string, to?: string) => ({
      name: `${from} ${to}`,
      property: { '@modelarts:from_type': from, ...(to && { '@modelarts:to_type': to }) },
    })
    const plan = planCreateLabels(situation([], triplets), [
      relation('A', 'B'),
      { name: 'A' },
      { name: 'B' },
      relation('A', 'B'),
      relation('A'),
      { name: 'no ends', type: 102 },
      { name: 'A', type: 102, property: { '@modelarts:from_type': 'A', '@modelarts:to_type': 'B' } },
    ])
    expect(codesOf(plan)).toEqual(['4414', 'good', 'good', 'good', '4414', '4414', 'good'])
    expect(plan.changes.created.map(({ name, type }) => [name, type])).toEqual([
      ['A', 103],
      ['B', 103],
      ['A B', 102],
      ['A', 102],
    ])
  })

  test('a dataset holds at most 10 000 labels', () => {
    const full = Array.from({ length: mostLabels - 1 }, (_, index) => label(index, `l${index}`))
    expect(
      codesOf(planCreateLabels(situation(full, { newKey: () => mostLabels }), [{ name: 'last' }, { name: 'more' }])),
    ).toEqual(['good', '0118'])
  })

  test('the labels of a new dataset are made together or not at all', () => {
    expect(changesOf(planInitialLabels(situation([]), [{ name: 'a' }, { name: 'b' }])).created).toHaveLength(2)
    expect(planInitialLabels(situation([]), [{ name: 'a' }, { name: 'a' }])).toEqual({
      error_code: 'ModelArts.4411',
      error_msg: 'labels[1].name: there is already a label "a"',
    })
  })
})

describe('updating labels', () => {
  test('keys sent are set, empty ones cleared, the others kept', () => {
    const plan = planUpdateLabels(situation([cat]), [
      { name: 'cat', property: { '@modelarts:color': '', '@modelarts:default_shape': 'polygon' } },
    ])
    expect(plan.changes.changed[0]!.property).toEqual({
      '@modelarts:shortcut': 'd',
      '@modelarts:default_shape': 'polygon',
    })
    expect(plan.changes.renamed).toEqual([])
  })

  test('a rename is reported, frees the old name and is never stored', () => {
    const plan = planUpdateLabels(situation([cat, dog]), [
      { name: 'cat', property: { '@modelarts:color': '#8a1524', '@modelarts:rename_to': 'pussycat' } },
      { name: 'cat', property: {} },
      { name: 'dog', property: { '@modelarts:rename_to': 'cat' } },
      { name: 'cat', property: { '@modelarts:rename_to': 'pussycat' } },
      { name: 'pussycat', property: { '@modelarts:rename_to': 'a b' } },
      { name: 'pussycat', property: { '@modelarts:rename_to': 'pussycat' } },
    ])
    expect(codesOf(plan)).toEqual(['good', '4410', 'good', '4411', '4396', 'good'])
    expect(plan.refusals[3]!.error_msg).toBe(
      'labels[3].property.@modelarts:rename_to: there is already a label "pussycat"',
    )
    expect(plan.changes.renamed).toEqual([
      { label_key: 1, name: 'pussycat' },
      { label_key: 2, name: 'cat' },
    ])
    expect(plan.changes.changed[0]).toEqual(
      label(1, 'pussycat', { property: { '@modelarts:color': '#8a1524', '@modelarts:shortcut': 'd' } }),
    )
  })

  test('a label keeps its own shortcut, and a freed one can be taken', () => {
    const plan = planUpdateLabels(situation([cat, dog]), [
      { name: 'cat', property: { '@modelarts:shortcut': 'D' } },
      { name: 'dog', property: { '@modelarts:shortcut': 'd' } },
      { name: 'cat', property: { '@modelarts:shortcut': '' } },
      { name: 'dog', property: { '@modelarts:shortcut': 'd' } },
    ])
    expect(codesOf(plan)).toEqual(['good', '4412', 'good', 'good'])
  })

  test('relations follow the new name of an entity', () => {
    const plan = planUpdateLabels(situation([person, company, worksFor], triplets), [
      { name: 'Person', property: { '@modelarts:rename_to': 'Human' } },
    ])
    expect(plan.changes.renamed).toEqual([{ label_key: 1, name: 'Human' }])
    expect(plan.changes.changed.find(({ label_key }) => label_key === 3)!.property).toEqual({
      '@modelarts:from_type': 'Human',
      '@modelarts:to_type': 'Company',
    })
  })

  test('the ends of a relation can change until a label carries it', () => {
    const given = [{ name: 'works for', property: { '@modelarts:to_type': 'Person' } }]
    const definitions = [person, company, worksFor]
    expect(codesOf(planUpdateLabels(situation(definitions, triplets), given))).toEqual(['good'])
    const inUse = situation(definitions, { ...triplets, relationsInUse: new Set([3]) })
    expect(codesOf(planUpdateLabels(inUse, given))).toEqual(['4413'])
    expect(codesOf(planUpdateLabels(inUse, [{ name: 'works for', property: worksFor.property }]))).toEqual(['good'])
    expect(codesOf(planUpdateLabels(inUse, [{ name: 'works for', property: { '@modelarts:to_type': '' } }]))).toEqual([
      '4414',
    ])
  })

  test('a name that is both entity and relation needs its type', () => {
    const twins = situation([person, company, { ...worksFor, name: 'Person' }], triplets)
    const plan = planUpdateLabels(twins, [{ name: 'Person' }, { name: 'Person', type: 102 }, { name: 'x', type: 1 }])
    expect(codesOf(plan)).toEqual(['4413', 'good', '4413'])
  })

  test('the single update takes the bare property and names its fields without a list', () => {
    const changes = changesOf(
      planUpdateLabel(situation([cat]), { label_name: 'cat', property: { '@modelarts:color': '#93c47d' } }),
    )
    expect(changes.changed[0]!.property['@modelarts:color']).toBe('#93c47d')
    expect(
      planUpdateLabel(situation([cat]), { label_name: 'cat', property: { '@modelarts:color': 'green' } }),
    ).toMatchObject({ error_msg: '@modelarts:color: "green" must be empty or have the form #RRGGBB' })
    expect(planUpdateLabel(situation([cat]), { label_name: 'cow', label_type: 1, property: {} })).toMatchObject({
      error_code: 'ModelArts.4410',
      error_msg: 'label_name: there is no label "cow"',
    })
  })
})

describe('deleting labels', () => {
  test('what is unknown or already gone fails alone', () => {
    const plan = planDeleteLabels(situation([cat, dog]), [{ name: 'cat' }, { name: 'cow' }, { name: 'cat' }])
    expect(codesOf(plan)).toEqual(['good', '4410', '4410'])
    expect(plan.changes.removed).toEqual([1])
  })

  test('an entity goes with its relations in any order, not without them', () => {
    const all = situation([person, company, worksFor], triplets)
    expect(codesOf(planDeleteLabels(all, [{ name: 'Person' }]))).toEqual(['4415'])
    expect(planDeleteLabel(all, { label_name: 'Company' })).toMatchObject({ error_code: 'ModelArts.4415' })
    expect(planDeleteLabels(all, [{ name: 'Person' }, { name: 'works for' }]).changes.removed).toEqual([1, 3])
    expect(changesOf(planDeleteLabel(all, { label_name: 'works for', label_type: 102 })).removed).toEqual([3])
  })
})

describe('the three lists of a dataset update', () => {
  test('a label deleted and added keeps its key and attributes and gets the new property', () => {
    const coloured = { ...car, property: cat.property }
    const changes = changesOf(
      planDatasetLabels(situation([coloured, dog]), {
        delete_labels: [{ name: 'car' }, { name: 'dog' }],
        add_labels: [
          { name: 'cow', property: { '@modelarts:shortcut': 'd' } },
          { name: 'car', type: 1 },
        ],
      }),
    )
    expect(changes).toEqual({
      created: [label(100, 'cow', { property: { '@modelarts:shortcut': 'd' } })],
      changed: [{ ...coloured, property: {} }],
      removed: [2],
      renamed: [],
      attributeRemovals: [],
      attributeRenames: [],
    })
  })

  test('shortcuts can be swapped by deleting and adding all labels', () => {
    const both = [cat, { ...dog, property: { '@modelarts:shortcut': 'f' } }]
    const plan = planDatasetLabels(situation(both), {
      delete_labels: both,
      add_labels: [
        { name: 'cat', property: { '@modelarts:shortcut': 'f' } },
        { name: 'dog', property: { '@modelarts:shortcut': 'd' } },
      ],
    })
    expect(changesOf(plan).changed.map(({ property }) => property['@modelarts:shortcut'])).toEqual(['f', 'd'])
  })

  test('a relation keeps its key while an entity is exchanged', () => {
    const plan = planDatasetLabels(situation([person, company, worksFor], triplets), {
      delete_labels: [{ name: 'Company' }, { name: 'works for' }],
      add_labels: [
        { name: 'Firm' },
        { ...worksFor, property: { '@modelarts:from_type': 'Person', '@modelarts:to_type': 'Firm' } },
      ],
    })
    const { removed, changed } = changesOf(plan)
    expect([removed, changed.map(({ label_key }) => label_key)]).toEqual([[2], [3]])
  })

  test('deleting comes before updating, updating before adding', () => {
    const changes = changesOf(
      planDatasetLabels(situation([cat, dog]), {
        delete_labels: [{ name: 'cat' }],
        update_labels: [{ name: 'dog', property: { '@modelarts:rename_to': 'hound', '@modelarts:shortcut': 'd' } }],
        add_labels: [{ name: 'dog' }],
      }),
    )
    expect(changes.removed).toEqual([1])
    expect(changes.renamed).toEqual([{ label_key: 2, name: 'hound' }])
    expect(changes.created.map(({ name }) => name)).toEqual(['dog'])
  })

  test('one bad label refuses all', () => {
    expect(
      planDatasetLabels(situation([cat]), { add_labels: [{ name: 'cow' }], delete_labels: [{ name: 'dog' }] }),
    ).toEqual({ error_code: 'ModelArts.4410', error_msg: 'delete_labels[0].name: there is no label "dog"' })
    expect(changesOf(planDatasetLabels(situation([cat]), { add_labels: null })).created).toEqual([])
  })
})

describe('attributes', () => {
  test('a list replaces the old one; what is gone is reported, ids carry renames', () => {
    const plan = planUpdateLabels(situation([car]), [
      {
        name: 'car',
        attributes: [
          { id: 'a1', name: 'paint', type: 'select', values: [{ id: 'v2', value: 'navy' }, { value: 'green' }] },
        ],
      },
    ])
    expect(plan.changes.changed[0]!.attributes).toEqual([
      {
        id: 'a1',
        name: 'paint',
        type: 'select',
        values: [
          { id: 'v2', value: 'navy' },
          { id: 'new0', value: 'green' },
        ],
      },
    ])
    expect(plan.changes.attributeRemovals).toEqual([
      { label_key: 1, attribute: 'colour', value: 'red' },
      { label_key: 1, attribute: 'note' },
    ])
    expect(plan.changes.attributeRenames).toEqual([
      { label_key: 1, attribute: 'colour', to: 'paint' },
      { label_key: 1, attribute: 'colour', value: 'blue', to: 'navy' },
    ])
  })

  test('without ids, equal names and values are the same attribute', () => {
    const plan = planUpdateLabels(situation([car]), [
      {
        name: 'car',
        attributes: [
          { name: 'note', type: 'text', default_value: 'none' },
          { name: 'colour', values: [{ value: 'blue' }] },
        ],
      },
    ])
    expect(plan.changes.changed[0]!.attributes).toEqual([
      { id: 'a2', name: 'note', type: 'text', default_value: 'none' },
      { id: 'a1', name: 'colour', type: 'select', values: [{ id: 'v2', value: 'blue' }] },
    ])
    expect(plan.changes.attributeRemovals).toEqual([{ label_key: 1, attribute: 'colour', value: 'red' }])
  })

  test('another type under the same name is another attribute', () => {
    const plan = planUpdateLabels(situation([car]), [
      { name: 'car', attributes: [colour, { name: 'note', type: 'select', values: [{ value: 'x' }] }] },
    ])
    expect(plan.changes.attributeRemovals).toEqual([{ label_key: 1, attribute: 'note' }])
  })

  test('no list leaves them alone, an empty one removes them', () => {
    expect(planUpdateLabels(situation([car]), [{ name: 'car' }]).changes.changed).toEqual([])
    const { changes } = planUpdateLabels(situation([car]), [{ name: 'car', attributes: [] }])
    expect(changes.attributeRemovals.map(({ attribute }) => attribute)).toEqual(['colour', 'note'])
  })

  test('labels of every type may have attributes, ids of a client are not taken over', () => {
    const plan = planCreateLabels(situation([], { dataset_type: 100 }), [
      { name: 'spam', attributes: [{ id: 'mine', name: 'why', type: 'select', values: [{ id: 'x', value: 'ad' }] }] },
    ])
    expect(plan.changes.created[0]!.attributes).toEqual([
      { id: 'new0', name: 'why', type: 'select', values: [{ id: 'new1', value: 'ad' }] },
    ])
  })

  const select = { name: 's', type: 'select', values: [{ value: 'a' }] }
  const attributeCases: [LabelInput['attributes'], string | undefined, string?][] = [
    [[{ name: 'a'.repeat(64), type: 'text' }], undefined],
    [[{ name: 'a'.repeat(65), type: 'text' }], '4396', '[0].name'],
    [[{ name: '', type: 'text' }], '4396', '[0].name'],
    [[{ type: 'text' }], '4396', '[0].name'],
    ...[...'!<>=&"\''].map(
      (sign) =>
        [[{ name: `a${sign}`, type: 'text' }], '4396', '[0].name'] as [LabelInput['attributes'], string, string],
    ),
    [[{ name: '@modelarts:hard', type: 'text' }], '4396', '[0].name'],
    [[{ name: '__proto__', type: 'text' }], '4396', '[0].name'],
    [[{ name: 'x', type: 'number' }], '4396', '[0].type'],
    [[{ id: 'a1', name: 'colour', type: 'text' }], '4396', '[0].type'],
    [[{ name: 'x' }, { name: 'x' }], '4428', '[1].name'],
    [[{ ...select, values: [{ value: 'a' }, { value: 'a' }] }], '4429', '[0].values[1].value'],
    [[{ ...select, values: [] }], '4396', '[0].values'],
    [[{ ...select, values: null }], '4396', '[0].values'],
    [[{ ...select, values: [{}] }], '4396', '[0].values[0].value'],
    [[{ name: 'x', type: 'text', values: [{ value: 'a' }] }], '4396', '[0].values'],
    [[{ ...select, default_value: 'a' }], undefined],
    [[{ ...select, default_value: '' }], undefined],
    [[{ ...select, default_value: 'b' }], '4430', '[0].default_value'],
    [[{ id: 'zz', ...select }], '4430', '[0].id'],
    [[{ ...select, values: [{ id: 'v1', value: 'a' }] }], '4430', '[0].values[0].id'],
    [
      [
        { id: 'a1', ...select },
        { id: 'a1', ...select, name: 'o' },
      ],
      '4396',
      '[1].id',
    ],
  ]
  test.each(attributeCases)('%j: %s', (attributes, code, field) => {
    const plan = planUpdateLabels(situation([car]), [{ name: 'car', attributes }])
    expect(plan.refusals[0]?.error_code).toBe(code && `ModelArts.${code}`)
    if (field !== undefined) expect(plan.refusals[0]!.error_msg.split(': ')[0]).toBe(`labels[0].attributes${field}`)
  })
})

describe('for all requests', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const property = fc.record(
    {
      '@modelarts:shortcut': fc.constantFrom('', 'x', 'X', 'y'),
      '@modelarts:from_type': name,
      '@modelarts:to_type': name,
      '@modelarts:rename_to': name,
    },
    { requiredKeys: [] },
  )
  const item = fc.record({ name, type: fc.constantFrom(102, 103, undefined), property })
  const items = fc.array(item, { maxLength: 8 })
  const request = fc.record({ delete_labels: items, update_labels: items, add_labels: items })
  const start = [
    label(1, 'a', { type: 103 }),
    label(2, 'b', { type: 103, property: { '@modelarts:shortcut': 'x' } }),
    label(3, 'c', { type: 102, property: { '@modelarts:from_type': 'a', '@modelarts:to_type': 'b' } }),
  ]

  function faultsOf(definitions: LabelDefinition[]): string[] {
    const set = labelSetOf(definitions)
    const shortcuts = definitions.flatMap(({ property }) => property['@modelarts:shortcut']?.toLowerCase() ?? [])
    return [
      new Set(definitions.map((one) => `${one.type} ${one.name}`)).size === definitions.length ? '' : 'names repeat',
      new Set(definitions.map((one) => one.label_key)).size === definitions.length ? '' : 'keys repeat',
      new Set(shortcuts).size === shortcuts.length ? '' : 'shortcuts repeat',
      ...definitions.flatMap(({ type, property }) =>
        type === 102
          ? ['@modelarts:from_type', '@modelarts:to_type'].map((end) =>
              set.find(property[end] ?? '', 103) ? '' : `${end} hangs`,
            )
          : [],
      ),
      definitions.some(({ property }) => '@modelarts:rename_to' in property) ? 'rename_to stored' : '',
    ].filter(Boolean)
  }

  test('the rules of a label set hold after every batch call', () => {
    const plans = [planCreateLabels, planUpdateLabels, planDeleteLabels]
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), items), { maxLength: 4 }), (calls) => {
        let definitions = start
        let key = 100
        for (const [which, labels] of calls) {
          const newKey = () => key++
          const plan = plans[which]!(situation(definitions, { ...triplets, newKey }), labels)
          expect(plan.refusals).toHaveLength(labels.length)
          definitions = apply(definitions, plan.changes)
        }
        expect(faultsOf(definitions)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('they hold after every dataset update that is not refused', () => {
    fc.assert(
      fc.property(request, (body) => {
        const plan = planDatasetLabels(situation(start, triplets), body)
        if (!isRefusal(plan)) expect(faultsOf(apply(start, plan))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('what has been created cannot be created again', () => {
    fc.assert(
      fc.property(items, (labels) => {
        const first = planCreateLabels(situation(start, triplets), labels)
        const again = planCreateLabels(situation(apply(start, first.changes), triplets), labels)
        const made = labels.map((_, index) => index).filter((index) => first.refusals[index] === undefined)
        for (const index of made) expect(again.refusals[index]!.error_code).toBe('ModelArts.4411')
      }),
    )
  })

  test('deleting and adding the same labels keeps every key', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(start), fc.shuffledSubarray(start), (left, right) => {
        const chosen = left.filter((one) => right.includes(one))
        const plan = planDatasetLabels(situation(start, triplets), { delete_labels: chosen, add_labels: chosen })
        const { removed, created, renamed } = changesOf(plan)
        expect([removed, created, renamed]).toEqual([[], [], []])
      }),
    )
  })
})

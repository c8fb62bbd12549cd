import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StoredLabel } from '#core/labels/label.ts'
import { labelSetOf } from '#core/labels/label-set.ts'
import { isRefusal } from '#core/refusal.ts'
import { mostTerms, parseSearchConditions, readSearchConditions, type SearchTree } from './search-condition.ts'
import { matchesSearchCondition, type SearchableSample } from './search-match.ts'

const now = Date.parse('2026-03-15T13:45:00Z')
const options = { field: 'search_conditions', now }

function parse(value: unknown) {
  return parseSearchConditions(typeof value === 'string' ? value : JSON.stringify(value), options)
}

function treeOf(value: unknown): SearchTree {
  const search = parse(value)
  if (isRefusal(search)) throw new Error(search.error_msg)
  return search.tree
}

/** The one leaf of a condition with one field. */
function leafOf(condition: object): SearchTree {
  const tree = treeOf(condition) as { of: { of: SearchTree[] }[] }
  return tree.of[0]!.of[0]!
}

describe('reading a search', () => {
  test('no text, an empty list and an empty condition ask for nothing', () => {
    expect(parseSearchConditions(undefined, options)).toEqual({ conditions: [], tree: { kind: 'all', of: [] } })
    expect(parse('')).toEqual({ conditions: [], tree: { kind: 'all', of: [] } })
    expect(treeOf([])).toEqual({ kind: 'all', of: [] })
    expect(treeOf({})).toEqual({ kind: 'all', of: [{ kind: 'all', of: [] }] })
  })

  test('one condition and a list of one are the same, and are kept as sent', () => {
    const condition = { hard: '1', sample_time: 'day' }
    expect(parse(condition)).toEqual(parse([condition]))
    expect(parse(condition)).toMatchObject({ conditions: [condition] })
  })

  test('a list is joined by AND, in an export by OR', () => {
    const list = [{ hard: '1' }, { sample_name: 'a.jpg' }]
    expect(treeOf(list).kind).toBe('all')
    expect(readSearchConditions(list, { ...options, join: 'OR' })).toMatchObject({ tree: { kind: 'any' } })
    expect(readSearchConditions([], { ...options, join: 'OR' })).toMatchObject({ tree: { kind: 'all', of: [] } })
  })

  test.each<[object, SearchTree]>([
    [{ sample_name: 'a.jpg' }, { kind: 'sample_name', value: 'a.jpg' }],
    [{ labeler: 'human/a@b.c' }, { kind: 'labeler', value: 'human/a@b.c' }],
    [{ sample_dir: '/acme/zoo/' }, { kind: 'sample_dir', path: { bucket: 'acme', key: 'zoo/' } }],
    [{ sample_dir: 'obs://acme/' }, { kind: 'sample_dir', path: { bucket: 'acme', key: '' } }],
    [{ hard: '0' }, { kind: 'hard', value: false }],
    [{ coefficient: '0.5' }, { kind: 'coefficient', min: 0.5, max: 0.5 }],
    [{ score: '0-0.25' }, { kind: 'score', min: 0, max: 0.25 }],
    [{ frame_in_video: 12 }, { kind: 'metadata', key: '@modelarts:frame_in_video', values: ['12'] }],
    [{ time_in_video: '3.5' }, { kind: 'metadata', key: '@modelarts:time_in_video', values: ['3.5'] }],
    [{ import_origin: '0' }, { kind: 'metadata', key: '@modelarts:import_origin', values: ['0'] }],
    [{ parent_sample_id: 'f0' }, { kind: 'metadata', key: '@modelarts:parent_sample_id', values: ['f0'] }],
    [{ kvp: '120' }, { kind: 'metadata', key: '@modelarts:kvp', values: ['120'] }],
    [{ slice_thickness: '5' }, { kind: 'metadata', key: '@modelarts:slice_thickness', values: ['5'] }],
    [{ study_date: '2019' }, { kind: 'metadata', key: '@modelarts:study_date', values: ['2019'] }],
    [{ label_list: {} }, { kind: 'all', of: [] }],
    [
      { label_list: { labels: [{ name: 'cat', type: 1, op: 'OR', property: { colour: ['red'], note: null } }] } },
      {
        kind: 'all',
        of: [
          {
            kind: 'label',
            name: 'cat',
            type: 1,
            op: 'OR',
            attributes: [
              { name: 'colour', values: ['red'] },
              { name: 'note', values: null },
            ],
          },
        ],
      },
    ],
    [
      { label_list: { op: 'OR', labels: [{ name: 'cat' }, {}] } },
      {
        kind: 'any',
        of: [
          { kind: 'label', name: 'cat', op: 'AND', attributes: [] },
          { kind: 'label', op: 'AND', attributes: [] },
        ],
      },
    ],
    [
      { metadata: { op: 'OR', props: { camera: ['a', 'b'], night: null } } },
      {
        kind: 'any',
        of: [
          { kind: 'metadata', key: 'camera', values: ['a', 'b'] },
          { kind: 'metadata', key: 'night', values: null },
        ],
      },
    ],
  ])('%j', (condition, leaf) => {
    expect(leafOf(condition)).toEqual(leaf)
  })

  test.each<[unknown, string]>([
    ['{"hard":', 'search_conditions: invalid JSON'],
    ['{"hard":"1","hard":"0"}', 'search_conditions: duplicate key "hard"'],
    ['"month"', 'search_conditions: must be an object'],
    ['null', 'search_conditions: must be an object'],
    [[{ hard: '1' }, 5], 'search_conditions[1]: must be an object'],
    [{ hard: 1 }, 'search_conditions.hard: '],
    [{ hard: 'true' }, 'search_conditions.hard: '],
    [[{ sample_name: null }], 'search_conditions[0].sample_name: '],
    [{ sample_name: '' }, 'search_conditions.sample_name: must not be empty'],
    [{ kvp: '' }, 'search_conditions.kvp: must not be empty'],
    [{ frame_in_video: '3' }, 'search_conditions.frame_in_video: '],
    [{ sample_dir: '/acme/zoo' }, 'search_conditions.sample_dir: must end with "/"'],
    [{ sample_dir: 'zoo/' }, 'search_conditions.sample_dir: The path "zoo/" must begin'],
    [{ sample_time: 'week' }, 'search_conditions.sample_time: "week" must be month, day or'],
    [{ coefficient: '1.5' }, 'search_conditions.coefficient: "1.5" must be a number from 0 to 1'],
    [{ coefficient: '0.8-0.2' }, 'search_conditions.coefficient: '],
    [{ coefficient: '-0.5' }, 'search_conditions.coefficient: '],
    [{ coefficient: '1e-1' }, 'search_conditions.coefficient: '],
    [{ score: '' }, 'search_conditions.score: '],
    [{ score: '0.1-' }, 'search_conditions.score: '],
    [{ label_list: { labels: [{ name: 'a' }, { name: 'b' }] } }, 'search_conditions.label_list.op: must be AND or OR'],
    [{ label_list: { op: 'and' } }, 'search_conditions.label_list.op: '],
    [{ label_list: { labels: [{ name: '' }] } }, 'search_conditions.label_list.labels[0].name: must not be empty'],
    [{ label_list: { labels: [{ type: 4 }] } }, 'search_conditions.label_list.labels[0].type: '],
    [
      { label_list: { labels: [{ property: { colour: [] } }] } },
      'search_conditions.label_list.labels[0].property.colour: must list a value',
    ],
    [{ metadata: { props: { a: [] } } }, 'search_conditions.metadata.props.a: must list a value'],
    [{ metadata: { props: { a: 'b' } } }, 'search_conditions.metadata.props.a: '],
    [{ metadata: { props: { a: [1] } } }, 'search_conditions.metadata.props.a[0]: '],
  ])('%j is refused', (value, start) => {
    const refusal = parse(value)
    expect(refusal).toMatchObject({ error_code: 'ModelArts.4396' })
    expect((refusal as { error_msg: string }).error_msg.startsWith(start)).toBe(true)
  })

  test('names that mean something inside are as unknown as any other', () => {
    const inner = [
      'sample_key',
      'dataset_id',
      'labels',
      'state',
      'project_id',
      'toString',
      'hasOwnProperty',
      'kind',
      'of',
    ]
    for (const name of [...inner, 'qwertz']) {
      const says = (path: string) => ({
        error_code: 'ModelArts.4396',
        error_msg: `${path}.${name}: is no search field`,
      })
      expect(parse({ [name]: '1' })).toEqual(says('search_conditions'))
      if (name !== 'labels') expect(parse({ label_list: { [name]: 1 } })).toEqual(says('search_conditions.label_list'))
      expect(parse({ metadata: { [name]: 1 } })).toEqual(says('search_conditions.metadata'))
      expect(parse({ label_list: { labels: [{ [name]: 1 }] } })).toEqual(says('search_conditions.label_list.labels[0]'))
    }
  })

  test('a search has a greatest size', () => {
    const list = (length: number) => Array.from({ length }, () => ({ hard: '1' }))
    expect(isRefusal(parse(list(mostTerms)))).toBe(false)
    expect(parse(list(mostTerms + 1))).toEqual({
      error_code: 'ModelArts.4396',
      error_msg: 'search_conditions: asks for more than 500 things at once',
    })
    expect(isRefusal(parse(Array(mostTerms + 1).fill({})))).toBe(true)
    expect(isRefusal(parse({ metadata: { props: { a: Array(mostTerms).fill('x') } } }))).toBe(true)
  })

  test('any JSON gets a search or a refusal', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const search = parse(text)
        if (isRefusal(search)) expect(search.error_msg).toMatch(/^search_conditions/)
        else expect(search.tree.kind).toBe('all')
      }),
    )
  })
})

describe('meaning of a search', () => {
  const labelSet = labelSetOf([
    { label_key: 1, name: 'cat', type: 1, attributes: [], property: {} },
    { label_key: 2, name: 'dog', type: 1, attributes: [], property: {} },
  ])
  const labels: StoredLabel[] = [
    { label_key: 1, type: 1, score: 0.9, property: { colour: 'red', note: 'x', truncated: true } },
    { label_key: 2, type: 1, property: { colour: 'blue' } },
    { type: 202, property: {} },
  ]
  const sample: SearchableSample = {
    sample_name: 'a.jpg',
    sample_dir: 'obs://acme/zoo/',
    sample_time: now,
    hard: true,
    metadata: {
      '@modelarts:hard_coefficient': 0.5,
      '@modelarts:import_origin': 0,
      camera: 'left',
      tags: ['a', 'b'],
      gone: null,
    },
    labels,
    labelers: ['human/a@b.c', 'human/acme/lea'],
  }
  const label = (...list: object[]) => ({ label_list: { op: 'AND', labels: list } })

  test.each<[unknown, boolean]>([
    [{}, true],
    [[], true],
    [{ sample_name: 'a.jpg' }, true],
    [{ sample_name: 'a' }, false],
    [{ sample_dir: '/acme/zoo/' }, true],
    [{ sample_dir: '/acme/' }, false],
    [{ sample_dir: '/acme/zoo/night/' }, false],
    [{ sample_time: 'day' }, true],
    [{ sample_time: '20260314-20260315' }, true],
    [{ sample_time: '20260313-20260314' }, false],
    [{ sample_time: '20260316-20260317' }, false],
    [{ hard: '1' }, true],
    [{ hard: '0' }, false],
    [{ labeler: 'human/acme/lea' }, true],
    [{ labeler: 'lea' }, false],
    [{ coefficient: '0.5' }, true],
    [{ coefficient: '0.5-1' }, true],
    [{ coefficient: '0.51-1' }, false],
    [{ score: '0.9-0.9' }, true],
    [{ score: '0-0.8' }, false],
    [{ import_origin: '0' }, true],
    [{ kvp: '120' }, false],
    [{ metadata: { props: { camera: ['left', 'right'] } } }, true],
    [{ metadata: { props: { camera: ['right'] } } }, false],
    [{ metadata: { props: { camera: null, tags: ['b'] } } }, true],
    [{ metadata: { props: { gone: null } } }, false],
    [{ metadata: { props: { valueOf: null } } }, false],
    [{ metadata: { props: { camera: ['left'], lens: null } } }, false],
    [{ metadata: { op: 'OR', props: { camera: ['left'], lens: null } } }, true],
    [label({ name: 'cat' }), true],
    [label({ name: 'cow' }), false],
    [label({ name: 'cat' }, { name: 'dog' }), true],
    [label({ name: 'cat' }, { name: 'cow' }), false],
    [{ label_list: { op: 'OR', labels: [{ name: 'cow' }, { name: 'cat' }] } }, true],
    [label({ type: 202 }), true],
    [label({ name: 'cat', type: 0 }), false],
    [label({ property: { colour: ['blue'] } }), true],
    [label({ name: 'cat', property: { colour: ['blue'] } }), false],
    [label({ name: 'cat', property: { colour: ['blue', 'red'], note: null } }), true],
    [label({ name: 'dog', property: { colour: ['blue'], note: null } }), false],
    [label({ name: 'dog', op: 'OR', property: { colour: ['blue'], note: null } }), true],
    [label({ property: { truncated: ['true'] } }), true],
    [[{ hard: '1' }, { sample_name: 'b.jpg' }], false],
    [{ hard: '1', sample_name: 'a.jpg' }, true],
  ])('%j: %s', (condition, expected) => {
    expect(matchesSearchCondition(sample, treeOf(condition), labelSet)).toBe(expected)
  })

  const condition = fc.record(
    {
      hard: fc.constantFrom('0', '1'),
      sample_name: fc.constantFrom('a.jpg', 'b.jpg'),
      metadata: fc.constant({ props: { camera: ['left'] } }),
    },
    { requiredKeys: [] },
  )

  test('several conditions hold together exactly if each holds, in an export if one does', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), (list) => {
        const each = list.map((one) => matchesSearchCondition(sample, treeOf(one), labelSet))
        const joined = (join: 'AND' | 'OR') => {
          const search = readSearchConditions(list, { ...options, join })
          return !isRefusal(search) && matchesSearchCondition(sample, search.tree, labelSet)
        }
        expect(joined('AND')).toBe(each.every(Boolean))
        expect(joined('OR')).toBe(each.some(Boolean))
      }),
    )
  })
})

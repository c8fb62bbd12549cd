import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '#contract/errors.ts'
import { isRefusal } from '#core/refusal.ts'
import { dropEmptyMark, isEmptyMark, isHard, type Metadata, type MetadataContext, mergeMetadata } from './metadata.ts'

const E4396 = 'ModelArts.4396'
const E4413 = 'ModelArts.4413'
const E4423 = 'ModelArts.4423'

function merge(
  current: Metadata | null,
  patch: Metadata | null,
  more: Partial<MetadataContext> = {},
): Metadata | Refusal {
  const context = { dataset_type: 0, sample_id: '0a09', size: [100, 50, 3] as const, field: 'samples[3]', ...more }
  const result = mergeMetadata(current, patch, context)
  return isRefusal(result) ? result : result.metadata
}

describe('metadata', () => {
  test('is merged: given keys are set, others kept, null removes', () => {
    const current = { a: 1, b: { c: 2 }, d: 3 }
    expect(merge(current, { b: { e: 4 }, d: null, f: 'x', nothing: null })).toEqual({ a: 1, b: { e: 4 }, f: 'x' })
    expect(current).toEqual({ a: 1, b: { c: 2 }, d: 3 })
    expect(merge(current, null)).toEqual(current)
    expect(merge(null, { a: 1 })).toEqual({ a: 1 })
  })

  test('sent back as it was read changes nothing', () => {
    const read = {
      '@modelarts:import_origin': 0,
      '@modelarts:size': [100, 50, 3],
      '@modelarts:hard': true,
      mine: [1, null],
    }
    expect(merge(read, read)).toEqual(read)
  })

  test('merged twice is the same as merged once', () => {
    const patch = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }))
    fc.assert(
      fc.property(patch, patch, (current, change) => {
        const once = merge(current, change) as Metadata
        expect(merge(once, change)).toEqual(once)
        for (const [key, value] of Object.entries(once)) expect(value).toEqual(change[key] ?? current[key])
      }),
    )
  })

  test.each([
    ['@modelarts:hard', 0, false],
    ['@modelarts:hard', 1, true],
    ['@modelarts:hard', false, false],
    ['@modelarts:hard', true, true],
    ['@modelarts:hard_coefficient', 0, 0],
    ['@modelarts:hard_coefficient', 0.6, 0.6],
    ['@modelarts:hard_coefficient', 1, 1],
    ['@modelarts:hard_reasons', [], []],
    ['@modelarts:hard_reasons', [8, 6, 0, 30], [8, 6, 0, 30]],
    ['@modelarts:size', [100, 50], [100, 50, 3]],
    ['@modelarts:size', [100, 50, 3], [100, 50, 3]],
    ['@modelarts:import_origin', 0, 0],
    ['@muster:empty', 1, 1],
    ['@muster:empty', 0, 0],
    ['@muster:anything', { a: [1] }, { a: [1] }],
  ])('%s %j is kept as %j', (key, value, kept) => expect(merge({}, { [key]: value })).toEqual({ [key]: kept }))

  test.each([
    ['@modelarts:hard', '1', E4396, 'must be 0, 1, true or false'],
    ['@modelarts:hard', 2, E4396, 'must be 0, 1, true or false'],
    ['@modelarts:hard', [], E4396, 'must be 0, 1, true or false'],
    ['@modelarts:hard_coefficient', 1.01, E4396, 'must be a number from 0 to 1'],
    ['@modelarts:hard_coefficient', -0.01, E4396, 'must be a number from 0 to 1'],
    ['@modelarts:hard_coefficient', '0.5', E4396, 'must be a number from 0 to 1'],
    ['@modelarts:hard_coefficient', true, E4396, 'must be a number from 0 to 1'],
    ['@modelarts:hard_reasons', [31], E4396, 'must be a list of ids from 0 to 30'],
    ['@modelarts:hard_reasons', [-1], E4396, 'must be a list of ids from 0 to 30'],
    ['@modelarts:hard_reasons', [1.5], E4396, 'must be a list of ids from 0 to 30'],
    ['@modelarts:hard_reasons', ['3'], E4396, 'must be a list of ids from 0 to 30'],
    ['@modelarts:hard_reasons', '3-20', E4396, 'must be a list of ids from 0 to 30'],
    ['@modelarts:import_origin', '0', E4396, 'must be an integer'],
    ['@muster:empty', true, E4396, 'must be 0 or 1'],
    ['@muster:empty', '1', E4396, 'must be 0 or 1'],
    ['@modelarts:size', [100], E4423, 'must be [width, height] or [width, height, depth] of positive integers'],
    ['@modelarts:size', [100, 51], E4423, '[100,51] contradicts the known size [100,50,3]'],
    ['constructor', 1, E4396, 'is no name for a key'],
    ['prototype', 1, E4396, 'is no name for a key'],
  ])('%s %j is refused', (key, value, error_code, problem) => {
    const error_msg = `samples[3].metadata.${key}: ${problem} (sample 0a09)`
    expect(merge({}, { [key]: value })).toEqual({ error_code, error_msg })
  })

  test('says of which video a sample is a key frame, whatever is sent for it', () => {
    const place = { '@modelarts:parent_source': '/b/gate.mp4', '@modelarts:parent_sample_id': '0b' }
    const none = { '@modelarts:parent_source': null, '@modelarts:parent_sample_id': null }
    const video = { dataset_type: 600 }
    expect(merge(place, none, video)).toEqual(place)
    expect(merge({}, place, video)).toEqual({})
    expect(merge({}, place)).toEqual(place)
    expect(merge(place, none)).toEqual({})
  })

  test('cannot reach a prototype', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":true}}') as Metadata
    expect(merge({}, patch)).toMatchObject({ error_code: E4396 })
  })

  test.each([3, 100, 101, 102, 200, 201, 202, 600])('of dataset type %i takes no hard marks', (dataset_type) => {
    for (const [key, value] of [
      ['hard', true],
      ['hard_coefficient', 0.5],
      ['hard_reasons', [3]],
    ] as const) {
      expect(merge({}, { [`@modelarts:${key}`]: value }, { dataset_type })).toEqual({
        error_code: E4413,
        error_msg: `samples[3].metadata.@modelarts:${key}: belongs to image classification and object detection only (sample 0a09)`,
      })
      expect(merge({}, { [`@modelarts:${key}`]: null }, { dataset_type })).toEqual({})
    }
  })
})

describe('a sample', () => {
  const label = (hard?: string) => ({
    label_key: 1,
    type: 0,
    property: hard === undefined ? {} : { '@modelarts:hard': hard },
  })

  test('is hard when it or one of its labels is', () => {
    expect(isHard({}, [])).toBe(false)
    expect(isHard({ '@modelarts:hard': true }, [])).toBe(true)
    expect(isHard({ '@modelarts:hard': false }, [label(), label('0'), label('false')])).toBe(false)
    expect(isHard({}, [label(), label('1')])).toBe(true)
    expect(isHard({}, [label('true')])).toBe(true)
  })

  test('is finished without labels only by the mark', () => {
    expect(isEmptyMark({ '@muster:empty': 1 })).toBe(true)
    for (const other of [0, true, '1', undefined]) expect(isEmptyMark({ '@muster:empty': other })).toBe(false)
  })
})

test('the mark @muster:empty goes with the first label, everything else stays (D51)', () => {
  const label = { type: 1, label_key: 1, property: {} }
  const marked = { '@muster:empty': 1, note: 'a' }
  expect(dropEmptyMark(marked, [label])).toEqual({ note: 'a' })
  expect(dropEmptyMark(marked, [])).toEqual(marked)
  expect(dropEmptyMark({ note: 'a' }, [label])).toEqual({ note: 'a' })
})

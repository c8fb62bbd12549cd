import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import type { SampleRecord } from './record.ts'
import { type RecordChoice, selectRecord } from './select-records.ts'

const everything: RecordChoice = {
  import_annotations: true,
  final_annotation: true,
  difficult_only: false,
  included_labels: null,
  excluded_labels: null,
  label_names: {},
}

const named = (...names: string[]): SampleRecord => ({
  path: 'a.jpg',
  labels: names.map((name) => ({ name, type: 0, property: {} })),
  metadata: {},
})
const typed = fc.constantFrom(DatasetType.imageClassification, DatasetType.objectDetection, DatasetType.textTriplets)
const someRecords = typed.chain((dataset_type) => records({ dataset_type }))

describe('what is wanted of records', () => {
  test('everything: they stay as they are', () => {
    fc.assert(
      fc.property(someRecords, (found) => {
        for (const record of found) expect(selectRecord(record, everything)).toEqual(record)
      }),
    )
  })

  test('a name that is included chooses just those that its exclusion leaves out', () => {
    fc.assert(
      fc.property(someRecords, (found) => {
        const name = found.flatMap(({ labels }) => labels.flatMap(({ name }) => name ?? []))[0] ?? 'none'
        for (const record of found) {
          const holds = record.labels.some((label) => label.name === name)
          const chosen = (choice: Partial<RecordChoice>) =>
            selectRecord(record, { ...everything, ...choice }) !== undefined
          expect(chosen({ included_labels: [name] })).toBe(holds)
          expect(chosen({ excluded_labels: [name] })).toBe(!holds)
          expect(chosen({ included_labels: [] })).toBe(true)
        }
      }),
    )
  })

  test('without annotations neither labels nor the mark of an empty picture are left', () => {
    fc.assert(
      fc.property(someRecords, (found) => {
        for (const record of found) {
          const chosen = selectRecord(record, { ...everything, import_annotations: false })!
          expect(chosen.labels).toEqual([])
          expect(chosen.metadata).not.toHaveProperty('@muster:empty')
          expect(chosen.path).toBe(record.path)
        }
      }),
    )
  })

  test('names are changed after the choice, and only names that are listed', () => {
    const choice = { ...everything, included_labels: ['cat'], label_names: { cat: 'feline', dog: '' } }
    const names = (...given: string[]) => selectRecord(named(...given), choice)?.labels.map(({ name }) => name)
    expect(names('cat', 'dog', 'toString', '__proto__')).toEqual(['feline', 'toString', '__proto__'])
    expect(names('feline')).toBeUndefined()
  })

  test('relations go with the entities they join; those that never had them stay to be told', () => {
    const record: SampleRecord = {
      path: 'a.txt',
      text: 'Ada knows Bo',
      line: 1,
      metadata: {},
      labels: [
        { id: 'E1', name: 'Person', type: 103 },
        { id: 'E2', name: 'Thing', type: 103 },
        { id: 'R1', name: 'knows', type: 102, property: { '@modelarts:from': 'E1', '@modelarts:to': 'E2' } },
        { id: 'R2', name: 'odd', type: 102, property: { '@modelarts:from': 'E1', '@modelarts:to': 'E9' } },
      ],
    }
    const chosen = selectRecord(record, { ...everything, label_names: { Thing: '' } })!
    expect(chosen.labels.map(({ id }) => id)).toEqual(['E1', 'R2'])
  })

  test('hard examples are those with the mark, on the sample or on a label', () => {
    const choice = { ...everything, difficult_only: true }
    const hard = { '@modelarts:hard': true }
    expect(selectRecord(named('cat'), choice)).toBeUndefined()
    expect(selectRecord({ ...named('cat'), metadata: hard }, choice)).toBeDefined()
    const marked = (flag: '0' | '1' | 'true' | 'false'): SampleRecord => ({
      ...named(),
      labels: [{ name: 'cat', type: 0, property: { '@modelarts:hard': flag } }],
    })
    expect(
      (['1', 'true', '0', 'false'] as const).map((flag) => selectRecord(marked(flag), choice) !== undefined),
    ).toEqual([true, true, false, false])
  })

  test('labels of pictures wait to be confirmed where they are not final, others never', () => {
    const choice = { ...everything, final_annotation: false }
    expect(selectRecord(named('cat'), choice)).toEqual({ ...named('cat'), unconfirmed: true })
    expect(selectRecord(named(), choice)).toEqual(named())
    const text: SampleRecord = { ...named(), labels: [{ name: 'good', type: 100 }] }
    expect(selectRecord(text, choice)).toEqual(text)
  })
})

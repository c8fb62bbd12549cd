import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { jsonl } from './jsonl.ts'

const isSample = (path: string) => /\.(txt|csv|jsonl)$/i.test(path)
const { textClassification, namedEntities, textTriplets } = DatasetType
const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })

function span(type: 101 | 103, start: number, end: number, name: string, id?: string): RecordLabel {
  const property = { '@modelarts:start_index': start, '@modelarts:end_index': end }
  return { name, type, ...(id !== undefined && { id }), property }
}

function sample(line: number, text: string, labels: RecordLabel[], metadata = {}): SampleRecord {
  return { path: 'texts.jsonl', line, text, labels, metadata }
}

const classes = {
  type: textClassification,
  lines: [
    '{"text":"bright, but heavy","label":["good","bad"],"city":"深圳"}',
    '{"text":"two\\nlines","label":[],"id":7,"Comments":[]}',
  ],
  records: [
    sample(
      1,
      'bright, but heavy',
      ['good', 'bad'].map((name) => ({ name, type: 100, property: {} })),
      { city: '深圳' },
    ),
    sample(2, 'two\nlines', [], { id: 7, Comments: [] }),
  ],
}

const entities = {
  type: namedEntities,
  lines: ['{"text":"😀 深圳 today","label":[[2,4,"City"],[5,10,"Day"]]}'],
  records: [sample(1, '😀 深圳 today', [span(101, 2, 4, 'City'), span(101, 5, 10, 'Day')])],
}

const relations = {
  type: textTriplets,
  lines: [
    '{"text":"Ada wrote notes","entities":[{"id":0,"start_offset":0,"end_offset":3,"label":"Person"},{"id":"n","start_offset":10,"end_offset":15,"label":"Text"}],"relations":[{"id":0,"from_id":0,"to_id":"n","type":"wrote"}]}',
  ],
  records: [
    sample(1, 'Ada wrote notes', [
      span(103, 0, 3, 'Person', 'E0'),
      span(103, 10, 15, 'Text', 'n'),
      { id: 'R0', name: 'wrote', type: 102, property: { '@modelarts:from': 'E0', '@modelarts:to': 'n' } },
    ]),
  ],
}

describe('lines of JSON', () => {
  test.each([classes, entities, relations])(
    'of type $type are read as they stand and written back the same',
    async (golden) => {
      const options = optionsFor(golden.type)
      const files = new MemoryFiles({ 'texts.jsonl': golden.lines.join('\n') })
      expect(await readRecords(jsonl, files, options)).toEqual({ records: golden.records, faults: [] })
      const written = await writeRecords(jsonl, golden.records, options)
      expect(
        written.files.texts['texts.jsonl']!.split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line)),
      ).toEqual(golden.lines.map((line) => JSON.parse(line)))
      expect(written.losses).toEqual([])
    },
  )

  test('may say a single class as a text, entities as objects, and have columns of other names', async () => {
    const read = async (type: DatasetType, line: string, more = {}) =>
      (await readRecords(jsonl, new MemoryFiles({ 'texts.jsonl': line }), { ...optionsFor(type), ...more })).records
    const good: RecordLabel = { name: 'good', type: 100, property: {} }
    expect(await read(textClassification, '{"text":"a","label":"good"}')).toEqual([sample(1, 'a', [good])])
    expect(
      await read(namedEntities, '{"text":"ab","entities":[{"id":4,"start_offset":1,"end_offset":2,"label":"x"}]}'),
    ).toEqual([sample(1, 'ab', [span(101, 1, 2, 'x', 'E4')])])
    expect(await read(textTriplets, '{"text":"ab","label":[[0,1,"x"]]}')).toEqual([
      sample(1, 'ab', [span(103, 0, 1, 'x')]),
    ])
    expect(
      await read(textClassification, '{"body":"a","tags":["good"],"text":"t","label":3}', {
        text_column: 'body',
        label_column: 'tags',
      }),
    ).toEqual([sample(1, 'a', [good], { text: 't', label: 3 })])
  })

  test('may count in UTF-16', async () => {
    const files = new MemoryFiles({
      'texts.jsonl': '{"text":"😀a","label":[[2,3,"x"]]}\n{"text":"😀a","label":[[1,3,"x"]]}',
    })
    const options = { ...optionsFor(namedEntities), text_offset_unit: 'utf16' as const }
    const { records: found, faults } = await readRecords(jsonl, files, options)
    expect(found).toEqual([sample(1, '😀a', [span(101, 1, 2, 'x')])])
    expect(faults).toHaveLength(1)
  })

  test('stand beside other texts, which are unlabelled', async () => {
    const files = new MemoryFiles({ 'a.txt': 'one\n', 'texts.jsonl': '{"text":"two"}' })
    expect((await readRecords(jsonl, files, optionsFor(textClassification))).records).toEqual([
      { path: 'a.txt', line: 1, text: 'one', labels: [], metadata: {} },
      sample(1, 'two', []),
    ])
  })

  test('say no more than what belongs to such samples', async () => {
    const line = '{"text":"a","relations":[],"@modelarts:hard":true,"n":null,"__proto__":{"x":1}}'
    const [item] = await Array.fromAsync(
      jsonl.read(new MemoryFiles({ 'texts.jsonl': line }), optionsFor(textClassification)),
    )
    expect(item).toMatchObject({ ignored: ['relations', '@modelarts:hard'] })
    const { metadata } = (item as { record: SampleRecord }).record
    expect(Object.keys(metadata)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype)
  })

  test.each([
    [textClassification, '{"text":"a"', 'is not valid JSON at its end'],
    [textClassification, '["a"]', 'is no JSON object'],
    [textClassification, '{"label":[]}', 'has no text under "text"'],
    [textClassification, '{"text":0}', 'has no text under "text"'],
    [textClassification, '{"text":" "}', 'has an empty text under "text"'],
    [textClassification, '{"text":"\\ud800"}', 'holds an unpaired surrogate under "text"'],
    [textClassification, '{"text":"a","label":{}}', 'has no list under "label"'],
    [textClassification, '{"text":"a","label":[0]}', 'has no name of a label in label[0]'],
    [textClassification, '{"text":"a","label":["\\u0000"]}', 'holds the character U+0000 in label[0]'],
    [textClassification, '{"text":"a","x":["\\u0000"]}', 'holds the character U+0000'],
    [textClassification, '{"text":"a","x":1e999}', 'holds a number that is too large'],
    [
      textClassification,
      `{"text":"a","x":${'['.repeat(99)}${']'.repeat(99)}}`,
      'holds more than 64 values within each other',
    ],
    [textClassification, '{"text":"a","@muster:id":1}', 'has no text under "@muster:id"'],
    [textClassification, '{"text":"a","@muster:usage":"x"}', 'has a @muster:usage that is none of'],
    [namedEntities, '{"text":"a","label":["x"]}', 'has no [start, end, label] in label[0]'],
    [namedEntities, '{"text":"a","label":[[0,2,"x"]]}', 'has offsets in label[0] that are no part of its text'],
    [namedEntities, '{"text":"a","label":[["0",1,"x"]]}', 'has offsets in label[0] that are no part of its text'],
    [namedEntities, '{"text":"a","label":[[0,1,null]]}', 'has no name of a label in label[0]'],
    [namedEntities, '{"text":"a","entities":[1]}', 'has no object in entities[0]'],
    [
      namedEntities,
      '{"text":"a","entities":[{"id":-1,"start_offset":0,"end_offset":1,"label":"x"}]}',
      'has an id in entities[0] that is neither',
    ],
    [
      textTriplets,
      '{"text":"a","relations":[{"from_id":0,"to_id":1,"type":"x"}]}',
      'has a relation of "E0", which no entity is called',
    ],
    [textTriplets, '{"text":"a","relations":[{"type":"x"}]}', 'does not say what relations[0] joins'],
    [textTriplets, '{"text":"a","relations":["constructor"]}', 'has no object in relations[0]'],
    [
      textTriplets,
      '{"text":"a","entities":[{"id":1,"start_offset":0,"end_offset":1,"label":"x"},{"id":"E1","start_offset":0,"end_offset":1,"label":"y"}]}',
      'has an id in entities[1] that comes twice',
    ],
  ])('of type %s: %s %s', async (type, line, reason) => {
    const files = new MemoryFiles({ 'texts.jsonl': `${line}\n{"text":"next"}\n` })
    const { records: found, faults } = await readRecords(jsonl, files, optionsFor(type))
    expect(found).toEqual([sample(2, 'next', [])])
    expect(faults).toEqual([{ path: 'texts.jsonl', line: 1, reason: expect.stringContaining(reason) }])
  })

  test.each([textClassification, namedEntities, textTriplets])(
    'of type %s come back but for what is said to be lost',
    async (type) => {
      for (const more of [{}, { text_offset_unit: 'utf16' as const, text_column: 'city', label_column: 'a.b c' }]) {
        const options = { ...optionsFor(type), ...more }
        await fc.assert(
          fc.asyncProperty(records({ ...options, texts: 'texts.jsonl' }), (found) =>
            checkRoundTrip(jsonl, found, options),
          ),
          { numRuns: 100 },
        )
      }
    },
  )

  test('are read on from any of them', async () => {
    const files = new MemoryFiles({
      'a.jsonl': '{"text":"a"}\n\n{"text":0}\n{"text":"b"}',
      'b.txt': 'one\n\0\ntwo',
      'c.jsonl': '{"text":"c"}\n',
    })
    const options = optionsFor(textClassification)
    await checkGoingOn(jsonl, files, options)
    await checkGoingOn(jsonl, files, { ...options, file: 'a.jsonl' })
    await checkGoingOn(jsonl, files, { ...options, file: 'none.jsonl' })
  })
})

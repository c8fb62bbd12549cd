import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { metadataFiles } from './metadata-files.ts'

const isSample = (path: string) => /\.(jpe?g|png|wav)$/i.test(path)
const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })
const pictures = optionsFor(DatasetType.imageClassification)
const sounds = optionsFor(DatasetType.soundClassification)
const label = (name: string) => ({ name, type: 0 as const, property: {} })

const read = (files: Record<string, string>, options: object = {}) =>
  readRecords(metadataFiles, new MemoryFiles(files), { ...pictures, ...options })

describe('lists of files with their labels', () => {
  test('name files from their own folder, and say by it what they are for', async () => {
    const files = {
      'train/metadata.csv': 'file_name,label,city\r\n0001.png,cat,"Paris, France"\r\nmore/0002.png,dog,\r\n',
      'train/0001.png': '',
      'train/more/0002.png': '',
      'validation/metadata.jsonl': '{"file_name": "3.png", "label": "cat", "seen": 2, "who": null}\n',
      'validation/3.png': '',
      'validation/4.png': '',
    }
    expect(await read(files)).toEqual({
      records: [
        { path: 'train/0001.png', usage: 'TRAIN', labels: [label('cat')], metadata: { city: 'Paris, France' } },
        { path: 'train/more/0002.png', usage: 'TRAIN', labels: [label('dog')], metadata: {} },
        { path: 'validation/3.png', usage: 'EVAL', labels: [label('cat')], metadata: { seen: 2 } },
      ],
      faults: [],
    })
  })

  test('name those in their own folder, though others are called the same', async () => {
    const lists = {
      'test/metadata.csv': 'file_name,label\n1.png,a\n',
      'train/metadata.csv': 'file_name,label\n1.png,b\n',
    }
    const { records: found } = await read({
      ...lists,
      '1.png': '',
      'images/1.png': '',
      'test/1.png': '',
      'train/1.png': '',
    })
    expect(found.map(({ path, labels }) => [path, labels[0]!.name])).toEqual([
      ['test/1.png', 'a'],
      ['train/1.png', 'b'],
    ])
  })

  test('may have columns without a name, as spreadsheets leave them', async () => {
    const { records: found, faults } = await read({
      'metadata.csv': '\ufefffile_name,label,,\n1.png,a,,x\n',
      '1.png': '',
    })
    expect([found, faults]).toEqual([[{ path: '1.png', labels: [label('a')], metadata: {} }], []])
  })

  test('at the top name files of all sets', async () => {
    const files = {
      'metadata.csv': ',file_name,label\n0,test/1.jpg,a\n1,2.jpg,\n',
      'test/1.jpg': '',
      '2.jpg': '',
    }
    expect((await read(files)).records).toEqual([
      { path: 'test/1.jpg', usage: 'TEST', labels: [label('a')], metadata: {} },
      { path: '2.jpg', labels: [], metadata: {} },
    ])
  })

  test('hold several labels, numbers, and a column of another name', async () => {
    const lines = [
      { file_name: '1.jpg', kind: 'a', labels: ['a', 'b', 'a'] },
      { file_name: '2.jpg', kind: ['c', 'd'], label: 'a field like any other' },
      { file_name: '3.jpg', kind: 3 },
    ]
    const text = lines.map((line) => JSON.stringify(line)).join('\n')
    const { records: found } = await read(
      { 'metadata.jsonl': text, '1.jpg': '', '2.jpg': '', '3.jpg': '' },
      { label_column: 'kind' },
    )
    expect(found.map(({ labels, metadata }) => [labels.map(({ name }) => name), metadata])).toEqual([
      [['a', 'b'], {}],
      [['c', 'd'], { label: 'a field like any other' }],
      [['3'], {}],
    ])
  })

  test('that are wrong are told row by row, or whole', async () => {
    const rows = [
      '{"label": "a"}',
      '{"file_name": "1.jpg", "label": {"a": 1}}',
      '{"file_name": "1.jpg", "labels": "a", "label": true}',
      '{"file_name": "no.jpg"}',
      '{"file_name": "x.txt"}',
      '{"file_name": "1.jpg", "label": "a\\u0000"}',
      '[1]',
      '{',
      '{"file_name": "1.jpg", "__proto__": {"a": 1}, "@modelarts:size": [1, 1]}',
    ]
    const files = {
      '1.jpg': '',
      'x.txt': '',
      'a/metadata.csv': 'name,label\n1.jpg,a\n',
      'b/metadata.csv': 'file_name,label,label\n1.jpg,a,b\n',
      'c/metadata.csv': 'file_name,label\n1.jpg,a,b\n"',
      'metadata.jsonl': rows.join('\n'),
    }
    const { records: found, faults } = await read(files)
    expect(found).toEqual([{ path: '1.jpg', labels: [], metadata: JSON.parse('{"__proto__": {"a": 1}}') }])
    expect(faults.map(({ path, line, reason }) => `${path}:${line} ${reason}`)).toEqual([
      'a/metadata.csv:1 has no column file_name',
      'b/metadata.csv:1 has the column "label" twice',
      'c/metadata.csv:2 has 3 cells where the first line names 2 columns',
      expect.stringMatching(/^c\/metadata.csv:3 /),
      'metadata.jsonl:1 has no file_name',
      'metadata.jsonl:2 has no text under "label"',
      'metadata.jsonl:3 has no text under "label"',
      'metadata.jsonl:4 names "no.jpg", which is missing',
      'metadata.jsonl:5 names "x.txt", which is no file of such a dataset',
      'metadata.jsonl:6 has no text under "label"',
      'metadata.jsonl:7 is no JSON object',
      'metadata.jsonl:8 is not valid JSON at its end',
    ])
  })

  test('are written in folders of sets', async () => {
    const found: SampleRecord[] = [
      { path: 'a/1.jpg', usage: 'TRAIN', labels: [label('cat')], metadata: { city: 'Rome' } },
      { path: 'train/2.jpg', usage: 'TRAIN', labels: [label('cat'), label('dog')], metadata: {} },
      { path: '3.jpg', usage: 'INFERENCE', labels: [], metadata: { '@muster:empty': 1, seen: 2 } },
      { path: 'test/4.jpg', labels: [label('dog')], metadata: { label: 'x' } },
    ]
    const { files, losses } = await writeRecords(metadataFiles, found, pictures)
    expect(files.texts).toMatchObject({
      'train/metadata.jsonl':
        '{"file_name":"a/1.jpg","label":"cat","labels":["cat"],"city":"Rome"}\n' +
        '{"file_name":"2.jpg","label":"cat","labels":["cat","dog"],"city":""}\n',
      'metadata.jsonl':
        '{"file_name":"3.jpg","label":"","labels":[""],"city":""}\n' +
        '{"file_name":"4.jpg","label":"dog","labels":["dog"],"city":""}\n',
    })
    expect([...files.sources.keys()]).toEqual(['train/a/1.jpg', 'train/2.jpg', '3.jpg', '4.jpg'])
    expect(losses).toEqual([
      { path: 'a/1.jpg', field: 'path', reason: 'becomes train/a/1.jpg' },
      { path: '3.jpg', field: 'usage', reason: 'has no place in this format' },
      { path: '3.jpg', field: 'metadata.@muster:empty', reason: 'has no place in this format' },
      { path: '3.jpg', field: 'metadata.seen', reason: 'has no place in this format' },
      { path: 'test/4.jpg', field: 'metadata.label', reason: 'has no place in this format' },
      { path: 'test/4.jpg', field: 'path', reason: 'becomes 4.jpg' },
    ])
  })

  test('keep no more than 200 columns', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`c${n}`, 'x']))
    const { losses } = await writeRecords(metadataFiles, [{ path: '1.jpg', labels: [], metadata }], pictures)
    expect(losses).toEqual([{ path: '1.jpg', field: 'metadata.c200', reason: 'has no place in this format' }])
  })

  test.each([pictures, sounds])('come back but for what is said to be lost: %j', async (options) => {
    await fc.assert(
      fc.asyncProperty(records(options), async (given) => {
        await checkRoundTrip(metadataFiles, given, options)
        const { files } = await writeRecords(metadataFiles, given, options)
        await checkGoingOn(metadataFiles, files, options)
      }),
    )
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { importFiles, labelsOf, problemsOf } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const empty = (type: DatasetType) => aDataset(server, { type, files: {} })

describe('texts with labels', () => {
  test('are lines of text files and rows of tables, unless their files say otherwise', async () => {
    const dataset = await empty(DatasetType.textClassification)
    const done = await importFiles(server, dataset, {
      'a.txt': 'one\tgood,bad\ntwo\n\tbad\n',
      'b.csv': '"three, or ""more""",good\n',
    })
    expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 3, muster: { format: 'text-lines' } })
    expect(await labelsOf(server, dataset)).toEqual({
      'in/a.txt:1': 'good bad',
      'in/a.txt:2': '',
      'in/b.csv:1': 'good',
    })
    expect(await problemsOf(server, dataset, done)).toEqual(['failed: a.txt:3 has labels, but no text'])
  })

  test('may be tables in GBK', async () => {
    const dataset = await empty(DatasetType.textClassification)
    const table = Buffer.from('\xc4\xe3\xba\xc3,good\n', 'latin1')
    await importFiles(server, dataset, { 'a.csv': table })
    const { samples } = await server.owner.call('ListSamples', dataset)
    expect(samples).toMatchObject([{ labels: [{ name: 'good' }] }])
    const { content } = await server.services.store.db
      .selectFrom('sample')
      .select('content')
      .where('dataset_id', '=', dataset.dataset_id)
      .executeTakeFirstOrThrow()
    expect(content).toBe('你好')
  })

  test('have them in a second file where label_format says so, with its separators', async () => {
    const dataset = await empty(DatasetType.textClassification)
    const files = { 'a.txt': 'one\ntwo', 'a_result.txt': 'good|bad\n\n', 'b.txt': 'one\ntwo', 'b_result.txt': 'good' }
    const done = await importFiles(server, dataset, files, {
      label_format: { label_type: '0', text_label_separator: '\\|' },
    })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/a.txt:1': 'good bad', 'in/a.txt:2': '' })
    expect(await problemsOf(server, dataset, done)).toEqual(['failed: b_result.txt has 1 line, but b.txt has 2 lines'])
  })

  test('are told apart as lines of JSON by their name, and may have columns of other names', async () => {
    const dataset = await empty(DatasetType.textTriplets)
    const entity = (id: number, start_offset: number, end_offset: number, label: string) => {
      return { id, start_offset, end_offset, label }
    }
    const line = {
      body: 'Ada knows engines',
      entities: [entity(0, 0, 3, 'Person'), entity(1, 10, 17, 'Thing')],
      relations: [{ id: 0, from_id: 0, to_id: 1, type: 'knows' }],
      city: 'London',
    }
    const done = await importFiles(
      server,
      dataset,
      { 'a.jsonl': JSON.stringify(line) },
      { muster: { text_column: 'body' } },
    )
    expect(await problemsOf(server, dataset, done)).toEqual([])
    expect(done.muster).toMatchObject({ format: 'jsonl' })
    expect(await labelsOf(server, dataset)).toEqual({ 'in/a.jsonl:1': 'Person Thing knows' })
  })

  test('are read as tokens with tags, or with __label__ before them, where that is asked for', async () => {
    const entities = await empty(DatasetType.namedEntities)
    const tokens = 'Ada B-Person\nLovelace I-Person\nwrote O\n\nok O\n'
    await importFiles(server, entities, { 'a.txt': tokens }, { muster: { format: 'conll' } })
    expect(await labelsOf(server, entities)).toEqual({ 'in/a.txt:1': 'Person', 'in/a.txt:5': '' })
    const classes = await empty(DatasetType.textClassification)
    await importFiles(
      server,
      classes,
      { 'a.txt': '__label__good __label__new one\n' },
      { muster: { format: 'fasttext' } },
    )
    expect(await labelsOf(server, classes)).toEqual({ 'in/a.txt:1': 'good new' })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { type Files, importFiles, labelsOf, problemsOf } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const schema = [
  { schema_id: 1, name: 'city', type: 'STRING' },
  { schema_id: 2, name: 'people', type: 'INT' },
]

async function aTable(hasHeader: boolean) {
  const dataset = await aDataset(server, { type: DatasetType.table, settings: { schema, import_data: true } })
  await server.services.store.db
    .updateTable('dataset')
    .set({ data_sources: JSON.stringify([{ data_path: dataset.input, with_column_header: hasHeader }]) })
    .where('dataset_id', '=', dataset.dataset_id)
    .execute()
  return dataset
}

async function importInto(hasHeader: boolean, files: Files, muster: object = {}) {
  const dataset = await aTable(hasHeader)
  const task = await importFiles(server, dataset, files, { muster })
  const taken = Object.keys(await labelsOf(server, dataset))
  return { task, taken, problems: await problemsOf(server, dataset, task) }
}

describe('the files of a table', () => {
  test('are taken with rows and cells that do not fit, which are told', async () => {
    const { task, taken, problems } = await importInto(true, {
      'a.csv': 'city,people\nUlm,126949\nBonn,many\nOulu\n"Bern,1\n',
      'b.TSV': 'city\tpeople\nUlm, Donau\t1.5\n',
    })
    expect(taken).toEqual(['in/a.csv', 'in/b.TSV'])
    expect(problems).toEqual([
      'changed: a.csv:3 "people" is no value of type INT',
      'changed: a.csv:4 has 1 cell, and the table 2 columns',
      expect.stringMatching(/^changed: a\.csv:5 /),
      'changed: b.TSV:2 "people" is no value of type INT',
    ])
    expect(task).toMatchObject({ status: 'COMPLETED', imported_sample_count: 2, muster: { changed: 4, failed: 0 } })
  })

  test('are refused where they have other columns, before anything is copied', async () => {
    const { task, taken, problems } = await importInto(true, {
      'a.csv': 'city,people,area\nUlm,126949,118\n',
      'b.csv': 'city,people\nUlm;1\nBonn;2\n',
      'c.csv': 'city,people\n',
      'd.csv': '\xff\xfec\0i\0',
      'e.csv': '"city,people\nUlm,1\n',
    })
    expect(taken).toEqual(['in/c.csv'])
    expect(problems).toEqual([
      'failed: a.csv has 3 columns, and the table 2',
      'failed: b.csv has no row of 2 columns, as the table has',
      expect.stringMatching(/^failed: d\.csv /),
      expect.stringMatching(/^failed: e\.csv is not valid CSV: Quote Not Closed/),
    ])
    expect(task).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1, muster: { failed: 4 } })
  })

  test('have no header unless the dataset says so, and Parquet is not looked into', async () => {
    const { taken, problems } = await importInto(false, {
      'a.csv': 'Ulm,126949\nName,Count,More\n',
      'b.parquet': 'PAR1',
    })
    expect(taken).toEqual(['in/a.csv', 'in/b.parquet'])
    expect(problems).toEqual(['changed: a.csv:2 has 3 cells, and the table 2 columns'])
  })

  test('are told with a hundred places each and how many more there are', async () => {
    const { problems } = await importInto(false, { 'a.csv': `Ulm,1\n${'Bonn,x\n'.repeat(150)}` })
    expect(problems).toHaveLength(101)
    expect(problems).toContain('changed: a.csv has 50 more such places')
  })

  test('end an import that is strict where they have other columns', async () => {
    const dataset = await aTable(true)
    const task = await importFiles(server, dataset, { 'a.csv': 'city\nUlm\n' }, { muster: { strict: true } })
    expect(task).toMatchObject({ status: 'FAILED', error_code: 'ModelArts.4362' })
    expect(task.error_msg).toContain('a.csv has 1 column, and the table 2')
    expect(await labelsOf(server, dataset)).toEqual({})
  })
})

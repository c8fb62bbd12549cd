import { expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { areColumns, createBody, EMPTY_CREATE, placesOf } from './create-form.ts'

const form = { ...EMPTY_CREATE, name: 'fruit' }

test('files of a computer go into a folder of the dataset, and output beside it', () => {
  expect(createBody(form)).toMatchObject({
    data_sources: [{ data_path: '/datasets/fruit/input/' }],
    work_path: '/datasets/fruit/output/',
  })
})

test('a folder of the store is read where it is, and output goes to its bucket', () => {
  const there = { ...form, source: 'storage', path: ' /shop/in/ ' } as const
  expect(placesOf(there)).toEqual({ input: '/shop/in/', output: '/shop/outputs/fruit/' })
  expect(createBody({ ...there, output: ' /b/out/ ' }).work_path).toBe('/b/out/')
})

test('labels beside the files are read unless somebody says no', () => {
  expect(createBody(form)).not.toHaveProperty('import_annotations')
  expect(createBody({ ...form, readsLabels: false })).toMatchObject({ import_annotations: false })
})

test('the first row of a table names its columns where tables are read', () => {
  const [source] = createBody({ ...form, type: DatasetType.textClassification, hasHeader: true }).data_sources
  expect(source).toMatchObject({ with_column_header: true })
  expect(createBody({ ...form, hasHeader: true }).data_sources[0]).not.toHaveProperty('with_column_header')
})

test('each label has a colour of its own, and those of triplets are entities', () => {
  const { labels = [] } = createBody({ ...form, type: DatasetType.textTriplets, labels: ['a', 'b'] })
  expect(labels?.map(({ type }) => type)).toEqual([LabelType.tripletEntity, LabelType.tripletEntity])
  expect(new Set(labels?.map(({ property }) => property?.['@modelarts:color'])).size).toBe(2)
})

test('a table is loaded with its columns, and has no labels', () => {
  const table = { ...form, type: DatasetType.table, hasHeader: true, labels: ['a'], readsLabels: false }
  const body = createBody(table, [{ name: ' day ', type: 'DATE' }])
  expect(body).toMatchObject({
    dataset_type: 400,
    import_data: true,
    schema: [{ schema_id: 1, name: 'day', type: 'DATE' }],
    labels: [],
    data_sources: [{ with_column_header: true }],
  })
  expect(body).not.toHaveProperty('import_annotations')
  expect(createBody({ ...table, source: 'later' })).toMatchObject({ import_data: false, schema: [] })
})

test('columns need names of their own', () => {
  const columns = (...names: string[]) => names.map((name) => ({ name, type: 'INT' as const }))
  expect([columns(), columns('a', 'A')].every(areColumns)).toBe(true)
  expect([columns(' '), columns('a', 'a ')].some(areColumns)).toBe(false)
})

test('a source that comes later is a folder of the dataset that need not be there', () => {
  expect(createBody({ ...form, source: 'later' })).toMatchObject({
    data_sources: [{ data_path: '/datasets/fruit/input/' }],
    muster: { source_later: true },
  })
  expect(createBody(form)).not.toHaveProperty('muster')
})

import { expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { createBody, EMPTY_CREATE, placesOf } from './create-form.ts'

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

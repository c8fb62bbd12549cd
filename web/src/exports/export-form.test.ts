import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { EMPTY_EXPORT, type ExportForm, exportBody, usualPlace } from './export-form.ts'

const { objectDetection, textClassification } = DatasetType
const bodyOf = (form: Partial<ExportForm>, type: DatasetType = objectDetection, splits = true) =>
  exportBody({ ...EMPTY_EXPORT, path: ' /b/out/ ', ...form }, { dataset_type: type, work_path: '/shop/work/', splits })

test('a form as it opens exports everything into one folder in the usual format', () => {
  expect(bodyOf({})).toEqual({
    path: '/b/out/',
    export_type: 2,
    export_format: 2,
    export_params: { clear_hard_property: false },
    muster: {},
  })
})

test('a search names labels, file and hard examples; what is empty is no condition', () => {
  const search = { which: 'searched', labels: ['cat', 'dog'], name: ' 1.jpg ', hardOnly: true } as const
  expect(bodyOf({ ...search, labels: [...search.labels] }).export_params!.search_conditions).toEqual([
    { label_list: { op: 'OR', labels: [{ name: 'cat' }, { name: 'dog' }] }, sample_name: '1.jpg', hard: '1' },
  ])
  expect(bodyOf({ which: 'searched' }).export_params!.search_conditions).toEqual([{}])
  expect(bodyOf({ which: 'labelled', labels: ['cat'] }).export_params).not.toHaveProperty('search_conditions')
})

test('a new dataset has a name and folders, and no format', () => {
  const body = bodyOf({ dest: 'dataset', datasetName: 'copy', output: '/b/work/', format: 'coco', copyFiles: false })
  expect(body.export_params).toMatchObject({
    export_dest: 'NEW_DATASET',
    export_new_dataset_name: 'copy',
    export_new_dataset_work_path: '/b/work/',
  })
  expect(body.muster).toEqual({})
  expect(body).not.toHaveProperty('export_format')
})

test('a new dataset lies in the bucket of the old one unless somebody says otherwise', () => {
  const usual = bodyOf({ dest: 'dataset', datasetName: 'copy' })
  expect(usual.path).toBe('/shop/copy/input/')
  expect(usual.export_params).toMatchObject({ export_new_dataset_work_path: '/shop/copy/output/' })
  expect(bodyOf({ dest: 'dataset', datasetName: 'copy', input: ' /b/in/ ' }).path).toBe('/b/in/')
})

test('each export has a folder of its own by default', () => {
  expect(usualPlace('/shop/work', new Date('2026-03-04T05:06:07Z'))).toBe('/shop/work/exports/20260304050607/')
})

test('options of formats go with their formats', () => {
  const options = { decimals: true, vocOrigin: '1' } as const
  expect(bodyOf({ ...options, format: 'voc' }).muster).toEqual({ format: 'voc', voc_decimals: true, voc_origin: 1 })
  expect(bodyOf(options).muster).toEqual({ voc_decimals: true })
  expect(bodyOf({ ...options, format: 'coco' }).muster).toEqual({ format: 'coco' })
  expect(bodyOf(options, textClassification).muster).toEqual({})
})

test('a version keeps its split; what cannot be split is not', () => {
  const split = { split: true, train: 70 }
  expect(bodyOf(split).export_params).toMatchObject({ ratio_sample_usage: true, train_sample_ratio: '0.70' })
  expect(bodyOf({ ...split, version_id: 'v' }).export_params).not.toHaveProperty('ratio_sample_usage')
  expect(bodyOf(split, textClassification, false).export_params).not.toHaveProperty('ratio_sample_usage')
})

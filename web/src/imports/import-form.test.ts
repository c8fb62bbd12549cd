import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { EMPTY_FORM, type ImportForm, importBody } from './import-form.ts'

const { imageClassification, objectDetection, textClassification, namedEntities } = DatasetType
const bodyOf = (form: Partial<ImportForm>, type: DatasetType = objectDetection) =>
  importBody({ ...EMPTY_FORM, path: ' /b/from/ ', ...form }, type, { dry_run: true, label_names: {} })

test('a form as it opens asks for what the API does by itself', () => {
  expect(bodyOf({})).toEqual({
    import_path: '/b/from/',
    import_type: 'dir',
    muster: { dry_run: true, duplicates: 'skip' },
  })
})

test('files alone, or labels alone', () => {
  expect(bodyOf({ what: 'files', unconfirmed: true })).toMatchObject({ import_annotations: false })
  expect(bodyOf({ what: 'files', unconfirmed: true })).not.toHaveProperty('final_annotation')
  expect(bodyOf({ what: 'labels' })).toMatchObject({ import_samples: false })
})

test('only labels of pictures wait to be confirmed', () => {
  expect(bodyOf({ unconfirmed: true })).toMatchObject({ final_annotation: false })
  expect(bodyOf({ unconfirmed: true }, imageClassification)).toMatchObject({ final_annotation: false })
  expect(bodyOf({ unconfirmed: true }, textClassification)).not.toHaveProperty('final_annotation')
})

test('what belongs to another format than the chosen one is not sent', () => {
  const options = { vocOrigin: '1', yoloTask: 'segment', textColumn: 'body', labelColumn: 'tags' } as const
  expect(bodyOf({ ...options, format: 'voc' }).muster).toMatchObject({ format: 'voc', voc_origin: 1 })
  expect(bodyOf({ ...options, format: 'coco' }).muster).toEqual({ dry_run: true, duplicates: 'skip', format: 'coco' })
  expect(bodyOf({ ...options, format: 'ultralytics' }).muster).toMatchObject({ yolo_task: 'segment' })
  expect(bodyOf({ ...options, format: 'ultralytics' }, imageClassification).muster).not.toHaveProperty('yolo_task')
  expect(bodyOf({ ...options, format: 'jsonl' }, namedEntities).muster).toMatchObject({
    text_column: 'body',
    label_column: 'tags',
  })
})

test('what formats of speech and of tools call their parts', () => {
  const names = { textColumn: 'body', labelName: 'words' }
  const { speechParagraphs } = DatasetType
  expect(bodyOf({ ...names, format: 'srt' }, speechParagraphs).muster).toMatchObject({ label_name: 'words' })
  expect(bodyOf({ ...names, format: 'srt' }, speechParagraphs).muster).not.toHaveProperty('text_column')
  expect(bodyOf({ ...names, format: 'label-studio' }, namedEntities).muster).toMatchObject({ text_column: 'body' })
  expect(bodyOf({ ...names, format: 'label-studio' }).muster).not.toHaveProperty('text_column')
})

test('how labels stand in text is said where it is not as the dataset has it', () => {
  const lines = { textLabels: '1', sampleSeparator: '|' } as const
  const label_format = { label_type: '1', text_sample_separator: '|', text_label_separator: ',' }
  expect(bodyOf({}, textClassification)).not.toHaveProperty('label_format')
  expect(bodyOf(lines, textClassification)).toMatchObject({ label_format })
  expect(bodyOf({ ...lines, format: 'text-lines' }, textClassification)).toMatchObject({ label_format })
  expect(bodyOf({ ...lines, format: 'jsonl' }, textClassification)).not.toHaveProperty('label_format')
  expect(bodyOf(lines, namedEntities)).not.toHaveProperty('label_format')
  expect(bodyOf({ hasHeader: true }, textClassification)).toMatchObject({ with_column_header: true })
  expect(bodyOf({ hasHeader: true, format: 'jsonl' }, textClassification)).not.toHaveProperty('with_column_header')
})

test('a manifest has its own format, and its files stay where they are', () => {
  const body = bodyOf({ import_type: 'manifest', path: '/b/a.manifest', format: 'coco', folder: 'new', vocOrigin: '1' })
  expect(body).toEqual({
    import_path: '/b/a.manifest',
    import_type: 'manifest',
    muster: { dry_run: true, duplicates: 'skip' },
  })
})

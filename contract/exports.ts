import { type Static, Type } from 'typebox'
import { EXPORT_STATES, ExportFormat, ExportType, VERSION_FORMATS } from './codes.ts'
import { boolean, code, count, integer, number, numberOrText, partial, string, time, word } from './schema.ts'
import { SearchCondition } from './search-conditions.ts'
import { LossCount } from './versions.ts'

/** Read by the export itself: an example sends it in lower case (formats 10). */
const sampleState = string('A state as in lists of samples, in any case; empty means no filter.')

export const ExportParams = partial({
  clear_difficult: boolean('the flag difficult of shapes is cleared', { default: false }),
  clear_hard_property: boolean('drop hard-example marks; false: keep hard-example marks', { default: true }),
  export_dataset_version_format: string(),
  export_dataset_version_name: string(),
  export_dest: word(['DIR', 'NEW_DATASET'], {
    default: 'DIR',
    description: 'DIR: object storage folder; NEW_DATASET: a new dataset.',
  }),
  export_new_dataset_name: string(),
  export_new_dataset_work_path: string(),
  ratio_sample_usage: boolean('split train/validation at random; false: no split', { default: false }),
  sample_state: sampleState,
  samples: Type.Array(string()),
  search_conditions: Type.Array(SearchCondition, {
    description: 'Combined with OR; the sample list combines with AND.',
  }),
  train_sample_ratio: numberOrText({ description: '1.00 means everything is training data.', default: '1.00' }),
})
export type ExportParams = Static<typeof ExportParams>

/** What one format alone understands (formats 11). */
const FormatOptions = {
  voc_decimals: boolean('VOC files hold coordinates with decimals; false: whole pixels', { default: false }),
  voc_origin: code([0, 1], { description: 'voc: what the first pixel is called.', default: 0 }),
}

export const EXPORT_OPTIONS = Object.keys(FormatOptions) as (keyof typeof FormatOptions)[]

/** What Muster adds to an export (formats 10 and 11). */
export const ExportOptions = partial({
  format: string('The format that is written; chosen by annotation_format and the type of the dataset when absent.'),
  copy_files: boolean('the files of the samples are copied too; false: annotations alone', { default: true }),
  ...FormatOptions,
})
export type ExportOptions = Static<typeof ExportOptions>

export const ExportTaskStatusResp = partial({
  create_time: time(),
  error_code: string(),
  error_msg: string(),
  export_format: code(ExportFormat),
  export_params: ExportParams,
  export_type: code(ExportType),
  finished_sample_count: count(),
  path: string(),
  progress: number('Percent, 0.0 to 100.0.'),
  status: word(EXPORT_STATES),
  task_id: string(),
  total_sample_count: count(),
  update_time: time(),
  version_format: word(VERSION_FORMATS),
  version_id: string(),
  muster: partial({
    format: string('The format that is written.'),
    losses: Type.Array(LossCount, { description: 'What the files hold otherwise than the dataset.' }),
    failed: count('Samples whose file could not be copied.'),
    dataset_id: string('The new dataset, once it is made.'),
    archive: string('Where the exported folder can be downloaded as one ZIP file.'),
  }),
})
export type ExportTaskStatusResp = Static<typeof ExportTaskStatusResp>

/** A page of tasks; the fields of a single task beside it are on the pages and stay unused. */
export const ExportTasksStatusResp = Type.Object({
  ...ExportTaskStatusResp.properties,
  export_tasks: Type.Array(ExportTaskStatusResp),
  total_count: count(),
})
export type ExportTasksStatusResp = Static<typeof ExportTasksStatusResp>

export const ExportReq = partial({
  annotation_format: word(['VOC', 'COCO'], { description: 'VOC: Pascal VOC. No default given.' }),
  export_format: code(ExportFormat),
  export_params: ExportParams,
  export_type: code(ExportType),
  muster: ExportOptions,
  path: string('Needed for both destinations.'),
  sample_state: sampleState,
  source_type_header: Type.String({
    description: 'Path prefix written into the exported manifest.',
    default: 'obs://',
  }),
  status: integer('Number here, word in responses.'),
  task_id: string('Purpose in a request not explained.'),
  version_format: word(VERSION_FORMATS),
  version_id: string('Needed when a version is exported.'),
  with_column_header: boolean('first row holds column names. Table datasets only', { default: true }),
})
export type ExportReq = Static<typeof ExportReq>

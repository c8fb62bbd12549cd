import { type Static, Type } from 'typebox'
import { AnalysisStatus, DatasetType, VERSION_FORMATS, VersionProcessorTaskStatus, VersionStatus } from './codes.ts'
import { LabelStats } from './labels.ts'
import {
  boolean,
  code,
  count,
  forbidden,
  freeMap,
  integer,
  mapOf,
  name,
  numberOrText,
  partial,
  string,
  text,
  time,
  word,
} from './schema.ts'

/** Something that the files of a version or an export do not hold as it is, and how often. */
export const LossCount = Type.Object({
  field: string('Where it stood, as labels[].property.@modelarts:feature.'),
  reason: string(),
  count: count(),
})
export type LossCount = Static<typeof LossCount>

export const DatasetVersion = partial({
  add_sample_count: count(),
  analysis_cache_path: string(),
  analysis_status: code(AnalysisStatus),
  analysis_task_id: string(),
  annotated_sample_count: count(),
  annotated_sub_sample_count: count('Labelled parts of samples, e.g. video key frames.'),
  clear_hard_property: boolean('drop hard-example marks; false: keep hard-example marks'),
  code: string('Status code of the rotate/crop task.'),
  create_time: time(),
  crop: boolean('crop images. Object detection with rectangles only'),
  crop_path: string(),
  crop_rotate_cache_path: string(),
  data_analysis: freeMap(),
  data_path: string(),
  data_statistics: freeMap('Counts over sample metadata, free JSON.'),
  data_validate: boolean('validated before publishing'),
  deleted_sample_count: count(),
  deletion_stats: mapOf(integer(), 'Count per deletion reason.'),
  description: string(),
  export_images: boolean('copy images into the version folder'),
  extract_serial_number: boolean('parse sub-sample numbers. Healthcare datasets only'),
  include_dataset_data: boolean('source data included; false: source data left out'),
  is_current: boolean('the current version'),
  label_stats: Type.Array(LabelStats),
  label_type: string('multi: some samples carry several labels; single: none does; unlabeled: none is labelled.'),
  manifest_cache_input_path: string(),
  manifest_path: string(),
  message: string(),
  modified_sample_count: count(),
  previous_annotated_sample_count: count(),
  previous_total_sample_count: count(),
  previous_version_id: string('Parent version.'),
  processor_task_id: string(),
  processor_task_status: code(VersionProcessorTaskStatus),
  remove_sample_usage: boolean('drop existing usage marks; false: keep usage marks'),
  rotate: boolean('rotate images; false: no rotation'),
  rotate_path: string(),
  sample_state: string(),
  start_processor_task: boolean('start analysis on publishing'),
  status: code(VersionStatus, { description: '1 is what a finished version has.' }),
  tags: Type.Array(string()),
  task_type: code(DatasetType),
  total_sample_count: count(),
  total_sub_sample_count: count('Parts cut from parent samples, e.g. video key frames.'),
  train_evaluate_sample_ratio: string('As sent; 1.00 means everything is training data.'),
  update_time: time(),
  version_format: word(VERSION_FORMATS, { description: 'Query parameters use numbers for the same thing.' }),
  version_id: string(),
  version_name: string(),
  with_column_header: boolean('first row holds column names. Table datasets only'),
  muster: partial({
    error_code: string('Why it failed.'),
    error_msg: string(),
    finished_sample_count: count('How far the publishing is.'),
    hidden: boolean('the state that was kept when another version became current; listed by ListDatasetStates'),
    losses: Type.Array(LossCount, { description: 'What the files hold otherwise than the dataset.' }),
    missing_sample_count: count(
      'Of a state that was kept: samples that could not come back at the switch, for their file is gone.',
    ),
    seed: string('Of the split: the same seed and samples give the same split.'),
    stable_split: boolean('samples stay on the side they had in the version before'),
    usage_stats: mapOf(count(), 'Samples by usage: TRAIN, EVAL, TEST, INFERENCE.'),
  }),
})
export type DatasetVersion = Static<typeof DatasetVersion>

export const ListDatasetVersionsResp = Type.Object({
  total_number: count(),
  versions: Type.Array(DatasetVersion),
})
export type ListDatasetVersionsResp = Static<typeof ListDatasetVersionsResp>

export const CreateDatasetVersionReq = partial({
  clear_hard_property: boolean('drop hard-example marks; false: keep hard-example marks', { default: true }),
  description: text(256, forbidden.withoutCaret),
  export_images: boolean('copy images into the version folder', { default: false }),
  remove_sample_usage: boolean('drop existing usage marks; false: keep usage marks', { default: true }),
  train_evaluate_sample_ratio: numberOrText({
    description: '1.00 means everything is training data.',
    default: '1.00',
  }),
  version_format: word(VERSION_FORMATS),
  version_name: name(1, 32, 'Example V004; generated when absent (inferred).'),
  with_column_header: boolean('first row holds column names. Table datasets only', { default: true }),
  muster: partial({
    seed: string('Of the split, any text; drawn and told when absent.'),
    stable_split: boolean('samples stay on the side they had in the version before; false: all are split anew', {
      default: true,
    }),
    voc_decimals: boolean('VOC files hold coordinates with decimals; false: whole pixels', { default: false }),
  }),
})
export type CreateDatasetVersionReq = Static<typeof CreateDatasetVersionReq>

export const CreateDatasetVersionResp = Type.Object({
  version_id: string(),
})
export type CreateDatasetVersionResp = Static<typeof CreateDatasetVersionResp>

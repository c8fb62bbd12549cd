import { type Static, Type } from 'typebox'
import { DatasetFormat, DatasetStatus, DatasetType, WorkPathType } from './codes.ts'
import { WorkspaceId } from './common.ts'
import { DataSource, LabelFormat } from './data-sources.ts'
import { Label, LabelList, LabelStats } from './labels.ts'
import { HardDetail } from './samples.ts'
import {
  boolean,
  code,
  count,
  forbidden,
  freeMap,
  integer,
  mapOf,
  name,
  partial,
  string,
  text,
  time,
  word,
} from './schema.ts'
import { DatasetVersion } from './versions.ts'
import { WorkforceDescriptor, WorkforceInformation } from './workforce-tasks.ts'

export const Field = partial({
  description: string(),
  name: string(),
  schema_id: integer(),
  type: string('Column type, e.g. STRING.'),
})
export type Field = Static<typeof Field>

/** Preview file of a dataset. */
export const AnnotationFile = partial({
  create_time: time(),
  dataset_id: string(),
  depth: integer('Colour channels.'),
  file_Name: string('Spelled with a capital N.'),
  file_id: string(),
  file_type: string(),
  height: integer(),
  size: integer(),
  tags: mapOf(string()),
  url: string(),
  width: integer(),
})
export type AnnotationFile = Static<typeof AnnotationFile>

/** What the contract has no field for. */
const DatasetFacts = partial({
  text_offset_unit: word(['code_point', 'utf16'], { description: 'Unit of text indexes in files.' }),
  text_overlaps: boolean('entities of a text may overlap'),
  error_code: string('Why the dataset is abnormal, or what went otherwise when it was made.'),
  error_msg: string(),
})

export const DescDatasetResp = partial({
  annotated_sample_count: count(),
  annotated_sub_sample_count: count('Labelled parts of samples, e.g. video key frames.'),
  content_labeling: boolean('the content is transcribed too; speech paragraphs only'),
  create_time: time(),
  current_version_id: string(),
  current_version_name: string(),
  data_format: string(),
  data_sources: Type.Array(DataSource),
  data_statistics: freeMap('Counts over sample metadata, free JSON.'),
  data_update_time: time(),
  dataset_format: code(DatasetFormat),
  dataset_id: string(),
  dataset_name: string(),
  dataset_tags: Type.Array(string(), { description: 'As Image, Object detection.' }),
  dataset_type: code(DatasetType),
  dataset_version_count: count(),
  deleted_sample_count: count(),
  deletion_stats: mapOf(count(), 'Count per deletion reason.'),
  description: string(),
  enterprise_project_id: string(),
  exist_running_task: boolean('has running tasks'),
  exist_workforce_task: boolean('has team tasks'),
  feature_supports: Type.Array(string(), { description: 'Value 0 says a storage file-size limit applies.' }),
  import_data: boolean('import table data'),
  import_task_id: string(),
  inner_annotation_path: string(),
  inner_data_path: string(),
  inner_log_path: string(),
  inner_task_path: string(),
  inner_temp_path: string(),
  inner_work_path: string('Work path plus folder NAME-ID.'),
  label_task_count: count(),
  labels: Type.Array(Label),
  loading_sample_count: count('Samples still being loaded.'),
  managed: boolean('hosted by the service'),
  next_version_num: count('Number the next version will get, as 4 after V003.'),
  running_tasks_id: Type.Array(string(), { description: 'Ids of running and initialising tasks.' }),
  schema: Type.Array(Field),
  status: code(DatasetStatus),
  third_path: string(),
  total_sample_count: count(),
  total_sub_sample_count: count('Parts cut from parent samples, e.g. video key frames.'),
  unconfirmed_sample_count: count('Auto-labelled samples waiting for confirmation.'),
  update_time: time(),
  versions: Type.Array(DatasetVersion, { description: 'Holds just the current one.' }),
  work_path: string('/bucket/folder/.'),
  work_path_type: code(WorkPathType),
  workforce_descriptor: WorkforceDescriptor,
  workforce_task_count: count(),
  workspace_id: WorkspaceId,
  muster: DatasetFacts,
})
export type DescDatasetResp = Static<typeof DescDatasetResp>

/** A dataset in a list. */
export const DatasetAndFilePreview = partial({
  ...DescDatasetResp.properties,
  data_url: string('Path training reads from.'),
  samples: Type.Array(AnnotationFile, { description: 'Four preview files, with file_preview.' }),
})
export type DatasetAndFilePreview = Static<typeof DatasetAndFilePreview>

export const ListDatasetsResp = Type.Object({
  datasets: Type.Array(DatasetAndFilePreview),
  total_number: count(),
})
export type ListDatasetsResp = Static<typeof ListDatasetsResp>

/** Settings that the contract lacks. */
const DatasetSettings = partial({
  text_offset_unit: word(['code_point', 'utf16'], {
    default: 'code_point',
    description: 'Unit of text indexes in imported and exported files; on the wire they count code points (D29).',
  }),
  content_labeling: boolean('the content is transcribed too; speech paragraphs only', { default: true }),
  text_overlaps: boolean('entities of a text may overlap; what is stored already stays', { default: true }),
})

const NewDatasetSettings = partial({
  ...DatasetSettings.properties,
  source_later: boolean('nothing is read yet; the input folder, and the buckets, need not be there', {
    default: false,
  }),
})

export const CreateDatasetReq = Type.Object({
  data_sources: Type.Array(DataSource, { maxItems: 1, description: 'Input path; read with its subfolders.' }),
  dataset_name: name(1, 100),
  work_path: Type.String({
    minLength: 3,
    description: 'Folder below a bucket, up to 700 characters; not the input path nor a folder in it.',
  }),
  work_path_type: code(WorkPathType, { default: WorkPathType.objectStorage }),
  data_format: Type.Optional(word(['Default', 'CarbonData'], { description: 'CarbonData: table datasets only.' })),
  dataset_type: Type.Optional(code(DatasetType, { default: DatasetType.imageClassification })),
  description: Type.Optional(text(256, forbidden.most, { default: '' })),
  import_annotations: Type.Optional(boolean('labels beside the files are read; types 0, 1 and 100', { default: true })),
  import_data: Type.Optional(boolean('table data is imported; table datasets only', { default: false })),
  label_format: Type.Optional(LabelFormat),
  labels: Type.Optional(LabelList),
  managed: Type.Optional(boolean('hosted by the service', { default: false })),
  schema: Type.Optional(Type.Array(Field, { description: 'Columns of a table dataset.' })),
  workforce_information: Type.Optional(WorkforceInformation),
  workspace_id: Type.Optional(WorkspaceId),
  muster: Type.Optional(NewDatasetSettings),
})
export type CreateDatasetReq = Static<typeof CreateDatasetReq>

export const CreateDatasetResp = partial({
  dataset_id: string(),
  error_code: string(),
  error_msg: string(),
  import_task_id: string(),
})
export type CreateDatasetResp = Static<typeof CreateDatasetResp>

export const UpdateDatasetReq = partial({
  add_labels: LabelList,
  current_version_id: string('Switches the dataset to that version.'),
  dataset_name: name(1, 100),
  delete_labels: LabelList,
  description: text(256, forbidden.withoutApostrophe),
  update_labels: LabelList,
  muster: DatasetSettings,
})
export type UpdateDatasetReq = Static<typeof UpdateDatasetReq>

export const UpdateDatasetResp = Type.Object({
  dataset_id: string(),
})
export type UpdateDatasetResp = Static<typeof UpdateDatasetResp>

/** How often a hard reason occurs. */
export const HardReasonCount = partial({
  key: count(),
  value: HardDetail,
})
export type HardReasonCount = Static<typeof HardReasonCount>

/** Figures of a dataset or a team task; which keys the maps have stands in behaviour 6.2. */
export const ListStatsResp = partial({
  data_path: string(),
  data_spliting_enable: boolean('can be split into training and validation'),
  grouped_label_stats: mapOf(Type.Array(LabelStats), 'By label type.'),
  hard_detail_stats: mapOf(HardReasonCount, 'By id of the hard reason.'),
  key_sample_stats: mapOf(count(), 'total, key_sample, non_key_sample.'),
  label_stats: Type.Array(LabelStats),
  metadata_stats: freeMap(),
  sample_stats: mapOf(count(), 'By state.'),
})
export type ListStatsResp = Static<typeof ListStatsResp>

export const GetDatasetMetricResp = Type.Object({
  metrics: mapOf(mapOf(count(), 'By epoch milliseconds, as text.'), 'By key, as total.'),
})
export type GetDatasetMetricResp = Static<typeof GetDatasetMetricResp>

import { type Static, Type } from 'typebox'
import { ProcessorTaskStatus, ResultProperty } from './codes.ts'
import { WorkspaceId } from './common.ts'
import { boolean, code, count, forbidden, freeMap, integer, name, partial, string, text, time, word } from './schema.ts'

/** A storage path, the output of another task, a dataset, or what a tenant brings along. */
export const PROCESSOR_SOURCES = ['OBS', 'TASK', 'DATASET', 'CUSTOM'] as const

/** Feature analysis, cleansing, augmentation, validation and selection. */
export const PROCESSOR_TEMPLATES = [
  'sys_data_analyse',
  'sys_data_cleaning',
  'sys_data_augmentation',
  'sys_data_validation',
  'sys_data_selection',
] as const

export const ProcessorDataSource = partial({
  name: string(),
  source: string('By type: storage path, task id, dataset id, or project id.'),
  type: word(PROCESSOR_SOURCES),
  version_id: string(),
  version_name: string(),
})
export type ProcessorDataSource = Static<typeof ProcessorDataSource>

export const OperatorParam = partial({
  advanced_params_switch: boolean(),
  id: string(),
  name: string(),
  params: freeMap('May hold task_type: object_detection or image_classification.'),
})
export type OperatorParam = Static<typeof OperatorParam>

export const TemplateParam = partial({
  id: word(PROCESSOR_TEMPLATES, {
    description: 'What is done: analysis, cleansing, augmentation, validation or selection.',
  }),
  name: string(),
  operator_params: Type.Array(OperatorParam, { description: 'Operators with their settings.' }),
})
export type TemplateParam = Static<typeof TemplateParam>

export const WorkPath = partial({
  name: string(),
  output_path: string(),
  path: string('By type: storage path or dataset id.'),
  type: word(['OBS', 'DATASET'], { description: 'OBS: object storage path; DATASET: a dataset.' }),
  version_id: string(),
  version_name: name(0, 32, 'Version to be written (from the examples).'),
})
export type WorkPath = Static<typeof WorkPath>

export const DescribeProcessorTaskResp = partial({
  create_time: time(),
  data_source: ProcessorDataSource,
  description: string(),
  duration_seconds: integer('Seconds.'),
  error_msg: string('State 3 only.'),
  inputs: Type.Array(ProcessorDataSource),
  is_current: boolean('the latest task of its kind for that dataset version'),
  name: string(),
  result: Type.Unknown({
    description: 'Feature analysis in state 2 only; an object in the table, text in the example.',
  }),
  status: code(ProcessorTaskStatus),
  task_id: string(),
  template: TemplateParam,
  version_count: count('Number of runs.'),
  version_id: string('Dataset version, not run.'),
  version_name: string(),
  work_path: WorkPath,
  workspace_id: WorkspaceId,
})
export type DescribeProcessorTaskResp = Static<typeof DescribeProcessorTaskResp>

export const ListProcessorTasksResp = Type.Object({
  count: count(),
  tasks: Type.Array(DescribeProcessorTaskResp),
})
export type ListProcessorTasksResp = Static<typeof ListProcessorTasksResp>

export const CreateProcessorTaskReq = Type.Object({
  create_version: Type.Optional(
    boolean('create the first run too. True only for data processing, not feature analysis', { default: false }),
  ),
  data_source: Type.Optional(ProcessorDataSource),
  description: Type.Optional(text(256, forbidden.most)),
  inputs: Type.Optional(Type.Array(ProcessorDataSource)),
  name: string(),
  template: TemplateParam,
  version_id: Type.Optional(string('Dataset version.')),
  work_path: Type.Optional(WorkPath),
  workspace_id: Type.Optional(WorkspaceId),
})
export type CreateProcessorTaskReq = Static<typeof CreateProcessorTaskReq>

export const CreateProcessorTaskResp = Type.Object({
  task_id: string(),
})
export type CreateProcessorTaskResp = Static<typeof CreateProcessorTaskResp>

export const ProcessorTaskItem = partial({
  label_en: string(),
  label_zh: string('Chinese name.'),
  template_id: string(),
})
export type ProcessorTaskItem = Static<typeof ProcessorTaskItem>

export const GetProcessorTaskItemsResp = Type.Object({
  items: Type.Array(ProcessorTaskItem),
  total: count(),
})
export type GetProcessorTaskItemsResp = Static<typeof GetProcessorTaskItemsResp>

export const UpdateProcessorTaskReq = partial({
  description: text(256, forbidden.most),
})
export type UpdateProcessorTaskReq = Static<typeof UpdateProcessorTaskReq>

export const DescTaskVersionResp = partial({
  add_sample_count: count(),
  create_time: time(),
  deleted_sample_count: count(),
  description: string(),
  duration_seconds: integer('Seconds.'),
  inputs: Type.Array(ProcessorDataSource),
  modified_sample_count: count(),
  origin_sample_count: count(),
  status: code(ProcessorTaskStatus),
  task_id: string(),
  task_version_id: string(),
  template: TemplateParam,
  unmodified_sample_count: count(),
  update_time: time('Described as a creation time.'),
  version_name: string('Name of the run.'),
  work_path: WorkPath,
})
export type DescTaskVersionResp = Static<typeof DescTaskVersionResp>

export const ListTaskVersionsResp = Type.Object({
  count: count(),
  versions: Type.Array(DescTaskVersionResp),
})
export type ListTaskVersionsResp = Static<typeof ListTaskVersionsResp>

export const CreateTaskVersionReq = Type.Object({
  create_version: Type.Optional(boolean('create the first run too; false: task only', { default: false })),
  data_source: Type.Optional(ProcessorDataSource),
  description: Type.Optional(text(256, forbidden.most)),
  inputs: Type.Optional(Type.Array(ProcessorDataSource)),
  name: string('Required, repeats the task name.'),
  template: Type.Optional(TemplateParam),
  version_id: Type.Optional(string('Dataset version.')),
  work_path: Type.Optional(WorkPath),
  workspace_id: Type.Optional(WorkspaceId),
})
export type CreateTaskVersionReq = Static<typeof CreateTaskVersionReq>

export const CreateTaskVersionResp = Type.Object({
  version_id: string('Id of the run; called task_version_id elsewhere.'),
})
export type CreateTaskVersionResp = Static<typeof CreateTaskVersionResp>

/** One sample in the result of a run. */
export const DescProcessorTaskVersionResultsResp = partial({
  new_source: string(),
  origin_source: string(),
  result_description: Type.Array(Type.Array(string()), { description: 'Lists of one text each.' }),
  result_property: code(ResultProperty),
  sample_id: string('MD5 of the storage path.'),
  signed_new_source: string(),
  signed_origin_source: string(),
  version_id: string('Id of the run.'),
})
export type DescProcessorTaskVersionResultsResp = Static<typeof DescProcessorTaskVersionResultsResp>

export const ListProcessorTaskVersionResultsResp = Type.Object({
  count: count(),
  has_more: boolean(),
  results: Type.Array(DescProcessorTaskVersionResultsResp),
})
export type ListProcessorTaskVersionResultsResp = Static<typeof ListProcessorTaskVersionResultsResp>

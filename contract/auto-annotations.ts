import { type Static, Type } from 'typebox'
import { ExportFormat, GroupingResult, TASK_TYPES, TaskStatus, VERSION_FORMATS } from './codes.ts'
import { WorkspaceId } from './common.ts'
import { ExportParams } from './exports.ts'
import { SampleLabels } from './samples.ts'
import {
  boolean,
  code,
  count,
  freeMap,
  integer,
  mapOf,
  number,
  numberOrText,
  partial,
  string,
  time,
  word,
} from './schema.ts'

export const Flavor = partial({
  code: string(),
})
export type Flavor = Static<typeof Flavor>

export const InfConfig = partial({
  envs: mapOf(string()),
  instance_count: count('Compute nodes.'),
  model_id: string(),
  specification: string(),
  weight: integer('Traffic share; weights add up to 100.'),
})
export type InfConfig = Static<typeof InfConfig>

export const TrainingParameter = partial({
  label: string(),
  value: string(),
})
export type TrainingParameter = Static<typeof TrainingParameter>

export const SmartTaskConfig = partial({
  algorithm_type: string(
    'fast: train on labelled samples only; accurate: on unlabelled ones too; answers also say supervisory.',
  ),
  ambiguity: boolean('Group by blur'),
  annotation_output: string(),
  collect_rule: word(['all'], { default: 'all' }),
  collect_sample: boolean('collect samples', { default: true }),
  confidence_scope: string('Confidence span of hard examples, as 0.10-0.90.'),
  description: string(),
  engine_name: string(),
  export_format: code(ExportFormat),
  export_params: ExportParams,
  flavor: Flavor,
  image_brightness: boolean('Group by brightness'),
  image_colorfulness: boolean('Group by colour'),
  inf_cluster_id: string('Blank: no dedicated cluster.'),
  inf_config_list: Type.Array(InfConfig),
  inf_output: string(),
  infer_result_output_dir: string('Default: SERVICE_ID-infer-result below output_dir.'),
  key_sample_output: string(),
  log_url: string(),
  manifest_path: string(),
  model_id: string(),
  model_name: string(),
  model_parameter: string(),
  model_version: string(),
  n_clusters: numberOrText({ description: 'Number of groups; text in the example.' }),
  name: string(),
  output_dir: string('WORK_PATH/NAME-ID/annotation/auto-deploy/.'),
  parameters: Type.Array(TrainingParameter),
  pool_id: string(),
  property: string('Attribute that receives the group (inferred); example size.'),
  req_uri: string(),
  result_type: code(GroupingResult, { description: 'For auto grouping.' }),
  samples: Type.Array(SampleLabels, { description: 'Labels of samples to be auto labelled.' }),
  stop_time: Type.Integer({ description: 'Minutes; video auto-labelling only.', default: 15 }),
  time: string(),
  train_data_path: string(),
  train_url: string(),
  version_format: word(VERSION_FORMATS),
  worker_server_num: count(),
})
export type SmartTaskConfig = Static<typeof SmartTaskConfig>

export const Event = partial({
  create_time: time(),
  description: string(),
  elapsed_time: integer(),
  error_code: string(),
  error_message: string(),
  events: Type.Array(freeMap(), { description: 'Sub-events of the same form.' }),
  level: integer(),
  name: string(),
  ordinal: integer(),
  parent_name: string(),
  status: word(['waiting', 'running', 'failed', 'success'], { description: 'success: succeeded.' }),
})
export type Event = Static<typeof Event>

export const HardSelectTask = partial({
  create_at: time('Not create_time.'),
  dataset_id: string(),
  dataset_name: string(),
  hard_select_task_id: string(),
  task_status: string(),
  time: integer('Seconds.'),
  update_at: time(),
})
export type HardSelectTask = Static<typeof HardSelectTask>

export const Result = partial({
  annotated_sample_count: count(),
  confidence_scope: string('Confidence between 0 and 1.'),
  dataset_name: string(),
  dataset_type: numberOrText({ description: 'A dataset type, as text or number.' }),
  description: string(),
  dlf_model_job_name: string(),
  dlf_service_job_name: string(),
  dlf_train_job_name: string(),
  events: Type.Array(Event),
  hard_example_path: string(),
  hard_select_tasks: Type.Array(HardSelectTask),
  manifest_path: string(),
  model_id: string(),
  model_name: string(),
  model_version: string(),
  samples: Type.Array(SampleLabels),
  service_id: string(),
  service_name: string(),
  service_resource: string(),
  total_sample_count: count(),
  train_data_path: string(),
  train_job_id: string(),
  train_job_name: string(),
  unconfirmed_sample_count: count('Auto-labelled samples waiting for confirmation.'),
  version_id: string(),
  version_name: string(),
  workspace_id: WorkspaceId,
})
export type Result = Static<typeof Result>

export const RunningTask = partial({
  annotated_sample_count: count(),
  code: string('ModelArts error code form, also on success.'),
  config: SmartTaskConfig,
  create_time: string('yyyy-MM-dd HH:mm:ss.'),
  dataset_id: string(),
  elapsed_time: integer('Seconds.'),
  error_code: string(),
  error_detail: string(),
  error_msg: string(),
  message: string(),
  model_id: string(),
  model_name: string(),
  model_version: string(),
  progress: number('Percent, 0.0 to 100.0.'),
  result: Result,
  status: integer('Values not listed; likely those of SmartTaskProgressResp (inferred).'),
  task_id: string(),
  task_name: string(),
  total_sample_count: count(),
  type: integer('Number not explained; examples: 0 active learning, 1 pre-labelling.'),
  unconfirmed_sample_count: count('Auto-labelled samples waiting for confirmation.'),
})
export type RunningTask = Static<typeof RunningTask>

export const ListTaskResp = partial({
  exist_running_deploy_task: boolean('a one-click deployment runs; false: none runs'),
  tasks: Type.Array(RunningTask),
  total_count: count(),
})
export type ListTaskResp = Static<typeof ListTaskResp>

export const SmartTaskRequest = partial({
  collect_key_sample: boolean('collect hard examples', { default: false }),
  config: SmartTaskConfig,
  model_id: string('For pre-labelling; also exists inside config.'),
  task_type: word(TASK_TYPES, { description: 'Answered back as the number type in RunningTask.' }),
})
export type SmartTaskRequest = Static<typeof SmartTaskRequest>

export const SmartTaskResp = partial({
  task_id: string(),
})
export type SmartTaskResp = Static<typeof SmartTaskResp>

export const SmartTaskProgressResp = partial({
  code: string(),
  config: SmartTaskConfig,
  create_time: string('yyyy-MM-dd HH:mm:ss.'),
  elapsed_time: integer('Seconds.'),
  error_code: string(),
  error_detail: string(),
  error_msg: string(),
  message: string(),
  progress: number('Percent, 0.0 to 100.0.'),
  resource_id: string('Dataset id in the example (inferred).'),
  result: Result,
  status: code(TaskStatus),
  task_id: string(),
  task_name: string(),
  export_type: code(GroupingResult),
})
export type SmartTaskProgressResp = Static<typeof SmartTaskProgressResp>

import { type Static, Type } from 'typebox'
import { SampleComment, WorkforceSamplingTaskDesc } from './acceptance.ts'
import { DataSyncType, DatasetType, EmailStatus, WorkerRole, WorkerTaskStatus, WorkforceTaskStatus } from './codes.ts'
import { LabelStats } from './labels.ts'
import { boolean, code, count, forbidden, mapOf, name, number, partial, string, text, time } from './schema.ts'
import { SearchCondition } from './search-conditions.ts'
import { Worker } from './workers.ts'

const repetition = Type.Integer({ minimum: 1, description: 'How many members label each sample.' })
const autoSyncDataset = 'accepted labels are written to the dataset'
const synchronizeData = 'samples that arrive later are dealt as well'
const synchronizeAutoLabels = 'members get the labels of auto-labelling'

/** A team in a task, and those of its members who take part; without `workers` all of them (D17). */
export const WorkforceConfig = partial({
  workers: Type.Array(Worker, { description: 'Known by e-mail or worker_id.' }),
  workforce_id: string(),
  workforce_name: text(1024, forbidden.withoutCaret),
})
export type WorkforceConfig = Static<typeof WorkforceConfig>

export const WorkforcesConfig = partial({
  agency: string('Manager who deals out the work: e-mail or worker_id.'),
  workforces: Type.Array(WorkforceConfig),
})
export type WorkforcesConfig = Static<typeof WorkforcesConfig>

/** A team task that is made together with its dataset. */
export const WorkforceInformation = Type.Object({
  task_name: name(1, 64),
  data_sync_type: Type.Optional(code(DataSyncType)),
  repetition: Type.Optional(repetition),
  synchronize_auto_labeling_data: Type.Optional(boolean(synchronizeAutoLabels)),
  synchronize_data: Type.Optional(boolean(synchronizeData)),
  task_id: Type.Optional(string()),
  workforces_config: Type.Optional(WorkforcesConfig),
})
export type WorkforceInformation = Static<typeof WorkforceInformation>

/** The team task of a dataset as the dataset shows it. */
export const WorkforceDescriptor = partial({
  current_task_id: string(),
  current_task_name: string(),
  reject_num: count('Rejected samples.'),
  repetition,
  is_synchronize_auto_labeling_data: boolean(synchronizeAutoLabels),
  is_synchronize_data: boolean(synchronizeData),
  workers: Type.Array(Worker),
  workforce_id: string(),
  workforce_name: string(),
})
export type WorkforceDescriptor = Static<typeof WorkforceDescriptor>

/** Counts of entries; the states add up to the total (behaviour 6.2). */
export const SampleStats = partial({
  accepted_sample_count: count('Passed acceptance.'),
  auto_annotation_sample_count: count('Predictions to be confirmed.'),
  deleted_sample_count: count('Apart from the total.'),
  rejected_sample_count: count('Rejected by a reviewer or the owner.'),
  sampled_sample_count: count('Drawn for acceptance; among the unchecked.'),
  total_sample_count: count(),
  unannotated_sample_count: count(),
  uncheck_sample_count: count('Waiting for acceptance.'),
  unreviewed_sample_count: count('Waiting for review.'),
})
export type SampleStats = Static<typeof SampleStats>

export const WorkforceStats = partial({
  labeler_count: count('At most 100.'),
  reviewer_count: count('At most 100.'),
  workforce_count: count(),
})
export type WorkforceStats = Static<typeof WorkforceStats>

/** A task as one member sees it. */
export const WorkerTask = partial({
  create_time: time(),
  dataset_id: string(),
  dataset_type: code(DatasetType),
  email: string(),
  email_status: code(EmailStatus),
  last_notify_time: time('Last reminder; 0 when never.'),
  pass_rate: number('Accepted / checked among his entries.'),
  role: code(WorkerRole),
  sample_stats: SampleStats,
  score: number('Mean rating of his entries.'),
  task_id: string('Id of the team task.'),
  task_status: code(WorkerTaskStatus),
  update_time: time(),
  worker_id: string(),
  workforce_task_name: string(),
  muster: partial({ checked_sample_count: count('His entries that were judged; without any the rates mean nothing.') }),
})
export type WorkerTask = Static<typeof WorkerTask>

export const WorkforceTask = partial({
  auto_sync_dataset: boolean(autoSyncDataset),
  check_rate: number('Drawn / pool over all acceptances.'),
  checking_task_desc: WorkforceSamplingTaskDesc,
  create_time: time(),
  dataset_id: string(),
  description: string(),
  label_stats: Type.Array(LabelStats),
  pass_rate: number('Accepted / checked over all acceptances.'),
  repetition,
  sample_search_conditions: Type.Array(SearchCondition, { description: 'Given when the task was created.' }),
  sample_stats: SampleStats,
  score: number('Mean rating over all acceptances.'),
  status: code(WorkforceTaskStatus),
  synchronize_auto_labeling_data: boolean(synchronizeAutoLabels),
  synchronize_data: boolean(synchronizeData),
  task_id: string(),
  task_name: string(),
  update_time: time(),
  version_id: string(),
  workforce_stats: WorkforceStats,
  workforces_config: WorkforcesConfig,
  muster: partial({
    data_sync_type: code(DataSyncType, { description: 'Given when the task was created.' }),
    error_code: string('Why the task could not be dealt.'),
    error_msg: string(),
  }),
})
export type WorkforceTask = Static<typeof WorkforceTask>

export const ListWorkforceTasksResp = Type.Object({
  count: count(),
  tasks: Type.Array(WorkforceTask),
})
export type ListWorkforceTasksResp = Static<typeof ListWorkforceTasksResp>

export const CreateWorkforceTaskReq = partial({
  auto_sync_dataset: boolean(autoSyncDataset, { default: true }),
  data_sync_type: code(DataSyncType, { description: 'Echoed; 1 and 3 act like synchronize_data (D20).' }),
  repetition,
  sample_conditions: string('JSON text of one search condition or a list; only matching samples enter the task.'),
  synchronize_auto_labeling_data: boolean(synchronizeAutoLabels, { default: false }),
  workforces_config: WorkforcesConfig,
  task_name: name(1, 64, 'Generated when missing.'),
  synchronize_data: boolean(synchronizeData, { default: false }),
})
export type CreateWorkforceTaskReq = Static<typeof CreateWorkforceTaskReq>

export const CreateWorkforceTaskResp = Type.Object({
  task_id: string(),
})
export type CreateWorkforceTaskResp = Static<typeof CreateWorkforceTaskResp>

export const DescWorkforceTaskResp = partial({
  ...WorkforceTask.properties,
  worker_stats: Type.Array(WorkerTask),
})
export type DescWorkforceTaskResp = Static<typeof DescWorkforceTaskResp>

export const StartWorkforceTaskReq = partial({
  dataset_id: string('Repeats the path.'),
  task_id: string('Repeats the path.'),
  workforces_config: WorkforcesConfig,
})
export type StartWorkforceTaskReq = Static<typeof StartWorkforceTaskReq>

export const UpdateWorkforceTaskReq = partial({
  dataset_id: string('Repeats the path.'),
  description: text(256, forbidden.most),
  task_id: string('Repeats the path.'),
  task_name: name(1, 64),
  workforces_config: WorkforcesConfig,
})
export type UpdateWorkforceTaskReq = Static<typeof UpdateWorkforceTaskReq>

export const GetWorkforceTaskMetricResp = Type.Object({
  sample_stats: mapOf(mapOf(count()), 'By e-mail of the labeler, then by state.'),
})
export type GetWorkforceTaskMetricResp = Static<typeof GetWorkforceTaskMetricResp>

export const ListWorkerTasksResp = Type.Object({
  count: count(),
  worker_tasks: Type.Array(WorkerTask, { description: 'Tasks of the caller.' }),
})
export type ListWorkerTasksResp = Static<typeof ListWorkerTasksResp>

export const ReviewSamplesReq = partial({
  comments: Type.Array(SampleComment),
})
export type ReviewSamplesReq = Static<typeof ReviewSamplesReq>

export const ResendEmailReq = Type.Object({
  emails: Type.Array(string()),
})
export type ResendEmailReq = Static<typeof ResendEmailReq>

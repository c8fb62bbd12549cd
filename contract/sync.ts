import type { Static } from 'typebox'
import { JOB_STATES } from './codes.ts'
import { count, integer, partial, string, time, word } from './schema.ts'

const SyncExtras = partial({
  content_changed: count('Samples whose file has other content now; they keep their labels.'),
  relabelled: count('Samples that took the labels of a newer file.'),
  skipped: count('Files passed over.'),
  failed: count('Files and labels that could not be read or taken.'),
  changed: count('Files taken otherwise than their labels say.'),
})

export const SyncDataSourceStatusResp = partial({
  add_sample_count: count(),
  create_time: time(),
  dataset_id: string(),
  deleted_sample_count: count(),
  duration_time: integer('Seconds.'),
  error_code: string(),
  error_msg: string(),
  status: word(JOB_STATES),
  task_id: string(),
  total_sample_count: count('Of the dataset.'),
  muster: SyncExtras,
})
export type SyncDataSourceStatusResp = Static<typeof SyncDataSourceStatusResp>

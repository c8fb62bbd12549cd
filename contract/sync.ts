import type { Static } from 'typebox'
import { JOB_STATES } from './codes.ts'
import { count, integer, partial, string, time, word } from './schema.ts'

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
  total_sample_count: count(),
})
export type SyncDataSourceStatusResp = Static<typeof SyncDataSourceStatusResp>

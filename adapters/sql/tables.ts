import type { Generated } from 'kysely'

/**
 * The rows of the database, for Kysely. They mirror the newest migration; see `migrations/` for keys and indexes.
 * Flags are 0 | 1 numbers, times are epoch milliseconds, `Json` columns hold JSON text.
 */
type Flag = number
type Json = string

export type ProjectRow = {
  project_id: string
  project_name: string
  domain_id: string
  domain_name: string
  create_time: number
}

export type AccountRow = {
  account_id: string
  project_id: string
  domain_name: string
  user_name: string
  password_hash: string | null
  /** Set for the account of a team member, unset for an owner. */
  worker_id: string | null
  create_time: number
}

export type TokenRow = {
  token_hash: string
  account_id: string
  /** null: scoped to the domain. */
  project_id: string | null
  create_time: number
  expires_at: number
  /** For a session of the console: after how many milliseconds without a call it ends; null for a token of a client. */
  idle_limit: number | null
  /** When a person did something by it last, to the minute; of a token when it was made. */
  used_at: number
  /** What the browser said of itself when the session began. */
  user_agent: string | null
}

/** What somebody has chosen for himself in the console. */
export type PreferenceRow = { account_id: string; preferences: Json }

export type WorkerRow = {
  worker_id: string
  project_id: string
  /** Lower case; null once the member was deleted. */
  email: string | null
  status: number
  create_time: number
  update_time: number
}

export type InvitationRow = { worker_id: string; nonce: string; expires_at: number; used_at: number | null }

export type WorkforceRow = {
  workforce_id: string
  project_id: string
  workforce_name: string
  description: string
  create_time: number
  update_time: number
}

export type MembershipRow = {
  workforce_id: string
  worker_id: string
  role: number
  description: string
  create_time: number
  update_time: number
}

export type DatasetRow = {
  dataset_id: string
  project_id: string
  dataset_name: string
  dataset_type: number
  description: string
  status: number
  work_path: string
  /** `work_path` and the folder of the dataset in it; named when the dataset is made, whatever it is called later. */
  inner_work_path: string
  work_path_type: number
  data_sources: Json
  data_format: string
  label_format: Json | null
  schema: Json
  import_annotations: Flag
  import_data: Flag
  managed: Flag
  content_labeling: Flag
  text_offset_unit: string
  text_overlaps: Flag
  workspace_id: string
  /** `human/<domain>/<user>` of the account that made it (D48). */
  owner_name: string
  import_task_id: string | null
  /** The team task to be made when the first scan is done. */
  workforce_information: Json | null
  error_code: string | null
  error_msg: string | null
  deleted_sample_count: number
  /** Moves with every change of samples or labels; counts of free searches are kept per revision. */
  revision: number
  /** Moves with every change of the label definitions. */
  label_revision: number
  create_time: number
  update_time: number
  data_update_time: number
}

export type LabelRow = {
  label_key: number
  dataset_id: string
  name: string
  type: number
  attributes: Json
  property: Json
  /** Deleted definitions stay so that history can still be read. */
  deleted: Flag
}

export type SampleRow = {
  sample_key: number
  dataset_id: string
  sample_id: string
  sample_type: number
  /** Cut from another sample, as a key frame from its video; the metadata says from which. */
  is_part: Flag
  bucket: string
  object_key: string
  /** Line of a text file, from 1; null where the file is the sample. */
  line: number | null
  sample_name: string
  sample_dir: string
  /** Bytes. */
  sample_size: number
  sample_time: number
  /** What the store calls these bytes of the file; null: it has no word for them, or is not known to have one. */
  sample_etag: string | null
  /** The text of a text sample. */
  content: string | null
  /** Code points of `content`. */
  text_length: number | null
  /** Image pixels of the upright picture. */
  width: number | null
  height: number | null
  depth: number | null
  /** As EXIF counts it, 1 to 8; null: not known. */
  orientation: number | null
  /** Milliseconds of sound. */
  duration: number | null
  /** A `SampleFacet`: 0 unlabelled, 1 labelled, 2 unlabelled with a prediction. */
  state: number
  labels: Json
  prediction: Json | null
  metadata: Json
  sample_usage: string | null
  hard: Flag
  /** Names as in D48: `human/<email>`, `human/<domain>/<user>`. */
  labelers: Json
  annotated_by: string | null
  label_time: number
  revision: number
  create_time: number
}

export type SampleLabelRow = { label_key: number; sample_key: number; instances: number }
export type SampleTallyRow = {
  dataset_id: string
  facet: number
  block: number
  samples: number
  changes: Generated<number>
}
export type SampleLabelTallyRow = { label_key: number; block: number; samples: number; instances: number }

export type WorkforceTaskRow = {
  task_id: string
  dataset_id: string
  task_name: string
  description: string
  status: number
  /** The status to which a cancelled acceptance returns. */
  status_before: number
  repetition: number
  synchronize_data: Flag
  synchronize_auto_labeling_data: Flag
  auto_sync_dataset: Flag
  data_sync_type: number | null
  sample_conditions: Json | null
  workforces_config: Json
  agency_worker_id: string | null
  error_code: string | null
  error_msg: string | null
  /** What still has to be dealt (`DealRequest`), so that an interrupted deal is done again. */
  deal_request: Json | null
  /** Accepted labels that still have to be copied to the dataset (`CopyRequest`). */
  copy_request: Json | null
  last_checking_task_id: string | null
  /** Number of the last acceptance, 0 = none yet. */
  acceptance_number: number
  deleted_sample_count: number
  /** Gone for everybody; its entries are being removed. */
  deleted: Flag
  create_time: number
  update_time: number
}

export type TaskMemberRow = {
  task_id: string
  worker_id: string
  workforce_id: string
  role: number
  position: number
  email_status: number
  last_notify_time: number
  removed: Flag
  create_time: number
  update_time: number
}

export type EntryRow = {
  entry_key: number
  task_id: string
  sample_key: number
  worker_id: string
  /** An `EntryStateCode`. */
  state: number
  labels: Json
  metadata: Json
  sample_usage: string | null
  /** Number of writes of its labels. */
  revision: number
  /** Time of the last save, 0 = never saved. */
  save_time: number
  /** Who made it, as in D48; null = nobody yet. */
  saved_by: string | null
  review_accept: Flag | null
  review_score: string | null
  review_comment: string | null
  review_by: string | null
  review_time: number | null
  check_accept: Flag | null
  check_score: string | null
  check_comment: string | null
  /** Number of the acceptance during which it became UNCHECK: it is outside that one's pool. 0 = none. */
  late_in: number
  /** Number of the last acceptance that gave it its outcome, 0 = none. */
  settled_in: number
  /** Number of the last acceptance that drew it, 0 = none. The draw ends with the acceptance, nothing is cleared. */
  drawn_in: number
  /** Verdict of that acceptance. */
  verdict: Flag | null
  /** How often an acceptance sent it back. */
  rounds: number
}

export type EntryLabelRow = { task_id: string; label_key: number; entry_key: number; instances: number }
export type EntryTallyRow = {
  task_id: string
  worker_id: string
  state: number
  block: number
  entries: number
  changes: Generated<number>
}
export type EntryLabelTallyRow = {
  task_id: string
  label_key: number
  block: number
  entries: number
  instances: number
}

export type AcceptanceStatus = 'sampling' | 'open' | 'applying' | 'finished' | 'cancelled'

export type AcceptanceRow = {
  checking_task_id: string
  task_id: string
  /** 1, 2, … within the task. */
  number: number
  status: AcceptanceStatus
  sampling_num: number | null
  sampling_rate: number | null
  seed: string
  generator: string
  draw_digest: string | null
  pool: number
  /** Entries of the pool that no acceptance sent back before. */
  first_timers: number
  sampled: number
  action: number | null
  overwrite_last_result: Flag
  /** Pairs of a sample key and a worker id or null (`Choices`); null when the owner chose nothing for single samples. */
  choices: Json | null
  /** Entries to which the finish gave their outcome so far. */
  accepted_count: number
  rejected_count: number
  create_time: number
  end_time: number | null
}

/** A drawn entry with the verdict that the quality figures keep (D35). */
export type AcceptanceSampleRow = {
  checking_task_id: string
  entry_key: number
  worker_id: string
  accept: Flag | null
  score: string | null
  comment: string | null
  comment_by: string | null
  comment_time: number | null
}

/**
 * The drawn entries of an acceptance by member: `drawn` all of them, the other words those with that verdict. `replaced`
 * are entries that earlier acceptances count under the same member and word, and that count here instead.
 */
export type AcceptanceTallyRow = {
  checking_task_id: string
  worker_id: string
  verdict: string
  entries: number
  replaced: number
}

/** Labels that were replaced: nothing a person wrote is lost silently. */
export type LabelHistoryRow = {
  history_key: Generated<number>
  dataset_id: string
  sample_key: number
  /** The entry that had them, whoever labels it by now; 0 = the sample itself. */
  entry_key: number
  task_id: string | null
  worker_id: string | null
  revision: number
  labels: Json
  metadata: Json
  /** Who had written them, as in D48, and when; null and 0 where it was no person. */
  written_by: string | null
  write_time: number
  /** A name of D48, or the id of the acceptance or task that did it. */
  replaced_by: string
  replace_time: number
}

/** Unfinished work of one account on a sample, or on an entry of it: a draft changes nothing but itself. */
export type DraftRow = {
  account_id: string
  sample_key: number
  /** 0 = the labels of the dataset are meant. */
  entry_key: number
  labels: Json
  metadata: Json | null
  base_revision: number
  edit: number
  tab: string
  update_time: number
}

export type EntryCommentRow = {
  comment_key: Generated<number>
  comment_id: string
  entry_key: number
  account_id: string
  kind: string
  text: string
  /** A `CommentPlace`. */
  place: Json | null
  resolved: Flag
  create_time: number
}

/** Who works on an entry until `expires_at`; it informs, and bars nobody. */
export type PresenceRow = { entry_key: number; account_id: string; expires_at: number }

/** What labelers of a task are asked to do, in Markdown. */
export type GuidelineRow = { task_id: string; text: string; update_time: number }

export type DatasetMetricRow = { dataset_id: string; task_id: string; snapshot_time: number; counts: Json }

/** A mail that still has to be sent; written in the transaction that causes it. */
export type MailRow = {
  mail_key: Generated<number>
  task_id: string
  worker_id: string
  kind: string
  payload: Json
  due_at: number
  give_up_at: number
  attempts: Generated<number>
}

/** A file that still has to be deleted; written in the transaction that removes its sample. `due_at` 0: at once. */
export type FileRemovalRow = { bucket: string; object_key: string; due_at: number; attempts: number }

/** The address of a deleted member, which still has to go from the names that records keep; done up to the sample `after`. */
export type ErasureRow = { worker_id: string; project_id: string; email: string; after: number }

export type AuditRow = {
  audit_key: Generated<number>
  project_id: string
  actor: string
  action: string
  object_id: string
  detail: Json
  create_time: number
}

/** What all processes on these records must agree on. */
export type SettingRow = { name: 'key_fingerprint'; value: string }

export type DataTaskKind = 'import' | 'export' | 'sync'

/** An import, export or synchronisation. */
export type DataTaskRow = {
  task_id: string
  dataset_id: string
  kind: DataTaskKind
  /** As the wire spells it: QUEUING, STARTING, RUNNING, COMPLETED, FAILED; of an export INIT, RUNNING, SUCCESSED, FAILED. */
  status: string
  /** What was asked for, checked and with its defaults. */
  request: Json
  /** How far it has come, in the terms of the job; it goes on behind this. */
  cursor: Json | null
  /** Counts, losses and whatever the answers show. */
  progress: Json
  error_code: string | null
  error_msg: string | null
  /** As in D48. */
  created_by: string
  create_time: number
  start_time: number | null
  end_time: number | null
  update_time: number
}

/** A line, file or sample that such a task could not take, or took otherwise than it stood. */
export type DataTaskProblemRow = {
  problem_key: Generated<number>
  task_id: string
  kind: 'failed' | 'skipped' | 'changed'
  path: string
  line: number | null
  reason: string
}

export type DatasetVersionRow = {
  version_id: string
  dataset_id: string
  version_name: string
  /** As on the wire: 0 being made, 1 normal, 2 being deleted, 4 failed. */
  status: number
  is_current: Flag
  /** The state that was kept when another version became current (D14); it is listed nowhere. */
  hidden: Flag
  previous_version_id: string | null
  version_format: string
  /** The share of training samples, 0 to 1. */
  train_ratio: number
  request: Json
  /** Of the split into training and evaluation. */
  seed: string
  progress: Json
  /** Counts and label statistics, once it is made; they do not change any more. */
  figures: Json | null
  error_code: string | null
  error_msg: string | null
  created_by: string
  create_time: number
  update_time: number
}

export type KeyRangeRow = { name: KeyName; next_key: number }
export type KeyName = 'sample' | 'entry' | 'label'

export type Tables = {
  project: ProjectRow
  account: AccountRow
  token: TokenRow
  preference: PreferenceRow
  worker: WorkerRow
  invitation: InvitationRow
  workforce: WorkforceRow
  membership: MembershipRow
  dataset: DatasetRow
  label: LabelRow
  sample: SampleRow
  sample_label: SampleLabelRow
  sample_tally: SampleTallyRow
  sample_label_tally: SampleLabelTallyRow
  workforce_task: WorkforceTaskRow
  task_member: TaskMemberRow
  entry: EntryRow
  entry_label: EntryLabelRow
  entry_tally: EntryTallyRow
  entry_label_tally: EntryLabelTallyRow
  acceptance: AcceptanceRow
  acceptance_sample: AcceptanceSampleRow
  acceptance_tally: AcceptanceTallyRow
  label_history: LabelHistoryRow
  draft: DraftRow
  entry_comment: EntryCommentRow
  presence: PresenceRow
  guideline: GuidelineRow
  dataset_metric: DatasetMetricRow
  mail: MailRow
  file_removal: FileRemovalRow
  erasure: ErasureRow
  audit: AuditRow
  data_task: DataTaskRow
  data_task_problem: DataTaskProblemRow
  dataset_version: DatasetVersionRow
  setting: SettingRow
  key_range: KeyRangeRow
}

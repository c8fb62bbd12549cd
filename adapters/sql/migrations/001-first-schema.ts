/**
 * The first schema. Columns use the wire's words; `…_key` is a number of ours that never leaves the server.
 * Flags are 0 or 1, times are epoch milliseconds, JSON is text: the same on both engines.
 */
export const firstSchema = `
create table project (
  project_id text primary key,
  project_name text not null,
  domain_id text not null,
  domain_name text not null,
  create_time bigint not null
);

create table account (
  account_id text primary key,
  project_id text not null references project,
  domain_name text not null,
  user_name text not null,
  password_hash text,
  worker_id text,
  create_time bigint not null
);
create unique index account_name on account (domain_name, user_name);
create unique index account_worker on account (worker_id) where worker_id is not null;

create table token (
  token_hash text primary key,
  account_id text not null references account on delete cascade,
  project_id text,
  create_time bigint not null,
  expires_at bigint not null,
  idle_limit bigint,
  used_at bigint not null,
  user_agent text
);
create index token_account on token (account_id);

create table preference (
  account_id text primary key references account on delete cascade,
  preferences text not null
);

create table worker (
  worker_id text primary key,
  project_id text not null references project,
  email {sorted},
  status integer not null,
  create_time bigint not null,
  update_time bigint not null
);
create unique index worker_email on worker (project_id, email);

create table invitation (
  worker_id text primary key references worker,
  nonce text not null,
  expires_at bigint not null,
  used_at bigint
);

create table workforce (
  workforce_id text primary key,
  project_id text not null references project,
  workforce_name {sorted} not null,
  description text not null,
  create_time bigint not null,
  update_time bigint not null
);
create unique index workforce_name on workforce (project_id, workforce_name);

create table membership (
  workforce_id text not null references workforce on delete cascade,
  worker_id text not null references worker,
  role integer not null,
  description text not null,
  create_time bigint not null,
  update_time bigint not null,
  primary key (workforce_id, worker_id)
) {clustered};
create index membership_worker on membership (worker_id);
create unique index membership_manager on membership (workforce_id) where role = 2;

create table dataset (
  dataset_id text primary key,
  project_id text not null references project,
  dataset_name {sorted} not null,
  dataset_type integer not null,
  description text not null,
  status integer not null,
  work_path text not null,
  inner_work_path text not null,
  work_path_type integer not null,
  data_sources text not null,
  data_format text not null,
  label_format text,
  "schema" text not null,
  import_annotations integer not null,
  import_data integer not null,
  managed integer not null,
  content_labeling integer not null,
  text_offset_unit text not null,
  text_overlaps integer not null,
  workspace_id text not null,
  owner_name text not null,
  import_task_id text,
  workforce_information text,
  error_code text,
  error_msg text,
  deleted_sample_count integer not null default 0,
  revision bigint not null default 0,
  label_revision bigint not null default 0,
  create_time bigint not null,
  update_time bigint not null,
  data_update_time bigint not null
);
create unique index dataset_name on dataset (project_id, dataset_name) where status <> 2 and status <> 3;
create index dataset_time on dataset (project_id, create_time);
create index dataset_unfinished on dataset (status) where status <> 1 and status <> 3;

create table label (
  label_key {key} primary key,
  dataset_id text not null references dataset,
  name text not null,
  type integer not null,
  attributes text not null,
  property text not null,
  deleted integer not null default 0
);
create unique index label_name on label (dataset_id, {digest}(name), type) where deleted = 0;

create table sample (
  sample_key {key} primary key,
  dataset_id text not null references dataset,
  sample_id text not null,
  sample_type integer not null,
  bucket text not null,
  object_key text not null,
  line integer,
  sample_name text not null,
  sample_dir text not null,
  sample_size bigint not null,
  sample_time bigint not null,
  content text,
  text_length integer,
  width integer,
  height integer,
  depth integer,
  orientation integer,
  duration bigint,
  state integer not null,
  labels text not null,
  prediction text,
  metadata text not null,
  sample_usage text,
  hard integer not null default 0,
  labelers text not null,
  annotated_by text,
  label_time bigint not null default 0,
  revision integer not null default 0,
  create_time bigint not null
);
create unique index sample_wire_id on sample (dataset_id, sample_id);
create index sample_order on sample (dataset_id, sample_key, state);
create index sample_object on sample (bucket, object_key);
create index sample_file_name on sample (dataset_id, sample_name, line);

create table sample_label (
  label_key bigint not null,
  sample_key bigint not null,
  instances integer not null,
  primary key (label_key, sample_key)
) {clustered};
create index sample_label_sample on sample_label (sample_key);

create table sample_tally (
  dataset_id text not null,
  facet integer not null,
  block bigint not null,
  samples bigint not null,
  changes bigint not null default 0,
  primary key (dataset_id, facet, block)
) {clustered};

create table sample_label_tally (
  label_key bigint not null,
  block bigint not null,
  samples bigint not null,
  instances bigint not null,
  primary key (label_key, block)
) {clustered};

create table workforce_task (
  task_id text primary key,
  dataset_id text not null references dataset,
  task_name {sorted} not null,
  description text not null,
  status integer not null,
  status_before integer not null,
  repetition integer not null,
  synchronize_data integer not null,
  synchronize_auto_labeling_data integer not null,
  auto_sync_dataset integer not null,
  data_sync_type integer,
  sample_conditions text,
  workforces_config text not null,
  agency_worker_id text,
  error_code text,
  error_msg text,
  deal_request text,
  copy_request text,
  last_checking_task_id text,
  acceptance_number integer not null default 0,
  deleted_sample_count integer not null default 0,
  deleted integer not null default 0,
  create_time bigint not null,
  update_time bigint not null
);
create unique index workforce_task_name on workforce_task (dataset_id, task_name) where deleted = 0;
create index workforce_task_to_deal on workforce_task (task_id) where deal_request is not null;
create index workforce_task_to_copy on workforce_task (task_id) where copy_request is not null;
create index workforce_task_deleted on workforce_task (task_id) where deleted = 1;
create index workforce_task_unfinished on workforce_task (status) where status = 0 or status = 5 or status = 7;

create table task_member (
  task_id text not null references workforce_task on delete cascade,
  worker_id text not null references worker,
  workforce_id text not null,
  role integer not null,
  position integer not null,
  email_status integer not null default 0,
  last_notify_time bigint not null default 0,
  removed integer not null default 0,
  create_time bigint not null,
  update_time bigint not null,
  primary key (task_id, worker_id)
) {clustered};
create index task_member_worker on task_member (worker_id);

create table entry (
  entry_key {key} primary key,
  task_id text not null references workforce_task,
  sample_key bigint not null references sample,
  worker_id text not null,
  state integer not null,
  labels text not null,
  metadata text not null,
  sample_usage text,
  revision integer not null default 0,
  save_time bigint not null default 0,
  saved_by text,
  review_accept integer,
  review_score text,
  review_comment text,
  review_by text,
  review_time bigint,
  check_accept integer,
  check_score text,
  check_comment text,
  late_in integer not null default 0,
  settled_in integer not null default 0,
  drawn_in integer not null default 0,
  verdict integer,
  rounds integer not null default 0
);
create unique index entry_unit on entry (task_id, sample_key, worker_id);
create index entry_order on entry (task_id, entry_key, state);
create index entry_worker on entry (task_id, worker_id, entry_key, state);
create index entry_sample on entry (sample_key);
create index entry_drawn on entry (task_id, drawn_in, entry_key) where drawn_in > 0;

create table entry_label (
  task_id text not null,
  label_key bigint not null,
  entry_key bigint not null,
  instances integer not null,
  primary key (label_key, entry_key)
) {clustered};
create index entry_label_entry on entry_label (entry_key, instances);

create table entry_tally (
  task_id text not null,
  worker_id text not null,
  state integer not null,
  block bigint not null,
  entries bigint not null,
  changes bigint not null default 0,
  primary key (task_id, worker_id, state, block)
) {clustered};

create table entry_label_tally (
  task_id text not null,
  label_key bigint not null,
  block bigint not null,
  entries bigint not null,
  instances bigint not null,
  primary key (task_id, label_key, block)
) {clustered};

create table acceptance (
  checking_task_id text primary key,
  task_id text not null references workforce_task on delete cascade,
  number integer not null,
  status text not null,
  sampling_num bigint,
  sampling_rate double precision,
  seed text not null,
  generator text not null,
  draw_digest text,
  pool integer not null default 0,
  first_timers integer not null default 0,
  sampled integer not null default 0,
  action integer,
  overwrite_last_result integer not null default 0,
  choices text,
  accepted_count integer not null default 0,
  rejected_count integer not null default 0,
  create_time bigint not null,
  end_time bigint
);
create index acceptance_task on acceptance (task_id, create_time);
create unique index acceptance_open on acceptance (task_id) where status = 'sampling' or status = 'open' or status = 'applying';

create table acceptance_sample (
  checking_task_id text not null references acceptance on delete cascade,
  entry_key bigint not null,
  worker_id text not null,
  accept integer,
  score text,
  comment text,
  comment_by text,
  comment_time bigint,
  primary key (checking_task_id, entry_key)
) {clustered};
create index acceptance_sample_entry on acceptance_sample (entry_key);

create table acceptance_tally (
  checking_task_id text not null references acceptance on delete cascade,
  worker_id text not null,
  verdict text not null,
  entries bigint not null,
  replaced bigint not null,
  primary key (checking_task_id, worker_id, verdict)
) {clustered};

create table label_history (
  history_key {auto},
  dataset_id text not null,
  sample_key bigint not null,
  entry_key bigint not null default 0,
  task_id text,
  worker_id text,
  revision integer not null,
  labels text not null,
  metadata text not null,
  written_by text,
  write_time bigint not null default 0,
  replaced_by text not null,
  replace_time bigint not null
);
create index label_history_sample on label_history (sample_key);

create table draft (
  account_id text not null references account on delete cascade,
  sample_key bigint not null,
  entry_key bigint not null,
  labels text not null,
  metadata text,
  base_revision bigint not null,
  edit bigint not null,
  tab text not null,
  update_time bigint not null,
  primary key (account_id, sample_key, entry_key)
) {clustered};
create index draft_sample on draft (sample_key);
create index draft_entry on draft (entry_key);

create table entry_comment (
  comment_key {auto},
  comment_id text not null,
  entry_key bigint not null,
  account_id text not null references account on delete cascade,
  kind text not null,
  text text not null,
  place text,
  resolved integer not null default 0,
  create_time bigint not null
);
create unique index entry_comment_id on entry_comment (entry_key, comment_id);

create table presence (
  entry_key {key} primary key,
  account_id text not null references account on delete cascade,
  expires_at bigint not null
);
create index presence_account on presence (account_id);

create table guideline (
  task_id text primary key references workforce_task on delete cascade,
  text text not null,
  update_time bigint not null
);

create table dataset_metric (
  dataset_id text not null,
  task_id text not null,
  snapshot_time bigint not null,
  counts text not null,
  primary key (dataset_id, task_id, snapshot_time)
) {clustered};

create table mail (
  mail_key {auto},
  task_id text not null,
  worker_id text not null,
  kind text not null,
  payload text not null,
  due_at bigint not null,
  give_up_at bigint not null,
  attempts integer not null default 0
);
create index mail_due on mail (due_at);
create index mail_task on mail (task_id, worker_id);

create table file_removal (
  bucket text not null,
  object_key text not null,
  due_at bigint not null,
  attempts integer not null,
  primary key (bucket, object_key)
) {clustered};
create index file_removal_due on file_removal (due_at);

create table erasure (
  worker_id text primary key,
  project_id text not null,
  email text not null,
  after bigint not null default 0
);

create table audit (
  audit_key {auto},
  project_id text not null,
  actor text not null,
  action text not null,
  object_id text not null,
  detail text not null,
  create_time bigint not null
);
create index audit_actor on audit (project_id, actor);

create table data_task (
  task_id text primary key,
  dataset_id text not null references dataset on delete cascade,
  kind text not null,
  status text not null,
  request text not null,
  cursor text,
  progress text not null,
  error_code text,
  error_msg text,
  created_by text not null,
  create_time bigint not null,
  start_time bigint,
  end_time bigint,
  update_time bigint not null
);
create index data_task_list on data_task (dataset_id, kind, create_time, task_id);
create index data_task_unfinished on data_task (kind, status);

create table data_task_problem (
  problem_key {auto},
  task_id text not null references data_task on delete cascade,
  kind text not null,
  path text not null,
  line integer,
  reason text not null
);
create index data_task_problem_list on data_task_problem (task_id, problem_key);

create table dataset_version (
  version_id text primary key,
  dataset_id text not null references dataset on delete cascade,
  version_name text not null,
  status integer not null,
  is_current integer not null default 0,
  hidden integer not null default 0,
  previous_version_id text,
  version_format text not null,
  train_ratio double precision not null,
  request text not null,
  seed text not null,
  progress text not null,
  figures text,
  error_code text,
  error_msg text,
  created_by text not null,
  create_time bigint not null,
  update_time bigint not null
);
create unique index dataset_version_name on dataset_version (dataset_id, version_name);
create index dataset_version_status on dataset_version (status);

create table setting (
  name text primary key,
  value text not null
);

create table key_range (
  name text primary key,
  next_key bigint not null
);
insert into key_range (name, next_key) values
  ('sample', 1), ('entry', 1), ('label', 1)
`

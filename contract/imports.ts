import { type Static, Type } from 'typebox'
import { IMPORT_TYPES, ImportType, JOB_STATES, LabelType } from './codes.ts'
import { DataSource, LabelFormat } from './data-sources.ts'
import { Label } from './labels.ts'
import { boolean, code, count, integer, mapOf, nullable, partial, string, time, word } from './schema.ts'

export const FileCopyProgress = partial({
  file_num_finished: integer(),
  file_num_total: integer(),
  file_size_finished: integer(),
  file_size_total: integer(),
})
export type FileCopyProgress = Static<typeof FileCopyProgress>

/** A label that a dry run met. */
export const FoundLabel = Type.Object({
  name: string('As the source has it, before `label_names`.'),
  type: code(LabelType),
  count: count('How often it was met.'),
  known: boolean('the dataset has such a label'),
})
export type FoundLabel = Static<typeof FoundLabel>

export const ImportTaskStatusResp = partial({
  annotated_sample_count: count(),
  create_time: time(),
  data_source: DataSource,
  dataset_id: string(),
  elapsed_time: integer('Seconds.'),
  error_code: string(),
  error_msg: string(),
  file_statistics: FileCopyProgress,
  finished_file_count: count(),
  finished_file_size: integer(),
  import_path: string('Manifest: full file path. Folder: only types 0, 1, 100, 200.'),
  import_type: code(ImportType, { description: 'Number here, word in ImportReq.' }),
  imported_sample_count: count(),
  imported_sub_sample_count: count(),
  processor_task_id: string(),
  processor_task_status: integer(),
  status: word(JOB_STATES),
  task_id: string(),
  total_file_count: count(),
  total_file_size: count(),
  total_sample_count: count(),
  total_sub_sample_count: count('Parts cut from parent samples, e.g. video key frames.'),
  unconfirmed_sample_count: count('Auto-labelled samples waiting for confirmation.'),
  muster: partial({
    format: string('The format that is read.'),
    relabelled: count('Samples that were there already and got labels.'),
    left_out: count('Samples that were not asked for.'),
    skipped: count('Samples that stay as they were. Files that no document names count as one.'),
    failed: count('Lines and files that could not be read, and labels that could not be taken.'),
    changed: count('Samples taken otherwise than they stand in the source, or without something that stands there.'),
    dry_run: boolean('only reads and counts'),
    labels: Type.Array(FoundLabel, {
      description: 'Of one dry run, asked for by its id: the labels it met, the first 1,000 names in their order.',
    }),
  }),
  update_ms: time(),
})
export type ImportTaskStatusResp = Static<typeof ImportTaskStatusResp>

export const ImportTasksStatusResp = Type.Object({
  import_tasks: Type.Array(ImportTaskStatusResp),
  total_count: count(),
})
export type ImportTasksStatusResp = Static<typeof ImportTasksStatusResp>

/** Labels as objects or by their names alone: the table says one, the example the other. */
const LabelOrNameList = nullable(Type.Array(Type.Union([Label, Type.String()])))

/** What one format alone understands (formats 11). */
const FormatOptions = {
  label_column: string('jsonl, metadata: the key of the labels; label when absent.'),
  label_name: string('srt, vtt, rttm, asr-jsonl: the name of all paragraphs; speech when absent, empty: none.'),
  text_column: string('jsonl, label-studio: the key of the text; text when absent.'),
  voc_origin: code([0, 1], { description: 'modelarts-voc, voc: what the first pixel is called.', default: 0 }),
  yolo_task: word(['detect', 'segment', 'oriented'], { description: 'ultralytics: what rows draw; else they tell.' }),
}

export const FORMAT_OPTIONS = Object.keys(FormatOptions) as (keyof typeof FormatOptions)[]

/** What Muster adds to an import (formats 7 and 11). */
export const ImportOptions = partial({
  dry_run: boolean('only reads and counts; nothing is changed', { default: false }),
  duplicates: word(['skip', 'replace'], {
    default: 'skip',
    description: 'A labelled sample that comes again: skip keeps its labels, replace takes those of the source.',
  }),
  format: string('The format of the source; found out by its files when absent.'),
  label_names: mapOf(string(), 'Labels of the source that are called otherwise here; an empty name leaves them out.'),
  strict: boolean('the first thing that cannot be read ends the import', { default: false }),
  ...FormatOptions,
})
export type ImportOptions = Static<typeof ImportOptions>

export const ImportReq = Type.Object({
  data_source: Type.Optional(DataSource),
  difficult_only: Type.Optional(boolean('hard examples only; false: all samples', { default: false })),
  excluded_labels: Type.Optional(LabelOrNameList),
  final_annotation: Type.Optional(boolean('labels are final; false: labels wait for confirmation', { default: true })),
  import_annotations: Type.Optional(
    boolean('read labels from the source; false: ignore labels in the source', { default: true }),
  ),
  import_folder: Type.Optional(string('Target subfolder; reuse it to avoid importing samples twice.')),
  import_origin: Type.Optional(
    word(['obs', 'dws', 'dli', 'rds', 'mrs', 'inference'], {
      default: 'obs',
      description:
        'obs: object storage (OBS); dws: GaussDB(DWS); dli: DLI; rds: RDS; mrs: MRS; inference: inference service.',
    }),
  ),
  import_path: string('Manifest: full file path. Folder: only types 0, 1, 100, 200.'),
  import_samples: Type.Optional(boolean('import samples', { default: true })),
  import_type: Type.Optional(word(IMPORT_TYPES, { description: 'Word here, number in ImportTaskStatusResp.' })),
  included_labels: Type.Optional(LabelOrNameList),
  included_tags: Type.Optional(LabelOrNameList),
  label_format: Type.Optional(LabelFormat),
  muster: Type.Optional(ImportOptions),
  with_column_header: Type.Optional(boolean('first row holds column names. Table datasets only', { default: false })),
})
export type ImportReq = Static<typeof ImportReq>

export const ImportResp = Type.Object({
  task_id: string(),
})
export type ImportResp = Static<typeof ImportResp>

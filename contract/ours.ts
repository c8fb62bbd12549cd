import { type Static, Type } from 'typebox'
import { DatasetType, MemberRole } from './codes.ts'
import { Field } from './datasets.ts'
import { DescribeSampleResp, SampleLabel, SampleMetadata } from './samples.ts'
import { boolean, code, count, freeMap, name, partial, string, time, word } from './schema.ts'
import { DatasetVersion } from './versions.ts'
import { WorkforcesConfig } from './workforce-tasks.ts'

/** Bodies of what Muster adds under `/muster/v1` (architecture 5). */

/** Unfinished work of one person on one sample. It may break label rules: it is stored as it is. */
export const DraftReq = Type.Object({
  labels: Type.Array(freeMap(), { maxItems: 10_000, description: 'Labels as the workbench has them.' }),
  metadata: Type.Optional(freeMap('Marks of the sample as the workbench has them.')),
  base_revision: count('Revision of the sample or entry that the work began with.'),
  edit: count('Number of the edit in its tab, rising: an older one never replaces a newer one of the same tab.'),
  tab: Type.String({ minLength: 1, maxLength: 64, description: 'Which tab the work was done in.' }),
})
export type DraftReq = Static<typeof DraftReq>

const KeptDraft = Type.Object({ ...DraftReq.properties, update_time: time(), author: string('human/<who>.') })

/** `draft` is the caller's own; the owner also sees what the labeler of an entry has. Missing: there is none. */
export const Draft = partial({
  draft: KeptDraft,
  member_draft: KeptDraft,
})
export type Draft = Static<typeof Draft>

/** Labels as they were from one write to the next. */
export const HistoryItem = Type.Object({
  create_time: Type.Optional(time('When they were written; missing where they came with the sample.')),
  actor: Type.Optional(string('Who wrote them: human/<who>.')),
  replace_time: Type.Optional(time('When they were replaced; missing: they are what is there now.')),
  replaced_by: Type.Optional(string('Who replaced them: human/<who>, or the id of the acceptance or task that did.')),
  revision: count('Revision that they had.'),
  labels: Type.Array(SampleLabel, { description: 'By the names of today; of a deleted label by its last one.' }),
  metadata: SampleMetadata,
})
export type HistoryItem = Static<typeof HistoryItem>

export const ListHistoryResp = Type.Object({
  history: Type.Array(HistoryItem, { description: 'What is there now comes first.' }),
  cursor: Type.Optional(string('Where the next answer begins; missing at the end.')),
})
export type ListHistoryResp = Static<typeof ListHistoryResp>

const COMMENT_KINDS = ['comment', 'skip'] as const

export const CommentPlace = Type.Union(
  [
    Type.Object({
      x: Type.Number({ minimum: 0, description: 'Pixels of the upright image from its left border.' }),
      y: Type.Number({ minimum: 0, description: 'Pixels from its upper border.' }),
    }),
    Type.Object({ start: count('First code point.'), end: count('The code point after the last one.') }),
  ],
  { description: 'A point of an image, or a range of a text.' },
)
export type CommentPlace = Static<typeof CommentPlace>

export const Comment = Type.Object({
  comment_id: string(),
  kind: word(COMMENT_KINDS),
  text: string(),
  place: Type.Optional(CommentPlace),
  author: string('human/<who>.'),
  mine: boolean('the caller wrote it'),
  create_time: time(),
  resolved: boolean('nothing is left to do about it'),
})
export type Comment = Static<typeof Comment>

export const ListCommentsResp = Type.Object({ comments: Type.Array(Comment) })
export type ListCommentsResp = Static<typeof ListCommentsResp>

export const AddCommentReq = Type.Object({
  comment_id: Type.Optional(name(1, 64, 'Made by the client, so that a call made again adds nothing.')),
  kind: Type.Optional(word(COMMENT_KINDS, { description: 'skip: why the labeler left it for later.' })),
  text: Type.String({ minLength: 1, maxLength: 2000 }),
  place: Type.Optional(CommentPlace),
})

export const ResolveCommentReq = Type.Object({ resolved: boolean('nothing is left to do about it') })

export const PresenceReq = partial({ take_over: boolean('the caller works here from now on, whoever did before') })

export const PresenceResp = Type.Object({
  holds: boolean('the caller is the one who works here'),
  holder: Type.Optional(string('Who works here, when it is somebody else: human/<who>.')),
  expires_time: time('Until when it holds without being said again.'),
})
export type PresenceResp = Static<typeof PresenceResp>

export const ListEntriesResp = Type.Object({
  entries: Type.Array(DescribeSampleResp),
  cursor: Type.Optional(
    string('Where the next answer begins; missing at the end. An answer before may hold less than `limit`.'),
  ),
})
export type ListEntriesResp = Static<typeof ListEntriesResp>

export const GuidelineReq = Type.Object({ text: Type.String({ maxLength: 100_000, description: 'Markdown.' }) })

export const Guideline = Type.Object({
  text: string('Markdown; empty when there is none.'),
  update_time: time('0 when there is none.'),
})
export type Guideline = Static<typeof Guideline>

export const CopyAcceptedReq = Type.Object({ overwrite: boolean('labels of the dataset are replaced') })

export const PreviewDealReq = Type.Object({
  workforces_config: WorkforcesConfig,
  repetition: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  sample_conditions: Type.Optional(string('As in CreateWorkforceTask.')),
})

export const PreviewDealResp = Type.Object({
  sample_count: count('Samples that would be dealt.'),
  members: Type.Array(
    Type.Object({ worker_id: string(), email: string(), least: count('Entries at least.'), most: count('At most.') }),
  ),
})
export type PreviewDealReq = Static<typeof PreviewDealReq>
export type PreviewDealResp = Static<typeof PreviewDealResp>

export const Job = Type.Object({
  kind: word([
    'scan',
    'check',
    'import',
    'sync',
    'export',
    'publish',
    'switch',
    'deal',
    'draw',
    'finish',
    'delete_dataset',
    'delete_task',
    'copy_accepted',
  ]),
  dataset_id: string(),
  dataset_name: string(),
  workforce_task_id: Type.Optional(string()),
  task_name: Type.Optional(string()),
  data_task_id: Type.Optional(string('Of an import, a synchronisation or an export, as StopDataTask takes it.')),
  done: Type.Optional(count('Of `total`, as far as it is known.')),
  total: Type.Optional(count()),
})
export type Job = Static<typeof Job>

export const JobsResp = Type.Object({ jobs: Type.Array(Job) })

const DataTaskProblem = Type.Object({
  kind: word(['failed', 'skipped', 'changed'], {
    description: 'failed: could not be read or taken; skipped: passed over; changed: cannot be held as it is.',
  }),
  path: string('The file, below the source or from the top of the store.'),
  line: Type.Optional(count('From 1.')),
  reason: string('The end of a sentence about the file.'),
})

export const ListDataTaskProblemsResp = Type.Object({
  problems: Type.Array(DataTaskProblem),
  cursor: Type.Optional(string('Where the next answer begins; missing at the end.')),
})
export type ListDataTaskProblemsResp = Static<typeof ListDataTaskProblemsResp>

export const ListDatasetStatesResp = Type.Object({
  states: Type.Array(DatasetVersion, { description: 'The newest first.' }),
})
export type ListDatasetStatesResp = Static<typeof ListDatasetStatesResp>

export const ListFolderResp = Type.Object({
  path: string('/bucket/dir/'),
  folders: Type.Array(Type.Object({ name: string() })),
  files: Type.Array(Type.Object({ name: string(), size: count('Bytes.') })),
  more: boolean('there is more than is shown'),
})
export type ListFolderResp = Static<typeof ListFolderResp>

export const GuessTableResp = Type.Object({
  path: string('The file that was looked at: the first CSV file of the folder.'),
  schema: Type.Array(Field, { description: 'As CreateDataset takes it. Empty where no columns are seen.' }),
})
export type GuessTableResp = Static<typeof GuessTableResp>

export const ListFormatsResp = Type.Object({
  import_formats: Type.Array(string(), { description: 'What ImportTask reads.' }),
  export_formats: Type.Array(string(), { description: 'What ExportTask writes.' }),
})
export type ListFormatsResp = Static<typeof ListFormatsResp>

export const DemoProject = Type.Object({
  workforce_id: string('The team of the demo.'),
  people: Type.Array(
    Type.Object({
      name: string(),
      email: string(),
      password: string('As whom one can sign in with it, in another browser.'),
      role: code(MemberRole),
    }),
  ),
  datasets: Type.Array(
    Type.Object({
      dataset_id: string(),
      dataset_name: string(),
      dataset_type: code(DatasetType),
      workforce_task_id: Type.Optional(string()),
    }),
  ),
})
export type DemoProject = Static<typeof DemoProject>

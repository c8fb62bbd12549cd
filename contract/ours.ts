import { type Static, Type } from 'typebox'
import { DescribeSampleResp } from './samples.ts'
import { boolean, count, freeMap, partial, string, time, word } from './schema.ts'
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

/** `draft` is missing when there is none. */
export const Draft = partial({
  draft: Type.Object({ ...DraftReq.properties, update_time: time(), author: string('Name of who made it.') }),
})
export type Draft = Static<typeof Draft>

/** Labels as they were from a moment on. */
export const HistoryItem = Type.Object({
  create_time: time(),
  actor: string('human/<who>, or a model.'),
  revision: count('Revision that they had.'),
  labels: Type.Array(freeMap()),
  metadata: Type.Optional(freeMap()),
})
export type HistoryItem = Static<typeof HistoryItem>

export const ListHistoryResp = Type.Object({ history: Type.Array(HistoryItem) })

export const Comment = Type.Object({
  comment_id: string(),
  kind: word(['comment', 'skip']),
  text: string(),
  author: string(),
  mine: boolean('the caller wrote it'),
  create_time: time(),
  resolved: boolean('nothing is left to do about it'),
})
export type Comment = Static<typeof Comment>

export const ListCommentsResp = Type.Object({ comments: Type.Array(Comment) })

export const AddCommentReq = Type.Object({
  kind: Type.Optional(word(['comment', 'skip'], { description: 'skip: why the labeler left it for later.' })),
  text: Type.String({ minLength: 1, maxLength: 2000 }),
})

export const ResolveCommentReq = Type.Object({ resolved: boolean('nothing is left to do about it') })

export const PresenceReq = partial({ take_over: boolean('the caller works here from now on, whoever did before') })

export const PresenceResp = Type.Object({
  holds: boolean('the caller is the one who works here'),
  holder: Type.Optional(string('Who works here, when it is somebody else.')),
  expires_time: time('Until when it holds without being said again.'),
})

export const ListEntriesResp = Type.Object({
  entries: Type.Array(DescribeSampleResp),
  cursor: Type.Optional(string('Where the next answer begins; missing at the end.')),
})
export type ListEntriesResp = Static<typeof ListEntriesResp>

export const GuidelineReq = Type.Object({ text: Type.String({ maxLength: 100_000, description: 'Markdown.' }) })

export const Guideline = Type.Object({ text: string('Markdown; empty when there is none.'), update_time: time() })
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
export type PreviewDealResp = Static<typeof PreviewDealResp>

export const Job = Type.Object({
  kind: word(['scan', 'deal', 'draw', 'finish', 'delete_dataset', 'delete_task', 'copy_accepted']),
  dataset_id: string(),
  dataset_name: string(),
  workforce_task_id: Type.Optional(string()),
  task_name: Type.Optional(string()),
  done: Type.Optional(count('Of `total`, as far as it is known.')),
  total: Type.Optional(count()),
})
export type Job = Static<typeof Job>

export const JobsResp = Type.Object({ jobs: Type.Array(Job) })

export const ListFolderResp = Type.Object({
  path: string('/bucket/dir/'),
  folders: Type.Array(Type.Object({ name: string() })),
  files: Type.Array(Type.Object({ name: string(), size: count('Bytes.') })),
  more: boolean('there is more than is shown'),
})
export type ListFolderResp = Static<typeof ListFolderResp>

import { Type } from 'typebox'
import { Empty, SampleStateFilter } from './common.ts'
import { operationsOf, query } from './operation.ts'
import {
  AddCommentReq,
  Comment,
  CopyAcceptedReq,
  DemoProject,
  Draft,
  DraftReq,
  GuessTableResp,
  Guideline,
  GuidelineReq,
  JobsResp,
  ListCommentsResp,
  ListDatasetStatesResp,
  ListDataTaskProblemsResp,
  ListEntriesResp,
  ListFolderResp,
  ListFormatsResp,
  ListHistoryResp,
  PresenceReq,
  PresenceResp,
  PreviewDealReq,
  PreviewDealResp,
  ResolveCommentReq,
} from './ours.ts'
import { boolean, string } from './schema.ts'

const dataset = '/muster/v1/datasets/{dataset_id}'
const sample = '/muster/v1/datasets/{dataset_id}/samples/{sample_id}'
const task = '/muster/v1/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}'
const entry = '/muster/v1/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/samples/{sample_id}'

const ofWork = operationsOf('muster: work')
const ofTasks = operationsOf('muster: tasks')
const ofData = operationsOf('muster: data')
const ofServer = operationsOf('muster: server')

const worker_id = string('Whose entry; may be missing for a labeler and where the sample has one entry only.')
const ofWorker = query({}, { worker_id })
const after = string('`cursor` of the answer before.')

/** What the console needs and the wire lacks. */
export const ourOperations = {
  GetDraft: ofWork('GET', `${sample}/draft`, {
    summary: 'Read the own unfinished work on a sample of the dataset.',
    replies: { 200: Draft },
  }),
  SaveDraft: ofWork('PUT', `${sample}/draft`, {
    summary: 'Keep unfinished work on a sample; changes no label and no state.',
    body: DraftReq,
    replies: { 200: Draft },
  }),
  DeleteDraft: ofWork('DELETE', `${sample}/draft`, {
    summary: 'Drop the own unfinished work.',
    replies: { 204: null },
  }),
  GetEntryDraft: ofWork('GET', `${entry}/draft`, {
    summary: 'Read the own unfinished work on an entry of a team task; the owner also reads that of its labeler.',
    query: ofWorker,
    replies: { 200: Draft },
  }),
  SaveEntryDraft: ofWork('PUT', `${entry}/draft`, {
    summary: 'Keep unfinished work on an entry of a team task; changes no label and no state.',
    query: ofWorker,
    body: DraftReq,
    replies: { 200: Draft },
  }),
  DeleteEntryDraft: ofWork('DELETE', `${entry}/draft`, {
    summary: 'Drop the own unfinished work.',
    query: ofWorker,
    replies: { 204: null },
  }),
  ListSampleHistory: ofWork('GET', `${sample}/history`, {
    summary: 'Labels of a sample of the dataset as they are and as they were, newest first.',
    query: query({}, { after }),
    replies: { 200: ListHistoryResp },
  }),
  ListEntryHistory: ofWork('GET', `${entry}/history`, {
    summary: 'Labels of an entry of a team task as they are and as they were, newest first.',
    query: query({}, { worker_id, after }),
    replies: { 200: ListHistoryResp },
  }),
  ListEntryComments: ofWork('GET', `${entry}/comments`, {
    summary: 'What was said about an entry, oldest first.',
    query: ofWorker,
    replies: { 200: ListCommentsResp },
  }),
  AddEntryComment: ofWork('POST', `${entry}/comments`, {
    summary: 'Say something about an entry, or about a place in it, or why it was skipped.',
    query: ofWorker,
    body: AddCommentReq,
    replies: { 201: Comment },
  }),
  ResolveEntryComment: ofWork('PUT', `${entry}/comments/{comment_id}`, {
    summary: 'Mark a comment as resolved, or open it again.',
    query: ofWorker,
    body: ResolveCommentReq,
    replies: { 200: Comment },
  }),
  SetPresence: ofWork('PUT', `${entry}/presence`, {
    summary: 'Say that one works on an entry; tells who else does. Holds for two minutes.',
    query: ofWorker,
    body: PresenceReq,
    replies: { 200: PresenceResp },
  }),

  ListEntries: ofTasks('GET', `${task}/entries`, {
    summary: 'Entries of a team task from a place on, in the order in which they were dealt.',
    query: query(
      { limit: Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'Entries of an answer.' }) },
      {
        after,
        sample_state: SampleStateFilter,
        worker_id: string('Entries of one member only.'),
        of_samples: string(
          'Entries of these samples only, ids apart by commas, 100 at most; the answer is whole then.',
        ),
        process_parameter: string('How images are shown, as image/resize,m_lfit,h_200.'),
      },
    ),
    replies: { 200: ListEntriesResp },
  }),
  GetGuideline: ofTasks('GET', `${task}/guideline`, {
    summary: 'Read what labelers are asked to do.',
    replies: { 200: Guideline },
  }),
  SetGuideline: ofTasks('PUT', `${task}/guideline`, {
    summary: 'Write what labelers are asked to do, in Markdown.',
    body: GuidelineReq,
    replies: { 200: Guideline },
  }),
  CopyAcceptedResults: ofTasks('POST', `${task}/copy-accepted`, {
    summary: 'Copy the accepted labels of a task without auto_sync_dataset into the dataset (D19).',
    body: CopyAcceptedReq,
    replies: { 202: Empty },
  }),
  PreviewDeal: ofTasks('POST', `${dataset}/deal-preview`, {
    summary: 'Who would get how many entries; nothing is dealt.',
    body: PreviewDealReq,
    replies: { 200: PreviewDealResp },
  }),

  ListDataTaskProblems: ofData('GET', `${dataset}/data-tasks/{task_id}/problems`, {
    summary:
      'What an import could not read or passed over, in the order in which it was met; none for an unknown task.',
    query: query(
      { limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Problems of an answer.' }) },
      { after },
    ),
    replies: { 200: ListDataTaskProblemsResp },
  }),
  StopDataTask: ofData('POST', `${dataset}/data-tasks/{task_id}/stop`, {
    summary:
      'End an import, a synchronisation or an export that is under way: it is FAILED with ModelArts.4363, and what came in until then stays. One that is done stays as it is.',
    replies: { 204: null },
  }),
  ListFormats: ofData('GET', `${dataset}/formats`, {
    summary: 'The names that `muster.format` can have for a dataset, as its type allows.',
    replies: { 200: ListFormatsResp },
  }),

  ListDatasetStates: ofData('GET', `${dataset}/states`, {
    summary: 'The states that were kept when a version became current; current_version_id of a dataset takes them too.',
    replies: { 200: ListDatasetStatesResp },
  }),

  ListJobs: ofServer('GET', '/muster/v1/jobs', {
    summary: 'Work that goes on in the background, with how far it is.',
    replies: { 200: JobsResp },
  }),
  CreateDemoProject: ofServer('POST', '/muster/v1/demo-project', {
    summary: 'Make a team, datasets and tasks to play with, partly done. Refused while they are there.',
    replies: { 201: DemoProject },
  }),
  ListFolder: ofServer('GET', '/muster/v1/storage', {
    summary: 'What lies in a folder of the object store.',
    query: query({ path: Type.String({ default: '', description: '/bucket/dir/; empty: the buckets.' }) }, {}),
    replies: { 200: ListFolderResp },
  }),
  GuessTableSchema: ofServer('GET', '/muster/v1/table-schema', {
    summary: 'What the columns of a table seem to be, by the beginning of its first CSV file.',
    query: query(
      { path: Type.String({ minLength: 1, description: '/bucket/dir/' }) },
      { with_column_header: boolean('the first row holds column names', { default: false }) },
    ),
    replies: { 200: GuessTableResp },
  }),
} as const

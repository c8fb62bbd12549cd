import type { ChangeEvent } from '#contract/events.ts'
import type { Body, CallId } from '#contract/operations.ts'
import type { Actor } from '#server/actor.ts'
import type { Change } from './events.ts'

type Kinds = readonly ChangeEvent['kind'][]

/** What a call changes once it was answered; what its job does later, the job tells. Nobody else waits for what is empty. */
export const kindsOfCalls: Partial<Record<CallId, Kinds>> = {
  CreateDataset: ['dataset'],
  UpdateDataset: ['dataset'],
  DeleteDataset: ['dataset', 'jobs'],
  UploadSamplesJson: ['dataset', 'sample'],
  DeleteSamples: ['dataset', 'sample', 'entries'],
  UpdateSamples: ['dataset', 'sample'],
  CreateLabels: ['labels'],
  UpdateLabels: ['labels', 'sample', 'entries'],
  DeleteLabels: ['labels', 'sample', 'entries'],
  UpdateLabel: ['labels', 'sample', 'entries'],
  DeleteLabelAndSamples: ['labels', 'dataset', 'sample', 'entries'],
  ImportTask: ['dataset', 'jobs'],
  ExportTask: ['jobs'],
  SyncDataSource: ['dataset', 'jobs'],
  StopDataTask: ['dataset', 'jobs'],
  CreateDatasetVersion: ['dataset', 'jobs'],
  DeleteDatasetVersion: ['dataset'],
  CreateWorkforceTask: ['task'],
  StartWorkforceTask: ['task'],
  UpdateWorkforceTask: ['task'],
  DeleteWorkforceTask: ['task', 'jobs'],
  ReviewSamples: ['entries'],
  UpdateWorkforceTaskSamples: ['entries'],
  StartWorkforceSamplingTask: ['task', 'jobs'],
  UpdateWorkforceSamplingTask: ['task', 'jobs'],
  AcceptSamples: ['entries'],
  CreateWorkforce: ['team'],
  UpdateWorkforce: ['team'],
  DeleteWorkforce: ['team'],
  CreateWorker: ['team'],
  BatchDeleteWorkers: ['team'],
  UpdateWorker: ['team'],
  DeleteWorker: ['team'],
  AddEntryComment: ['sample'],
  ResolveEntryComment: ['sample'],
  SetPresence: ['sample'],
  SetGuideline: ['task'],
  CopyAcceptedResults: ['jobs'],
  CreateDemoProject: ['dataset', 'team'],
  SaveDraft: [],
  DeleteDraft: [],
  SaveEntryDraft: [],
  DeleteEntryDraft: [],
  PreviewDeal: [],
  SendEmails: [],
}

type Answered = {
  actor: Actor
  params: Partial<Record<'dataset_id' | 'workforce_task_id' | 'workforce_id' | 'sample_id', string>>
  query: object
  body: unknown
}

/** What an answered call has changed, from the names in its path. */
export function changesOfCall(id: CallId, { actor, params, query, body }: Answered): Change[] {
  const kinds = kindsOfCalls[id] ?? []
  if (kinds.length === 0) return []
  const { dataset_id, workforce_task_id, workforce_id, sample_id } = params
  const { project_id } = actor
  const ofDataset = { project_id, dataset_id }
  const worker_ids = () => concerned(id, actor, query, body)
  return kinds.map((kind): Change => {
    if (kind === 'team') return { project_id, kind, workforce_id }
    if (kind === 'dataset' || kind === 'labels') return { ...ofDataset, kind }
    if (kind === 'entries') return { ...ofDataset, kind, workforce_task_id, worker_ids: worker_ids() }
    if (kind === 'sample' && sample_id !== undefined) {
      return { ...ofDataset, kind, workforce_task_id, sample_id, worker_ids: worker_ids() }
    }
    return { ...ofDataset, kind, workforce_task_id }
  })
}

/** The labelers whose entries a call has touched; undefined: perhaps all of the task. */
function concerned(id: CallId, actor: Actor, query: object, body: unknown): string[] | undefined {
  // Verdicts are the owner's until the acceptance is finished.
  if (id === 'AcceptSamples') return []
  const named = new Set(itemsOf(id, body).map(({ worker_id }) => worker_id))
  if (named.has(undefined) || named.size === 0) {
    if ('worker_id' in query && typeof query.worker_id === 'string') return [query.worker_id]
    return actor.worker && id !== 'ReviewSamples' ? [actor.worker.worker_id] : undefined
  }
  return [...named] as string[]
}

/** What a batch names; in other calls a key of that name is nobody's and may hold anything. */
function itemsOf(id: CallId, body: unknown): { worker_id?: string }[] {
  if (id === 'ReviewSamples') return (body as Body<'ReviewSamples'>).comments ?? []
  if (id === 'UpdateWorkforceTaskSamples') return (body as Body<'UpdateWorkforceTaskSamples'>).samples ?? []
  return []
}

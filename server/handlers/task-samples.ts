import type { EntryListFilter } from '#adapters/sql/entry-filter.ts'
import { entriesOfSample, listEntries } from '#adapters/sql/entry-lists.ts'
import { findSample } from '#adapters/sql/sample-lists.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { type SampleState, WorkerRole } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { DescribeSampleResp, ListSamplesResp } from '#contract/samples.ts'
import { ENTRY_FILTERS } from '#core/samples/sample-state.ts'
import { ENTRY_STATES, type EntryState } from '#core/workforce-tasks/entry-life.ts'
import type { Scope } from '#server/access.ts'
import type { Actor } from '#server/actor.ts'
import { type Call, datasetOf, taskOf } from '#server/handler.ts'
import { workerIdOf } from '#server/ids.ts'
import { readLocale } from '#server/locale.ts'
import { viewEntryRows } from '#server/views/entry-view.ts'
import { readLabelFilter, readProcessParameter, readSampleState, readSearch } from './sample-queries.ts'
import { readDataset } from './samples.ts'

/** A page of the entries that the caller may see, in the order in which they were dealt; one item per entry. */
export async function listWorkforceTaskSamples(call: Call<'ListWorkforceTaskSamples'>): Promise<ListSamplesResp> {
  const { services, actor, scope, query } = call
  readLocale(query.locale)
  const state = readSampleState(query.sample_state)
  const tree = readSearch(query.search_conditions, services.now())
  const process_parameter = readProcessParameter(query.process_parameter)
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const task = await readTask(db, taskOf(scope))
    const filter = {
      ...visibleEntries(scope, state),
      ...workerFilter({ actor, scope }, query),
      ...readLabelFilter(query, { ...dataset, labelSet }),
      ...(tree && { tree }),
    }
    const { offset, limit } = query
    const page = { offset: offset * limit, limit, order: 'asc' as const }
    const { total, entries } = await listEntries(db, { dataset, task }, { filter, labelSet, page })
    const samples = await viewEntryRows(services, db, { dataset, labelSet, process_parameter, entries })
    return { sample_count: total, samples }
  })
}

/**
 * One entry. `worker_id` chooses among the entries of the sample and `sample_state` narrows the choice; where several are
 * left, the one dealt first is shown, as in the list. What the caller may not see does not exist for him.
 */
export async function describeWorkforceTaskSample(
  call: Call<'DescribeWorkforceTaskSample'>,
): Promise<DescribeSampleResp> {
  const { services, actor, scope, query, params } = call
  readLocale(query.locale)
  const state = readSampleState(query.sample_state)
  return services.store.snapshot(async (db) => {
    const { dataset, labelSet } = await readDataset(db, datasetOf(scope))
    const task = await readTask(db, taskOf(scope))
    const filter = { ...visibleEntries(scope, state), ...workerFilter({ actor, scope }, query) }
    if (scope.own && query.worker_id !== undefined && query.worker_id !== filter.worker_id)
      throw errors.sampleNotFound()
    const sample = await findSample(db, dataset.dataset_id, params.sample_id)
    const [entry] = sample ? await entriesOfSample(db, task, { sample, filter, labelSet }) : []
    if (!sample || !entry) throw errors.sampleNotFound()
    const [view] = await viewEntryRows(services, db, { dataset, labelSet, entries: [{ entry, sample }] })
    return view!
  })
}

/** The task as the snapshot knows it: its status says which draw is shown. */
export async function readTask(db: Db, { task_id }: WorkforceTaskRow): Promise<WorkforceTaskRow> {
  const task = await db
    .selectFrom('workforce_task')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('deleted', '=', 0)
    .executeTakeFirst()
  if (!task) throw errors.workforceTaskNotFound()
  return task
}

/** A reviewer sees what is labelled; owner, manager and, of his own, the labeler see every state (behaviour 1). */
export function visibleEntries({ role }: Scope, state: SampleState | undefined): EntryListFilter {
  const asked = state === undefined ? { states: ENTRY_STATES } : ENTRY_FILTERS[state]
  if (role !== WorkerRole.reviewer) return asked
  return { ...asked, states: asked.states.filter((one) => labelledStates.includes(one)) }
}

const labelledStates: readonly EntryState[] = ENTRY_FILTERS.__ALL__.states

/**
 * A labeler sees his own entries, whatever he asks for. Everybody else may choose a member by `worker_id` or `email`,
 * which the page does not know but an old console sends (clients 7); both must mean the same person.
 */
export function workerFilter(
  { actor, scope }: { actor: Actor; scope: Scope },
  { worker_id, email }: { worker_id?: string; email?: string },
): { worker_id?: string } {
  if (scope.own) return { worker_id: actor.worker!.worker_id }
  const named = email === undefined ? undefined : workerIdOf(actor.project_id, email.trim().toLowerCase())
  if (worker_id !== undefined && named !== undefined && worker_id !== named) {
    throw errors.parameterInvalid('worker_id: is not the person that email names')
  }
  const chosen = worker_id ?? named
  return chosen === undefined ? {} : { worker_id: chosen }
}

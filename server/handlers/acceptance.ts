import { findAcceptance, findLastAcceptance, tallyOfAcceptance, tallyOfTask } from '#adapters/sql/acceptances.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import type { AcceptanceRow } from '#adapters/sql/tables.ts'
import type {
  CheckTaskStats,
  CheckWorkforceSamplingTaskResp,
  CreateWorkforceSamplingTaskResp,
} from '#contract/acceptance.ts'
import type { AcceptanceAction } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { ListSamplesResp } from '#contract/samples.ts'
import { acceptanceBound } from '#core/acceptance/bound.ts'
import { checkTaskStats, type Tally } from '#core/acceptance/report.ts'
import { type Call, datasetOf, taskOf } from '#server/handler.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { readLocale } from '#server/locale.ts'
import { copyResults } from '#server/usecases/copy-results.ts'
import { finishAcceptance } from '#server/usecases/finish-acceptance.ts'
import { judgeSamples } from '#server/usecases/judge-samples.ts'
import { listConflicts } from '#server/usecases/list-conflicts.ts'
import { startAcceptance } from '#server/usecases/start-acceptance.ts'
import { viewEntries } from '#server/views/entry-view.ts'

export async function startWorkforceSamplingTask(
  call: Call<'StartWorkforceSamplingTask'>,
): Promise<CreateWorkforceSamplingTaskResp> {
  const { services, actor, scope, body } = call
  const { task_id } = taskOf(scope)
  return { task_id: await startAcceptance(services, { actor, task_id, request: body }) }
}

export async function acceptSamples({ services, actor, scope, body }: Call<'AcceptSamples'>): Promise<object> {
  const { comments } = body
  if (comments.length === 0) throw errors.emptyRequest('comments: must hold at least one comment')
  if (comments.length > MOST_ITEMS) throw errors.limitExceeded(`comments: at most ${MOST_ITEMS} comments in one call`)
  await judgeSamples(services, { actor, dataset: datasetOf(scope), task: taskOf(scope), comments })
  return {}
}

/** Call 2: one of the six actions (behaviour 5.4). Only action 3 answers with samples. */
export async function updateWorkforceSamplingTask(
  call: Call<'UpdateWorkforceSamplingTask'>,
): Promise<Partial<ListSamplesResp>> {
  const { services, actor, scope, body, query } = call
  readLocale(query.locale)
  const dataset = datasetOf(scope)
  const finish = { action: body.action, overwrite: body.overwrite_last_result ?? false }
  const choices = body.muster?.choices ?? []
  const finished = await finishAcceptance(services, { actor, dataset, task: taskOf(scope), finish, choices })
  if (finished.kind !== 'conflicts') return {}
  const { count, entry_keys } = await services.store.snapshot((db) => listConflicts(db, finished.task))
  const labelSet = await readLabelSet(services.store.read, dataset)
  return { sample_count: count, samples: await viewEntries(services, { dataset, labelSet, entry_keys }) }
}

/** The figures of one acceptance and of all (behaviour 5.3), with the bound of the errors left. */
export async function getWorkforceSamplingTask(
  call: Call<'GetWorkforceSamplingTask'>,
): Promise<CheckWorkforceSamplingTaskResp> {
  const { services, scope, query } = call
  const { task_id } = taskOf(scope)
  const named = query.checking_task_id
  return services.store.snapshot(async (db) => {
    const acceptance = named === undefined ? await findLastAcceptance(db, task_id) : await findAcceptance(db, named)
    if (named !== undefined && acceptance?.task_id !== task_id) {
      throw errors.acceptanceNotFound(`checking_task_id: the task has no acceptance ${named}`)
    }
    const total_stats = checkTaskStats(await tallyOfTask(db, task_id))
    if (!acceptance) return { total_stats }
    const tally = await tallyOfAcceptance(db, acceptance)
    const report = { total_stats, muster: { bound: boundOf(acceptance, tally) } }
    return named === undefined ? report : { checking_stats: statsOf(acceptance, tally), ...report }
  })
}

function statsOf({ checking_task_id }: AcceptanceRow, tally: Tally): CheckTaskStats {
  return { task_id: checking_task_id, ...checkTaskStats(tally) }
}

function boundOf({ action, status }: AcceptanceRow, { pool, verdicts }: Tally) {
  const { rejected, ...passed } = verdicts
  const checked = rejected + Object.values(passed).reduce((sum, count) => sum + count, 0)
  const finished = status === 'applying' || status === 'finished' || status === 'cancelled'
  return acceptanceBound({ pool, checked, wrong: rejected, action: finished ? (action as AcceptanceAction) : null })
}

/** Brings the results of a task to the dataset that does not do so by itself (D19). */
export async function copyAcceptedResults(call: Call<'CopyAcceptedResults'>): Promise<object> {
  const { services, actor, scope, body } = call
  await copyResults(services, { actor, dataset: datasetOf(scope), task: taskOf(scope), overwrite: body.overwrite })
  return {}
}

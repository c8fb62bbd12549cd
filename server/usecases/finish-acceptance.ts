import { ANY_DRAW, findLastAcceptance, readChoices, writeChoices } from '#adapters/sql/acceptances.ts'
import { writeAudit } from '#adapters/sql/audit.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { AcceptanceRow, DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { LabelChoice } from '#contract/acceptance.ts'
import { AcceptanceAction, DatasetStatus, WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { decideFinish, type Finish } from '#core/acceptance/finish.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { closeFinishedTask } from './close-finished-task.ts'
import { readLabelChoices } from './label-choices.ts'

type Finishing = {
  actor: Actor
  dataset: DatasetRow
  task: WorkforceTaskRow
  finish: Pick<Finish, 'action' | 'overwrite'>
  /** What the dataset is to have of single samples. */
  choices: readonly LabelChoice[]
}

/** What a call of this operation did; conflicts are still to be listed, in the task as it was found. */
export type Finished = { kind: 'apply' | 'cancel' | 'repeat' } | { kind: 'conflicts'; task: WorkforceTaskRow }

/**
 * Ends an acceptance with one of its actions (behaviour 5.4, 5.7). The task moves to 5 under its lock, so of several
 * calls one wins; the outcome is applied by the job `apply-verdict` after the answer.
 */
export async function finishAcceptance(
  services: Services,
  { actor, dataset, task, finish: asked, choices }: Finishing,
): Promise<Finished> {
  const now = services.now()
  const { finished, checking_task_id } = await services.store.transaction(async (tx) => {
    const lockedDataset = await lockDataset(tx, dataset.dataset_id, 'share')
    const lockedTask = await lockTask(tx, task.task_id, 'update')
    if (!lockedDataset) throw errors.datasetNotFound()
    if (!lockedTask) throw errors.workforceTaskNotFound()
    const last = await findLastAcceptance(tx, task.task_id)
    const labelChoices = await readLabelChoices(tx, lockedTask, choices)
    const finish = { ...asked, choices: labelChoices.choices }
    const decision = decideFinish({
      ...finish,
      taskStatus: readTaskStatus(lockedTask.status),
      lastFinished: last ? finishOf(last) : null,
    })
    if (isRefusal(decision)) throw refuse(decision)
    if (!last) throw new Error(`Task ${task.task_id} is accepting without an acceptance`)
    const { checking_task_id } = last
    if (decision.kind === 'conflicts') return { finished: { kind: decision.kind, task: lockedTask }, checking_task_id }
    if (decision.kind === 'repeat') return { finished: { kind: decision.kind }, checking_task_id }
    if (decision.kind === 'cancel') await cancelAcceptance(tx, lockedTask, { acceptance: last, finish, now })
    else {
      refuseWhilePublishing(lockedDataset)
      labelChoices.refuseUnknown()
      await beginApplying(tx, last, finish, now)
    }
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: `acceptance.${decision.kind}`,
      object_id: checking_task_id,
      detail: {
        task_id: task.task_id,
        action: finish.action,
        overwrite_last_result: finish.overwrite,
        ...(choices.length > 0 && { choices: choices.map(({ sample_id, worker_id }) => ({ sample_id, worker_id })) }),
      },
      create_time: now,
    })
    return { finished: { kind: decision.kind }, checking_task_id }
  })
  if (finished.kind === 'apply') services.jobs.start('apply-verdict', checking_task_id)
  return finished
}

/** How an acceptance ended; null while it goes on. */
function finishOf(acceptance: AcceptanceRow): Finish | null {
  const { status, action, overwrite_last_result } = acceptance
  if (status !== 'finished' && status !== 'cancelled') return null
  const choices = readChoices(acceptance)
  return { action: action as AcceptanceAction, overwrite: overwrite_last_result === 1, choices }
}

/** Dataset labels must stand still while a version is published or switched (behaviour 2.1). */
export function refuseWhilePublishing({ status }: DatasetRow): void {
  if (status === DatasetStatus.publishing || status === DatasetStatus.switching) throw errors.publishBarsLabels()
}

async function beginApplying(tx: Tx, acceptance: AcceptanceRow, finish: Required<Finish>, now: number): Promise<void> {
  await tx
    .updateTable('acceptance')
    .set({
      status: 'applying',
      action: finish.action,
      overwrite_last_result: finish.overwrite ? 1 : 0,
      choices: writeChoices(finish.choices),
    })
    .where('checking_task_id', '=', acceptance.checking_task_id)
    .execute()
  await tx
    .updateTable('workforce_task')
    .set({ status: WorkforceTaskStatus.synchronizing, update_time: now })
    .where('task_id', '=', acceptance.task_id)
    .execute()
}

/**
 * Takes the draw back: verdicts go, labelers may edit again. The marks of the draw need no clearing, they count for the
 * open acceptance alone. When nothing but accepted entries is left meanwhile, the task is complete.
 */
async function cancelAcceptance(
  tx: Tx,
  task: WorkforceTaskRow,
  { acceptance, finish, now }: { acceptance: AcceptanceRow; finish: Required<Finish>; now: number },
): Promise<void> {
  await tx
    .updateTable('entry')
    .set({ verdict: null, check_accept: null, check_score: null, check_comment: null })
    .where('task_id', '=', task.task_id)
    .where('drawn_in', '=', acceptance.number)
    .where('drawn_in', '>', ANY_DRAW)
    .where('verdict', 'is not', null)
    .execute()
  await tx
    .updateTable('acceptance')
    .set({
      status: 'cancelled',
      action: AcceptanceAction.cancel,
      overwrite_last_result: finish.overwrite ? 1 : 0,
      choices: writeChoices(finish.choices),
      end_time: now,
    })
    .where('checking_task_id', '=', acceptance.checking_task_id)
    .execute()
  await tx
    .updateTable('workforce_task')
    .set({ status: task.status_before, update_time: now })
    .where('task_id', '=', task.task_id)
    .execute()
  await closeFinishedTask(tx, { task_id: task.task_id, status: task.status_before }, now)
}

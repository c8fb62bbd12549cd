import { writeAudit } from '#adapters/sql/audit.ts'
import { type AddressedEntry, selectEntriesOfSamples } from '#adapters/sql/entries-of-samples.ts'
import { lockTask } from '#adapters/sql/locks.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { AcceptanceRow, AcceptanceSampleRow, DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { tallyVerdicts, verdictOf } from '#adapters/sql/verdict-tallies.ts'
import type { SampleComment } from '#contract/acceptance.ts'
import { errors } from '#contract/errors.ts'
import { type AddressedJudgement, addressJudgements, refuseUnseen } from '#core/acceptance/comment.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveTask } from '#core/workforce-tasks/task-life.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'

/**
 * Takes the owner's verdicts on drawn entries (behaviour 5.2): all of the call or, when one comment hits nothing, none.
 * A verdict can be given again until the acceptance is finished.
 */
export function judgeSamples(services: Services, { actor, dataset, task, comments }: Judging): Promise<void> {
  const now = services.now()
  return services.store.transaction(async (tx) => {
    const locked = await lockTask(tx, task.task_id, 'share')
    if (!locked) throw errors.workforceTaskNotFound()
    const moved = moveTask(readTaskStatus(locked.status), 'judge')
    if (isRefusal(moved)) throw refuse(moved)
    const found = await selectEntriesOfSamples(
      tx,
      { ...dataset, ...task },
      comments.flatMap((c) => c.sample_id ?? []),
    )
    const drawn = bySample(found.filter(({ entry }) => isDrawn(entry, locked)))
    const judgements = addressJudgements(comments, (sample_id) => [...(drawn.get(sample_id)?.keys() ?? [])])
    if (isRefusal(judgements)) throw refuse(judgements)
    const entryOf = (one: AddressedJudgement) => drawn.get(one.sample_id)!.get(one.worker_id)!.entry
    const unseen = refuseUnseen(judgements, (one) => entryOf(one).revision)
    if (unseen) throw refuse(unseen)

    const judged = judgements.map((judgement) => {
      const { worker_id, accept, score, comment } = judgement
      const { entry_key } = entryOf(judgement)
      return { entry_key, worker_id, accept: accept ? 1 : 0, score, comment }
    })
    await tx.each.update(
      'entry',
      ['entry_key'],
      ['verdict', 'check_accept', 'check_score', 'check_comment'],
      judged.map(({ entry_key, accept, score, comment }) => [entry_key, accept, accept, score, comment]),
    )
    const acceptance = {
      checking_task_id: locked.last_checking_task_id!,
      task_id: locked.task_id,
      number: locked.acceptance_number,
    }
    await tallyJudged(tx, acceptance, judged)
    await tx.each.update(
      'acceptance_sample',
      ['checking_task_id', 'entry_key'],
      ['accept', 'score', 'comment', 'comment_by', 'comment_time'],
      judged.map(({ entry_key, accept, score, comment }) => [
        acceptance.checking_task_id,
        entry_key,
        accept,
        score,
        comment,
        nameOf(actor),
        now,
      ]),
    )
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: 'acceptance.judge',
      object_id: acceptance.checking_task_id,
      detail: { passed: judged.filter(({ accept }) => accept).length, judged: judged.length },
      create_time: now,
    })
  })
}

/** Moves the counters from the verdicts that the entries have to those they get. Their rows are locked by then. */
async function tallyJudged(
  tx: Tx,
  acceptance: Pick<AcceptanceRow, 'checking_task_id' | 'task_id' | 'number'>,
  judged: readonly Pick<AcceptanceSampleRow, 'entry_key' | 'accept' | 'score'>[],
): Promise<void> {
  const rows = await tx.each.select(
    'acceptance_sample',
    ['checking_task_id', 'entry_key'],
    ['entry_key', 'worker_id', 'accept', 'score'],
    judged.map(({ entry_key }) => [acceptance.checking_task_id, entry_key]),
  )
  const byKey = new Map(judged.map((one) => [one.entry_key, one]))
  await tallyVerdicts(
    tx,
    acceptance,
    rows.map((row) => ({ ...row, before: verdictOf(row), after: verdictOf(byKey.get(row.entry_key)!) })),
  )
}

type Judging = { actor: Actor; dataset: DatasetRow; task: WorkforceTaskRow; comments: readonly SampleComment[] }

function isDrawn({ state, drawn_in }: AddressedEntry['entry'], { acceptance_number }: WorkforceTaskRow): boolean {
  return state === EntryStateCode.UNCHECK && drawn_in === acceptance_number
}

/** Entries by sample and worker. */
export function bySample(found: readonly AddressedEntry[]): Map<string, Map<string, AddressedEntry>> {
  const samples = new Map<string, Map<string, AddressedEntry>>()
  for (const one of found) {
    const ofSample = samples.get(one.sample.sample_id) ?? new Map<string, AddressedEntry>()
    samples.set(one.sample.sample_id, ofSample.set(one.entry.worker_id, one))
  }
  return samples
}

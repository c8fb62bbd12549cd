import { writeAudit } from '#adapters/sql/audit.ts'
import { type CountedEntry, type EntryUpdate, updateEntries } from '#adapters/sql/entries.ts'
import { type AddressedEntry, selectEntriesOfSamples } from '#adapters/sql/entries-of-samples.ts'
import { lockTask } from '#adapters/sql/locks.ts'
import { EntryStateCode, entryStateOf } from '#adapters/sql/state-codes.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readLabelers } from '#adapters/sql/task-members.ts'
import type { SampleComment } from '#contract/acceptance.ts'
import { errors } from '#contract/errors.ts'
import { type AddressedJudgement, addressJudgements, refuseUnseen } from '#core/acceptance/comment.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isRefusal } from '#core/refusal.ts'
import type { EntrySituation } from '#core/workforce-tasks/entry-life.ts'
import { decideReview } from '#core/workforce-tasks/review.ts'
import { isAcceptanceRunning, moveTask } from '#core/workforce-tasks/task-life.ts'
import { authorizeAgain } from '#server/access.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { announceRejections } from './announce-rejections.ts'
import { bySample } from './judge-samples.ts'
import { redealRejected } from './redeal-rejected.ts'

type Review = { actor: Actor; dataset: DatasetRow; task: WorkforceTaskRow; comments: readonly SampleComment[] }

/**
 * Passes or rejects labelled entries (behaviour 6.1). The first verdict wins: entries that somebody else reviewed a
 * moment ago are left out, and when that is all of them the answer is E4606. Anything else that does not wait for review, or
 * has other labels by now than the reviewer says he saw, refuses the whole call.
 */
export async function reviewSamples(services: Services, review: Review): Promise<void> {
  if (!(await tryReviewing(services, review, 'share'))) await tryReviewing(services, review, 'update')
}

/**
 * false: nothing was done, the task has to be locked for this call alone: what it rejects belongs to somebody who has left,
 * and who gives such entries to others may drop the last one that kept the task open.
 */
function tryReviewing(
  services: Services,
  { actor, dataset, task, comments }: Review,
  mode: 'share' | 'update',
): Promise<boolean> {
  const now = services.now()
  return services.store.transaction(async (tx) => {
    const locked = await lockTask(tx, task.task_id, mode)
    if (!locked) throw errors.workforceTaskNotFound()
    const names = { dataset_id: dataset.dataset_id, workforce_task_id: task.task_id }
    await authorizeAgain(tx, actor, 'ReviewSamples', names)
    const found = bySample(
      await selectEntriesOfSamples(
        tx,
        { ...dataset, ...task },
        comments.flatMap((c) => c.sample_id ?? []),
      ),
    )
    const judgements = addressJudgements(comments, (sample_id, worker_id) =>
      workersMeant([...(found.get(sample_id)?.values() ?? [])], { worker_id, reviewer: actor.worker?.worker_id }),
    )
    if (isRefusal(judgements)) throw refuse(judgements)
    const moved = moveTask(readTaskStatus(locked.status), 'review')
    if (isRefusal(moved)) throw refuse(moved)
    const entryOf = (one: AddressedJudgement) => found.get(one.sample_id)!.get(one.worker_id)!.entry
    const items = judgements.map((judgement) => {
      const { index, sample_id, worker_id, accept } = judgement
      const row = entryOf(judgement)
      const own = worker_id === actor.worker?.worker_id
      return { index, sample_id, accept, own, entry: situationOf(row), row, judgement }
    })
    const stored = decideReview(items)
    if (isRefusal(stored)) throw refuse(stored)
    const unseen = refuseUnseen(
      stored.map(({ judgement }) => judgement),
      (one) => entryOf(one).revision,
    )
    if (unseen) throw refuse(unseen)
    const reviewed = stored.map(({ row, judgement }) => reviewEntry({ actor, task: locked, now }, row, judgement))
    const rejected = reviewed.filter(({ after }) => after.review_accept === 0).map(({ after }) => after.worker_id)
    const labelers = new Set(rejected.length > 0 ? await readLabelers(tx, task.task_id) : [])
    const strands = rejected.some((worker_id) => !labelers.has(worker_id))
    if (strands && mode === 'share') return false
    await updateEntries(tx, reviewed)
    const taken = strands ? await redealRejected(tx, locked, now) : []
    await announceRejections(tx, { task_id: task.task_id, workers: [...rejected, ...taken], now })
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: 'review',
      object_id: task.task_id,
      detail: {
        reviewed: reviewed.length,
        passed: reviewed.filter(({ after }) => after.review_accept === 1).length,
      },
      create_time: now,
    })
    return true
  })
}

/**
 * Whose entry of a sample a comment can mean. Without a name it means those that wait for this reviewer; where none does,
 * those that were reviewed, so that the answer is E4606, and else all, so that it tells what is wrong.
 */
function workersMeant(
  ofSample: readonly AddressedEntry[],
  { worker_id, reviewer }: { worker_id: string | undefined; reviewer: string | undefined },
): string[] {
  const entries = ofSample.map(({ entry }) => entry)
  const waiting = entries.filter((e) => e.state === EntryStateCode.UNREVIEWED && e.worker_id !== reviewer)
  const reviewed = entries.filter((e) => e.state !== EntryStateCode.UNREVIEWED && e.review_accept !== null)
  const meant = worker_id !== undefined ? entries : [waiting, reviewed, entries].find((list) => list.length > 0)
  return (meant ?? []).map((entry) => entry.worker_id)
}

type ReviewedEntry = { before: CountedEntry & EntryUpdate; after: EntryUpdate; counts: CountedEntry['counts'] }

function situationOf({ state, review_accept }: AddressedEntry['entry']): EntrySituation {
  return { state: entryStateOf(state), reviewed: review_accept !== null }
}

function reviewEntry(
  { actor, task, now }: { actor: Actor; task: WorkforceTaskRow; now: number },
  entry: AddressedEntry['entry'],
  { accept, score, comment }: AddressedJudgement,
): ReviewedEntry {
  const counts = countLabels(JSON.parse(entry.labels))
  const late = accept && isAcceptanceRunning(readTaskStatus(task.status))
  return {
    before: { ...entry, counts },
    counts,
    after: {
      ...entry,
      state: accept ? EntryStateCode.UNCHECK : EntryStateCode.REJECTED,
      review_accept: accept ? 1 : 0,
      review_score: score,
      review_comment: comment,
      review_by: nameOf(actor),
      review_time: now,
      late_in: late ? task.acceptance_number : entry.late_in,
    },
  }
}

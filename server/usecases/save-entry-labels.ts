import { dropDrafts, readSaveFacts } from '#adapters/sql/drafts.ts'
import { type CountedEntry, type EntryUpdate, updateEntries } from '#adapters/sql/entries.ts'
import { keepReplacedEntries, losesWork } from '#adapters/sql/label-history.ts'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { lockDataset, lockTask } from '#adapters/sql/locks.ts'
import { EntryStateCode, entryStateOf } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { SampleLabels } from '#contract/samples.ts'
import { readTaskStatus, writeTaskStatus } from '#core/codecs/task-status.ts'
import { mayWriteLabels } from '#core/datasets/label-gate.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isEmptyMark, type Metadata } from '#core/labels/metadata.ts'
import { isRefusal } from '#core/refusal.ts'
import { mayWriteEntry, moveEntry, saveEvent } from '#core/workforce-tasks/entry-life.ts'
import { isAcceptanceRunning, moveTask } from '#core/workforce-tasks/task-life.ts'
import { authorizeAgain } from '#server/access.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import type { ItemResult } from '#server/replies.ts'
import type { Services } from '#server/services.ts'
import { labelSamples, RELABELLED_COLUMNS } from './label-samples.ts'
import { type Entries, type OpenEntry, openEntryOf, readOpenEntries } from './open-entries.ts'
import { checkSampleType, readItem, refuseItem, refuseStale } from './read-item.ts'

/**
 * Stores the labels that one call brings for entries of a team task (behaviour 4): every item is judged by itself, the
 * good ones are committed together. The work depends on the items alone, not on the size of the task.
 */
export async function saveEntryLabels(services: Services, request: Request): Promise<ItemResult[]> {
  const { actor, task } = request
  const results = await trySaving(services, request, movesTask(actor, task) ? 'update' : 'share')
  return results ?? (await trySaving(services, request, 'update'))!
}

type Request = {
  actor: Actor
  dataset: DatasetRow
  task: WorkforceTaskRow
  items: readonly SampleLabels[]
  /** For whom the call speaks, unless an item says otherwise. */
  email: string | undefined
}

/** A rejected task moves on with the first save of a labeler, which is for one call alone. */
function movesTask({ worker }: Actor, { status }: WorkforceTaskRow): boolean {
  return worker !== null && readTaskStatus(status) === 'rejected'
}

/**
 * null: nothing was done, the task has to be locked for this call alone. It begins anew then, for many who share a lock and
 * all want it alone would wait for each other.
 */
function trySaving(services: Services, request: Request, mode: 'share' | 'update'): Promise<ItemResult[] | null> {
  const { actor, items, email } = request
  const now = services.now()
  return services.store.transaction(async (tx) => {
    const { dataset, task } = await lockForSaving(tx, request, mode)
    if (mode === 'share' && movesTask(actor, task)) return null
    const labelSet = await readLabelSet(tx, dataset)
    const entries = await readOpenEntries(tx, dataset, task, items)
    const saving: Saving = {
      actor,
      dataset,
      task,
      labelSet,
      email,
      ...(await readSaveFacts(tx, task.task_id, actor.account_id)),
      now,
    }
    const results = items.map((item, index) => saveItem(saving, entries, item, index))
    await writeEntries(
      tx,
      saving,
      [...entries.values()].flatMap((found) => [...found.values()]),
    )
    return results
  })
}

type Saving = {
  actor: Actor
  dataset: DatasetRow
  task: WorkforceTaskRow
  labelSet: LabelSet
  email: string | undefined
  hasReviewer: boolean
  /** Has the caller any draft, of whatever? */
  hasDrafts: boolean
  now: number
}

/** Keeps label set and status of the task as they are until the labels are stored. */
async function lockForSaving(tx: Tx, { actor, dataset, task }: Request, mode: 'share' | 'update') {
  const lockedDataset = await lockDataset(tx, dataset.dataset_id, 'share')
  if (!lockedDataset) throw errors.datasetNotFound()
  if (lockedDataset.status === DatasetStatus.deleting) throw errors.datasetDeleting()
  const lockedTask = await lockTask(tx, task.task_id, mode)
  if (!lockedTask) throw errors.workforceTaskNotFound()
  const names = { dataset_id: dataset.dataset_id, workforce_task_id: task.task_id }
  await authorizeAgain(tx, actor, 'UpdateWorkforceTaskSamples', names)
  return { dataset: lockedDataset, task: lockedTask }
}

/** Judges one item and, if it is good, applies it to its entry in memory. */
function saveItem(saving: Saving, entries: Entries, item: SampleLabels, index: number): ItemResult {
  const field = `samples[${index}]`
  const undealt = refuseUndealt(saving, field)
  if (undealt) return undealt
  const entry = openEntryOf(saving, entries, item, field)
  if (isRefusal(entry)) return entry
  const { sample, after } = entry
  const subject = { sample, metadata: JSON.parse(after.metadata), field }
  const wrongType = checkSampleType(item, subject)
  if (wrongType) return wrongType
  const { actor, task, dataset, labelSet } = saving
  const taskStatus = readTaskStatus(task.status)
  const inPool = isInPool(after, task)
  const refused = mayWriteEntry({
    role: actor.worker ? 'labeler' : 'owner',
    own: after.worker_id === actor.worker?.worker_id,
    entryState: entryStateOf(after.state),
    inPool,
    taskStatus,
  })
  if (refused) return refuseItem(subject, refused)
  const stale = refuseStale(item, subject, after.revision)
  if (stale) return stale

  const read = readItem(item, subject, { dataset, labelSet, unknownLabel: 'refuse' })
  if (isRefusal(read)) return read
  const event = saveEvent(actor.worker ? 'member' : 'owner', {
    labels: read.labels.length,
    emptyMark: isEmptyMark(read.metadata),
  })
  const pooled = inPool && isAcceptanceRunning(taskStatus)
  const state = moveEntry({ state: entryStateOf(after.state), inPool: pooled, hasReviewer: saving.hasReviewer }, event)
  if (isRefusal(state)) return refuseItem(subject, state)
  const barred = state === 'ACCEPTED' && task.auto_sync_dataset ? mayWriteLabels(dataset.status) : null
  if (barred) return refuseItem(subject, barred)
  entry.lastItem = index
  entry.counts = countLabels(read.labels)
  applySave(saving, entry, {
    state: EntryStateCode[state],
    labels: JSON.stringify(read.labels),
    metadata: JSON.stringify(read.metadata),
    sample_usage: item.sample_usage ?? after.sample_usage,
  })
  return null
}

/**
 * Is the entry judged by the last acceptance of the task? Until that has ended also one that has its outcome already stays
 * as it is: a save counts as coming after the whole verdict or not at all.
 */
function isInPool({ state, late_in, settled_in }: EntryUpdate, { acceptance_number }: WorkforceTaskRow): boolean {
  return state === EntryStateCode.UNCHECK ? late_in !== acceptance_number : settled_in === acceptance_number
}

/** A new round begins without the verdicts of the one before; its comments stay readable (D11). */
export const CLEARED_VERDICTS = {
  review_accept: null,
  review_score: null,
  check_accept: null,
  check_score: null,
  verdict: null,
} as const satisfies Partial<EntryUpdate>

function applySave(
  { actor, task, now }: Saving,
  entry: OpenEntry,
  saved: Pick<EntryUpdate, 'state' | 'labels' | 'metadata' | 'sample_usage'>,
): void {
  const { before, after } = entry
  entry.replaced = losesWork(before, saved)
  const staysAccepted = saved.state === EntryStateCode.ACCEPTED
  const late = saved.state === EntryStateCode.UNCHECK && isAcceptanceRunning(readTaskStatus(task.status))
  entry.after = {
    ...after,
    ...(staysAccepted ? {} : CLEARED_VERDICTS),
    ...saved,
    late_in: late ? task.acceptance_number : after.late_in,
    revision: after.revision + 1,
    save_time: now,
    saved_by: nameOf(actor),
  }
}

/** Before the samples are dealt nothing can be said about entries (behaviour 4.4). */
function refuseUndealt({ actor, task }: Saving, field: string): Refusal | null {
  const moved = moveTask(readTaskStatus(task.status), 'saveEntry')
  if (!isRefusal(moved)) return null
  const error = actor.worker ? errors.memberMayNot : errors.taskCannotStart
  return error.refusal(`${field}: ${moved.error_msg}`)
}

/** Writes what the items made of the entries: rows, index, counters, history, and the task when it moves on. Drafts go. */
async function writeEntries(tx: Tx, saving: Saving, open: readonly OpenEntry[]): Promise<void> {
  const { actor, dataset, task, now } = saving
  const changed = open.filter(({ lastItem }) => lastItem !== null)
  if (changed.length === 0) return
  const changes = changed.map(({ before, after, counts }) => ({
    before: Object.assign(before, { counts: countLabels(JSON.parse(before.labels)) }) satisfies CountedEntry,
    after,
    counts,
  }))
  const replaced = changed.flatMap((entry) => (entry.replaced ? [entry.before.entry_key] : []))
  await keepReplacedEntries(tx, replaced, { dataset_id: dataset.dataset_id, by: nameOf(actor), now })
  await updateEntries(tx, changes)
  if (saving.hasDrafts) {
    await dropDrafts(
      tx,
      actor.account_id,
      changed.map(({ before }) => before),
    )
  }
  const accepted = changed.filter(({ after }) => after.state === EntryStateCode.ACCEPTED)
  if (accepted.length > 0 && task.auto_sync_dataset) {
    await copyAcceptedSaves(tx, saving, accepted)
  }
  if (!actor.worker) return
  const status = moveTask(readTaskStatus(task.status), 'saveEntry')
  if (isRefusal(status) || writeTaskStatus(status) === task.status) return
  await tx
    .updateTable('workforce_task')
    .set({ status: writeTaskStatus(status), update_time: now })
    .where('task_id', '=', task.task_id)
    .execute()
}

/** The owner changed entries that are accepted already: the dataset follows (D12). */
async function copyAcceptedSaves(tx: Tx, { actor, dataset, now }: Saving, saved: readonly OpenEntry[]): Promise<void> {
  const by = nameOf(actor)
  const samples = await tx.each.select(
    'sample',
    ['sample_key'],
    RELABELLED_COLUMNS,
    saved.map(({ before }) => [before.sample_key]),
    'lock',
  )
  const byKey = new Map(samples.map((sample) => [sample.sample_key, sample]))
  // Of several accepted entries of one sample the one written last is what the owner wants to see.
  const inOrder = [...saved].sort((a, b) => a.lastItem! - b.lastItem!)
  const lastOfSample = new Map(inOrder.map((entry) => [entry.before.sample_key, entry]))
  const relabelled = [...lastOfSample].map(([sample_key, entry]) => {
    const before = byKey.get(sample_key)!
    const { labels, sample_usage } = entry.after
    const metadata = followMetadata(JSON.parse(before.metadata), entry)
    return { before, labels: JSON.parse(labels), metadata, sample_usage, annotated_by: by }
  })
  await labelSamples(tx, relabelled, { dataset_id: dataset.dataset_id, by, now })
}

/** Metadata of the sample after a save: what the entry has, without what the save took away. */
function followMetadata(ofSample: Metadata, { before, after }: OpenEntry): Metadata {
  const [was, is]: Metadata[] = [JSON.parse(before.metadata), JSON.parse(after.metadata)]
  const kept = Object.entries(ofSample).filter(([key]) => !Object.hasOwn(was!, key) || Object.hasOwn(is!, key))
  return { ...Object.fromEntries(kept), ...is }
}

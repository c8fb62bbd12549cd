import { type ErrorMaker, errors, type Refusal } from '#contract/errors.ts'
import type { TaskWord } from '#core/codecs/task-status.ts'
import { isAcceptanceRunning } from './task-life.ts'

// The table names refusals by code, as behaviour.md does.
const {
  labelRule: E4413,
  sampleUnknown: E4420,
  memberMayNot: E4600,
  alreadyReviewed: E4606,
  taskCannotStart: E4621,
  acceptanceOpen: E4623,
} = errors

/** State of an entry (team task, sample, worker): behaviour 2.4. */
export const ENTRY_STATES = [
  'UN_ANNOTATION',
  'AUTO_ANNOTATION',
  'UNREVIEWED',
  'UNCHECK',
  'REJECTED',
  'ACCEPTED',
] as const
export type EntryState = (typeof ENTRY_STATES)[number]

export const ENTRY_EVENTS = [
  'memberSave',
  'memberClear',
  'ownerSave',
  'ownerClear',
  'reviewPass',
  'reviewReject',
  'autoLabelArrives',
  'outcomeAccepted',
  'outcomeRejected',
  'outcomeUncheck',
  'lastReviewerLeaves',
  'labelsDeleted',
] as const
export type EntryEvent = (typeof ENTRY_EVENTS)[number]

/**
 * `-` stays as it is; `labelled` waits for whom the task says: UNREVIEWED with a reviewer, else UNCHECK;
 * `judged` refuses a second review: E4606 if a review verdict exists in this round, else E4420 (behaviour 6.1).
 */
type Answer = EntryState | '-' | 'labelled' | 'judged' | ErrorMaker
type Row = readonly [Answer, Answer, Answer, Answer, Answer, Answer, Answer]

const [UN, AUTO, UNREVIEWED, UNCHECK, REJECTED, ACCEPTED] = ENTRY_STATES
const POOLED = 'pooled'

// biome-ignore format: the columns of the table below
const COLUMNS: readonly string[] =
                      [UN,         AUTO,       UNREVIEWED, UNCHECK,    POOLED,   REJECTED,   ACCEPTED]

/** The life of an entry (behaviour 2.4), an answer for every pair; `pooled` is UNCHECK in the pool of an acceptance. */
// biome-ignore format: a table is read in columns
const life: Record<EntryEvent, Row> = {
  memberSave:         ['labelled', 'labelled', UNREVIEWED, 'labelled', E4600,    'labelled', E4600],
  memberClear:        ['-',        UN,         UN,         UN,         E4600,    UN,         E4600],
  ownerSave:          ['labelled', 'labelled', UNREVIEWED, 'labelled', E4623,    'labelled', '-'],
  ownerClear:         ['-',        UN,         UN,         UN,         E4623,    UN,         E4413],
  reviewPass:         [E4420,      E4420,      UNCHECK,    'judged',   'judged', 'judged',   E4420],
  reviewReject:       [E4420,      E4420,      REJECTED,   'judged',   'judged', 'judged',   E4420],
  autoLabelArrives:   [AUTO,       '-',        '-',        '-',        '-',      '-',        '-'],
  outcomeAccepted:    ['-',        '-',        '-',        '-',        ACCEPTED, '-',        '-'],
  outcomeRejected:    ['-',        '-',        '-',        '-',        REJECTED, '-',        '-'],
  outcomeUncheck:     ['-',        '-',        '-',        '-',        '-',      '-',        '-'],
  lastReviewerLeaves: ['-',        '-',        UNCHECK,    '-',        '-',      '-',        '-'],
  labelsDeleted:      ['-',        UN,         UN,         UN,         E4623,    UN,         '-'],
}

export type EntrySituation = {
  state: EntryState
  /** In the pool of the acceptance that is running. */
  inPool?: boolean
  /** The task has at least one reviewer. */
  hasReviewer?: boolean
  /** A review verdict exists in this round. */
  reviewed?: boolean
}

/** The event a save means: an image without any object is finished by the mark `@muster:empty` (D51). */
export function saveEvent(by: 'member' | 'owner', { labels, emptyMark }: { labels: number; emptyMark: boolean }) {
  return labels > 0 || emptyMark ? (`${by}Save` as const) : (`${by}Clear` as const)
}

/** Where an event takes an entry: the next state, the same one when nothing changes, or a refusal. */
export function moveEntry(
  { state, inPool = false, hasReviewer = false, reviewed = false }: EntrySituation,
  event: EntryEvent,
): EntryState | Refusal {
  const answer = life[event][COLUMNS.indexOf(inPool && state === UNCHECK ? POOLED : state)]!
  if (answer === '-') return state
  if (answer === 'labelled') return hasReviewer ? UNREVIEWED : UNCHECK
  if (answer === 'judged') return reviewed ? E4606.refusal(wasReviewed) : E4420.refusal(notWaiting(state))
  if (typeof answer !== 'function') return answer
  if (answer === E4420) return E4420.refusal(notWaiting(state))
  if (answer === E4413) return E4413.refusal(finished)
  return answer.refusal(state === ACCEPTED ? accepted : frozen)
}

/** Entries that go along when their labeler leaves; the others stay under his name (behaviour 3.5). */
export function goesAlong(state: EntryState): boolean {
  return state === UN || state === AUTO || state === REJECTED
}

const wasReviewed = 'The entry has already been reviewed.'
const notWaiting = (state: EntryState) => `The entry does not wait for review: it is ${state}.`
const accepted = 'The entry is accepted; only the owner can change it now.'
const finished = 'An accepted entry needs labels or the mark @muster:empty.'
const frozen = 'The entry is being judged in a running acceptance and cannot be changed until it ends.'

/**
 * May this caller write labels into this entry? null if so. The table of behaviour 4.4; the first reason that holds is
 * given, those of the task before those of the entry.
 */
export function mayWriteEntry(question: {
  role: 'owner' | 'manager' | 'reviewer' | 'labeler'
  own: boolean
  entryState: EntryState
  inPool: boolean
  taskStatus: TaskWord
}): Refusal | null {
  const { role, own, entryState, inPool, taskStatus } = question
  const owner = role === 'owner'
  const pooled = inPool && isAcceptanceRunning(taskStatus)
  if (role === 'manager' || role === 'reviewer') return E4600.refusal(`A ${role} does not write labels.`)
  if (!owner && !own) return E4600.refusal('The entry belongs to another labeler.')
  if (taskStatus === 'created' || taskStatus === 'starting')
    return (owner ? E4621 : E4600).refusal('The samples of the team task have not been dealt yet.')
  if (!owner && taskStatus === 'accepted')
    return E4600.refusal('The team task is accepted; only the owner can edit it.')
  if (!owner && entryState === ACCEPTED) return E4600.refusal(accepted)
  if (pooled) return (owner ? E4623 : E4600).refusal(frozen)
  return null
}

import { AcceptanceAction } from '#contract/codes.ts'
import { type ErrorMaker, errors, type Refusal } from '#contract/errors.ts'
import type { TaskWord } from '#core/codecs/task-status.ts'

// The table names refusals by code, as behaviour.md does.
const {
  sampleUnknown: E4420,
  taskCannotStart: E4621,
  acceptanceOpen: E4623,
  acceptanceNotOpen: E4624,
  nothingToAccept: E4625,
} = errors

/** What a call asks of a task. */
export const TASK_CALLS = [
  'start',
  'changeWorkers',
  'startAcceptance',
  'judge',
  'showConflicts',
  'cancelAcceptance',
  'finishAcceptance',
  'review',
  'saveEntry',
] as const

/** What happens to a task without anybody to refuse it: a job ended, data came or went. */
export const TASK_NEWS = ['dealt', 'dealFailed', 'sampled', 'applied', 'synchronizedData', 'lastOpenEntryGone'] as const

export const TASK_EVENTS = [...TASK_CALLS, ...TASK_NEWS] as const
export type TaskEvent = (typeof TASK_EVENTS)[number]

/** `-` stays as it is; `before` the status before sampling; `result` what `statusAfterApplying` says. */
type Answer = TaskWord | '-' | 'before' | 'result' | ErrorMaker
type Row = readonly [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]

// biome-ignore format: the columns of the table below
const COLUMNS: readonly TaskWord[] =
                       ['created', 'starting', 'running',  'sampling',  'accepting',     'synchronizing', 'accepted', 'rejected']

/**
 * The life of a team task (behaviour 2.2), an answer for every pair. News that come late or twice change nothing, which
 * makes repeating an interrupted job safe.
 */
// biome-ignore format: a table is read in columns
const life: Record<TaskEvent, Row> = {
  start:               ['starting', E4621,      E4621,      E4621,       E4621,           E4621,          E4621,      'running'],
  changeWorkers:       ['-',        E4621,      '-',        E4623,       E4623,           E4623,          '-',        '-'],
  startAcceptance:     [E4625,      E4625,      'sampling', E4623,       E4623,           E4623,          E4625,      'sampling'],
  judge:               [E4624,      E4624,      E4624,      E4624,       '-',             E4624,          E4624,      E4624],
  showConflicts:       [E4624,      E4624,      E4624,      E4623,       '-',             E4623,          E4624,      E4624],
  cancelAcceptance:    [E4624,      E4624,      E4624,      E4623,       'before',        E4623,          E4624,      E4624],
  finishAcceptance:    [E4624,      E4624,      E4624,      E4623,       'synchronizing', E4623,          E4624,      E4624],
  review:              [E4420,      E4420,      '-',        '-',         '-',             '-',            E4420,      '-'],
  saveEntry:           [E4621,      E4621,      '-',        '-',         '-',             '-',            '-',        'running'],
  dealt:               ['-',        'running',  '-',        '-',         '-',             '-',            '-',        '-'],
  dealFailed:          ['-',        'created',  '-',        '-',         '-',             '-',            '-',        '-'],
  sampled:             ['-',        '-',        '-',        'accepting', '-',             '-',            '-',        '-'],
  applied:             ['-',        '-',        '-',        '-',         '-',             'result',       '-',        '-'],
  synchronizedData:    ['-',        '-',        '-',        '-',         '-',             '-',            'running',  '-'],
  lastOpenEntryGone:   ['-',        '-',        'accepted', '-',         '-',             '-',            '-',        'accepted'],
}

/**
 * Where an event takes a task: the next status, the same one when nothing changes, or a refusal.
 * `before` (running or rejected) is wanted when an acceptance is cancelled, `result` when one has been applied.
 * After a cancelled acceptance the caller reports `lastOpenEntryGone` if entries vanished meanwhile.
 */
export function moveTask(
  from: TaskWord,
  event: TaskEvent,
  { before, result }: { before?: TaskWord; result?: TaskWord } = {},
): TaskWord | Refusal {
  const answer = life[event][COLUMNS.indexOf(from)]!
  if (typeof answer === 'function') return answer.refusal(explain(event, answer, from))
  if (answer === '-') return from
  if (answer === 'before') return wanted(before, event)
  return answer === 'result' ? wanted(result, event) : answer
}

/**
 * Status once a verdict is applied (behaviour 2.2, D8), counted over all entries of the task, not of the pool.
 * A task without entries, because its samples were deleted meanwhile, has nothing left to do: accepted.
 */
export function statusAfterApplying(counts: {
  action: number
  total: number
  accepted: number
  rejected: number
}): 'accepted' | 'rejected' | 'running' {
  const open = counts.total - counts.accepted
  if (open === 0) return 'accepted'
  return counts.action === AcceptanceAction.rejectAll || counts.rejected === open ? 'rejected' : 'running'
}

/** Pool entries are frozen for members and the people of the task are fixed. */
export function isAcceptanceRunning(status: TaskWord): boolean {
  return status === 'sampling' || status === 'accepting' || status === 'synchronizing'
}

/** An unfinished task keeps its dataset from being deleted (E4803) and from switching its version (E4615). */
export function isUnfinished(status: TaskWord): boolean {
  return status !== 'accepted' && status !== 'created'
}

function wanted(status: TaskWord | undefined, event: TaskEvent): TaskWord {
  if (status === undefined) throw new TypeError(`${event} needs to know the status that follows`)
  return status
}

function explain(event: TaskEvent, error: ErrorMaker, from: TaskWord): string {
  if (event === 'start') return `Only a created or a rejected team task can be started; this one is ${from}.`
  if (event === 'changeWorkers') return `workforces_config cannot be changed while the team task is ${from}.`
  if (event === 'review') return `No entry waits for review while the team task is ${from}.`
  if (event === 'saveEntry') return `The samples of the team task have not been dealt yet: it is ${from}.`
  if (error === E4623) return `An acceptance of the team task is already running: it is ${from}.`
  if (error === E4625) return `There is nothing to accept while the team task is ${from}.`
  return `No acceptance of the team task is open for judging: it is ${from}.`
}

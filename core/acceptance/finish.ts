import { AcceptanceAction } from '#contract/codes.ts'
import { type ErrorMaker, errors, type Refusal } from '#contract/errors.ts'
import type { TaskWord } from '#core/codecs/task-status.ts'
import { type Choices, NO_CHOICES, sameChoices } from './choices.ts'

/** What becomes of an entry of the pool; UNCHECK means it stays. */
export type Outcome = 'ACCEPTED' | 'REJECTED' | 'UNCHECK'

/** The individual verdict of the owner on a drawn entry. */
export type Verdict = 'passed' | 'rejected'

/** The four kinds of entries in a pool: judged one way or the other, drawn but not judged, not drawn. */
export type PoolKind = Verdict | 'unjudged' | 'undrawn'

const [A, R, U] = ['ACCEPTED', 'REJECTED', 'UNCHECK'] as const

/** The truth table of behaviour 5.4: its scope is the whole pool, not only the drawn part. */
// biome-ignore format: a table is read in columns
export const OUTCOMES: Record<AcceptanceAction, Record<PoolKind, Outcome>> = {
  [AcceptanceAction.passAll]:                    { passed: A, rejected: A, unjudged: A, undrawn: A },
  [AcceptanceAction.rejectAll]:                  { passed: R, rejected: R, unjudged: R, undrawn: R },
  [AcceptanceAction.cancel]:                     { passed: U, rejected: U, unjudged: U, undrawn: U },
  [AcceptanceAction.conflicts]:                  { passed: U, rejected: U, unjudged: U, undrawn: U },
  [AcceptanceAction.passAcceptedAndUnprocessed]: { passed: A, rejected: R, unjudged: A, undrawn: A },
  [AcceptanceAction.passAcceptedOnly]:           { passed: A, rejected: R, unjudged: R, undrawn: R },
}

/** What an action makes of an entry of the pool. An entry that was not drawn has no verdict. */
export function outcome(action: AcceptanceAction, sampled: boolean, verdict: Verdict | null): Outcome {
  return OUTCOMES[action][sampled ? (verdict ?? 'unjudged') : 'undrawn']
}

export type Finish = { action: AcceptanceAction; overwrite: boolean; choices?: Choices }

/** What the call does: move the task to synchronizing, take the draw back, list conflicts, or nothing for a retry. */
export type FinishDecision = { kind: 'apply' | 'cancel' | 'conflicts' | 'repeat' }

/**
 * Decides PUT acceptance/status. E4396 for an action outside 0..5 or a flag that is not a boolean; without an acceptance
 * to finish E4623 (7 and 5) or E4624, unless the call repeats the one that ended the last acceptance (5.7, D38).
 */
export function decideFinish({
  action,
  overwrite = false,
  choices = NO_CHOICES,
  taskStatus,
  lastFinished,
}: {
  action: unknown
  overwrite?: unknown
  /** What the owner chose for single samples: a retry says the same. */
  choices?: Choices
  taskStatus: TaskWord
  /** How the newest acceptance of the task ended, be it with a verdict or cancelled. */
  lastFinished: Finish | null
}): FinishDecision | Refusal {
  if (!isAction(action)) return errors.parameterInvalid.refusal('action: must be a whole number from 0 to 5.')
  if (typeof overwrite !== 'boolean')
    return errors.parameterInvalid.refusal('overwrite_last_result: must be true or false.')
  if (taskStatus === 'accepting') return { kind: kindOf(action) }
  if (taskStatus === 'sampling') return busy(errors.acceptanceOpen, 'is still drawing the sample of its acceptance')
  if (taskStatus === 'synchronizing') return busy(errors.acceptanceOpen, 'is applying the verdict of its acceptance')
  const isSame = lastFinished?.action === action && lastFinished.overwrite === overwrite
  if (isSame && sameChoices(lastFinished.choices ?? NO_CHOICES, choices)) return { kind: 'repeat' }
  return busy(errors.acceptanceNotOpen, `has no open acceptance: it is ${taskStatus}`)
}

function kindOf(action: AcceptanceAction): FinishDecision['kind'] {
  if (action === AcceptanceAction.cancel) return 'cancel'
  return action === AcceptanceAction.conflicts ? 'conflicts' : 'apply'
}

/** Strict: null, false, "0" and [0] are no actions, least of all "pass all". */
function isAction(action: unknown): action is AcceptanceAction {
  return typeof action === 'number' && Object.hasOwn(OUTCOMES, action)
}

function busy(error: ErrorMaker, why: string): Refusal {
  return error.refusal(`The team task ${why}.`)
}

import { RATINGS, type Rating } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { refuseField, type Steps } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'

/** A verdict as it is sent, by the owner on a drawn entry or by a reviewer on a labelled one. */
export type SentComment = {
  sample_id?: unknown
  worker_id?: unknown
  accept?: unknown
  score?: unknown
  comment?: unknown
  muster?: { revision?: number | undefined }
}

/** A verdict by our rules. A rejection carries no score. */
export type Judgement = { accept: boolean; score: Rating | null; comment: string | null }

/**
 * A verdict with the entry it is for; `index` is the place of its comment in the call, `revision` that of the labels that were
 * looked at.
 */
export type AddressedJudgement = Judgement & {
  index: number
  sample_id: string
  worker_id: string
  revision: number | undefined
}

/** Longest comment, in code points. */
export const MOST_CHARACTERS = 256
export const FORBIDDEN = /[!<>=&"']/

/**
 * The field rules of one comment (behaviour 5.2, D34); E4396 otherwise. `accept` must be given; a score counts only with
 * a pass and may be absent; the console asks for more than the wire does.
 */
export function readJudgement({ accept, score, comment }: SentComment, at: Steps): Judgement | Refusal {
  if (typeof accept !== 'boolean') return invalid([...at, 'accept'], 'must be true or false')
  if (accept && score !== undefined && !isRating(score)) return invalid([...at, 'score'], 'must be A, B, C or D')
  if (comment !== undefined) {
    if (typeof comment !== 'string') return invalid([...at, 'comment'], 'must be text')
    if ([...comment].length > MOST_CHARACTERS)
      return invalid([...at, 'comment'], `must not be longer than ${MOST_CHARACTERS} characters`)
    if (FORBIDDEN.test(comment)) return invalid([...at, 'comment'], 'must not contain any of ! < > = & " \'')
  }
  return { accept, score: accept && isRating(score) ? score : null, comment: comment ?? null }
}

/**
 * All comments of a call with the entries they are for, or the first refusal: nothing is stored in part (D33). A comment
 * without worker_id is for all workers whose entry of the sample is meant then; one that hits no entry is E4420. Of several
 * comments for one entry the last counts.
 */
export function addressJudgements(
  comments: readonly SentComment[],
  /** The workers whose entry of the sample can be meant by a comment that names one of them, or nobody. */
  workersOf: (sample_id: string, worker_id: string | undefined) => readonly string[],
): AddressedJudgement[] | Refusal {
  const addressed = new Map<string, AddressedJudgement>()
  for (const [index, sent] of comments.entries()) {
    const at = ['comments', index]
    const judgement = readJudgement(sent, at)
    if (isRefusal(judgement)) return judgement
    const { sample_id, worker_id, muster } = sent
    if (typeof sample_id !== 'string') return refuseField(errors.sampleUnknown, [...at, 'sample_id'], 'must be given')
    const named = worker_id as string | undefined
    const workers = workersOf(sample_id, named).filter((worker) => named === undefined || worker === named)
    if (workers.length === 0)
      return refuseField(errors.sampleUnknown, at, `sample ${sample_id} has no such entry to judge`)
    const about = { ...judgement, index, sample_id, revision: muster?.revision }
    for (const worker of workers) addressed.set(JSON.stringify([sample_id, worker]), { ...about, worker_id: worker })
  }
  return [...addressed.values()]
}

/**
 * Nobody judges labels that he has not seen: E4431 for the first verdict that names another revision than the labels of its
 * entry have by now (reliability 1.5).
 */
export function refuseUnseen(
  judgements: readonly AddressedJudgement[],
  revisionOf: (judgement: AddressedJudgement) => number,
): Refusal | null {
  for (const judgement of judgements) {
    const { index, sample_id, worker_id, revision } = judgement
    const now = revisionOf(judgement)
    if (revision === undefined || revision === now) continue
    const text = `sample ${sample_id}: the labels of worker ${worker_id} have revision ${now} by now, not ${revision}`
    return refuseField(errors.revisionStale, ['comments', index], text)
  }
  return null
}

function isRating(score: unknown): score is Rating {
  return RATINGS.includes(score as Rating)
}

function invalid(at: Steps, text: string): Refusal {
  return refuseField(errors.parameterInvalid, at, text)
}

import { errors, type Refusal } from '#contract/errors.ts'
import { isRefusal } from '#core/refusal.ts'
import { type EntrySituation, moveEntry } from './entry-life.ts'

/** A verdict of a reviewer with the entry it is for. */
export type ReviewItem = {
  /** The place of its comment in the call. */
  index: number
  sample_id: string
  accept: boolean
  /** The entry belongs to the reviewer himself. */
  own: boolean
  entry: EntrySituation
}

/**
 * Which verdicts of a call are stored (behaviour 6.1). All or nothing but for entries that somebody else has reviewed
 * already: these are passed over (D40), and only when nothing else is left the answer is E4606. E4600 for an entry of one's
 * own, E4420 for one that does not wait for review.
 */
export function decideReview<Item extends ReviewItem>(items: readonly Item[]): Item[] | Refusal {
  const reviewable: Item[] = []
  let passedOver: Refusal | null = null
  for (const item of items) {
    const to = moveEntry(item.entry, item.accept ? 'reviewPass' : 'reviewReject')
    if (isRefusal(to) && to.error_code !== errors.alreadyReviewed.error_code) return naming(item, to)
    if (item.own) return naming(item, errors.memberMayNot.refusal('Nobody reviews his own entry.'))
    if (isRefusal(to)) passedOver ??= naming(item, to)
    else reviewable.push(item)
  }
  return reviewable.length === 0 && passedOver ? passedOver : reviewable
}

function naming({ index, sample_id }: ReviewItem, { error_code, error_msg }: Refusal): Refusal {
  return { error_code, error_msg: `comments[${index}]: sample ${sample_id}: ${error_msg}` }
}

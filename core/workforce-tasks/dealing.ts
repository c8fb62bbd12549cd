import { errors, type Refusal } from '#contract/errors.ts'
import { shuffle, shuffledIndexes, type Uint32Source } from '#core/acceptance/random.ts'

/** The samples that one worker gets, in the order in which he will see them. */
export type Share<Sample, Worker> = { worker: Worker; samples: Sample[] }

/**
 * May samples be dealt like this? null if so. E4621 without a labeler, E4822 when several are needed and there is one,
 * E4396 for a repetition below 1 or above the number of labelers (behaviour 3.2, D16).
 */
export function checkDeal({ labelers, repetition }: { labelers: number; repetition: number }): Refusal | null {
  if (labelers === 0) return errors.taskCannotStart.refusal('workforces_config names no labeler.')
  if (!Number.isSafeInteger(repetition) || repetition < 1)
    return errors.parameterInvalid.refusal('repetition: must be a whole number of at least 1.')
  if (repetition > 1 && labelers === 1)
    return errors.twoLabelersNeeded.refusal(`repetition: ${repetition} needs at least two labelers, there is one.`)
  if (repetition > labelers)
    return errors.parameterInvalid.refusal(`repetition: ${repetition} is more than the ${labelers} labelers.`)
  return null
}

/**
 * Deals every sample to `repetition` different labelers (behaviour 3.2). Sample i of the shuffled list goes to places
 * i*r to i*r + r - 1 of the shuffled labelers, round and round: so nobody gets a sample twice and the shares differ by
 * one at most. Every labeler has his share in the answer, in the order given, also when it is empty.
 */
export function deal<Sample, Worker>({
  samples,
  labelers,
  repetition,
  random,
}: {
  samples: readonly Sample[]
  labelers: readonly Worker[]
  repetition: number
  random: Uint32Source
}): Share<Sample, Worker>[] {
  if (checkDeal({ labelers: labelers.length, repetition }))
    throw new RangeError(`cannot deal ${repetition} times to ${labelers.length} labelers`)
  const shares = labelers.map((worker): Share<Sample, Worker> => ({ worker, samples: [] }))
  const round = shuffle(random, [...shares])
  let place = 0
  for (const i of shuffledIndexes(random, samples.length)) {
    for (let copy = 0; copy < repetition; copy++) {
      round[place]!.samples.push(samples[i]!)
      place = place + 1 === round.length ? 0 : place + 1
    }
  }
  return shares
}

/**
 * Deals samples that arrive later (`synchronize_data`, behaviour 3.4): each to the labelers who hold the fewest entries,
 * chance decides between equals. With fewer labelers than the repetition, because some have left, everybody gets them.
 */
export function dealMore<Sample, Worker>({
  samples,
  labelers,
  repetition,
  random,
}: {
  samples: readonly Sample[]
  /** With the number of entries each of them holds. */
  labelers: readonly { worker: Worker; entries: number }[]
  repetition: number
  random: Uint32Source
}): Share<Sample, Worker>[] {
  const shares = labelers.map(({ worker }): Share<Sample, Worker> => ({ worker, samples: [] }))
  const copies = Math.min(repetition, labelers.length)
  const held = Uint32Array.from(labelers, ({ entries }) => entries)
  const queue = shuffledIndexes(random, labelers.length).sort((a, b) => held[a]! - held[b]!)
  for (const i of shuffledIndexes(random, samples.length)) {
    for (let place = copies - 1; place >= 0; place--) {
      const labeler = queue[place]!
      shares[labeler]!.samples.push(samples[i]!)
      held[labeler]!++
      queueUp(queue, held, place)
    }
  }
  return shares
}

/** Moves the one at `place` behind all who hold as many as he or fewer. Everybody behind him stands in order already. */
function queueUp(queue: Uint32Array, held: Uint32Array, place: number): void {
  const labeler = queue[place]!
  let low = place + 1
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (held[queue[middle]!]! <= held[labeler]!) low = middle + 1
    else high = middle
  }
  queue.copyWithin(place, place + 1, low)
  queue[low - 1] = labeler
}

import { shuffle, type Uint32Source } from '#core/acceptance/random.ts'

/** Who has which sample. Entries may carry more, by which the caller finds them again. */
export type Held<Sample, Worker> = { sample: Sample; worker: Worker }

/** An entry changes hands; `to` null: nobody is left who does not have the sample already, the entry is dropped (D53). */
export type Move<Entry, Worker> = { entry: Entry; to: Worker | null }

/**
 * A labeler has joined (behaviour 3.5, D21): the untouched entries are spread evenly over all labelers by moving no more
 * of them than needed. Nobody gets a sample of which he has an entry already, touched or not.
 * With a repetition of 1 the labelers end with the same number of untouched entries, give or take one.
 */
export function spread<Sample, Worker, Entry extends Held<Sample, Worker>>({
  untouched,
  touched,
  labelers,
  random,
}: {
  untouched: readonly Entry[]
  /** The other entries of the same samples; without repetition there are none. */
  touched: readonly Held<Sample, Worker>[]
  labelers: readonly Worker[]
  random: Uint32Source
}): Move<Entry, Worker>[] {
  const holders = holdersOf<Sample, Worker>([untouched, touched])
  const hands = shuffle(random, [...labelers]).map((worker) => ({ worker, count: 0, movable: [] as Entry[] }))
  const handOf = new Map(hands.map((hand) => [hand.worker, hand]))
  for (const entry of shuffle(random, [...untouched])) {
    const hand = handOf.get(entry.worker)
    if (hand) hand.count = hand.movable.push(entry)
  }
  const moves: Move<Entry, Worker>[] = []
  for (;;) {
    const giver = best(hands, (hand) => (hand.movable.length > 0 ? -hand.count : Number.NaN))
    if (giver === undefined || hands.every((hand) => hand.count >= giver.count - 1)) return moves
    const entry = giver.movable.pop()!
    const having = holders.get(entry.sample)!
    const taker = best(hands, (hand) => (having.includes(hand.worker) ? Number.NaN : hand.count))
    if (taker === undefined || taker.count >= giver.count - 1) continue
    having[having.indexOf(giver.worker)] = taker.worker
    giver.count--
    taker.count++
    moves.push({ entry, to: taker.worker })
  }
}

/**
 * Labelers have left (behaviour 3.5): what they still had to do is dealt evenly to those who stay, never to one who has
 * the sample already. Serves as well for a single entry that is rejected after its labeler has left.
 */
export function handOver<Sample, Worker, Entry extends Held<Sample, Worker>>({
  leaving,
  others,
  labelers,
  random,
}: {
  leaving: readonly Entry[]
  /** The entries of other workers on the same samples; without repetition there are none. */
  others: readonly Held<Sample, Worker>[]
  /** Those who stay. */
  labelers: readonly Worker[]
  random: Uint32Source
}): Move<Entry, Worker>[] {
  const holders = holdersOf<Sample, Worker>([others])
  const hands = shuffle(random, [...labelers]).map((worker) => ({ worker, received: 0 }))
  return shuffle(random, [...leaving]).map((entry) => {
    const having = holders.get(entry.sample) ?? []
    const taker = best(hands, (hand) => (having.includes(hand.worker) ? Number.NaN : hand.received))
    if (taker === undefined) return { entry, to: null }
    taker.received++
    holders.set(entry.sample, [...having, taker.worker])
    return { entry, to: taker.worker }
  })
}

function holdersOf<Sample, Worker>(lists: readonly (readonly Held<Sample, Worker>[])[]): Map<Sample, Worker[]> {
  const holders = new Map<Sample, Worker[]>()
  for (const list of lists)
    for (const { sample, worker } of list) {
      const having = holders.get(sample)
      if (having) having.push(worker)
      else holders.set(sample, [worker])
    }
  return holders
}

/** The first with the lowest cost; NaN is out of the question. */
function best<T>(list: readonly T[], costOf: (item: T) => number): T | undefined {
  let found: T | undefined
  let lowest = Number.POSITIVE_INFINITY
  for (const item of list) {
    const cost = costOf(item)
    if (cost < lowest) {
      lowest = cost
      found = item
    }
  }
  return found
}

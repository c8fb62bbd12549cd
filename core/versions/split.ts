import { integerBelow, seededRandom, type Uint32Source } from '#core/acceptance/random.ts'

/** The side of a sample in the split of a version (formats 9). */
export type Side = 'TRAIN' | 'EVAL'

type Stratum = { train: number; eval: number; free: number; wanted: number }

/**
 * Splits the labelled samples of a version into training and evaluation: stratified by what they are labelled with, so that every
 * kind is on both sides as the ratio says, and seeded: the same seed and the same samples in the same order give the same split
 * (formats 9). Samples are shown twice in one order, first to be counted, then to be placed; kept are counts alone, never samples.
 *
 * In each stratum the free samples that go to training are drawn one after the other (selection sampling: Fan, Muller and Rezucha 1962),
 * so that exactly so many are chosen and every choice of so many is equally likely.
 */
export class Splitter {
  readonly #ratio: number
  readonly #random: Uint32Source
  readonly #strata = new Map<string, Stratum>()
  #counting = true

  /** `ratio`: the share of training, 0 to 1. `seed` as `seededRandom` takes it. */
  constructor({ ratio, seed }: { ratio: number; seed: string }) {
    this.#ratio = ratio
    this.#random = seededRandom(seed)
  }

  /** Counts a sample; `side` where it has one that it keeps. */
  count(stratum: string, side?: Side): void {
    const counts = this.#strata.get(stratum) ?? { train: 0, eval: 0, free: 0, wanted: 0 }
    this.#strata.set(stratum, counts)
    if (side === 'TRAIN') counts.train++
    else if (side === 'EVAL') counts.eval++
    else counts.free++
  }

  /** The side of the next sample without one. */
  place(stratum: string): Side {
    if (this.#counting) this.#share()
    const counts = this.#strata.get(stratum)!
    const isTrain = integerBelow(this.#random, counts.free) < counts.wanted
    counts.free--
    if (isTrain) counts.wanted--
    return isTrain ? 'TRAIN' : 'EVAL'
  }

  /**
   * How many free samples of each stratum go to training. Shares are rounded along the strata in their order, so that the whole comes
   * out right however many small strata there are.
   */
  #share(): void {
    this.#counting = false
    let [before, exact] = [0, 0]
    for (const name of [...this.#strata.keys()].sort()) {
      const counts = this.#strata.get(name)!
      exact += (counts.train + counts.eval + counts.free) * this.#ratio
      // Sums of decimals come out a hair beside the number meant.
      const quota = Math.floor(exact + 0.5 + 1e-9) - before
      before += quota
      counts.wanted = Math.min(counts.free, Math.max(0, quota - counts.train))
    }
  }
}

import { createHash } from 'node:crypto'
import { integerBelow, seededRandom } from '#core/acceptance/random.ts'

/** Chance that comes again: the same for the same seed and place. */
export class Random {
  readonly #source: () => number

  constructor(seed: string, place: number) {
    this.#source = seededRandom(createHash('sha256').update(`${seed} ${place}`).digest('hex').slice(0, 32))
  }

  below(n: number): number {
    return integerBelow(this.#source, n)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }
}

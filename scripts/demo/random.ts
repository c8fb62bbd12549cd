import { seededRandom } from '#core/acceptance/random.ts'

/** Chance with a seed, so that the same people make the same mistakes in every demo. */
export class Chance {
  readonly #next: () => number

  constructor(seed: string) {
    this.#next = seededRandom(seed)
  }

  /** True with probability `share`. */
  happens(share: number): boolean {
    return this.#next() / 2 ** 32 < share
  }

  /** `count` of the items, in a random order. */
  pick<T>(items: readonly T[], count: number): T[] {
    const left = [...items]
    const picked: T[] = []
    while (picked.length < count && left.length > 0) {
      picked.push(...left.splice(Math.floor((this.#next() / 2 ** 32) * left.length), 1))
    }
    return picked
  }
}

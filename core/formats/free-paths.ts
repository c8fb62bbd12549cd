import { splitEnding } from './paths.ts'

/**
 * Paths in a tree that is being written, no two with the same stem: `x.jpg`, then `x-2.png`, so that a file beside each has
 * a name of its own; with `path` only no two that are the same. What is kept are the names given away, some hundred bytes
 * for each file.
 */
export class FreePaths {
  readonly #taken = new Set<string>()
  /** The last number given to a stem, so that a thousand files called `1.jpg` need no million looks. */
  readonly #numbers = new Map<string, number>()
  readonly #own: 'stem' | 'path'

  constructor(own: 'stem' | 'path' = 'stem') {
    this.#own = own
  }

  take(path: string): string {
    const [stem, ending] = splitEnding(path)
    const nameOf = (free: string) => (this.#own === 'stem' ? free : free + ending)
    const name = nameOf(stem)
    let free = stem
    let number = this.#numbers.get(name) ?? 1
    while (this.#taken.has(nameOf(free))) {
      number++
      free = `${stem}-${number}`
      this.#numbers.set(name, number)
    }
    this.#taken.add(nameOf(free))
    return free + ending
  }
}

/** Lets a few pieces of work run at once and a few more wait for their turn; the rest is refused. */
export class Gate {
  readonly #atOnce: number
  readonly #waiting: number
  readonly #refuse: () => Error
  readonly #queue: (() => void)[] = []
  #running = 0

  constructor(options: { atOnce: number; waiting: number; refuse: () => Error }) {
    this.#atOnce = options.atOnce
    this.#waiting = options.waiting
    this.#refuse = options.refuse
  }

  /** Runs `work` when it is its turn; throws what `refuse` makes when the queue is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#atOnce) this.#running++
    else if (this.#queue.length < this.#waiting) await new Promise<void>((go) => this.#queue.push(go))
    else throw this.#refuse()
    try {
      return await work()
    } finally {
      // The place goes to the next one directly, so nobody can slip in between.
      const next = this.#queue.shift()
      if (next) next()
      else this.#running--
    }
  }
}

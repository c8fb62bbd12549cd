/** Does work side by side, so many at a time; what goes wrong is thrown by whoever comes next. */
export class SideBySide {
  readonly #most: number
  readonly #underWay = new Set<Promise<void>>()
  #failure: { error: unknown } | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** Begins a work as soon as there is room for it. */
  async begin(work: () => Promise<unknown>): Promise<void> {
    while (this.#underWay.size >= this.#most) await Promise.race(this.#underWay)
    this.#throwFailure()
    const underWay: Promise<void> = work().then(
      () => {},
      (error) => {
        this.#failure ??= { error }
      },
    )
    this.#underWay.add(underWay)
    underWay.then(() => this.#underWay.delete(underWay))
  }

  /** Waits until all of it is done. */
  async settle(): Promise<void> {
    await this.rest()
    this.#throwFailure()
  }

  /** Waits until nothing goes on any more, whatever became of it. */
  async rest(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }
}

import { Workload } from './workload.ts'

const [UNREVIEWED, UNCHECK, REJECTED] = [2, 3, 4]

type Review = { n: number; verdicts: ReadonlyMap<string, boolean> }

/** Reviews of many entries at once. The comment of a review tells which one it was. */
export class Reviews extends Workload<Review> {
  readonly name = 'reviews'
  readonly #expected = new Map<string, { n: number; accept: boolean }>()
  #waiting: string[] = []
  #count = 0

  /** When few are left the labeler saves everything anew, and it waits for review again. */
  override async prepare(): Promise<void> {
    if (this.#waiting.length > 200) return
    await this.save(
      this.scene.labeler,
      this.scene.sample_ids.map((sample_id) => ({ sample_id, labels: [{ name: 'spam' }] })),
    )
    this.#expected.clear()
    this.#waiting = [...this.scene.sample_ids]
  }

  protected async next(): Promise<Review | null> {
    const samples = this.#waiting.splice(0, 1 + this.random(40))
    if (samples.length === 0) return null
    return { n: ++this.#count, verdicts: new Map(samples.map((sample_id) => [sample_id, this.random(3) > 0])) }
  }

  /** A review that has been made already is answered with ModelArts.4606, which is no failure. */
  protected async send({ n, verdicts }: Review, again: boolean): Promise<void> {
    const comments = [...verdicts].map(([sample_id, accept]) => ({ sample_id, accept, comment: `review ${n}` }))
    const { error_code } = (await this.scene.review(this.scene.reviewer, comments)) as { error_code?: string }
    if (error_code !== undefined && !again) throw new Error(`review ${n} was answered with ${error_code}`)
  }

  protected expect({ n, verdicts }: Review): void {
    for (const [sample_id, accept] of verdicts) this.#expected.set(sample_id, { n, accept })
  }

  protected async compare(pending: Review | null): Promise<{ faults: string[]; done: boolean }> {
    const faults: string[] = []
    let done = 0
    for (const entry of await this.scene.entries()) {
      const { sample_id, state, review_comment, review_accept } = entry
      const accept = pending?.verdicts.get(sample_id)
      const isDone = accept !== undefined && state !== UNREVIEWED
      if (isDone) done++
      const wanted = isDone ? { n: pending!.n, accept } : this.#expected.get(sample_id)
      const isRight = wanted
        ? state === (wanted.accept ? UNCHECK : REJECTED) &&
          review_accept === (wanted.accept ? 1 : 0) &&
          review_comment === `review ${wanted.n}`
        : state === UNREVIEWED && review_accept === null
      if (!isRight) faults.push(`entry ${entry.entry_key} is in state ${state} by "${review_comment}"`)
    }
    if (done > 0 && done < pending!.verdicts.size) faults.push(`review ${pending!.n} is half applied`)
    return { faults, done: done > 0 }
  }
}

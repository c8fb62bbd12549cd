import type { Caller } from '#tests/caller.ts'
import type { TaskScene } from '#tests/scenes.ts'
import { Unanswered } from './stage.ts'

/** Whole numbers from 0 to n - 1. */
export type Random = (n: number) => number

/**
 * Calls of one kind, and what they must leave behind when the server dies. The journal of a workload is what it expects of
 * the records; a call is written down before it is made, because nobody knows what became of it when the answer is missing.
 */
export abstract class Workload<Call> {
  abstract readonly name: string
  readonly scene: TaskScene
  protected readonly random: Random
  #pending: Call | null = null
  #again: Call | null = null
  acknowledged = 0
  unanswered = 0
  /** Unanswered calls that had been done all the same. */
  doneUnanswered = 0

  constructor(scene: TaskScene, random: Random) {
    this.scene = scene
    this.random = random
  }

  /** Makes everything ready for the next round; nobody dies meanwhile. */
  async prepare(): Promise<void> {}

  /** The next call; null when there is nothing left to do. */
  protected abstract next(): Promise<Call | null>
  /** Makes a call; throws when it is answered otherwise than it should. `again`: it may have been done already. */
  protected abstract send(call: Call, again: boolean): Promise<void>
  /** From now on the records must show the effect of the call. */
  protected abstract expect(call: Call, again: boolean): void
  /** What is wrong with the records, and whether the effect of a call that was not answered is there. */
  protected abstract compare(pending: Call | null): Promise<{ faults: string[]; done: boolean }>

  /** Makes calls until the server does not answer any more, or nothing is left to do. */
  async run(): Promise<void> {
    try {
      for (let call = await this.next(); call !== null; call = await this.next()) {
        this.#pending = call
        await this.send(call, false)
        this.#pending = null
        this.expect(call, false)
        this.acknowledged++
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      if (this.#pending) this.unanswered++
    }
  }

  /** What is wrong after a crash, once the jobs are done. */
  async check(): Promise<string[]> {
    const pending = this.#pending
    const { faults, done } = await this.compare(pending)
    if (pending) {
      if (done) {
        this.expect(pending, false)
        this.doneUnanswered++
      }
      this.#again = pending
      this.#pending = null
    }
    return faults.map((fault) => `${this.name}: ${fault}`)
  }

  /** Makes the call again whose answer never came. */
  async repeat(): Promise<void> {
    const call = this.#again
    if (!call) return
    this.#again = null
    await this.send(call, true)
    this.expect(call, true)
  }

  /** Saves labels, which must all be taken. */
  protected async save(caller: Caller, samples: readonly object[]): Promise<void> {
    const reply = await this.scene.save(caller, samples)
    if (!reply.success) throw new Error(`${this.name}: labels were refused: ${reply.error_code} ${reply.error_msg}`)
  }
}

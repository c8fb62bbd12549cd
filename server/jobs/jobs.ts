import { setTimeout as sleep } from 'node:timers/promises'

/** A kind of work that goes on after the call that caused it was answered. */
export type JobKind = {
  /**
   * Does the work on one object until it is done. It may be cut off at any point and begin again, here or in another
   * process at the same time: every step locks the record it moves and checks how far the work has come.
   */
  run: (id: string) => Promise<void>
  /** Objects whose work is unfinished, read from their records. */
  unfinished: () => Promise<string[]>
}

const SWEEP_INTERVAL = 5_000
const FIRST_RETRY = 500

/**
 * Runs jobs in this process. The records of the domain say what is to be done, so nothing is lost when the process ends:
 * each start, and a look every few seconds, finds what is unfinished, also what another process left behind.
 */
export class Jobs {
  readonly #kinds = new Map<string, JobKind>()
  readonly #running = new Map<string, Promise<void>>()
  readonly #report: (error: unknown, job: string) => void
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(report: (error: unknown, job: string) => void) {
    this.#report = report
  }

  define(name: string, kind: JobKind): void {
    this.#kinds.set(name, kind)
  }

  /** Begins the work on an object unless it is under way here. */
  start(name: string, id: string): void {
    const job = `${name} ${id}`
    if (this.#stopped || this.#running.has(job)) return
    const kind = this.#kinds.get(name)
    if (!kind) throw new Error(`There is no job "${name}"`)
    const running = this.#runUntilDone(kind, id, job).finally(() => this.#running.delete(job))
    this.#running.set(job, running)
  }

  /** Finds unfinished work now and every few seconds. */
  async begin(): Promise<void> {
    await this.sweep()
    this.#timer = setInterval(() => this.sweep().catch((error) => this.#report(error, 'sweep')), SWEEP_INTERVAL)
    this.#timer.unref()
  }

  async sweep(): Promise<void> {
    for (const [name, kind] of this.#kinds) for (const id of await kind.unfinished()) this.start(name, id)
  }

  /** Waits until no job is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  /** Takes no more work and waits for the steps under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.idle()
  }

  /** A failing step (the database is away) is tried again once; after that the sweep finds the work. */
  async #runUntilDone(kind: JobKind, id: string, job: string): Promise<void> {
    // The call that started the job is answered first.
    await sleep(0)
    try {
      await kind.run(id)
    } catch (error) {
      this.#report(error, job)
      await sleep(FIRST_RETRY)
      if (this.#stopped) return
      await kind.run(id).catch((again) => this.#report(again, job))
    }
  }

  get stopped(): boolean {
    return this.#stopped
  }
}

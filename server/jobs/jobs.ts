import { setTimeout as sleep } from 'node:timers/promises'
import type { Exclusively } from '#adapters/sql/exclusive.ts'

/** A kind of work that goes on after the call that caused it was answered. */
export type JobKind = {
  /**
   * Does the work on one object until it is done. It may be cut off at any point and begin again, here or in another
   * process: every step locks the record it moves and checks how far the work has come.
   */
  run: (id: string) => Promise<void>
  /** Objects whose work is unfinished, read from their records. */
  unfinished: () => Promise<string[]>
}

const SWEEP_INTERVAL = 5_000
const FIRST_RETRY = 500
/**
 * Jobs under way in one process beside one of every kind; the others wait, so that calls find free connections to the
 * records. A kind has a place of its own: however many scans there are, mails are sent.
 */
const SHARED_PLACES = 2

/**
 * Runs jobs in this process, each of them in one process at a time. The records of the domain say what is to be done, so
 * nothing is lost when the process ends: each start, and a look every few seconds, finds what is unfinished, also what
 * another process left behind.
 */
export class Jobs {
  readonly #kinds = new Map<string, JobKind>()
  /** Waiting or under way. */
  readonly #jobs = new Map<string, Promise<void>>()
  readonly #underWay = new Set<string>()
  /** Started again while under way: what they have looked at already may have changed. */
  readonly #again = new Set<string>()
  /** In the order in which they came. */
  readonly #waiting: { name: string; begin: () => void }[] = []
  /** How many of each kind are under way. */
  readonly #busy = new Map<string, number>()
  readonly #exclusively: Exclusively
  readonly #report: (error: unknown, job: string) => void
  #lastSweep: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #begun = false
  #stopped = false

  constructor(exclusively: Exclusively, report: (error: unknown, job: string) => void) {
    this.#exclusively = exclusively
    this.#report = report
  }

  define(name: string, kind: JobKind): void {
    this.#kinds.set(name, kind)
  }

  /**
   * Begins the work on an object, or has it looked at once more when it is under way here. In a process that only answers
   * calls nothing happens: a process that works will find it.
   */
  start(name: string, id: string): void {
    if (!this.#begun) return
    const job = `${name} ${id}`
    if (this.#underWay.has(job)) this.#again.add(job)
    else this.#add(name, id)
  }

  /** Finds unfinished work now and every few seconds. */
  async begin(): Promise<void> {
    this.#begun = true
    await this.sweep()
    this.#timer = setInterval(() => this.sweep().catch((error) => this.#report(error, 'sweep')), SWEEP_INTERVAL)
    this.#timer.unref()
  }

  sweep(): Promise<void> {
    const sweep = this.#findWork()
    this.#lastSweep = sweep.catch(() => {})
    return sweep
  }

  /** Waits until this job is done as far as it can be done here, but not longer than so many milliseconds. */
  async settled(name: string, id: string, patience: number): Promise<void> {
    await Promise.race([this.#jobs.get(`${name} ${id}`), sleep(patience, undefined, { ref: false })])
  }

  /** Waits until no job is waiting or under way. */
  async idle(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all(this.#jobs.values())
  }

  /** Takes no more work and waits for the steps under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#lastSweep
    await this.idle()
  }

  get stopped(): boolean {
    return this.#stopped
  }

  async #findWork(): Promise<void> {
    for (const [name, kind] of this.#kinds) for (const id of await kind.unfinished()) this.#add(name, id)
  }

  #add(name: string, id: string): void {
    const job = `${name} ${id}`
    if (this.#stopped || this.#jobs.has(job)) return
    const kind = this.#kinds.get(name)
    if (!kind) throw new Error(`There is no job "${name}"`)
    this.#jobs.set(
      job,
      this.#work(name, job, () => kind.run(id)),
    )
  }

  async #work(name: string, job: string, run: () => Promise<void>): Promise<void> {
    // The call that started the job is answered first.
    await sleep(0)
    await this.#takeTurn(name)
    this.#underWay.add(job)
    do {
      this.#again.delete(job)
      if (!this.#stopped) await this.#runUntilDone(job, run)
    } while (this.#again.has(job) && !this.#stopped)
    this.#underWay.delete(job)
    this.#again.delete(job)
    this.#jobs.delete(job)
    this.#passTurn(name)
  }

  /**
   * A failing step (the database is away) is tried again once; after that the sweep finds the work, as it does when
   * another process has the job in hand now.
   */
  async #runUntilDone(job: string, run: () => Promise<void>): Promise<void> {
    try {
      await this.#exclusively(job, run)
    } catch (error) {
      this.#report(error, job)
      await sleep(FIRST_RETRY)
      if (this.#stopped) return
      await this.#exclusively(job, run).catch((again) => this.#report(again, job))
    }
  }

  async #takeTurn(name: string): Promise<void> {
    if (this.#mayBegin(name)) this.#count(name, 1)
    else await new Promise<void>((begin) => this.#waiting.push({ name, begin }))
  }

  #passTurn(name: string): void {
    this.#count(name, -1)
    const next = this.#waiting.findIndex((waiting) => this.#mayBegin(waiting.name))
    if (next < 0) return
    const [waiting] = this.#waiting.splice(next, 1)
    this.#count(waiting!.name, 1)
    waiting!.begin()
  }

  #mayBegin(name: string): boolean {
    if (!this.#busy.get(name)) return true
    let shared = 0
    for (const busy of this.#busy.values()) shared += Math.max(0, busy - 1)
    return shared < SHARED_PLACES
  }

  #count(name: string, step: 1 | -1): void {
    this.#busy.set(name, (this.#busy.get(name) ?? 0) + step)
  }
}

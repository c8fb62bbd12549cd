import { setImmediate as otherWork } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

type Work = (tx: Transaction<Tables>) => Promise<unknown>
type Waiting = { work: Work; resolve: (value: unknown) => void; reject: (reason: unknown) => void }

/** How long works may join a transaction that has begun, in milliseconds: other calls wait meanwhile. */
const SHARED_TIME = 20

/**
 * Transactions on SQLite, which has one writer: those that come at the same time are done one after the other and share
 * one commit, for a commit costs more than most of them. Each keeps its own savepoint, so a failing one takes back its
 * own changes alone, and nobody is answered before the commit is on the disk.
 */
export class SharedCommits {
  readonly #db: Kysely<Tables>
  readonly #execute: (text: string) => void
  readonly #waiting: Waiting[] = []
  #atWork = false

  /** `execute` runs a statement on the one connection of `db`. */
  constructor(db: Kysely<Tables>, execute: (text: string) => void) {
    this.#db = db
    this.#execute = execute
  }

  run<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (!this.#atWork) this.#empty()
    })
  }

  async #empty(): Promise<void> {
    this.#atWork = true
    while (this.#waiting.length > 0) {
      // Calls whose bytes are here already can join.
      await otherWork()
      await this.#commitTogether()
    }
    this.#atWork = false
  }

  async #commitTogether(): Promise<void> {
    const joined: Waiting[] = []
    const answers: (() => void)[] = []
    try {
      await this.#db.transaction().execute(async (tx) => {
        const end = performance.now() + SHARED_TIME
        do {
          const one = this.#waiting.shift()!
          joined.push(one)
          answers.push(await this.#doOne(tx, one))
        } while (this.#waiting.length > 0 && performance.now() < end)
      })
      for (const answer of answers) answer()
    } catch (error) {
      // Where not even a beginning could be made there is no hope for those who wait.
      const lost = joined.length > 0 ? joined : this.#waiting.splice(0)
      for (const { reject } of lost) reject(error)
    }
  }

  /** Does one work and tells how to answer it once everything is committed. */
  async #doOne(tx: Transaction<Tables>, { work, resolve, reject }: Waiting): Promise<() => void> {
    this.#execute('savepoint one')
    let answer: () => void
    try {
      const value = await work(tx)
      answer = () => resolve(value)
    } catch (error) {
      this.#execute('rollback to one')
      answer = () => reject(error)
    }
    this.#execute('release one')
    return answer
  }
}

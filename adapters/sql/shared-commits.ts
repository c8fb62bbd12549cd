import { setImmediate as otherWork } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

type Work = (tx: Transaction<Tables>) => Promise<unknown>
type Waiting = { work: Work; resolve: (value: unknown) => void; reject: (reason: unknown) => void }

/** How long works may join a transaction that has begun, in milliseconds: other calls wait meanwhile. */
const SHARED_TIME = 20

/**
 * Transactions on SQLite, which has one writer: those that come at the same time are done one after the other and share
 * one commit, for a commit costs more than most of them. Nobody is answered before the commit is on the disk. There are no
 * savepoints, which cost every work a tenth of its time: one that fails after it has written takes all back, and the others
 * are done again, so `work` must touch nothing but the transaction.
 */
export class SharedCommits {
  readonly #db: Kysely<Tables>
  readonly #database: Sqlite.Database
  /** Rows written so far, also those that were taken back. */
  readonly #changes: Sqlite.Statement<[], number>
  readonly #waiting: Waiting[] = []
  #atWork = false

  /** `database` is the one connection of `db`. */
  constructor(db: Kysely<Tables>, database: Sqlite.Database) {
    this.#db = db
    this.#database = database
    this.#changes = database.prepare<[], number>('select total_changes()').pluck()
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
      // Nobody joins those who have to begin again: each time there are fewer of them.
      const again = await this.#commitTogether(this.#waiting)
      while (again.length > 0) again.unshift(...(await this.#commitTogether(again)))
    }
    this.#atWork = false
  }

  /** Commits as many of the waiting as the time allows, and answers them. The result are those whose work was taken back. */
  async #commitTogether(waiting: Waiting[]): Promise<Waiting[]> {
    const joined: Waiting[] = []
    const answers: (() => void)[] = []
    try {
      await this.#db.transaction().execute(async (tx) => {
        const end = performance.now() + SHARED_TIME
        do {
          const one = waiting.shift()!
          joined.push(one)
          answers.push(await this.#doOne(tx, one))
        } while (waiting.length > 0 && performance.now() < end)
      })
      for (const answer of answers) answer()
      return []
    } catch (error) {
      if (error instanceof TakenBack) {
        joined.pop()!.reject(error.cause)
        return joined
      }
      // Where not even a beginning could be made there is no hope for those who wait.
      const lost = joined.length > 0 ? joined : waiting.splice(0)
      for (const { reject } of lost) reject(error)
      return []
    }
  }

  /** Does one work and tells how to answer it once everything is committed; `TakenBack` if it failed half-way. */
  async #doOne(tx: Transaction<Tables>, { work, resolve, reject }: Waiting): Promise<() => void> {
    const before = this.#changes.get()
    try {
      const value = await work(tx)
      return () => resolve(value)
    } catch (error) {
      // SQLite itself ends a transaction when the disk is full.
      if (!this.#database.inTransaction || this.#changes.get() !== before) throw new TakenBack(error)
      return () => reject(error)
    }
  }
}

/** A work failed after it had written: the transaction cannot be committed. */
class TakenBack extends Error {
  constructor(cause: unknown) {
    super('A transaction was taken back', { cause })
  }
}

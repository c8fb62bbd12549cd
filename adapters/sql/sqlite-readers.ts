import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { LockFreeSqlite } from './lock-free-sqlite.ts'
import { keepStatements } from './sqlite-statements.ts'
import type { Tables } from './tables.ts'

type Reader = Kysely<Tables>

/** Connections that stay open between readings. */
const KEPT = 4
/** Of each connection: there may be several at once, and the system keeps the pages of the file as well. */
const CACHE_KIB = 8_192

/**
 * Connections that only read. In WAL mode a reading transaction sees the records as they were at its first statement and
 * holds up no writer, so a long scan can pause between its steps.
 */
export class SqliteReaders {
  /** For statements that stand alone: each sees what is committed when it begins. */
  readonly single: Reader
  readonly #open: () => Reader
  readonly #idle: Reader[] = []
  #closed = false

  constructor(path: string, timeout: number) {
    this.#open = () => openReader(path, timeout)
    this.single = this.#open()
  }

  async read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const reader = this.#idle.pop() ?? this.#open()
    try {
      return await reader.transaction().execute(work)
    } finally {
      if (this.#closed || this.#idle.length >= KEPT) await reader.destroy()
      else this.#idle.push(reader)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([this.single, ...this.#idle.splice(0)].map((reader) => reader.destroy()))
  }
}

function openReader(path: string, timeout: number): Reader {
  const database = new Sqlite(path, { readonly: true, timeout })
  database.pragma(`cache_size = -${CACHE_KIB}`)
  database.pragma('temp_store = MEMORY')
  const dialect = new LockFreeSqlite({ database: { prepare: keepStatements(database), close: () => database.close() } })
  return new Kysely<Tables>({ dialect })
}

import Sqlite from 'better-sqlite3'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { type MigrationProvider, Migrator } from 'kysely/migration'
import { type Broadcast, broadcastOnPostgres, noBroadcast } from './broadcast.ts'
import { type Each, eachOnPostgres, eachOnSqlite } from './each.ts'
import { type Exclusively, exclusivelyHere, exclusivelyOnPostgres } from './exclusive.ts'
import { isDeadlock } from './faults.ts'
import { LockFreeSqlite } from './lock-free-sqlite.ts'
import { type Engine, migrationsFor } from './migrations.ts'
import { openPool, type PoolOptions, refuseOldServer } from './postgres-pool.ts'
import { SharedCommits } from './shared-commits.ts'
import { copySqlite } from './sqlite-copy.ts'
import { lockSqlite } from './sqlite-lock.ts'
import { SqliteReaders } from './sqlite-readers.ts'
import { keepStatements } from './sqlite-statements.ts'
import type { KeyName, Tables } from './tables.ts'

/** What a query needs: the store itself or a transaction of it. */
export type Db = Kysely<Tables>

/** A transaction, with the statements that run once for each row of a list. */
export type Tx = Transaction<Tables> & { each: Each }

/** How long a writer waits for another process before it gives up, in milliseconds. */
const BUSY_TIMEOUT = 10_000
const DEADLOCK_RETRIES = 5

/** What each engine does in its own way. */
type OwnParts = {
  each: (tx: Transaction<Tables>) => Each
  exclusively: Exclusively
  broadcast: Broadcast
  commits?: SharedCommits
  readers?: SqliteReaders
  unlock?: () => void
  /** Called before the schema is touched; `update` is the first migration that records of an older program still need. */
  prepare: (update: string | undefined) => Promise<void>
}

/** The records of Muster on one of the two engines. */
export class Store {
  readonly engine: Engine
  readonly db: Db
  /**
   * Reads what stands alone: everything that is committed, without waiting for a transaction that is under way, however long.
   * What belongs together is read by `snapshot`, what is to be changed in `transaction`.
   */
  readonly read: Db
  /**
   * Does `work` unless work of this name is going on, here or in another process on these records; tells whether it did.
   * A process that dies lets go of its names.
   */
  readonly exclusively: Exclusively
  readonly broadcast: Broadcast
  readonly #each: (tx: Transaction<Tables>) => Each
  readonly #commits: SharedCommits | undefined
  readonly #readers: SqliteReaders | undefined
  readonly #unlock: (() => void) | undefined
  readonly #prepare: OwnParts['prepare']

  constructor(engine: Engine, db: Db, own: OwnParts) {
    this.engine = engine
    this.db = db
    this.read = own.readers?.single ?? db
    this.exclusively = own.exclusively
    this.broadcast = own.broadcast
    this.#each = own.each
    this.#commits = own.commits
    this.#readers = own.readers
    this.#unlock = own.unlock
    this.#prepare = own.prepare
  }

  /**
   * Runs `work` in one transaction. PostgreSQL may choose it as the victim of a deadlock: then it runs again, so `work`
   * must touch nothing but the transaction.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const run = (tx: Transaction<Tables>) => work(Object.assign(tx, { each: this.#each(tx) }))
    if (this.#commits) return this.#commits.run(run)
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.db.transaction().execute(run)
      } catch (error) {
        if (!isDeadlock(error) || attempt > DEADLOCK_RETRIES) throw error
      }
    }
  }

  /**
   * Reads what belongs together: all statements of `work` see the records as they were at the first of them, and writers
   * need not wait meanwhile, so a long `work` may pause between its steps.
   */
  snapshot<T>(work: (db: Db) => Promise<T>): Promise<T> {
    if (this.#readers) return this.#readers.read(work)
    return this.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
  }

  /**
   * Reserves `count` consecutive keys and returns the first. It commits by itself, so call it before the transaction that
   * uses the keys; keys that are never used leave a harmless gap.
   */
  async reserveKeys(name: KeyName, count: number): Promise<number> {
    const { next_key } = await this.db
      .updateTable('key_range')
      .set((eb) => ({ next_key: eb('next_key', '+', count) }))
      .where('name', '=', name)
      .returning('next_key')
      .executeTakeFirstOrThrow()
    return next_key - count
  }

  /**
   * Brings the schema to the newest version; refuses one that a newer program wrote. An older SQLite file is kept as
   * `<file>.before-<migration>`.
   */
  async migrate(provider: MigrationProvider = migrationsFor(this.engine)): Promise<void> {
    const migrator = new Migrator({ db: this.db, provider })
    const migrations = await migrator.getMigrations()
    const isOld = migrations.some(({ executedAt }) => executedAt !== undefined)
    await this.#prepare(isOld ? migrations.find(({ executedAt }) => executedAt === undefined)?.name : undefined)
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  }

  async close(): Promise<void> {
    await this.#readers?.close()
    await this.db.destroy()
    this.#unlock?.()
  }
}

/**
 * Opens the SQLite file at `path` (made if missing) for this process alone; every commit is on the disk before it is
 * answered.
 */
export function openSqlite(path: string): Store {
  const unlock = lockSqlite(path)
  const database = new Sqlite(path, { timeout: BUSY_TIMEOUT })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  // Pages that are written again and again go to the file once in 16 MB, not once in 4.
  database.pragma('wal_autocheckpoint = 4000')
  database.pragma('foreign_keys = ON')
  database.pragma('cache_size = -65536')
  // Reading a page by way of the memory of the system spares a call and a copy; bounded, as it counts as memory of ours.
  database.pragma('mmap_size = 67108864')
  database.pragma('temp_store = MEMORY')
  const statements = keepStatements(database)
  const prepare = (text: string) => {
    // Transactions here write, others read by connections of their own: they wait for the lock once, before they read.
    if (text === 'begin') return statements('begin immediate')
    // SQLite itself ends a transaction when the disk is full; the fault would be lost behind that of a second end.
    return statements(text === 'rollback' && !database.inTransaction ? 'select 1' : text)
  }
  const dialect = new LockFreeSqlite({ database: { prepare, close: () => database.close() } })
  const db = new Kysely<Tables>({ dialect })
  const each = eachOnSqlite(statements)
  return new Store('sqlite', db, {
    each: () => each,
    exclusively: exclusivelyHere(),
    broadcast: noBroadcast,
    commits: new SharedCommits(db, database),
    readers: new SqliteReaders(path, BUSY_TIMEOUT),
    unlock,
    prepare: async (update) => {
      if (update) copySqlite(database, `${path}.before-${update}`)
    },
  })
}

/** Connects to PostgreSQL at `url` (`postgres://…`). */
export async function openPostgres(url: string, options?: PoolOptions): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, options) }) })
  return new Store('postgres', db, {
    each: eachOnPostgres,
    exclusively: exclusivelyOnPostgres(url),
    broadcast: broadcastOnPostgres(db, url),
    prepare: async () => {
      const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(
        db,
      )
      refuseOldServer(Number(rows[0]!.version))
    },
  })
}

import { closeSync, fsyncSync, openSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openPostgres, openSqlite, type Store } from '#adapters/sql/store.ts'
import { freshFolder } from '#tests/folders.ts'
import { type Postgres, startPostgres } from '#tests/postgres.ts'
import { type Bare, bareOnPostgres, bareOnSqlite } from './bare.ts'

export type EngineName = 'sqlite' | 'postgres'

/** Records of their own for one measurement, in a folder or a database. */
export type Room = {
  engine: EngineName
  /** Settings with which a server works on these records. */
  env: Record<string, string>
  /** Fills the records; the store is closed afterwards. */
  fill<T>(work: (store: Store) => Promise<T>): Promise<T>
  /** A copy of the records, to which nobody has a connection yet. */
  copy(): Promise<Room>
  /** A connection, or several, with nothing of the server around. */
  openBare(): Bare
  dispose(): Promise<void>
}

export type Engine = { name: EngineName; makeRoom(): Promise<Room>; close(): Promise<void> }

export const sqliteEngine: Engine = {
  name: 'sqlite',
  async makeRoom() {
    const { folder, dispose } = await freshFolder()
    const path = join(folder, 'muster.db')
    return {
      engine: 'sqlite',
      env: { MUSTER_DATA: folder },
      async fill(work) {
        const result = await fillStore(openSqlite(path), work, {
          before: 'pragma synchronous = off',
          after: 'pragma wal_checkpoint(truncate)',
        })
        sync(path)
        return result
      },
      async copy() {
        const other = await sqliteEngine.makeRoom()
        const copy = join(other.env.MUSTER_DATA!, 'muster.db')
        await cp(path, copy)
        sync(copy)
        return other
      },
      openBare: () => bareOnSqlite(path),
      dispose,
    }
  },
  async close() {},
}

function sync(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

/** PostgreSQL as installed here or brought by npm, with its own settings; null where there is none. */
export async function findPostgres(): Promise<Engine | null> {
  const server = await startPostgres({ fsync: true }).catch((error: unknown) => {
    console.log(`No PostgreSQL is at hand: ${error instanceof Error ? error.message : error}`)
    return null
  })
  if (!server) return null
  return { name: 'postgres', makeRoom: () => roomOn(server), close: () => server.stop() }
}

async function roomOn(server: Postgres, template?: string): Promise<Room> {
  const { folder, dispose } = await freshFolder()
  const url = await server.createDatabase(undefined, template)
  const name = new URL(url).pathname.slice(1)
  return {
    engine: 'postgres',
    env: { MUSTER_DATA: folder, DATABASE_URL: url },
    fill: async (work) => fillStore(await openPostgres(url), work, { before: 'select 1', after: 'vacuum analyze' }),
    copy: () => roomOn(server, name),
    openBare: () => bareOnPostgres(url),
    async dispose() {
      await server.dropDatabase(name)
      await dispose()
    },
  }
}

/** Nobody has to wait for the disk while records are made up; afterwards they are as after some time of running. */
async function fillStore<T>(
  store: Store,
  work: (store: Store) => Promise<T>,
  { before, after }: { before: string; after: string },
): Promise<T> {
  try {
    await store.migrate()
    await sql.raw(before).execute(store.db)
    const result = await work(store)
    await sql.raw(after).execute(store.db)
    return result
  } finally {
    await store.close()
  }
}

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { S3Settings } from '#adapters/blobs/s3-client.ts'
import { openPostgres, openSqlite, type Store } from '#adapters/sql/store.ts'
import { environmentOf } from '#tests/blobs/s3-server.ts'
import { freshFolder, memoryFolder } from '#tests/folders.ts'
import { adminOf } from '#tests/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run and the database there that has the newest schema; set for the project `postgres` only. */
    postgres: { url: string; template: string }
    /** The S3 server of this run; set for the projects `s3` only. */
    s3: S3Settings
  }
}

/** Which engine this run of the suite is about (vitest.config.ts). */
export const engine = process.env.MUSTER_TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite'

/** Settings of a server whose files are in the store of this run: folders, or in the projects `s3` an S3 server. */
export function blobSettings(): Record<string, string> {
  return process.env.MUSTER_TEST_BLOBS === 's3' ? environmentOf(inject('s3')) : {}
}

export type FreshDatabase = {
  /** What DATABASE_URL is to be; undefined: SQLite in `folder`. */
  url?: string
  /** An empty folder for everything else that a server keeps (MUSTER_DATA). */
  folder: string
  dispose(): Promise<void>
}

/** Room for one server of its own on the engine of this run. On PostgreSQL the schema is there already. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const room = await freshFolder(await memoryFolder())
  if (engine === 'sqlite') return room
  const { url, template } = inject('postgres')
  const admin = adminOf(url)
  const name = `muster_${randomBytes(8).toString('hex')}`
  return {
    folder: room.folder,
    url: await admin.createDatabase(name, template),
    async dispose() {
      await admin.dropDatabase(name)
      await admin.close()
      await room.dispose()
    },
  }
}

/** The store of a fresh database, with the newest schema and nothing in it. */
export async function freshStore(): Promise<{ store: Store; dispose(): Promise<void> }> {
  const database = await freshDatabase()
  const store = database.url ? await openPostgres(database.url) : openSqlite(join(database.folder, 'muster.db'))
  await store.migrate()
  return {
    store,
    async dispose() {
      await store.close()
      await database.dispose()
    },
  }
}

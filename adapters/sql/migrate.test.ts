import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, type FreshDatabase, freshDatabase } from '#tests/engines.ts'
import { migrationsFor } from './migrations.ts'
import { refuseOldServer } from './postgres-pool.ts'
import { agreeOnSetting } from './settings.ts'
import { openPostgres, openSqlite, type Store } from './store.ts'

let database: FreshDatabase
let store: Store
const path = () => join(database.folder, 'muster.db')
beforeEach(async () => {
  database = await freshDatabase()
  store = database.url ? await openPostgres(database.url) : openSqlite(path())
})
afterEach(async () => {
  await store.close()
  await database.dispose()
})

/** A program that is newer by one migration. */
const newer = (change: string) => ({
  getMigrations: async () => ({
    ...(await migrationsFor(engine).getMigrations()),
    '999-next': { up: async (db: Store['db']) => void (await sql.raw(change).execute(db)) },
  }),
})

const fingerprint = (of: Store) => agreeOnSetting(of.db, 'key_fingerprint', 'unknown')
const copies = () => readdirSync(database.folder).filter((name) => name.includes('before'))

test('a newer program brings older records along', async () => {
  await store.migrate()
  await agreeOnSetting(store.db, 'key_fingerprint', 'old')
  await store.migrate(newer('alter table setting add column note text'))
  await sql`select note from setting`.execute(store.db)
  expect(await fingerprint(store)).toBe('old')
  await expect(store.migrate()).rejects.toThrow('999-next')
})

test.runIf(engine === 'sqlite')('a SQLite file is kept as it was before an update, and only then', async () => {
  await store.migrate()
  await store.migrate()
  expect(copies()).toEqual([])
  await agreeOnSetting(store.db, 'key_fingerprint', 'old')
  await store.migrate(newer('drop table setting'))
  expect(copies()).toEqual(['muster.db.before-999-next'])

  const kept = openSqlite(`${path()}.before-999-next`)
  await kept.migrate()
  expect(await fingerprint(kept)).toBe('old')
  await kept.close()
})

test.runIf(engine === 'sqlite')(
  'an update that failed is tried again, with the records of then in the copy',
  async () => {
    await store.migrate()
    await expect(store.migrate(newer('no such command'))).rejects.toThrow()
    await agreeOnSetting(store.db, 'key_fingerprint', 'later')
    await store.migrate(newer('drop table setting'))
    const kept = openSqlite(`${path()}.before-999-next`)
    expect(await fingerprint(kept)).toBe('later')
    await kept.close()
    expect(existsSync(`${path()}.before-999-next.tmp`)).toBe(false)
  },
)

test('PostgreSQL before 15 is refused', () => {
  expect(() => refuseOldServer(140_012)).toThrow('PostgreSQL 14 is too old: Muster needs 15 or newer.')
  expect(() => refuseOldServer(90_624)).toThrow('PostgreSQL 9 ')
  refuseOldServer(150_000)
  refuseOldServer(180_001)
})

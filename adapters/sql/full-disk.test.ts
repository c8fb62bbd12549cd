import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { engine, freshStore } from '#tests/engines.ts'
import { isDatabaseAway } from './faults.ts'

test.runIf(engine === 'sqlite')('a full disk is told as what it is to all who write, and passes', async () => {
  const { store, dispose } = await freshStore()
  const grow = (name: string) =>
    store.transaction(async (tx) => {
      await sql`insert into key_range (name, next_key) values (${name.padEnd(20_000, '-')}, 1)`.execute(tx)
    })
  const names = async () => (await store.db.selectFrom('key_range').select('name').execute()).length
  const before = await names()
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db)
  await sql.raw(`pragma max_page_count = ${rows[0]!.page_count}`).execute(store.db)
  for (const result of await Promise.allSettled(['a', 'b', 'c'].map(grow))) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_FULL' } })
    expect(isDatabaseAway((result as PromiseRejectedResult).reason)).toBe(true)
  }
  expect(await names()).toBe(before)
  await sql`pragma max_page_count = 1000000`.execute(store.db)
  await Promise.all(['a', 'b', 'c'].map(grow))
  expect(await names()).toBe(before + 3)
  await dispose()
})

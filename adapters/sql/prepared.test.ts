import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStore } from '#tests/engines.ts'
import { prepared } from './prepared.ts'
import type { Db, Store } from './store.ts'
import type { KeyName } from './tables.ts'

let built = 0
const rangesFrom = prepared((db: Db, name: KeyName, limit: number) => {
  built++
  return db.selectFrom('key_range').select(['name']).where('name', '>=', name).orderBy('name').limit(limit)
})

let fresh: { store: Store; dispose(): Promise<void> }
beforeAll(async () => {
  fresh = await freshStore()
})
afterAll(() => fresh.dispose())

test('a query is built once and asked with other arguments, in a transaction as well', async () => {
  const { store } = fresh
  expect(await rangesFrom(store.db, 'entry', 1)).toEqual([{ name: 'entry' }])
  expect(await rangesFrom(store.db, 'label', 5)).toEqual([{ name: 'label' }, { name: 'sample' }])
  expect(await store.transaction((tx) => rangesFrom(tx, 'sample', 1))).toEqual([{ name: 'sample' }])
  expect(built).toBe(1)
})

test('another store has a query of its own', async () => {
  const other = await freshStore()
  expect(await rangesFrom(other.store.db, 'sample', 1)).toEqual([{ name: 'sample' }])
  expect(built).toBe(2)
  await other.dispose()
})

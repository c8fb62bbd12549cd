import { existsSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { engine, freshDatabase, freshStore } from './engines.ts'

const stores = await Promise.all([freshStore(), freshStore()])
afterAll(() => Promise.all(stores.map(({ dispose }) => dispose())))

test('the engine is the one the project names, and two fresh stores know nothing of each other', async () => {
  expect(stores.map(({ store }) => store.engine)).toEqual([engine, engine])
  const keys = stores.map(({ store }) => store.reserveKeys('sample', 5))
  const [first, second] = await Promise.all(keys)
  expect(first).toBe(second)
  expect(await stores[0]!.store.reserveKeys('sample', 1)).toBe(first! + 5)
})

test('a disposed database leaves no folder behind', async () => {
  const database = await freshDatabase()
  expect(existsSync(database.folder)).toBe(true)
  expect(database.url?.startsWith('postgres://')).toBe(engine === 'postgres' ? true : undefined)
  await database.dispose()
  expect(existsSync(database.folder)).toBe(false)
})

import { expect, test } from 'vitest'
import { freshStore } from '#tests/engines.ts'

const project = (project_id: string) => ({
  project_id,
  project_name: 'p',
  domain_id: 'd',
  domain_name: 'D',
  create_time: 0,
})

test('all reads of a snapshot see one moment, while others write; the next one sees what they wrote', async () => {
  const { store, dispose } = await freshStore()
  const names = () => store.snapshot((db) => db.selectFrom('project').select('project_id').execute())
  await store.db.insertInto('project').values(project('a')).execute()
  await store.snapshot(async (db) => {
    const before = await db.selectFrom('project').select('project_id').execute()
    await store.transaction(async (tx) => {
      await tx.insertInto('project').values(project('b')).execute()
    })
    expect(await db.selectFrom('project').select('project_id').execute()).toEqual(before)
    expect(await names()).toHaveLength(2)
  })
  expect(await names()).toHaveLength(2)
  await dispose()
})

test('a snapshot writes nothing, and a failed one leaves the next one whole', async () => {
  const { store, dispose } = await freshStore()
  const write = store.snapshot((db) => db.insertInto('project').values(project('a')).execute())
  await expect(write).rejects.toThrow()
  expect(await store.snapshot((db) => db.selectFrom('project').selectAll().execute())).toEqual([])
  await dispose()
})

test('many snapshots at once do not wait for each other', async () => {
  const { store, dispose } = await freshStore()
  let open = 0
  const { promise: allOpen, resolve } = Promise.withResolvers<void>()
  const readers = Array.from({ length: 8 }, () =>
    store.snapshot(async (db) => {
      await db.selectFrom('project').selectAll().execute()
      if (++open === 8) resolve()
      await allOpen
    }),
  )
  await Promise.all(readers)
  expect(open).toBe(8)
  await dispose()
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, type FreshDatabase, freshDatabase } from '#tests/engines.ts'
import { openPostgres, openSqlite, type Store } from './store.ts'

let database: FreshDatabase
let store: Store
beforeAll(async () => {
  database = await freshDatabase()
  store = database.url ? await openPostgres(database.url) : openSqlite(join(database.folder, 'muster.db'))
})
afterAll(async () => {
  await store.close()
  await database.dispose()
})

/** Work that goes on until it is told to end. */
function longWork() {
  const { promise, resolve: end } = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const work = () => {
    begun.resolve()
    return promise
  }
  return { work, begun: begun.promise, end }
}

const never = async () => expect.unreachable('the work is done twice at a time')

test('work of one name is done once at a time, other work meanwhile', async () => {
  const long = longWork()
  const first = store.exclusively('deal 1', long.work)
  await long.begun
  expect(await store.exclusively('deal 1', never)).toBe(false)
  let other = false
  expect(
    await store.exclusively('deal 2', async () => {
      other = true
    }),
  ).toBe(true)
  expect(other).toBe(true)
  long.end()
  expect(await first).toBe(true)
  expect(await store.exclusively('deal 1', async () => {})).toBe(true)
})

test('work that fails says so and lets go', async () => {
  await expect(store.exclusively('broken', () => Promise.reject(new Error('the disk is full')))).rejects.toThrow('disk')
  expect(await store.exclusively('broken', async () => {})).toBe(true)
})

test('of many that begin at once one does the work', async () => {
  const long = longWork()
  const answers: boolean[] = []
  const runs = Array.from({ length: 20 }, async () => answers.push(await store.exclusively('rush', long.work)))
  await expect.poll(() => answers.length).toBe(19)
  long.end()
  await Promise.all(runs)
  expect(answers.filter((did) => did)).toHaveLength(1)
})

test.runIf(engine === 'postgres')(
  'another process is kept out, and takes over when the first one is killed',
  async () => {
    const script = `
    const { openPostgres } = await import(process.argv[1])
    const store = await openPostgres(process.argv[2])
    await store.exclusively('mails', () => {
      process.stdout.write('begun')
      return new Promise((resolve) => setTimeout(resolve, 60_000))
    })`
    const module = new URL('./store.ts', import.meta.url).href
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, database.url!], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    expect(await store.exclusively('mails', never)).toBe(false)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await expect.poll(() => store.exclusively('mails', async () => {}), { timeout: 10_000 }).toBe(true)
  },
)

test.runIf(engine === 'postgres')('without the database nothing is done', async () => {
  const lost = await openPostgres('postgres://muster@127.0.0.1:9/none')
  await expect(lost.exclusively('mails', never)).rejects.toThrow()
  await lost.close()
})

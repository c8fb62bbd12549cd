import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql, type Transaction } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SharedCommits } from './shared-commits.ts'
import type { Tables } from './tables.ts'

let db: Kysely<Tables>
let commits: SharedCommits
/** The statements that reached SQLite, and what else happened. */
let log: string[]
let failing: string | undefined

beforeEach(() => {
  const database = new Sqlite(':memory:')
  database.exec('create table note (word text primary key)')
  log = []
  failing = undefined
  const prepare = (text: string) => {
    log.push(text)
    if (text === failing) {
      failing = undefined
      throw new Error(`${text} failed`)
    }
    return database.prepare<unknown[]>(text)
  }
  const dialect = new SqliteDialect({ database: { prepare, close: () => database.close() } })
  db = new Kysely<Tables>({ dialect })
  commits = new SharedCommits(db, database)
})

afterEach(() => db.destroy())

const note = (word: string) => (tx: Transaction<Tables>) => sql`insert into note values (${word})`.execute(tx)
const notes = async () => {
  const { rows } = await sql<{ word: string }>`select word from note order by word`.execute(db)
  return rows.map(({ word }) => word)
}
const count = (text: string) => log.filter((one) => one === text).length

test('works that come at the same time share one commit, in the order in which they came', async () => {
  const words = ['a', 'b', 'c', 'd']
  const seen = await Promise.all(
    words.map((word) =>
      commits.run(async (tx) => {
        await note(word)(tx)
        return (await sql<{ word: string }>`select word from note`.execute(tx)).rows.length
      }),
    ),
  )
  expect(seen).toEqual([1, 2, 3, 4])
  expect(await notes()).toEqual(words)
  expect(count('commit')).toBe(1)
})

test('nobody is answered before the commit', async () => {
  await Promise.all(['a', 'b'].map((word) => commits.run(note(word)).then(() => log.push(`answer ${word}`))))
  expect(log.slice(log.indexOf('commit'))).toEqual(['commit', 'answer a', 'answer b'])
})

test('one that fails takes back its own changes alone, and hears why', async () => {
  const results = await Promise.allSettled([
    commits.run(note('a')),
    commits.run(async (tx) => {
      await note('b')(tx)
      throw new Error('changed my mind')
    }),
    commits.run(note('c')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: new Error('changed my mind') })
  expect(await notes()).toEqual(['a', 'c'])
})

test('those who came before one that fails are done again, each once', async () => {
  const words = ['a', 'b', 'c', 'd', 'e', 'f']
  const results = await Promise.allSettled(
    words.map((word) =>
      commits.run(async (tx) => {
        await note(word)(tx)
        if (word === 'b' || word === 'e') throw new Error(word)
        return word
      }),
    ),
  )
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message))).toEqual(words)
  expect(await notes()).toEqual(['a', 'c', 'd', 'f'])
})

test('many who have to begin again are all answered, also when they take long', async () => {
  const tried = new Set<string>()
  const slowAgain = (word: string) => async (tx: Transaction<Tables>) => {
    await note(word)(tx)
    for (const end = performance.now() + (tried.has(word) ? 25 : 0); performance.now() < end; );
    tried.add(word)
    if (word === 'c') throw new Error(word)
  }
  const results = await Promise.allSettled(['a', 'b', 'c'].map((word) => commits.run(slowAgain(word))))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(await notes()).toEqual(['a', 'b'])
  expect(count('commit')).toBe(2)
})

test('one that fails before it has written anything holds up nobody', async () => {
  const results = await Promise.allSettled([
    commits.run(note('a')),
    commits.run(() => Promise.reject(new Error('no'))),
    commits.run(note('b')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(count('rollback')).toBe(0)
  expect(count('commit')).toBe(1)
})

test('when the commit fails nobody is told that it went well, and later works are done', async () => {
  failing = 'commit'
  const results = await Promise.allSettled(['a', 'b'].map((word) => commits.run(note(word))))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await notes()).toEqual([])
  await commits.run(note('c'))
  expect(await notes()).toEqual(['c'])
})

test('when no transaction can be begun all who wait are told', async () => {
  failing = 'begin'
  const results = await Promise.allSettled(['a', 'b'].map((word) => commits.run(note(word))))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await commits.run(note('c'))
  expect(await notes()).toEqual(['c'])
})

test('what takes long is committed before the next one begins', async () => {
  const slow = (word: string) => async (tx: Transaction<Tables>) => {
    await note(word)(tx)
    for (const end = performance.now() + 25; performance.now() < end; );
  }
  await Promise.all([commits.run(slow('a')), commits.run(slow('b')), commits.run(note('c'))])
  expect(await notes()).toEqual(['a', 'b', 'c'])
  expect(count('commit')).toBe(3)
})

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
  commits = new SharedCommits(db, (text) => prepare(text).run())
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

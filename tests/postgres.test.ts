import pg from 'pg'
import { expect, test } from 'vitest'
import { engine } from './engines.ts'
import { startPostgres } from './postgres.ts'

test.runIf(engine === 'postgres')(
  'a server of our own keeps what it is told to keep, and ends when stopped',
  async () => {
    const server = await startPostgres({ fsync: true })
    try {
      await query(await server.createDatabase('first'), 'create table kept (fact text)')
      const copy = await server.createDatabase(undefined, 'first')
      expect(await query(copy, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }])
      expect(await query(server.url('first'), 'show fsync')).toEqual([{ fsync: 'on' }])
      await server.dropDatabase('first')
      await expect(query(server.url('first'), 'select 1')).rejects.toThrow('does not exist')
    } finally {
      await server.stop()
    }
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH')
  },
)

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

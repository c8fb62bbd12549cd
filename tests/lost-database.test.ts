import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { isDatabaseAway } from '#adapters/sql/faults.ts'
import { openPostgres } from '#adapters/sql/store.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { engine, freshDatabase } from '#tests/engines.ts'

/** Everything that a call may answer while the database comes and goes; the fault itself is in the log. */
const ANSWERS = [200, 503]

async function calledAgainAndAgain(server: TestServer, until: Promise<unknown>): Promise<number[]> {
  let ended = false
  until.finally(() => {
    ended = true
  })
  const statuses: number[] = []
  const caller = async () => {
    while (!ended) {
      const { status, json } = await server.owner.request('GET', `/v2/${server.projectId}/datasets`)
      if (status !== 200) expect(json.error_code).toBe('ModelArts.4302')
      statuses.push(status)
    }
  }
  const writer = async () => {
    // Between two statements of a transaction nobody is listening for an answer of the database.
    while (!ended)
      await server.services.store.transaction((tx) => sql`select pg_sleep(0.002)`.execute(tx)).catch(() => {})
  }
  await Promise.all([caller(), caller(), caller(), writer(), writer()])
  return statuses
}

describe.runIf(engine === 'postgres')('PostgreSQL', () => {
  test('a server whose connections are all cut answers 503 or succeeds, lives on and heals', async () => {
    const server = await aServer()
    const { error } = console
    console.error = () => {}
    const admin = new pg.Client({ connectionString: server.services.config.databaseUrl! })
    await admin.connect()
    const cutting = async () => {
      for (let round = 0; round < 20; round++) {
        await admin.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    }
    const statuses = await calledAgainAndAgain(server, cutting())
    console.error = error
    await admin.end()
    expect(statuses.length).toBeGreaterThan(0)
    for (const status of statuses) expect(ANSWERS).toContain(status)
    expect((await server.owner.request('GET', '/readyz')).status).toBe(200)
    expect((await server.owner.request('GET', `/v2/${server.projectId}/datasets`)).status).toBe(200)
    await server.close()
  })

  test('a connection that breaks while a transaction does something else fails the transaction alone', async () => {
    const server = await aServer()
    const { store } = server.services
    const cut = store.transaction(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(store.db)
      await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(tx)
    })
    expect(isDatabaseAway(await cut.catch((error) => error))).toBe(true)
    await sql`select 1`.execute(store.db)
    await server.close()
  })

  test('a database that falls silent is away after a while, and found again', async () => {
    const database = await freshDatabase()
    const way = await aWay(database.url!)
    const store = await openPostgres(way.url, { silence: 500 })
    const ask = () => sql`select 1`.execute(store.db)
    await ask()
    way.hold()
    expect(isDatabaseAway(await ask().catch((error) => error))).toBe(true)
    // Nor does anybody answer who comes anew.
    expect(isDatabaseAway(await ask().catch((error) => error))).toBe(true)
    way.release()
    await ask()
    await store.close()
    way.close()
    await database.dispose()
  })

  test('work that is done by one alone ends, although nobody hears of it', async () => {
    const database = await freshDatabase()
    const way = await aWay(database.url!)
    const store = await openPostgres(way.url)
    expect(await store.exclusively('work', async () => way.hold())).toBe(true)
    await expect(store.exclusively('work', async () => {})).rejects.toThrow()
    await store.close()
    way.close()
    await database.dispose()
  })

  test('a statement without an end is ended', async () => {
    const { services, close } = await aServer()
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(services.store.db)
    expect(rows).toEqual([{ statement_timeout: '1min' }])
    await close()
  })
})

/** A way to a server that can be held up: what is sent on it then goes nowhere, and nobody says so. */
async function aWay(url: string) {
  const { port, hostname } = new URL(url)
  let held = false
  const sockets: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    sockets.push(near, far)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => held || to.write(chunk))
      from.on('close', () => to.destroy())
      from.on('error', () => {})
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const near = String((server.address() as AddressInfo).port)
  return {
    url: Object.assign(new URL(url), { port: near }).href,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

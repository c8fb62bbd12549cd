import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPostgres, openSqlite } from '#adapters/sql/store.ts'
import { SETTINGS } from '#server/config.ts'
import { engine, type FreshDatabase, freshDatabase } from '#tests/engines.ts'

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const children: ChildProcess[] = []
let database: FreshDatabase
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  await database.dispose()
})

function muster(args: string[], settings: Record<string, string> = {}) {
  const { PATH } = process.env
  const records = { MUSTER_DATA: database.folder, ...(database.url && { DATABASE_URL: database.url }) }
  const env = { PATH, ...records, MUSTER_PORT: '0', MUSTER_CONSOLE: 'off', ...settings }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout!.on('data', (chunk) => (said.out += chunk))
  child.stderr!.on('data', (chunk) => (said.err += chunk))
  return { child, said }
}

/** Waits for the end of a command. */
async function ended({ child, said }: ReturnType<typeof muster>) {
  const [code] = await once(child, 'close')
  return { code: code as number, out: said.out, err: said.err }
}

/** Waits until a server says where it is. */
async function address({ child, said }: ReturnType<typeof muster>): Promise<string> {
  while (!/Muster is at \S+\n/.test(said.out)) {
    if (child.exitCode !== null) throw new Error(said.err)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return /Muster is at (\S+)/.exec(said.out)![1]!
}

async function stopped(server: ReturnType<typeof muster>, signal: NodeJS.Signals = 'SIGTERM') {
  server.child.kill(signal)
  return ended(server)
}

/** Signs in with the account that a first start has shown. */
async function signIn(url: string, said: string) {
  const field = (name: string) => new RegExp(`^ +${name} +(\\S+)`, 'm').exec(said)![1]!
  const project = field('project')
  const user = { name: field('user'), password: field('password'), domain: { name: field('domain') } }
  const identity = { methods: ['password'], password: { user } }
  const reply = await fetch(`${url}/v3/auth/tokens`, {
    method: 'POST',
    body: JSON.stringify({ auth: { identity, scope: { project: { id: project } } } }),
    headers: { 'content-type': 'application/json' },
  })
  const { token } = (await reply.json()) as { token?: { catalog: { endpoints: { url: string }[] }[] } }
  return { status: reply.status, project, endpoint: token?.catalog[0]?.endpoints[0]?.url }
}

test('on an empty folder it shows the account it made, which signs in', async () => {
  const server = muster(['serve'])
  const url = await address(server)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  const { status, project, endpoint } = await signIn(url, server.said.out)
  expect(status).toBe(201)
  expect(endpoint).toBe(`${url}/v2/${project}`)

  const { mode } = await stat(`${database.folder}/secret.key`)
  expect(mode & 0o777).toBe(0o600)
  expect(await stopped(server)).toMatchObject({ code: 0, err: '' })

  const again = muster(['serve'])
  await address(again)
  expect(again.said.out).not.toContain('password')
  expect(await stopped(again, 'SIGINT')).toMatchObject({ code: 0, err: '' })
})

test('a call under way when the server is stopped is answered', async () => {
  const server = muster(['serve'])
  const url = await address(server)
  const replies = Array.from({ length: 5 }, () =>
    fetch(`${url}/v3/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        auth: { identity: { methods: ['password'], password: { user: { name: 'a', password: 'b' } } } },
      }),
      headers: { 'content-type': 'application/json' },
    }),
  )
  // Hashing five passwords takes longer than this.
  await new Promise((resolve) => setTimeout(resolve, 60))
  const end = stopped(server)
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
  expect((await end).code).toBe(0)
})

test('half a call does not hold up a stop', async () => {
  const server = muster(['serve'])
  const { hostname, port } = new URL(await address(server))
  const sockets = [
    'POST /v3/auth/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    'GET /healthz HTT',
    '',
  ].map((half) => {
    const socket = connect(Number(port), hostname, () => socket.write(half))
    return socket.on('error', () => {})
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  const began = performance.now()
  expect(await stopped(server)).toMatchObject({ code: 0, err: '' })
  expect(performance.now() - began).toBeLessThan(9000)
  for (const socket of sockets) socket.destroy()
})

test('--help lists every setting', async () => {
  const { code, out } = await ended(muster(['serve', '--help']))
  expect(code).toBe(0)
  for (const { name } of SETTINGS) expect(out).toContain(name)
  const overview = await ended(muster([]))
  expect([overview.code, overview.out]).toEqual([0, expect.stringContaining('serve')])
})

test('an unknown command or argument is refused in words', async () => {
  expect(await ended(muster(['fly']))).toMatchObject({ code: 2, err: expect.stringContaining('"fly"') })
  expect(await ended(muster(['serve', '--port', '1']))).toMatchObject({
    code: 2,
    err: expect.stringContaining('"--port"'),
  })
})

test('each wrong setting gets one line', async () => {
  const settings = {
    MUSTER_PORT: '80a',
    MUSTER_ADMIN_PASSWORD: 'short',
    DATABASE_URL: 'mysql://x',
    MUSTER_REJECTION_MAILS: 'maybe',
    MUSTER_ROLES: 'fly',
    SMTP_URL: 'mail',
    MUSTER_PUBLIC_URL: 'here',
    MUSTER_PROJECT_ID: 'a b',
  }
  const { code, err } = await ended(muster(['serve'], settings))
  expect(code).toBe(2)
  const lines = err.trim().split('\n')
  expect(lines).toHaveLength(Object.keys(settings).length)
  for (const name of Object.keys(settings)) expect(lines.filter((line) => line.startsWith(name))).toHaveLength(1)
  expect(err).not.toContain('short')
})

test('a taken port is one line and a failure', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const { code, out, err } = await ended(muster(['serve'], { MUSTER_PORT: String(port) }))
  taken.close()
  expect(code).toBe(1)
  expect(err).toBe(`Muster cannot start: port ${port} on 127.0.0.1 is in use; set MUSTER_PORT to another one.\n`)
  // The account was made all the same.
  const server = muster(['serve'])
  expect(await signIn(await address(server), out)).toMatchObject({ status: 201 })
  expect(server.said.out).not.toContain('password')
})

test.runIf(engine === 'sqlite')('a second process on the same records is one line and a failure', async () => {
  const first = muster(['serve'])
  const url = await address(first)
  const { code, err } = await ended(muster(['serve']))
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('another process works with')]])
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await address(muster(['serve']))
})

test.each(['serve', 'work'])('on SQLite the role %s alone is one line and a failure', async (role) => {
  const { code, err } = await ended(muster(['serve'], { DATABASE_URL: '', MUSTER_ROLES: role }))
  expect([code, err.trim().split('\n')]).toEqual([2, [expect.stringContaining('MUSTER_ROLES must be serve,work')]])
})

test('the folder of the records is for its user alone', async () => {
  const MUSTER_DATA = `${database.folder}/deeper/data`
  await address(muster(['serve'], { MUSTER_DATA }))
  expect((await stat(MUSTER_DATA)).mode & 0o777).toBe(0o700)
})

test('a key that is too short is one line and a failure', async () => {
  await writeFile(`${database.folder}/secret.key`, 'abcd')
  const { code, err } = await ended(muster(['serve']))
  expect(code).toBe(1)
  expect(err).toMatch(/^Muster cannot start: .*secret\.key does not hold a key of 32 bytes\n$/)
})

test('another key than that of the records is one line and a failure, and is not taken over', async () => {
  const first = muster(['serve'])
  await address(first)
  await stopped(first)
  const key = `${database.folder}/secret.key`
  await rename(key, `${key}.kept`)
  for (let start = 0; start < 2; start++) {
    const { code, err } = await ended(muster(['serve']))
    expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('is not the key of these records')]])
  }
  await rename(`${key}.kept`, key)
  await address(muster(['serve']))
})

test.runIf(process.getuid?.() !== 0)('a folder without the right to write is one line and a failure', async () => {
  await chmod(database.folder, 0o500)
  const { code, err } = await ended(muster(['serve']))
  await chmod(database.folder, 0o700)
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('no right to write')]])
})

test.runIf(engine === 'sqlite')('a file that is no database is one line and a failure', async () => {
  await writeFile(`${database.folder}/muster.db`, 'no database at all, but long enough to be looked at'.repeat(100))
  const { code, err } = await ended(muster(['serve']))
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('muster.db cannot be used')]])
  expect(await readdir(database.folder)).toContain('muster.db')
})

test('a database that nobody answers for is one line and a failure', async () => {
  const { code, err } = await ended(muster(['serve'], { DATABASE_URL: 'postgres://muster:secret@127.0.0.1:1/muster' }))
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('DATABASE_URL cannot be used')]])
  expect(err).not.toContain('secret')
})

test.runIf(engine === 'postgres')('a database that does not exist is one line and a failure', async () => {
  const url = Object.assign(new URL(database.url!), { pathname: '/nowhere' }).href
  const { code, err } = await ended(muster(['serve'], { DATABASE_URL: url }))
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('"nowhere" does not exist')]])
})

test('a schema that a newer program wrote is refused and left as it is', async () => {
  const server = muster(['serve'])
  await address(server)
  await stopped(server)
  const store = database.url ? await openPostgres(database.url) : openSqlite(`${database.folder}/muster.db`)
  await sql`insert into kysely_migration (name, timestamp) values ('999-of-tomorrow', '2100-01-01')`.execute(store.db)
  await store.close()
  const { code, err } = await ended(muster(['serve']))
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('999-of-tomorrow')]])
})

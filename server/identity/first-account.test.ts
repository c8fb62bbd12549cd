import { afterEach, expect, test } from 'vitest'
import { type Config, readConfig } from '#server/config.ts'
import { openServer, type RunningServer } from '#server/main.ts'
import { type FreshDatabase, freshDatabase } from '#tests/engines.ts'
import { createFirstAccount } from './first-account.ts'

const running: RunningServer[] = []
const databases: FreshDatabase[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  for (const database of databases.splice(0)) await database.dispose()
})

async function room(): Promise<FreshDatabase> {
  const database = await freshDatabase()
  databases.push(database)
  return database
}

function configOf(database: FreshDatabase, settings: Record<string, string> = {}): Config {
  const read = readConfig({ MUSTER_DATA: database.folder, DATABASE_URL: database.url, ...settings })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read.config
}

async function start(config: Config): Promise<RunningServer> {
  const server = await openServer(config)
  running.push(server)
  return server
}

async function signIn({ app }: RunningServer, name: string, password: string) {
  const identity = { methods: ['password'], password: { user: { name, password, domain: { name: 'Default' } } } }
  return app.inject({ method: 'POST', url: '/v3/auth/tokens', payload: { auth: { identity } } })
}

test('the first start makes an owner with a random password, the second one makes nothing', async () => {
  const database = await room()
  const first = await start(configOf(database))
  const account = first.firstAccount!
  expect(account).toMatchObject({ user_name: 'admin', domain_name: 'Default', project_name: 'muster' })
  expect(account.project_id).toMatch(/^[0-9a-f]{32}$/)
  expect(account.password).toMatch(/^[A-Za-z0-9_-]{20}$/)
  expect((await signIn(first, 'admin', account.password!)).statusCode).toBe(201)
  await running.pop()!.stop()

  const second = await start(configOf(database, { MUSTER_ADMIN_USER: 'someone', MUSTER_PROJECT_ID: 'another' }))
  expect(second.firstAccount).toBeNull()
  expect((await signIn(second, 'admin', account.password!)).statusCode).toBe(201)
})

test('user, password and project are taken from the settings; a password that was given is never shown', async () => {
  const settings = {
    MUSTER_ADMIN_USER: 'Boss@Example.com',
    MUSTER_ADMIN_PASSWORD: 'violet kestrel 7',
    MUSTER_PROJECT_ID: 'my-project',
  }
  const server = await start(configOf(await room(), settings))
  expect(server.firstAccount).toEqual({
    user_name: 'boss@example.com',
    domain_name: 'Default',
    password: null,
    project_id: 'my-project',
    project_name: 'muster',
  })
  expect((await signIn(server, 'Boss@Example.com', 'violet kestrel 7')).statusCode).toBe(201)
})

test('of several that start together on an empty database one makes the account', async () => {
  const database = await room()
  const server = await start(configOf(database))
  const { store } = server.services
  await store.db.deleteFrom('account').execute()
  await store.db.deleteFrom('project').execute()
  const made = await Promise.all(Array.from({ length: 6 }, () => createFirstAccount(server.services)))
  expect(made.filter((account) => account !== null)).toHaveLength(1)
  expect(await store.db.selectFrom('project').select('project_id').execute()).toHaveLength(1)
  expect(await store.db.selectFrom('account').select('account_id').execute()).toHaveLength(1)
})

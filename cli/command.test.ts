import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { COMMAND_SETTINGS, MusterCommand } from '#tests/muster-command.ts'

let server: TestServer
let muster: MusterCommand
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  muster = await MusterCommand.at(server)
})
afterAll(() => server.close())

/** Where nobody listens. */
const NOBODY = 'http://127.0.0.1:2'

describe('help', () => {
  test('names every command, and every command has a page of its own', async () => {
    const { code, out } = await muster.run(['--help'])
    const names = [...out.matchAll(/^ {2}(\w+) {2}/gm)].map(([, name]) => name!)
    expect([code, names]).toEqual([
      0,
      ['serve', 'datasets', 'labels', 'import', 'export', 'publish', 'teams', 'tasks', 'report'],
    ])
    for (const name of names) {
      const page = await muster.run([name, '--help'], { MUSTER_URL: NOBODY })
      expect(page).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`Usage: muster ${name}`) })
      if (name !== 'serve') expect(page.out).toContain('MUSTER_URL')
    }
  })
})

describe('what is called wrongly ends with 2 before anybody signs in', () => {
  test.each([
    [['nonsense'], 'There is no command "nonsense".'],
    [['constructor'], 'There is no command "constructor".'],
    [['datasets', '--nonsense'], "Unknown option '--nonsense'"],
    [['datasets', '--search'], "Option '--search <value>' argument missing"],
    [['datasets', '--url', 'localhost:80'], '"localhost:80" is no address of a server'],
    [['import'], '<dataset> is missing'],
    [['report', 'photos'], '<task> is missing'],
    [['import', 'a', '/b/c', 'd'], '"d" is too much'],
    [['import', 'a', '/b/c', '--duplicates', 'merge'], '--duplicates is skip or replace, not "merge"'],
    [['import', 'a', '/b/c', '--rename', 'cat'], '--rename wants two words with "=" between them, not "cat"'],
    [['import', 'a', '/b/c', '--set', 'colour=red'], '--set NAME is label_column, '],
    [['import', 'a', '--dry-run'], '--dry-run needs a path or --task'],
    [['export', 'a', '--no-files'], '--no-files needs a path or --task'],
    [['import', 'a', '/b/c', '--task', 't'], 'A path and --task do not go together'],
    [['labels', 'a', '--import', 'x', '--export', 'y'], '--export and --import do not go together'],
    [['labels', 'a', '--import', '/nowhere.json'], '/nowhere.json cannot be read'],
    [['publish', 'a', '--ratio', '80'], '--ratio is a number from 0 to 1, not "80"'],
    [['publish', 'a', '--format', 'XML'], '--format is Default, CarbonData, or CSV, not "XML"'],
    [['export', 'a', '/b/c', '--state', 'nice'], '--state is all, none, '],
    [['export', 'a', '/b/c', '--new-dataset', 'copy'], '--new-dataset and --work-path go together'],
    [['export', 'a', '/b/c', '--zip', 'x.zip', '--no-wait'], '--zip and --no-wait do not go together'],
  ])('%j', async (args, says) => {
    const { code, out, err } = await muster.run(args, { MUSTER_URL: NOBODY })
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(says)])
  })
})

describe('who is not signed in gets 3', () => {
  test.each([
    [{ MUSTER_PASSWORD: 'wrong' }, 'The user name or the password is wrong. (ModelArts.4122)'],
    [{ MUSTER_USER: '' }, 'Nobody is signed in: set MUSTER_USER and MUSTER_PASSWORD'],
    [{ MUSTER_PASSWORD: '' }, 'The password is missing: set MUSTER_PASSWORD.'],
    [{ MUSTER_USER: '', MUSTER_TOKEN: 'x', MUSTER_PROJECT: 'p' }, 'The token is not valid. (ModelArts.0203)'],
  ])('%j', async (settings, says) => {
    const { code, err } = await muster.run(['datasets'], settings)
    expect([code, err]).toEqual([3, expect.stringMatching(/^muster: .*\n$/)])
    expect(err).toContain(says)
  })

  test('a token without its project is a wrong call', async () => {
    expect(await muster.run(['datasets'], { MUSTER_USER: '', MUSTER_TOKEN: 'x' })).toMatchObject({ code: 2 })
  })
})

test('options are stronger than the environment', async () => {
  const args = ['datasets', '--url', `${muster.address}/`, '--user', 'admin', '--project', server.projectId]
  expect(await muster.run(args, { MUSTER_URL: NOBODY, MUSTER_USER: 'nobody', MUSTER_PROJECT: 'none' })).toMatchObject({
    code: 0,
  })
})

describe('a server that does not answer is 5', () => {
  test('when nobody listens', async () => {
    const { code, out, err } = await muster.run(['datasets'], { MUSTER_URL: NOBODY })
    expect([code, out, err]).toEqual([5, '', `muster: ${NOBODY} does not answer: connect ECONNREFUSED 127.0.0.1:2.\n`])
  })

  test.each([503, 502, 200])('when something else answers there: %i', async (status) => {
    const other = createServer((_, reply) => reply.writeHead(status).end('<html>')).listen(0, '127.0.0.1')
    await new Promise((done) => other.once('listening', done))
    const { port } = other.address() as AddressInfo
    const { code, err } = await muster.run(['datasets'], { MUSTER_URL: `http://127.0.0.1:${port}` })
    other.close()
    expect([code, err]).toEqual([5, expect.stringContaining('not as Muster does')])
  })
})

test('who reads the first line alone ends the command in peace', async () => {
  const { child, ended } = muster.start(['datasets', '--help'])
  child.stdout!.destroy()
  expect(await ended).toMatchObject({ code: 0, err: '' })
})

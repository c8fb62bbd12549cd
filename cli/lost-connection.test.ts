import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { type FaultyStore as BadLine, startFaultyStore as startBadLine } from '#tests/blobs/faulty-store.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { putFiles } from '#tests/imports.ts'
import { COMMAND_SETTINGS, MusterCommand, type Running } from '#tests/muster-command.ts'

let server: TestServer
let line: BadLine
let muster: MusterCommand
let dataset: TestDataset
let path: string
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  const { address } = await MusterCommand.at(server)
  line = await startBadLine(address)
  muster = new MusterCommand(line.endpoint)
})
afterAll(async () => {
  await line.stop()
  await server.close()
})
beforeEach(async () => {
  line.decide = () => 'pass'
  dataset = await aDataset(server)
  path = await putFiles(server, dataset, { 'cat/1.png': blackPng(10, 10) })
})

const isPoll = (call: string) => /^GET \S+\/import-tasks\/\S+$/.test(call)
const isBegin = (call: string) => /^POST \S+\/import-tasks$/.test(call)
/** Of the folder; the input path was imported when the dataset was made. */
async function imports() {
  const { import_tasks } = await server.owner.call('ListImportTasks', dataset)
  return import_tasks.filter(({ import_path }) => !import_path!.endsWith('/in/'))
}

async function untilSaid({ said }: Running, words: string): Promise<void> {
  while (!said.err.includes(words)) await new Promise((done) => setTimeout(done, 20))
}

test('a line that breaks while it waits is no end', async () => {
  let polls = 0
  line.decide = (call) => {
    if (!isPoll(call)) return 'pass'
    polls++
    return polls === 1 ? 'reset' : polls === 2 ? { status: 502, body: '<html>' } : 'pass'
  }
  const { code, out, err } = await muster.run(['import', dataset.dataset_name, path, '--json'])
  expect([code, JSON.parse(out)]).toMatchObject([0, { status: 'COMPLETED', imported_sample_count: 1 }])
  expect(err).toContain('The server is away, asking again')
  expect(err).toContain('it answered 502')
})

test('an import whose beginning was answered into a broken line is begun once and waited for', async () => {
  let begins = 0
  line.decide = (call) => (isBegin(call) && ++begins === 1 ? { cut: 0 } : 'pass')
  const { code, out } = await muster.run(['import', dataset.dataset_name, path, '--json'])
  expect(code).toBe(0)
  expect((await imports()).map(({ task_id }) => task_id)).toEqual([JSON.parse(out).task_id])
})

test('an import that never reached the server is begun again, also beside older ones', async () => {
  await muster.json('import', dataset.dataset_name, path)
  let begins = 0
  line.decide = (call) => (isBegin(call) && ++begins === 1 ? 'reset' : 'pass')
  expect(await muster.json('import', dataset.dataset_name, path)).toMatchObject({ status: 'COMPLETED' })
  expect(begins).toBe(2)
  expect(await imports()).toHaveLength(2)
})

test('a token that ends meanwhile is replaced by signing in again', async () => {
  let ended = false
  line.decide = (call) => {
    if (!isPoll(call) || ended) return 'pass'
    ended = true
    return { status: 401, body: '{"error_code":"ModelArts.0202","error_msg":"The token has expired."}' }
  }
  expect(await muster.json('import', dataset.dataset_name, path)).toMatchObject({ status: 'COMPLETED' })
  expect(line.seen.filter((call) => call === 'POST /v3/auth/tokens').length).toBeGreaterThan(1)
})

test('Ctrl-C leaves the import alone and says how to look at it again', async () => {
  const running: Record<string, unknown> = { status: 'RUNNING', total_sample_count: 7, muster: { failed: 0 } }
  line.decide = (call) => (isPoll(call) ? { status: 200, body: JSON.stringify(running) } : 'pass')
  const command = muster.start(['import', dataset.dataset_name, path])
  await untilSaid(command, 'Importing  7 samples')
  command.child.kill('SIGINT')
  const { code, err } = await command.ended
  const [task] = await imports()
  expect(code).toBe(130)
  expect(err).toContain(
    `muster: The job goes on. Look at it again with: muster import ${dataset.dataset_name} --task ${task!.task_id}`,
  )
  line.decide = () => 'pass'
  expect(await muster.json('import', dataset.dataset_name, '--task', task!.task_id!)).toMatchObject({
    status: 'COMPLETED',
  })
})

test('Ctrl-C is heard while the server does not answer', async () => {
  line.decide = (call) => (isPoll(call) ? 'silent' : 'pass')
  const command = muster.start(['import', dataset.dataset_name, path])
  while (!line.seen.some((call) => isPoll(call) && call.includes(dataset.dataset_id)))
    await new Promise((done) => setTimeout(done, 20))
  command.child.kill('SIGINT')
  expect(await command.ended).toMatchObject({ code: 130 })
})

test('a list of problems whose line breaks is there whole all the same, or there is no file', async () => {
  const texts = await aDataset(server, { type: DatasetType.textClassification, lines: ['the first'] })
  const lines = ['{"text":"a good one"}', ...Array.from({ length: 30 }, (_, i) => `bad ${i}`)]
  const bad = await putFiles(server, texts, { 'a.jsonl': lines.join('\n') })
  let tries = 0
  line.decide = (call) => (call.includes('problems.csv') && ++tries === 1 ? { cut: 100 } : 'pass')
  const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
  const file = join(folder, 'problems.csv')
  expect(await muster.run(['import', texts.dataset_name, bad, '--problems', file])).toMatchObject({ code: 0 })
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(31)
  expect(tries).toBe(2)
  const [task] = (await server.owner.call('ListImportTasks', texts)).import_tasks
  const nowhere = join(folder, 'none', 'problems.csv')
  const { code, err } = await muster.run([
    'import',
    texts.dataset_name,
    '--task',
    task!.task_id!,
    '--problems',
    nowhere,
  ])
  expect([code, err]).toEqual([1, expect.stringContaining(`muster: ${nowhere} cannot be written`)])
  expect(await readdir(folder)).toEqual(['problems.csv'])
  await rm(folder, { recursive: true })
})

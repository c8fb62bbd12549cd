import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam, sampleIdsOf } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { COMMAND_SETTINGS, MusterCommand } from '#tests/muster-command.ts'
import { everybodyOf, tasksOf } from '#tests/tasks.ts'

const page = new URL('../docs/cli.md', import.meta.url)
let server: TestServer
let folder: string
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** What the page says is there: three datasets, a team and a task in acceptance, and files to import. */
async function makeWorld(): Promise<void> {
  const lines = Array.from({ length: 20 }, (_, i) => `mail ${i}`)
  const labels = [{ name: 'ham' }, { name: 'spam' }]
  const mails = await aDataset(server, { lines, labels, settings: { dataset_name: 'mails' } })
  const ids = await sampleIdsOf(server, mails.dataset_id)
  const samples = ids.map((sample_id, i) => ({ sample_id, labels: [labels[i % 2]] }))
  const team = await aTeam(server, { labelers: 1 })
  await server.owner.call('UpdateWorkforce', team, { workforce_name: 'readers' })
  const task = await tasksOf(server).create(mails, { task_name: 'mood', workforces_config: everybodyOf(team) })
  await server.owner.call('UpdateWorkforceTaskSamples', task, { samples })
  await server.owner.call('StartWorkforceSamplingTask', task, { sampling_rate: 0.5 })
  await server.owner.call('UpdateSamples', mails, { samples })
  await aDataset(server, { lines: ['Dear all'], settings: { dataset_name: 'letters' } })
  await aDataset(server, { images: 2, settings: { dataset_name: 'photos' } })

  await server.bucket('shop')
  const put = (key: string, text: string) => server.services.blobs.writeBlob('shop', key, Buffer.from(text))
  await put('new-mails/a.jsonl', '{"text":"buy","label":["junk"]}\n{"text":"hello","label":["ham"]}\nnothing')
  await put('lists/more.manifest', JSON.stringify({ source: 'content://from a list', annotation: [] }))
  await put('tables/b.jsonl', '{"body":"buy again","label":["spam"]}')
  await mkdir(join(folder, 'garden/tulip'), { recursive: true })
  await writeFile(join(folder, 'garden/tulip/1.png'), blackPng(10, 10))
}

test('every example of the page works', async () => {
  await makeWorld()
  const { environment, main } = await MusterCommand.at(server)
  const blocks = [...(await readFile(page, 'utf8')).matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!)
  const called = new Set(blocks.join('').match(/(?<=muster )\w+/g))
  expect(called).toEqual(new Set('datasets labels teams tasks report import publish export'.split(' ')))
  const script = ['set -e', `muster() { "${process.execPath}" "${main}" "$@"; }`, ...blocks].join('\n')
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder, env: environment })
  expect(stdout).toContain('Nothing was judged')
  expect(stdout).toMatch(/^junk +text classification +1 +new$/m)
  expect((await readFile(join(folder, 'problems.csv'), 'utf8')).split('\n')[1]).toMatch(/^failed,a\.jsonl,3,/)
  expect((await stat(join(folder, 'mails.zip'))).size).toBeGreaterThan(500)
  const { datasets } = await server.owner.call('ListDatasets', {})
  expect(datasets.map(({ dataset_name }) => dataset_name)).toContain('photos-copy')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { type FaultyStore as BadLine, startFaultyStore as startBadLine } from '#tests/blobs/faulty-store.ts'
import { aDataset, sampleIdsOf } from '#tests/builders.ts'
import { COMMAND_SETTINGS, MusterCommand } from '#tests/muster-command.ts'

let server: TestServer
let line: BadLine
let muster: MusterCommand
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  line = await startBadLine((await MusterCommand.at(server)).address)
  muster = new MusterCommand(line.endpoint)
})
afterAll(async () => {
  await line.stop()
  await server.close()
})

/** Twenty texts, the first ten of them ham and the others spam. */
async function aLabelledDataset() {
  const lines = Array.from({ length: 20 }, (_, i) => `text ${i}`)
  const dataset = await aDataset(server, { lines, labels: [{ name: 'ham' }, { name: 'spam' }] })
  const ids = await sampleIdsOf(server, dataset.dataset_id)
  const samples = ids.map((sample_id, i) => ({ sample_id, labels: [{ name: i < 10 ? 'ham' : 'spam' }] }))
  await server.owner.call('UpdateSamples', dataset, { samples })
  return dataset
}

test('a version is published with a split that its seed gives again, and is listed', async () => {
  const { dataset_name } = await aLabelledDataset()
  const words = ['--name', 'first', '--ratio', '0.8', '--seed', 'tulip', '--description', 'for the tests']
  const { code, out, err } = await muster.run(['publish', dataset_name, ...words])
  expect([code, err]).toEqual([0, expect.stringContaining('Publishing first')])
  expect(out).toMatch(/^version +first$/m)
  expect(out).toMatch(/^status +normal$/m)
  expect(out).toMatch(/^usage +.*16 TRAIN/m)
  // Made of the word; given in its place, it splits alike.
  expect(out).toMatch(/^seed +[0-9a-f]{32}$/m)
  const [version] = await muster.json('publish', dataset_name, '--list')
  expect(version).toMatchObject({ version_name: 'first', description: 'for the tests', is_current: true })
  expect(await muster.json('publish', dataset_name, '--task', 'first')).toMatchObject({ total_sample_count: 20 })
  const [headline, row] = await muster.lines('publish', dataset_name, '--list')
  expect(headline).toMatch(/^name +status +samples +labelled +made +id$/)
  expect(row).toMatch(new RegExp(`^first +normal +20 +20 +.* current +${version.version_id}$`))
})

test('a version whose beginning was answered into a broken line is published once', async () => {
  const { dataset_name } = await aLabelledDataset()
  let begins = 0
  line.decide = (call) => (/^POST \S+\/versions$/.test(call) && ++begins === 1 ? { cut: 0 } : 'pass')
  const { version_id } = await muster.json('publish', dataset_name)
  line.decide = () => 'pass'
  expect(await muster.json('publish', dataset_name, '--list')).toMatchObject([{ version_id, version_name: 'V001' }])
})

test.each([
  ['a name that is taken', ['--name', 'same'], 'ModelArts.4371'],
  ['a format that is not offered', ['--format', 'CarbonData'], 'ModelArts.'],
])('%s is refused by the server', async (_, words, says) => {
  const { dataset_name } = await aLabelledDataset()
  await muster.json('publish', dataset_name, '--name', 'same')
  server.advance(120_000)
  const { code, err } = await muster.run(['publish', dataset_name, ...words])
  expect([code, err]).toEqual([1, expect.stringMatching(/^muster: .* \(ModelArts\.\d{4}\)\n$/)])
  expect(err).toContain(says)
})

test('a dataset that cannot be split is told so', async () => {
  const { dataset_name } = await aDataset(server, { type: DatasetType.namedEntities, lines: ['one', 'two'] })
  const { code, err } = await muster.run(['publish', dataset_name, '--ratio', '0.5'])
  expect([code, err]).toEqual([1, expect.stringContaining('ModelArts.4711')])
})

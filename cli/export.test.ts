import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { type FaultyStore as BadLine, startFaultyStore as startBadLine } from '#tests/blobs/faulty-store.ts'
import { aDataset, sampleIdsOf } from '#tests/builders.ts'
import { COMMAND_SETTINGS, MusterCommand } from '#tests/muster-command.ts'
import { namesInZip } from '#tests/unzip.ts'

let server: TestServer
let line: BadLine
let muster: MusterCommand
let folder: string
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  line = await startBadLine((await MusterCommand.at(server)).address)
  muster = new MusterCommand(line.endpoint)
  folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
})
afterEach(() => {
  line.decide = () => 'pass'
})
afterAll(async () => {
  await line.stop()
  await server.close()
  await rm(folder, { recursive: true })
})

/** Four pictures, of which the first three show a cat. */
async function somePictures() {
  const dataset = await aDataset(server, { images: 4, labels: [{ name: 'cat' }, { name: 'dog' }] })
  const ids = await sampleIdsOf(server, dataset.dataset_id)
  const samples = ids.slice(0, 3).map((sample_id) => ({ sample_id, labels: [{ name: 'cat' }] }))
  await server.owner.call('UpdateSamples', dataset, { samples })
  return { ...dataset, to: `/${dataset.bucket}/exported/` }
}

test('a dataset is exported into a folder of the store, told with its counts, and listed', async () => {
  const { dataset_name, to } = await somePictures()
  const { code, out, err } = await muster.run(['export', dataset_name, to, '--samples', 'labelled'])
  expect([code, err]).toEqual([0, expect.stringContaining('samples')])
  expect(out).toMatch(/^status +completed$/m)
  expect(out).toMatch(/^samples +3$/m)
  const [headline, row] = await muster.lines('export', dataset_name)
  expect(headline).toMatch(/^begun +status +samples +format +to +id$/)
  expect(row).toMatch(/ completed +3 /)
  const [{ task_id }] = await muster.json('export', dataset_name)
  expect(await muster.json('export', dataset_name, '--task', task_id)).toMatchObject({ task_id, status: 'SUCCESSED' })
  expect(await muster.run(['export', dataset_name, '--task', 'unheard-of'])).toMatchObject({ code: 4 })
})

test('what was exported comes as one file to this machine, also over a line that breaks', async () => {
  const { dataset_name, to } = await somePictures()
  const file = join(folder, 'pictures.zip')
  let tries = 0
  line.decide = (call) => (call.includes('archive.zip') && ++tries <= 2 ? { cut: 200 } : 'pass')
  const { code, out } = await muster.run(['export', dataset_name, to, '--tree', '--zip', file])
  expect([code, out]).toEqual([0, expect.stringContaining(`It is in ${file}.`)])
  expect(tries).toBe(3)
  expect(await namesInZip(await readFile(file))).toContainEqual(expect.stringMatching(/cat\/001\.png$/))
  const whole = join(folder, 'whole.zip')
  line.decide = () => 'pass'
  const [{ task_id }] = await muster.json('export', dataset_name)
  await muster.json('export', dataset_name, '--task', task_id, '--zip', whole)
  expect((await readFile(file)).equals(await readFile(whole))).toBe(true)
})

test('an export whose beginning was answered into a broken line is begun once', async () => {
  const { dataset_name, to } = await somePictures()
  let begins = 0
  line.decide = (call) => (/^POST \S+\/export-tasks$/.test(call) && ++begins === 1 ? { cut: 0 } : 'pass')
  const { task_id } = await muster.json('export', dataset_name, to)
  expect(await muster.json('export', dataset_name)).toMatchObject([{ task_id }])
})

test('a format can be asked for, and what it does not hold is told', async () => {
  const dataset = await aDataset(server, { type: DatasetType.objectDetection, images: 1, labels: [{ name: 'car' }] })
  const [sample_id] = await sampleIdsOf(server, dataset.dataset_id)
  const box = { '@modelarts:shape': 'circle', '@modelarts:feature': [[50, 40], [10]] }
  const stored = { samples: [{ sample_id, labels: [{ name: 'car', property: box }] }] }
  expect(await server.owner.call('UpdateSamples', dataset, stored)).toMatchObject({ success: true })
  const { code, out } = await muster.run([
    'export',
    dataset.dataset_name,
    `/${dataset.bucket}/coco/`,
    '--format',
    'coco',
  ])
  expect(code).toBe(0)
  expect(out).toMatch(/^format +coco$/m)
  expect(out).toContain('The files do not hold everything as it is:')
})

test('what one format alone knows is set by its name', async () => {
  const dataset = await aDataset(server, { type: DatasetType.objectDetection, images: 1, labels: [{ name: 'car' }] })
  const [sample_id] = await sampleIdsOf(server, dataset.dataset_id)
  const property = {
    '@modelarts:shape': 'bndbox',
    '@modelarts:feature': [
      [10.2, 20],
      [30.5, 40.5],
    ],
  }
  const stored = { samples: [{ sample_id, labels: [{ name: 'car', property }] }] }
  expect(await server.owner.call('UpdateSamples', dataset, stored)).toMatchObject({ success: true })
  const firstXWith = async (...words: string[]) => {
    const name = `voc-${words.length}`
    const call = ['export', dataset.dataset_name, `/${dataset.bucket}/${name}/`, '--format', 'voc', ...words]
    expect(await muster.run(call)).toMatchObject({ code: 0 })
    const { stream } = await server.services.blobs.openBlob(dataset.bucket, `${name}/Annotations/001.xml`)
    const [, xmin] = /<xmin>(.*)<\/xmin>/.exec(await text(stream))!
    return xmin
  }
  expect(await firstXWith()).toBe('10')
  expect(await firstXWith('--set', 'voc_origin=1')).toBe('11')
  expect(await firstXWith('--set', 'voc_origin=1', '--set', 'voc_decimals=true')).toBe('11.2')
  const wrong = ['export', dataset.dataset_name, `/${dataset.bucket}/wrong/`, '--set', 'voc_origin=2']
  expect(await muster.run(wrong)).toMatchObject({ code: 2, err: expect.stringContaining('0 or 1') })
})

test('an export makes a new dataset, of a version where one is named', async () => {
  const { dataset_name, bucket, to } = await somePictures()
  await muster.json('publish', dataset_name, '--name', 'V1')
  const copy = `${dataset_name}-copy`
  const words = ['--new-dataset', copy, '--work-path', `/${bucket}/work-of-copy/`]
  const task = await muster.json('export', dataset_name, to, '--version', 'V1', '--samples', 'all', ...words)
  expect(task.export_params).toMatchObject({ export_dest: 'NEW_DATASET' })
  await server.idle()
  expect(await muster.json('datasets', copy)).toMatchObject({ dataset_id: task.muster.dataset_id })
  expect(await muster.run(['export', dataset_name, to, '--version', 'V9'])).toMatchObject({ code: 4 })
})

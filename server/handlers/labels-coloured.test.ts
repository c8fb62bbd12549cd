import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { PALETTE } from '#core/labels/colours.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(5, 3)
const inFolders = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`${name}/${name}.png`, picture]))

async function coloursOf(dataset: TestDataset): Promise<Record<string, string | undefined>> {
  const { labels } = await server.owner.call('ListLabels', dataset)
  return Object.fromEntries(labels.map(({ name, property }) => [name, property?.['@modelarts:color']]))
}

const TWENTY = Array.from(PALETTE, (_, n) => `label${n}`)

test('twenty labels of an import have the twenty colours of the palette; those of the next one differ, and none changes', async () => {
  const dataset = await aDataset(server, { type: DatasetType.imageClassification, files: {} })
  await importFiles(server, dataset, inFolders(TWENTY))
  const first = await coloursOf(dataset)
  expect(Object.values(first).sort()).toEqual([...PALETTE].sort())
  await importFiles(server, dataset, inFolders([...TWENTY, 'kite', 'zebra']))
  const second = await coloursOf(dataset)
  expect(second).toMatchObject(first)
  expect(new Set(Object.values(second)).size).toBe(22)
})

test('a label that a save or an upload brings gets a free colour; one that a caller makes without a colour has none', async () => {
  const files = inFolders(['a'])
  const labels = [{ name: 'plain' }, { name: 'first', property: { '@modelarts:color': PALETTE[0] } }]
  const dataset = await aDataset(server, { type: DatasetType.imageClassification, files, labels })
  await server.owner.call('CreateLabels', dataset, { labels: [{ name: 'later' }] })
  const { samples } = await server.owner.call('ListSamples', dataset)
  const [{ sample_id }] = samples as [{ sample_id: string }]
  await server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id, labels: [{ name: 'saved', type: 0 }] }] })
  const data = Buffer.from(blackPng(6, 3)).toString('base64')
  await server.owner.call('UploadSamplesJson', dataset, {
    samples: [{ name: 'new.png', data, labels: [{ name: 'sent', type: 0 }] }],
  })
  const { plain, later, first, ...brought } = await coloursOf(dataset)
  expect([plain, later, first]).toEqual([undefined, undefined, PALETTE[0]])
  expect(brought).toEqual({ a: expect.any(String), saved: expect.any(String), sent: expect.any(String) })
  expect(new Set([first, ...Object.values(brought)]).size).toBe(4)
})

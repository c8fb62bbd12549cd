import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { TestServer } from '#tests/app.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import { cocoCars } from '#tests/fixtures/coco-cars.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { putFiles } from '#tests/imports.ts'
import { dropFiles } from '#tests/syncs.ts'
import { everybodyOf, tasksOf } from '#tests/tasks.ts'
import { dieAndGoOn } from './die-and-go-on.ts'
import { boxes } from './sources.ts'

const picture = blackPng(100, 80)
const ask = (server: TestServer, { dataset_id }: TestDataset) => server.owner.call('SyncDataSource', { dataset_id })

describe('a synchronisation that dies at any moment ends as if nothing had happened', () => {
  test('over files that came, went and changed, with labels that are no person’s, and a task that takes new data', async () => {
    const { records } = await dieAndGoOn({
      prepare: async (server) => {
        const dataset = await aDataset(server, {
          type: DatasetType.objectDetection,
          files: {
            'a/1.png': picture,
            'a/1.xml': boxes('car'),
            'a/2.png': picture,
            '3.png': picture,
            '4.png': picture,
          },
        })
        const workforces_config = everybodyOf(await aTeam(server, { labelers: 1 }))
        await tasksOf(server).create(dataset, { synchronize_data: true, workforces_config })
        await putFiles(
          server,
          dataset,
          {
            'a/1.xml': boxes('bus', 'car'),
            'a/2.png': blackPng(50, 40),
            'b/5.png': picture,
            'b/5.xml': boxes('tram'),
            'b/6.png': picture,
            'b/6.xml': '<annotation',
            'b/7.png': picture,
          },
          'in',
        )
        await dropFiles(server, dataset, '3.png')
        return dataset
      },
      ask,
    })
    const { sample, entry, data_task_problem } = records
    expect([sample, entry, data_task_problem]).toMatchObject([{ length: 5 }, { length: 3 }, { length: 1 }])
  })

  test('over pictures that a document names, and more than a chunk that it does not', async () => {
    const { records } = await dieAndGoOn({
      prepare: async (server) => {
        const files = { 'a.png': picture, 'all.json': cocoCars('a.png') }
        const dataset = await aDataset(server, { type: DatasetType.objectDetection, files })
        const others = Array.from({ length: 220 }, (_, n) => [`c/${n}.png`, picture])
        await putFiles(server, dataset, { 'all.json': cocoCars('a.png', 'b.png'), 'b.png': picture }, 'in')
        await putFiles(server, dataset, Object.fromEntries(others), 'in')
        return dataset
      },
      ask,
    })
    expect(records.sample).toMatchObject({ length: 222 })
  })

  test('of more files than one step has', async () => {
    const named = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, n) => [`${from + n}.jpg.txt`, 'x']))
    const { records } = await dieAndGoOn({
      prepare: async (server) => {
        const dataset = await aDataset(server, { type: DatasetType.free, files: named(0, 1300) })
        await putFiles(server, dataset, named(1300, 2000), 'in')
        await dropFiles(server, dataset, ...Object.keys(named(0, 1100)))
        return dataset
      },
      ask,
    })
    expect(records.sample).toMatchObject({ length: 900 })
  })
})

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '#adapters/sql/store.ts'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import type { CreateDatasetVersionReq, DatasetVersion } from '#contract/versions.ts'
import { publishVersion } from '#server/jobs/publish-version.ts'
import { switchVersion } from '#server/jobs/switch-version.ts'
import type { Services } from '#server/services.ts'
import { beginSwitch } from '#server/usecases/switch-version.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, labelsOf } from '#tests/imports.ts'

/** Versions beside other work: deletions, a process that comes late, an export that wants no more. */
let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)
const MINUTE = 60_000

async function someAnimals(): Promise<TestDataset> {
  const dataset = await aDataset(server, { labels: [{ name: 'cat' }, { name: 'dog' }] })
  await importFiles(server, dataset, { 'cat/1.png': picture, 'dog/2.png': picture, '3.png': picture })
  return dataset
}

async function publish(dataset: TestDataset, body: CreateDatasetVersionReq = {}): Promise<DatasetVersion> {
  server.advance(MINUTE)
  const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, body)
  await server.idle()
  return server.owner.call('DescribeDatasetVersion', { ...dataset, version_id: version_id! })
}

/** Gives every sample the label alone. */
async function labelAll(dataset: TestDataset, name: string): Promise<void> {
  const { samples } = await server.owner.call('ListSamples', { ...dataset, limit: 100 })
  const labels = [{ name, type: 0 as const }]
  const changes = samples!.map(({ sample_id }) => ({ sample_id, labels }))
  await server.owner.call('UpdateSamples', dataset, { samples: changes })
}

async function switchTo({ dataset_id }: TestDataset, version_id: string): Promise<void> {
  await server.owner.call('UpdateDataset', { dataset_id }, { current_version_id: version_id })
  await server.idle()
}

async function filesBelow(dataset: TestDataset, prefix: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const page of server.services.blobs.listBlobs(dataset.bucket, { prefix })) {
    for (const { key } of page) {
      const { stream } = await server.services.blobs.openBlob(dataset.bucket, key)
      files[key] = Buffer.concat(await stream.toArray()).toString('base64')
    }
  }
  return files
}

/** The services of a process in which something happens before its first such step. */
function lateServices(step: 'snapshot' | 'transaction', first: () => Promise<unknown>): Services {
  let isFirst = true
  const store = new Proxy(server.services.store, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        const isNow = isFirst && name === step
        if (isNow) isFirst = false
        if (isNow) await first()
        return value.apply(target, args)
      }
    },
  }) as Store
  return { ...server.services, store }
}

/** A publishing that no job does: its name is held as long as `work` takes. */
async function heldPublishing(dataset: TestDataset, work: (version_id: string) => Promise<void>): Promise<void> {
  const version = await publish(dataset, { export_images: true })
  const version_id = version.version_id!
  const { store } = server.services
  await store.exclusively(`publish-version ${version_id}`, async () => {
    await store.transaction(async (tx) => {
      const begun = { status: VersionStatus.creating, figures: null, is_current: 0, create_time: 1 }
      await tx.updateTable('dataset_version').set(begun).where('version_id', '=', version_id).execute()
      await tx
        .updateTable('dataset')
        .set({ status: DatasetStatus.publishing })
        .where('dataset_id', '=', dataset.dataset_id)
        .execute()
    })
    await work(version_id)
  })
}

describe('a process that comes late', () => {
  test('does not write a version again that another one has finished', async () => {
    const dataset = await someAnimals()
    await heldPublishing(dataset, async (version_id) => {
      const { run: finish } = publishVersion(server.services)
      let files = {}
      const late = lateServices('snapshot', async () => {
        await finish(version_id)
        files = await filesBelow(dataset, 'out/')
        await labelAll(dataset, 'dog')
      })
      await publishVersion(late).run(version_id)
      expect(Object.keys(files)).not.toHaveLength(0)
      expect(await filesBelow(dataset, 'out/')).toEqual(files)
      const names = { ...dataset, version_id }
      expect(await server.owner.call('DescribeDatasetVersion', names)).toMatchObject({ is_current: true })
    })
  })

  test('does not keep for the present state what another one has restored', async () => {
    const dataset = await someAnimals()
    const { version_id } = await publish(dataset)
    await labelAll(dataset, 'dog')
    await publish(dataset)
    const present = await labelsOf(server, dataset)
    const { store, jobs } = server.services
    const now = server.services.now()
    const kept_id = await store.transaction(async (tx) => {
      const row = await tx
        .selectFrom('dataset')
        .selectAll()
        .where('dataset_id', '=', dataset.dataset_id)
        .executeTakeFirstOrThrow()
      return beginSwitch(tx, { dataset: row, version_id: version_id!, by: 'test', now })
    })
    const late = lateServices('snapshot', async () => {
      jobs.start('switch-version', kept_id)
      await server.idle()
    })
    await switchVersion(late).run(kept_id)
    expect(await labelsOf(server, dataset)).not.toEqual(present)
    await switchTo(dataset, kept_id)
    expect(await labelsOf(server, dataset)).toEqual(present)
  })
})

test('of a version whose dataset is deleted while it is published nothing stays', async () => {
  const dataset = await someAnimals()
  await heldPublishing(dataset, async (version_id) => {
    const late = lateServices('transaction', async () => {
      expect(Object.keys(await filesBelow(dataset, 'out/'))).not.toHaveLength(0)
      await server.owner.call('DeleteDataset', dataset)
    })
    await publishVersion(late).run(version_id)
  })
  await server.idle()
  expect(await filesBelow(dataset, 'out/')).toEqual({})
})

test('a version that was deleted becomes no current one by a state that grew out of it', async () => {
  const dataset = await someAnimals()
  const first = await publish(dataset)
  const second = await publish(dataset)
  await switchTo(dataset, first.version_id!)
  await server.owner.call('DeleteDatasetVersion', { ...dataset, version_id: second.version_id! })
  await server.idle()
  const { states } = await server.owner.call('ListDatasetStates', dataset)
  await switchTo(dataset, states[0]!.version_id!)
  const described = await server.owner.call('DescDataset', dataset)
  expect(described).toMatchObject({ status: DatasetStatus.normal, dataset_version_count: 1, versions: [] })
  expect(described).not.toHaveProperty('current_version_id')
})

test('a version is not deleted while another one is published, which is compared with it', async () => {
  const dataset = await someAnimals()
  const { version_id } = await publish(dataset)
  await heldPublishing(dataset, async () => {
    const refused = await server.owner.refused('DeleteDatasetVersion', { ...dataset, version_id: version_id! })
    expect(refused).toMatchObject({ status: 400, error_code: 'ModelArts.4343' })
  })
})

test('a name is given by itself only when the version that had it is gone altogether', async () => {
  const dataset = await someAnimals()
  const { version_id } = await publish(dataset, { version_name: 'V002' })
  const { store } = server.services
  await store.exclusively(`delete-version ${version_id}`, async () => {
    await server.owner.call('DeleteDatasetVersion', { ...dataset, version_id: version_id! })
    expect((await publish(dataset)).version_name).toBe('V003')
  })
})

test('the usage that samples had in a version comes back with it, and with the state before', async () => {
  const dataset = await aDataset(server, { labels: [{ name: 'cat' }, { name: 'dog' }] })
  const files = ['cat', 'dog'].flatMap((name) => Array.from({ length: 6 }, (_, n) => [`${name}/${n}.png`, picture]))
  await importFiles(server, dataset, Object.fromEntries(files))
  const usages = async () => {
    const rows = await server.services.store.db
      .selectFrom('sample')
      .select('sample_usage')
      .where('dataset_id', '=', dataset.dataset_id)
      .execute()
    return rows.map(({ sample_usage }) => sample_usage).sort()
  }
  const split = await publish(dataset, { train_evaluate_sample_ratio: '0.5' })
  const none = await usages()
  expect(new Set(none)).toEqual(new Set([null]))
  await publish(dataset)
  await switchTo(dataset, split.version_id!)
  expect(await usages()).toEqual([...Array(6).fill('EVAL'), ...Array(6).fill('TRAIN')])
  const { states } = await server.owner.call('ListDatasetStates', dataset)
  await switchTo(dataset, states[0]!.version_id!)
  expect(await usages()).toEqual(none)
})

test('an export of a version leaves no file of it open', async () => {
  // More than is read at once, and nothing that could be made smaller.
  const dataset = await aDataset(server, {
    lines: Array.from({ length: 300 }, () => randomBytes(3000).toString('hex')),
  })
  const { version_id } = await publish(dataset)
  const { blobs } = server.services
  const open = blobs.openBlob
  const states: { destroyed: boolean }[] = []
  blobs.openBlob = async (...place) => {
    const opened = await open.apply(blobs, place)
    if (place[1].endsWith('.state.gz')) states.push(opened.stream)
    return opened
  }
  try {
    await server.owner.call('ExportTask', dataset, { path: `/${dataset.bucket}/x/`, version_id: version_id! })
    await server.idle()
  } finally {
    blobs.openBlob = open
  }
  expect(states.length).toBeGreaterThan(1)
  await expect.poll(() => states.every(({ destroyed }) => destroyed)).toBe(true)
})

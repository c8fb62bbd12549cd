import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { S3Patience } from '#adapters/blobs/s3-client.ts'
import { S3BlobStore } from '#adapters/blobs/s3-store.ts'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { type Fate, type FaultyStore, startFaultyStore } from '#tests/blobs/faulty-store.ts'
import { environmentOf, type S3Server, startS3Server } from '#tests/blobs/s3-server.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, putFiles } from '#tests/imports.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'
import { boxes } from './sources.ts'

/** Waits less than the server does, so that a store which says nothing does not hold up the test. */
const PATIENCE = { connect: 5_000, silence: 700, tries: 2 }
const storeOf = (patience: S3Patience) => new S3BlobStore({ ...s3.settings, endpoint: line.endpoint }, patience)
/** Nobody who labels waits for the store. */
const SOON = 500

let s3: S3Server
let line: FaultyStore
let server: TestServer
let scene: TaskScene
beforeAll(async () => {
  s3 = await startS3Server()
  line = await startFaultyStore(s3.settings.endpoint)
  server = await aServer(environmentOf({ ...s3.settings, endpoint: line.endpoint }))
  server.services.blobs = storeOf(PATIENCE)
  scene = await aTaskAtWork(server, { samples: 4, labelers: 1 })
})
afterAll(async () => {
  await server?.close()
  await line?.stop()
  await s3?.stop()
})
beforeEach(() => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => {
    line.decide = () => 'pass'
    server.services.blobs = storeOf(PATIENCE)
    silent.mockRestore()
  }
})

const picture = blackPng(100, 80)
const files = {
  'a/1.png': picture,
  'a/1.xml': boxes('bus', 'car'),
  'b/2.png': picture,
  'b/2.xml': boxes('car'),
  '3.png': picture,
}

type Work = {
  prepare: () => Promise<TestDataset>
  ask: (dataset: TestDataset) => Promise<unknown>
  /** How far it is, and what came of it. */
  status: (dataset: TestDataset) => Promise<unknown>
  done: unknown
  outcome: (dataset: TestDataset) => Promise<unknown>
  /** Why it failed. */
  ended: (dataset: TestDataset) => Promise<unknown>
}

const latest = async (dataset_id: string) =>
  server.services.store.db
    .selectFrom('data_task')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('create_time', 'desc')
    .executeTakeFirstOrThrow()

async function filesBelow({ bucket, dataset_id, dataset_name }: TestDataset, prefix: string) {
  const found: string[] = []
  for await (const page of server.services.blobs.listBlobs(bucket, { prefix })) {
    found.push(...page.map(({ key, size }) => `${key} ${size}`))
  }
  const names = (text: string) => text.replaceAll(dataset_id, 'ID').replaceAll(dataset_name, 'NAME')
  return found.map((file) => names(file).replace(/(manifest|gz|json) \d+$/, '$1'))
}

const works: Record<string, Work> = {
  'an import': {
    prepare: async () => {
      const dataset = await aDataset(server, { type: DatasetType.objectDetection, images: 1 })
      await putFiles(server, dataset, files)
      return dataset
    },
    ask: (dataset) => server.owner.call('ImportTask', dataset, { import_path: `/${dataset.bucket}/from/` }),
    status: async ({ dataset_id }) => (await latest(dataset_id)).status,
    done: 'COMPLETED',
    outcome: async (dataset) => {
      const { progress } = await latest(dataset.dataset_id)
      return [await labelsOf(server, dataset), JSON.parse(progress), await filesBelow(dataset, 'in/')]
    },
    ended: ({ dataset_id }) => latest(dataset_id),
  },
  'an export': {
    prepare: () => aDataset(server, { type: DatasetType.objectDetection, files }),
    ask: (dataset) => server.owner.call('ExportTask', dataset, { path: `/${dataset.bucket}/to/` }),
    status: async ({ dataset_id }) => (await latest(dataset_id)).status,
    done: 'SUCCESSED',
    outcome: async (dataset) => {
      const { progress } = await latest(dataset.dataset_id)
      return [JSON.parse(progress), await filesBelow(dataset, 'to/')]
    },
    ended: ({ dataset_id }) => latest(dataset_id),
  },
  'a publishing': {
    prepare: () => aDataset(server, { type: DatasetType.objectDetection, files }),
    ask: (dataset) => server.owner.call('CreateDatasetVersion', dataset, { export_images: true }),
    status: async (dataset) => (await server.owner.call('ListDatasetVersions', dataset)).versions[0]!.status,
    done: 1,
    outcome: (dataset) => filesBelow(dataset, 'out/'),
    ended: ({ dataset_id }) =>
      server.services.store.db
        .selectFrom('dataset_version')
        .selectAll()
        .where('dataset_id', '=', dataset_id)
        .executeTakeFirstOrThrow(),
  },
}

/** Everything that somebody needs to label. */
async function label(round: number): Promise<number> {
  const begin = performance.now()
  const [labeler] = scene.team.labelers
  const { sample_ids } = scene
  const labels = [{ name: round % 2 ? 'ham' : 'spam', type: 100 as const }]
  await labeler!.call('ListWorkerTasks', {})
  const { success } = await labeler!.call('UpdateWorkforceTaskSamples', scene, {
    samples: [{ sample_id: sample_ids[round % sample_ids.length]!, labels }],
  })
  expect(success).toBe(true)
  return performance.now() - begin
}

const faults: Record<string, Fate> = {
  'is down': 'reset',
  'is too busy': { status: 503, body: '<Error><Code>SlowDown</Code></Error>' },
  'does not answer': 'silent',
  'breaks off in the middle of a file': { cut: 20 },
  'says nothing more in the middle of a file': { stall: 20 },
  'sends files with a wrong byte': { damage: 20 },
  'sends short files': {
    status: 206,
    body: 'shor',
    headers: { 'content-range': 'bytes 0-87/88', 'content-length': '4', 'last-modified': new Date().toUTCString() },
  },
}

/** Faults of the bytes of a file touch the reading of files alone. */
function hits(fate: Fate, call: string): boolean {
  const isOfBytes = typeof fate === 'object' && !('status' in fate && fate.status === 503)
  return !isOfBytes || /^GET .*x-id=GetObject/.test(call)
}

describe.each(Object.entries(works))('the store fails during %s', (_, { prepare, ask, status, done, outcome }) => {
  let whole: unknown
  beforeAll(async () => {
    const dataset = await prepare()
    await ask(dataset)
    await server.idle()
    expect(await status(dataset)).toBe(done)
    whole = await outcome(dataset)
  })

  test.each(Object.entries(faults))('it %s: labelling goes on, the work waits and ends whole', async (_, fate) => {
    const dataset = await prepare()
    line.seen.length = 0
    line.decide = (call, count) => (count > 6 && hits(fate, call) ? fate : 'pass')
    await ask(dataset)
    const rounds: number[] = []
    let isIdle = false
    const idle = server.idle().then(() => {
      isIdle = true
    })
    while (!isIdle) rounds.push(await label(rounds.length))
    await idle
    expect(rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length * 0.9)]).toBeLessThan(SOON)
    expect(await status(dataset)).not.toBe(done)
    line.decide = () => 'pass'
    await server.services.jobs.sweep()
    await server.idle()
    expect(await status(dataset)).toBe(done)
    expect(await outcome(dataset)).toEqual(whole)
    expect(await faultsOfCounters(server.services.store)).toEqual([])
  })
})

describe.each(Object.entries(works))('the store is slow during %s', (_, { prepare, ask, status, done }) => {
  test('each of its answers waits for three rounds of labelling, none of which waits for it', async () => {
    const dataset = await prepare()
    // Longer than this test may last: who waits for the store waits for ever.
    server.services.blobs = storeOf({ ...PATIENCE, silence: 600_000 })
    let rounds = 0
    const late: { until: number; go: () => void }[] = []
    line.seen.length = 0
    line.decide = () => ({ held: new Promise<void>((go) => late.push({ until: rounds + 3, go })) })
    let isIdle = false
    // The call itself looks into the store as well.
    const idle = ask(dataset).then(async () => {
      await server.idle()
      isIdle = true
    })
    for (; !isIdle; rounds++) {
      await label(rounds)
      for (const { until, go } of late) if (until <= rounds) go()
    }
    await idle
    expect(await status(dataset)).toBe(done)
    expect(line.seen.length).toBeGreaterThan(10)
  })
})

test('labelling asks the store for nothing', async () => {
  line.seen.length = 0
  for (let round = 0; round < 10; round++) await label(round)
  expect(line.seen).toEqual([])
})

test('what a publishing left that failed is gone when its version is deleted', async () => {
  const dataset = await works['a publishing']!.prepare()
  line.seen.length = 0
  line.decide = (_call, count) => (count > 8 ? 'reset' : 'pass')
  await works['a publishing']!.ask(dataset)
  await server.idle()
  server.advance(11 * 60_000)
  await server.services.jobs.sweep()
  await server.idle()
  line.decide = () => 'pass'
  expect(await filesBelow(dataset, 'out/')).not.toEqual([])
  const { versions } = await server.owner.call('ListDatasetVersions', dataset)
  await server.owner.call('DeleteDatasetVersion', { ...dataset, version_id: versions[0]!.version_id! })
  await server.idle()
  expect(await filesBelow(dataset, 'out/')).toEqual([])
})

describe.each(Object.entries(works))('the store stays away during %s', (_, { prepare, ask, status, done, ended }) => {
  test('the work ends failed after some minutes, and can be done again when the store is back', async () => {
    const dataset = await prepare()
    line.seen.length = 0
    line.decide = (_call, count) => (count > 8 ? 'reset' : 'pass')
    await ask(dataset)
    await server.idle()
    server.advance(11 * 60_000)
    await server.services.jobs.sweep()
    await server.idle()
    expect(await ended(dataset)).toMatchObject({ error_code: 'ModelArts.4314' })
    line.decide = () => 'pass'
    await ask(dataset)
    await server.idle()
    expect(await status(dataset)).toBe(done)
  })
})

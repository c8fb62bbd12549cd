import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '#client/client.ts'
import { DatasetStatus, DatasetType } from '#contract/codes.ts'
import { type Figure, grouped, inSeconds, perSecond } from './figures.ts'
import { LoadClient } from './load.ts'
import { probe, probeFigure } from './probe.ts'
import type { Engine } from './rooms.ts'
import { seedScene } from './seed.ts'
import { type BenchServer, startServer } from './server.ts'
import { ONE_CLASS } from './workload.ts'

const BESIDE = { work: ONE_CLASS, samples: 2_000, labelers: 2, entries: 'untouched' } as const
/** Between two looks at a job, in milliseconds. */
const LOOK = 200
const LABELS = ['praise', 'blame', 'question', 'other']

/**
 * A manifest of so many labelled texts is imported, with the server killed half-way, published, and exported as a manifest: time, memory
 * of the server, and how long other calls take meanwhile. Beside each stands what it costs one process to read, parse and write the
 * same lines and nothing else.
 */
export async function measureData(engine: Engine, lines: number): Promise<Figure[]> {
  const room = await engine.makeRoom()
  const beside = await room.fill((store) => seedScene(store, BESIDE))
  const bucket = join(room.env.MUSTER_DATA!, 'buckets', 'data')
  for (const folder of ['in', 'lists', 'out']) await mkdir(join(bucket, folder), { recursive: true })
  await writeManifest(join(bucket, 'lists', 'texts.manifest'), lines)
  const bare = await copyLines(join(bucket, 'lists', 'texts.manifest'), join(bucket, 'lists', 'copy'))
  const { project_id, owner: token } = beside
  const clientOf = ({ url }: BenchServer) => createClient({ baseUrl: url, project_id, token })
  const load = new LoadClient()
  let server = await startServer(room.env)
  try {
    const dataset_id = await makeDataset(clientOf(server))
    const { task_id } = await clientOf(server).call(
      'ImportTask',
      { dataset_id },
      { import_path: '/data/lists/texts.manifest', import_type: 'manifest' },
    )
    const began = performance.now()
    const imported = async () => (await clientOf(server).call('DescImportTask', { dataset_id, task_id })).status
    const half = async () => (await countSamples(clientOf(server), dataset_id)) >= lines / 2
    const before = await watch(server, half)
    process.kill(server.pid, 'SIGKILL')
    server = await startServer(room.env)
    const stop = await probe(load, { url: server.url, scene: { ...beside, dataset_id }, beside })
    const after = await watch(server, async () => (await imported()) === 'COMPLETED')
    const time = performance.now() - began
    const probed = await stop()
    const there = await countSamples(clientOf(server), dataset_id)
    const size = `${grouped(lines)} lines`
    const figures: Figure[] = [
      jobFigure(`import a manifest of ${size}, killed half-way`, { lines, time, bare }),
      { name: 'samples that are there afterwards', value: grouped(there), target: grouped(lines) },
      memoryFigure('importing', larger(before.peak, after.peak)),
      probeFigure(`import of ${size}`, probed),
    ]
    const api = clientOf(server)
    await api.call('CreateDatasetVersion', { dataset_id }, {})
    const published = await watch(server, async () => {
      return (await api.call('DescDataset', { dataset_id })).status === DatasetStatus.normal
    })
    figures.push(
      {
        ...jobFigure(`publish ${grouped(lines)} samples`, { lines, time: published.time, bare }),
        target: '≥ 10,000/s',
      },
      memoryFigure('publishing', published.peak),
    )
    const made = await api.call('ExportTask', { dataset_id }, { path: '/data/exported/' })
    const names = { resource_id: dataset_id, task_id: made.task_id! }
    const exported = await watch(server, async () => {
      return (await api.call('GetExportTaskStatusOfDataset', names)).status === 'SUCCESSED'
    })
    figures.push(
      { ...jobFigure(`export ${grouped(lines)} samples`, { lines, time: exported.time, bare }), target: '≥ 10,000/s' },
      memoryFigure('exporting', exported.peak),
    )
    return figures
  } finally {
    await load.stop()
    await server.stop()
    await room.dispose()
  }
}

function jobFigure(name: string, { lines, time, bare }: { lines: number; time: number; bare: number }): Figure {
  const note = `${inSeconds(time)}; reading, parsing and writing the lines alone ${inSeconds(bare)}`
  return { name, value: perSecond(lines, time / 1000), ratio: bare / time, note }
}

function memoryFigure(work: string, { all, own }: Memory): Figure {
  const note = `without pages of files ${Math.round(own)} MB`
  return { name: `most memory of the server, ${work}`, value: `${Math.round(all)} MB`, target: '< 400 MB', note }
}

async function makeDataset(api: Client): Promise<string> {
  const made = await api.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'texts',
      dataset_type: DatasetType.textClassification,
      data_sources: [{ data_path: '/data/in/' }],
      work_path: '/data/out/',
      work_path_type: 0,
    },
  )
  const dataset_id = made.dataset_id!
  while ((await api.call('DescDataset', { dataset_id })).status !== DatasetStatus.normal) await sleep(LOOK)
  return dataset_id
}

async function countSamples(api: Client, dataset_id: string): Promise<number> {
  return (await api.call('DescDataset', { dataset_id })).total_sample_count!
}

/** Waits until something is done; how long that took, in milliseconds, and the most memory seen meanwhile, in MB. */
async function watch({ pid }: BenchServer, isDone: () => Promise<boolean>): Promise<{ time: number; peak: Memory }> {
  const began = performance.now()
  let peak: Memory = { all: 0, own: 0 }
  do {
    peak = larger(peak, await residentMemory(pid))
    await sleep(LOOK)
  } while (!(await isDone()))
  return { time: performance.now() - began, peak }
}

/** `own`: without the pages of files, which the system takes back when it needs them. In MB; 0 where the system does not tell. */
type Memory = { all: number; own: number }

async function residentMemory(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const read = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { all: read('VmRSS'), own: read('RssAnon') }
}

function larger(one: Memory, other: Memory): Memory {
  return other.all > one.all ? other : one
}

function writeManifest(path: string, lines: number): Promise<void> {
  function* texts() {
    for (let n = 0; n < lines; n++) {
      const source = `content://Line ${n}: the parcel came on time and the box was dry, but the lamp in it was broken.`
      const annotation = [
        {
          type: 'modelarts/text_classification',
          name: LABELS[n % LABELS.length],
          'annotated-by': 'human',
          'creation-time': '2026-03-02 09:15:00',
        },
      ]
      yield `${JSON.stringify({ source, usage: 'TRAIN', 'sample-type': 1, annotation })}\n`
    }
  }
  return pipeline(Readable.from(texts()), createWriteStream(path))
}

/** Reads, parses and writes lines and nothing else; in milliseconds. */
async function copyLines(from: string, to: string): Promise<number> {
  const began = performance.now()
  async function* copied() {
    for await (const line of createInterface({ input: createReadStream(from) }))
      yield `${JSON.stringify(JSON.parse(line))}\n`
  }
  await pipeline(Readable.from(copied()), createWriteStream(to))
  return performance.now() - began
}

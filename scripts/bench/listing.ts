import { type Figure, grouped, inMilliseconds, median, quantile } from './figures.ts'
import { type LoadCall, LoadClient } from './load.ts'
import type { Engine } from './rooms.ts'
import { type Scene, seedScene } from './seed.ts'
import { startServer } from './server.ts'
import { ONE_CLASS } from './workload.ts'

const LABELERS = 100
const LIMIT = 10
/** Every page is asked for so often; the three pages of a list in turn. */
const TIMES = 100

type List = { name: string; path: string; token: string; query: string; rows: number; target?: string }

/** Pages of ten at the beginning, in the middle and at the end of lists. */
export async function measureListing(engine: Engine, samples: number): Promise<Figure[]> {
  const room = await engine.makeRoom()
  const scene = await room.fill((store) =>
    seedScene(store, { work: ONE_CLASS, samples, labelers: LABELERS, entries: 'labelled', labelledEvery: 2 }),
  )
  const server = await startServer(room.env)
  const client = new LoadClient()
  try {
    const figures: Figure[] = []
    for (const list of listsOf(scene, samples)) figures.push(await measureList(client, server.url, list))
    return figures
  } finally {
    await client.stop()
    await server.stop()
    await room.dispose()
  }
}

function listsOf(scene: Scene, samples: number): List[] {
  const base = `/v2/${scene.project_id}/datasets/${scene.dataset_id}`
  const ofDataset = { path: `${base}/data-annotations/samples`, token: scene.owner }
  const ofTask = { path: `${base}/workforce-tasks/${scene.task_id}/data-annotations/samples`, token: scene.owner }
  const { token, entries } = scene.labelers[0]!
  const half = Math.ceil(samples / 2)
  const { name } = scene.definitions[3]!
  const search = encodeURIComponent(JSON.stringify([{ sample_name: '7.jpg' }]))
  const target = '≤ 2'
  return [
    { name: 'dataset, all', ...ofDataset, query: '', rows: samples, target },
    { name: 'dataset, labelled', ...ofDataset, query: '&sample_state=__ALL__', rows: half, target },
    { name: 'dataset, one label', ...ofDataset, query: `&label_name=${name}`, rows: Math.floor(samples / 10), target },
    { name: 'task, all', ...ofTask, query: '', rows: samples, target },
    { name: 'task, waiting for acceptance', ...ofTask, query: '&sample_state=__UNCHECK__', rows: samples, target },
    { name: 'task, one label', ...ofTask, query: `&label_name=${name}`, rows: Math.floor(samples / 10), target },
    { name: 'task, one labeler', path: ofTask.path, token, query: '', rows: entries.length, target },
    { name: 'dataset, search by name', ...ofDataset, query: `&search_conditions=${search}`, rows: samples / 20 },
  ]
}

async function measureList(client: LoadClient, url: string, list: List): Promise<Figure> {
  const { name, path, token, query, rows, target } = list
  const pages = [0, Math.floor(rows / LIMIT / 2), Math.max(0, Math.ceil(rows / LIMIT) - 1)]
  const calls: LoadCall[] = pages.map((page) => ({
    method: 'GET',
    path: `${path}?limit=${LIMIT}&offset=${page}${query}`,
    token,
  }))
  const warm = await client.run({ url, connections: [[...calls, ...calls, ...calls]] })
  const first = warm.latencies[0]![0]!
  const { latencies } = await client.run({ url, connections: [Array.from({ length: TIMES }, () => calls).flat()] })
  const own = calls.map((_, index) => latencies[0]!.filter((_, at) => at % calls.length === index))
  const [start, middle, end] = own.map((values) => median(values))
  return {
    name: `list, ${name}, ${grouped(rows)} rows`,
    value: inMilliseconds(start!),
    ratio: Math.max(middle!, end!) / start!,
    ...(target && { target }),
    note: `middle ${inMilliseconds(middle!)}, last page ${inMilliseconds(end!)} (p99 ${inMilliseconds(quantile(own[2]!, 0.99))}), very first call ${inMilliseconds(first)}`,
  }
}

import { type Figure, inMilliseconds, median, quantile } from './figures.ts'
import type { LoadClient, LoadResult } from './load.ts'
import { batchesOf, callOf } from './save-plan.ts'
import type { Scene } from './seed.ts'

/** Rest of the probing client after each call, in milliseconds. */
const PAUSE = 10
const BATCH = 10
const KINDS = ['save', 'list of a task', 'list of a dataset'] as const

/**
 * Other calls while the server does something long: one connection saves ten samples at a time of a task beside it, one
 * lists that task, one lists the dataset that is being worked on.
 */
export async function probe(
  client: LoadClient,
  { url, scene, beside }: { url: string; scene: Scene; beside: Scene },
): Promise<() => Promise<LoadResult>> {
  const places = { from: 0, to: beside.labelers[0]!.entries.length, size: BATCH }
  const saves = [0, 1].flatMap((round) =>
    batchesOf(beside, { ...places, round })[0]!.map((batch) => callOf(beside, batch)),
  )
  const listTask = { method: 'GET', path: saves[0]!.path, token: saves[0]!.token }
  const listDataset = {
    method: 'GET',
    path: `/v2/${scene.project_id}/datasets/${scene.dataset_id}/data-annotations/samples`,
    token: scene.owner,
  }
  const { stop } = await client.begin({
    url,
    connections: [saves, [listTask], [listDataset]],
    endless: true,
    pause: PAUSE,
  })
  return stop
}

/** The greatest p99 of the kinds of other calls. */
export function probeFigure(name: string, { latencies }: LoadResult): Figure {
  const p99 = latencies.map((own) => quantile(own, 0.99))
  const each = KINDS.map((kind, index) => {
    const own = latencies[index]!
    return `${kind} ${inMilliseconds(p99[index]!)} (${own.length} calls, p50 ${inMilliseconds(median(own))})`
  })
  return {
    name: `p99 of other calls, ${name}`,
    value: inMilliseconds(Math.max(...p99)),
    target: '< 200 ms',
    note: `${each.join(', ')}; longest ${inMilliseconds(Math.max(...latencies.flat()))}`,
  }
}

import { createClient } from '#client/client.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { type Figure, grouped, inMilliseconds, inSeconds, median } from './figures.ts'
import { timeUntil } from './finishing.ts'
import { LoadClient } from './load.ts'
import { probeFigure } from './probe.ts'
import type { Engine } from './rooms.ts'
import { seedScene } from './seed.ts'
import { startServer } from './server.ts'
import { ONE_CLASS } from './workload.ts'

const STARTS = 3
const LABELERS = 100
const BESIDE = { work: ONE_CLASS, samples: 2_000, labelers: 2, entries: 'untouched' } as const

/** From the start of the process on an empty folder to the first answer of the API. */
export async function measureStart(engine: Engine): Promise<Figure[]> {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const room = await engine.makeRoom()
    const start = performance.now()
    const server = await startServer(room.env)
    const answer = await fetch(`${server.url}/v3`)
    await answer.text()
    times.push(performance.now() - start)
    await server.stop()
    await room.dispose()
  }
  return [{ name: 'start on an empty folder', value: inMilliseconds(median(times)), target: '< 2 s' }]
}

/** Deals all samples of a dataset to a hundred labelers, with other calls meanwhile. */
export async function measureDealing(engine: Engine, samples: number): Promise<Figure[]> {
  const room = await engine.makeRoom()
  const { scene, beside } = await room.fill(async (store) => ({
    scene: await seedScene(store, { work: ONE_CLASS, samples, labelers: LABELERS, entries: 'none' }),
    beside: await seedScene(store, BESIDE),
  }))
  const server = await startServer(room.env)
  const client = new LoadClient()
  try {
    const api = createClient({ baseUrl: server.url, project_id: scene.project_id, token: scene.owner })
    const names = { dataset_id: scene.dataset_id, workforce_task_id: scene.task_id }
    const watched = { api, names, client, watch: { url: server.url, scene, beside } }
    const { milliseconds, probed } = await timeUntil(WorkforceTaskStatus.running, watched, () =>
      api.call('StartWorkforceTask', names, {
        workforces_config: { workforces: [{ workforce_id: scene.workforce_id }] },
      }),
    )
    const name = `deal ${grouped(samples)} samples to ${LABELERS}`
    return [{ name, value: inSeconds(milliseconds) }, probeFigure(name, probed)]
  } finally {
    await client.stop()
    await server.stop()
    await room.dispose()
  }
}

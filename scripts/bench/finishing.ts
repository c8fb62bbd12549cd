import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '#client/client.ts'
import { AcceptanceAction, WorkforceTaskStatus } from '#contract/codes.ts'
import { type Figure, grouped, inMilliseconds, inSeconds } from './figures.ts'
import { effectOf, finishStatements } from './finish-statements.ts'
import { LoadClient } from './load.ts'
import { probe, probeFigure } from './probe.ts'
import type { Engine, Room } from './rooms.ts'
import { type Scene, seedScene } from './seed.ts'
import { startServer } from './server.ts'
import { ONE_CLASS } from './workload.ts'

const LABELERS = 100
const BESIDE = { work: ONE_CLASS, samples: 2_000, labelers: 2, entries: 'untouched' } as const
const SAMPLING_RATE = 0.2
/** Entries whose samples follow each other, in one transaction of bare statements: as many as the server takes at once. */
const STRETCH = 1000
const POLL = 50

/**
 * Call 2 on a pool of all entries: pass all, overwrite. Bare are the same effects as statements for whole sets, on a copy of
 * the records: all in one transaction, which nobody could wait for, and stretch by stretch as the server does it.
 */
export async function measureFinishing(
  engine: Engine,
  { samples, labelledEvery }: { samples: number; labelledEvery: number },
): Promise<Figure[]> {
  const room = await engine.makeRoom()
  const { scene, beside } = await room.fill(async (store) => ({
    scene: await seedScene(store, { work: ONE_CLASS, samples, labelers: LABELERS, entries: 'labelled', labelledEvery }),
    beside: await seedScene(store, BESIDE),
  }))
  const whole = await timeBare(await room.copy(), scene, samples)
  const stretches = await timeBare(await room.copy(), scene, STRETCH)
  const server = await startServer(room.env)
  const client = new LoadClient()
  const name = `${grouped(samples)} entries${labelledEvery > 0 ? ', half labelled otherwise' : ''}`
  try {
    const api = createClient({ baseUrl: server.url, project_id: scene.project_id, token: scene.owner })
    const names = { dataset_id: scene.dataset_id, workforce_task_id: scene.task_id }
    const watch = { url: server.url, scene, beside }
    const draw = await timeUntil(WorkforceTaskStatus.accepting, { api, names, client, watch }, () =>
      api.call('StartWorkforceSamplingTask', names, { sampling_rate: SAMPLING_RATE }),
    )
    const finish = await timeUntil(WorkforceTaskStatus.accepted, { api, names, client, watch }, () =>
      api.call('UpdateWorkforceSamplingTask', names, { action: AcceptanceAction.passAll, overwrite_last_result: true }),
    )
    await server.stop()
    const effect = await readEffect(room, scene)
    for (const one of [whole, stretches]) {
      if (effect !== one.effect) throw new Error(`The statements do something else:\n${effect}\n${one.effect}`)
    }
    const speed = `${((finish.milliseconds * 1000) / samples).toFixed(1)} µs per entry`
    return [
      {
        name: `draw 20 % of ${name}`,
        value: inSeconds(draw.milliseconds),
        note: `answered after ${inMilliseconds(draw.answered)}`,
      },
      probeFigure(`draw 20 % of ${name}`, draw.probed),
      {
        name: `finish, ${name}`,
        value: inSeconds(finish.milliseconds),
        ratio: finish.milliseconds / stretches.milliseconds,
        target: '≤ 2',
        note: `${speed}; bare in stretches ${inSeconds(stretches.milliseconds)}`,
      },
      {
        name: `finish, ${name}, against one transaction`,
        value: inSeconds(finish.milliseconds),
        ratio: finish.milliseconds / whole.milliseconds,
        note: `bare in one transaction ${inSeconds(whole.milliseconds)}`,
      },
      probeFigure(`finish, ${name}`, finish.probed),
    ]
  } finally {
    await client.stop()
    await server.stop()
    await room.dispose()
  }
}

async function timeBare(room: Room, scene: Scene, stretch: number) {
  const bare = room.openBare()
  const first = await bare.value(`select min(sample_key) from entry where task_id = '${scene.task_id}'`)
  const last = await bare.value(`select max(sample_key) from entry where task_id = '${scene.task_id}'`)
  const statements = finishStatements(scene)
  const start = performance.now()
  for (let from = first; from <= last; from += stretch) {
    await bare.run(statements, { from, to: Math.min(from + stretch - 1, last) })
  }
  const milliseconds = performance.now() - start
  await bare.close()
  const effect = await readEffect(room, scene)
  await room.dispose()
  return { milliseconds, effect }
}

async function readEffect(room: Room, scene: Scene): Promise<string> {
  const bare = room.openBare()
  const sums: number[] = []
  for (const query of effectOf(scene)) sums.push(await bare.value(query))
  await bare.close()
  return sums.join(' ')
}

type Watched = {
  api: Client
  names: { dataset_id: string; workforce_task_id: string }
  client: LoadClient
  watch: Parameters<typeof probe>[1]
}

/** Makes a call and waits until the task is in a status, with other calls all the while. */
export async function timeUntil(
  status: WorkforceTaskStatus,
  { api, names, client, watch }: Watched,
  call: () => Promise<unknown>,
) {
  const stop = await probe(client, watch)
  const start = performance.now()
  await call()
  const answered = performance.now() - start
  while ((await api.call('DescWorkforceTask', names)).status !== status) await sleep(POLL)
  const milliseconds = performance.now() - start
  return { answered, milliseconds, probed: await stop() }
}

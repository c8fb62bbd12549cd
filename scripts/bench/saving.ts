import { type Figure, grouped, latencies, median, perSecond } from './figures.ts'
import { LoadClient } from './load.ts'
import type { Engine } from './rooms.ts'
import { batchesOf, callOf, writesOf } from './save-plan.ts'
import { type Scene, seedScene } from './seed.ts'
import { startServer } from './server.ts'
import type { Workload } from './workload.ts'

/** As many connections, each a labeler who works through his list. */
const LABELERS = 8
const BATCH = 100
/** Samples of a round: the same number whatever the size of the task. */
const ROUND = 16_000
/** Samples with which server and statements are warmed up before the first round. */
const WARM_UP = 4_000
/** Rounds after the first one save the same samples again: labels are replaced and go into the history. */
const ROUNDS = 6

export type SavingSpeed = { samplesPerSecond: number; figures: Figure[] }

/**
 * Call 1 against the same rows written by bare statements. Both write into equal copies of the records, in turn, round by
 * round, so that a change of the machine's speed meets both; the ratio is the median of those of the rounds.
 */
export async function measureSaving(engine: Engine, work: Workload, samples: number): Promise<SavingSpeed> {
  const room = await engine.makeRoom()
  const scene = await room.fill((store) =>
    seedScene(store, { work, samples, labelers: LABELERS, entries: 'untouched' }),
  )
  const other = await room.copy()
  const bare = other.openBare()
  const server = await startServer(room.env)
  const client = new LoadClient()
  const last = Math.floor(samples / LABELERS)
  const write = async (places: Places) => {
    const rows = batchesOf(scene, { ...places, size: BATCH }).map((list) => list.map((one) => writesOf(scene, one)))
    const start = performance.now()
    await bare.write(rows)
    return (performance.now() - start) / 1000
  }
  const call = (places: Places) => client.run({ url: server.url, connections: callsOf(scene, places) })
  try {
    for (let round = 0; round < 3; round++) {
      const places = { from: last - WARM_UP / LABELERS, to: last, round }
      await write(places)
      await call(places)
    }
    const rounds: { bare: number; called: number; latencies: number[] }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const places = { from: 0, to: ROUND / LABELERS, round }
      const seconds = await write(places)
      const result = await call(places)
      rounds.push({ bare: seconds, called: result.seconds, latencies: result.latencies.flat() })
    }
    const speed = ROUND / median(rounds.map(({ called }) => called))
    const ratioOf = (some: typeof rounds) => median(some.map(({ bare, called }) => bare / called))
    const name = `save, ${work.name}, ${grouped(samples)} entries`
    const bareSpeed = perSecond(ROUND, median(rounds.map(({ bare }) => bare)))
    const first = ratioOf(rounds.slice(0, 1)).toFixed(2)
    return {
      samplesPerSecond: speed,
      figures: [
        {
          name,
          value: perSecond(speed, 1),
          ratio: ratioOf(rounds),
          target: work.boxes < 2 && engine.name === 'sqlite' ? '≥ 0.6' : '',
          note: `bare ${bareSpeed}; ${latencies(rounds.flatMap((one) => one.latencies))}; first save ${first}`,
        },
      ],
    }
  } finally {
    await client.stop()
    await server.stop()
    await bare.close()
    await other.dispose()
    await room.dispose()
  }
}

type Places = { from: number; to: number; round: number }

function callsOf(scene: Scene, places: Places) {
  return batchesOf(scene, { ...places, size: BATCH }).map((list) => list.map((one) => callOf(scene, one)))
}

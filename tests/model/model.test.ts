import * as fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { engine } from '#tests/engines.ts'
import { type Command, command, OWNER, type Scenery, scenery } from './commands.ts'
import { runCommands } from './run.ts'
import { MortalServer } from './world.ts'

/**
 * Random histories of a team task on the server and on a plain reference (reliability T22). MUSTER_MODEL_RUNS says how
 * many, of which PostgreSQL does a tenth, MUSTER_MODEL_SEED which: a failure prints its seed and the shortest history found.
 */
const RUNS = Math.ceil(Number(process.env.MUSTER_MODEL_RUNS ?? 200) / (engine === 'sqlite' ? 1 : 10))
const SEED = Number(process.env.MUSTER_MODEL_SEED ?? Date.now() % 1_000_000_007)
const COMMANDS = 50

let server: MortalServer
beforeAll(async () => {
  server = await MortalServer.open()
})
afterAll(() => server.close())

test(`the server does what the pages say in ${RUNS} histories of ${COMMANDS} commands`, {
  timeout: 1_800_000,
}, async () => {
  const histories = fc.array(command, { minLength: COMMANDS, maxLength: COMMANDS, size: 'max' })
  const property = fc.asyncProperty(scenery, histories, (start: Scenery, commands: Command[]) =>
    runCommands(server, start, commands),
  )
  const { failed, counterexample, seed, errorInstance } = await fc.check(property, {
    numRuns: RUNS,
    seed: SEED,
    endOnFailure: false,
    interruptAfterTimeLimit: 1_500_000,
    markInterruptAsFailure: true,
  })
  if (!failed) return
  const [start, commands] = counterexample ?? []
  const history = commands?.filter(({ kind }) => kind !== 'nothing').map((one) => JSON.stringify(one))
  const error = errorInstance as Error | null
  throw new Error(
    `MUSTER_MODEL_SEED=${seed} fails: ${error?.message}\n${JSON.stringify(start)}\n${history?.join('\n')}`,
    { cause: error },
  )
})

test('of two entries that the owner saved with one call it has the same one in the dataset', async () => {
  const start = { samples: 1, roles: [0, 0, 2, 2], repetition: 2, auto_sync_dataset: true, predicted: false }
  const items = [0, 1].map((worker) => ({ sample: 0, worker, labels: worker + 1, empty: 0 }))
  const history: Command[] = [
    { kind: 'save', by: OWNER, items, aimed: false },
    { kind: 'start', by: OWNER, sampling_rate: 1 },
    { kind: 'work' },
    { kind: 'finish', by: OWNER, action: 0, overwrite: false, aimed: false },
    { kind: 'work' },
  ]
  // Their worker ids, which decide, are in the one order or in the other.
  for (let i = 0; i < 10; i++) await runCommands(server, start, history)
})

test('what a verdict rejects of somebody who left may wait until the verdict has reached everything', async () => {
  const start = { samples: 6, roles: [0, 0, 2, 1], repetition: 1, auto_sync_dataset: true, predicted: false }
  const save = (by: number, samples: readonly number[]): Command => {
    const items = samples.map((sample) => ({ sample, worker: null, labels: 1, empty: 0 }))
    return { kind: 'save', by, items, aimed: true }
  }
  const review = (accept: boolean, samples: readonly number[]): Command => {
    const comments = samples.map((sample) => ({ sample, worker: null, accept, score: 0, text: false }))
    return { kind: 'review', by: OWNER, comments, aimed: true }
  }
  const history: Command[] = [
    save(0, [0, 1, 2]),
    save(1, [0, 1]),
    review(true, [0, 1, 2, 3, 4]),
    { kind: 'people', roles: [2, 0, 2, 1] },
    { kind: 'start', by: OWNER, sampling_rate: 1 },
    { kind: 'work' },
    save(1, [0, 1, 2]),
    { kind: 'finish', by: OWNER, action: 1, overwrite: false, aimed: false },
    { kind: 'work', steps: 1 },
    review(false, [0]),
    { kind: 'work' },
    { kind: 'look' },
  ]
  // Who has which sample, and so what the first step rejects, is left to chance.
  for (let i = 0; i < 10; i++) await runCommands(server, start, history)
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { integerBelow, seededRandom } from '#core/acceptance/random.ts'
import { startPostgres } from '#tests/postgres.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { Acceptance } from './acceptances.ts'
import { Deletes } from './deletes.ts'
import { type Records, readPostgres, readSqlite } from './records.ts'
import { Reviews } from './reviews.ts'
import { Saves } from './saves.ts'
import { ServerProcess } from './server-process.ts'
import { Stage } from './stage.ts'
import type { Random, Workload } from './workload.ts'

/**
 * `npm run test:crash` (reliability T08): clients work with a real server, which is killed at a random moment and started
 * again. Nothing that was acknowledged may be lost, nothing may be half done, and a call that was not answered can be made
 * again. MUSTER_CRASH_ROUNDS says how often on both engines together (60), MUSTER_CRASH_SEED which moments.
 */
const ROUNDS = Number(process.env.MUSTER_CRASH_ROUNDS ?? 60)
const SEED = process.env.MUSTER_CRASH_SEED ?? randomBytes(16).toString('hex')
/** The server dies so many milliseconds after the clients have begun, at most. */
const LATEST = 400
/** The server must be ready after so many milliseconds, and its jobs be done. */
const READY = 5_000
const JOBS_DONE = 30_000
const ENTRIES = { single: 200, batch: 10_000, review: 1_500, delete: 3_000, accept: 2_400 }

type Scene = Workload<unknown>

async function main(): Promise<void> {
  console.log(`MUSTER_CRASH_SEED=${SEED}`)
  const source = seededRandom(SEED)
  const random: Random = (n) => integerBelow(source, n)
  const onSqlite = Math.ceil(ROUNDS / 2)
  await withFolder(async (folder) => {
    const env = { MUSTER_DATA: folder }
    await crashOn('SQLite', { env, records: () => readSqlite(join(folder, 'muster.db')), rounds: onSqlite, random })
  })
  await withFolder(async (folder) => {
    const postgres = await startPostgres({ fsync: true })
    try {
      const url = await postgres.createDatabase()
      const env = { MUSTER_DATA: folder, DATABASE_URL: url }
      await crashOn('PostgreSQL', { env, records: () => readPostgres(url), rounds: ROUNDS - onSqlite, random })
    } finally {
      await postgres.stop()
    }
  })
}

type Engine = { env: Record<string, string>; records: () => Promise<Records>; rounds: number; random: Random }

async function crashOn(engine: string, { env, records: open, rounds, random }: Engine): Promise<void> {
  if (rounds === 0) return
  const began = performance.now()
  const stage = await Stage.open(env)
  const lasting = [
    new Saves(await stage.build({ samples: ENTRIES.single, labelers: 4 }), random, 1),
    new Saves(await stage.build({ samples: ENTRIES.batch }), random, ENTRIES.batch),
    new Reviews(await stage.build({ samples: ENTRIES.review, reviewers: 1 }), random),
    new Deletes(await stage.build({ samples: ENTRIES.delete }), random),
  ]
  const acceptances: Acceptance[] = []
  for (let i = 0; i < rounds; i++) {
    acceptances.push(new Acceptance(await stage.build({ samples: ENTRIES.accept }), random))
  }
  const server = new ServerProcess(env)
  await stage.hand(() => server.url)
  const records = await open()
  const starts = [await server.start()]
  const faults: string[] = []
  try {
    for (let round = 0; round < rounds && faults.length === 0; round++) {
      const workloads = chooseWorkloads(lasting as Scene[], acceptances[round] as Scene, { round, random })
      starts.push(await crashOnce({ server, stage, records, random, workloads, faults }))
    }
  } finally {
    await server.kill()
    await records.close()
  }
  const all = [...lasting, ...acceptances] as Scene[]
  const sum = (count: (workload: Scene) => number) => all.reduce((total, workload) => total + count(workload), 0)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(
    `${engine}: ${starts.length - 1} kills in ${seconds} s; ${sum((one) => one.acknowledged)} calls acknowledged, ` +
      `${sum((one) => one.unanswered)} not answered, of which ${sum((one) => one.doneUnanswered)} were done; ` +
      `ready after ${Math.max(...starts).toFixed(0)} ms at most; ${faults.length} faults`,
  )
  if (Math.max(...starts) > READY) faults.push(`the server was ready after ${Math.max(...starts).toFixed(0)} ms only`)
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}

/** Every kind of call dies alone and in company. */
function chooseWorkloads(
  [single, batch, review, deletes]: Scene[],
  accept: Scene,
  { round, random }: { round: number; random: Random },
): Scene[] {
  const kinds = [
    [single],
    [batch],
    [accept],
    [review, single],
    [deletes, accept],
    [single, batch, review, deletes, accept],
  ]
  const chosen = kinds[round % kinds.length]! as Scene[]
  return random(3) === 0 && !chosen.includes(accept) ? [...chosen, accept] : chosen
}

type Round = {
  server: ServerProcess
  stage: Stage
  records: Records
  random: Random
  workloads: readonly Scene[]
  faults: string[]
}

/** Answers how long the server took to be ready again. */
async function crashOnce({ server, stage, records, random, workloads, faults }: Round): Promise<number> {
  for (const workload of workloads) await workload.prepare()
  const running = Promise.all(workloads.map((workload) => workload.run()))
  await Promise.race([running, new Promise((resolve) => setTimeout(resolve, random(LATEST + 1)))])
  await server.kill()
  await running
  const start = await server.start()
  const look = async () => {
    await waitForJobs(stage, records, workloads)
    for (const workload of workloads) {
      faults.push(...(await stage.look(records, () => workload.check())))
      const counters = await records.look((store) => faultsOfCounters(store, workload.scene.dataset_id))
      faults.push(...counters.map((fault) => `${workload.name}: ${fault}`))
    }
  }
  await look()
  for (const workload of workloads) await workload.repeat()
  await look()
  return start
}

/** What was begun comes to its end by itself. */
async function waitForJobs(stage: Stage, records: Records, workloads: readonly Scene[]): Promise<void> {
  for (const end = performance.now() + JOBS_DONE; ; ) {
    const statuses = await stage.look(records, () => Promise.all(workloads.map(({ scene }) => scene.status())))
    if (!statuses.some((status) => status === 5 || status === 7)) return
    if (performance.now() > end) throw new Error(`after ${JOBS_DONE} ms tasks are still in ${statuses.join()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-crash-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()

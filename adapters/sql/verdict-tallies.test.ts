import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mergeAcceptances, NO_VERDICTS, type PoolEntry } from '#core/acceptance/report.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork } from '#tests/scenes.ts'
import { tallyOfTask } from './acceptances.ts'
import { tallyDrawn, tallyVerdicts, type VerdictWord, verdictOf } from './verdict-tallies.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const ENTRIES = 6
const WORDS = Object.keys(NO_VERDICTS) as VerdictWord[]
const someEntries = fc.uniqueArray(fc.nat({ max: ENTRIES - 1 }), { maxLength: ENTRIES })
const acceptance = fc.record({
  drawn: someEntries,
  /** In this order; an entry may be judged again. */
  judged: fc.array(fc.record({ entry: fc.nat({ max: ENTRIES - 1 }), verdict: fc.constantFrom(...WORDS) }), {
    maxLength: 10,
  }),
  /** Entries that are deleted while the acceptance is open. */
  deleted: fc.uniqueArray(fc.nat({ max: ENTRIES - 1 }), { maxLength: 2 }),
  cancelled: fc.boolean(),
  /** Who has the entries this time. */
  worker: fc.constantFrom('w1', 'w2'),
})
type History = { drawn: number[]; worker: string; judged: { entry: number; verdict: VerdictWord }[] } & {
  deleted: number[]
  cancelled: boolean
}

test('an entry counts once over all acceptances, with its latest verdict, whatever was drawn again or cancelled', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acceptance, { minLength: 1, maxLength: 4 }), async (histories) => {
      const { store, dataset_id, workforce_task_id } = await aTaskAtWork(server, { samples: 1, labelers: 1 })
      const pools: PoolEntry<number>[][] = []
      for (const [index, history] of histories.entries()) {
        const found = await run(workforce_task_id, index + 1, history)
        if (!history.cancelled) pools.push(found)
      }
      const { drawn, verdicts } = await tallyOfTask(store.db, workforce_task_id)
      const expected = mergeAcceptances(pools)
      expect({ drawn, verdicts }).toEqual({ drawn: expected.drawn, verdicts: expected.verdicts })
      expect(await faultsOfCounters(store, dataset_id)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

/** Plays one acceptance and says what it found: the entries it drew and did not lose, with their verdicts. */
async function run(task_id: string, number: number, history: History): Promise<PoolEntry<number>[]> {
  const { store } = server.services
  const checking_task_id = `${task_id} ${number}`
  const acceptance = { checking_task_id, task_id, number }
  const { worker, cancelled } = history
  const names = ['checking_task_id', 'entry_key'] as const
  const drawn = history.drawn.map((entry_key) => ({ entry_key, worker_id: worker }))
  await store.transaction(async (tx) => {
    const row = { ...acceptance, status: 'open' as const, seed: '', generator: '', create_time: 0 }
    const figures = { pool: 0, first_timers: 0, sampled: 0, overwrite_last_result: 0 }
    await tx
      .insertInto('acceptance')
      .values({ ...row, ...figures, accepted_count: 0, rejected_count: 0 })
      .execute()
    const rows = drawn.map(({ entry_key }) => [checking_task_id, entry_key, worker])
    await tx.each.insert('acceptance_sample', [...names, 'worker_id'], rows)
    await tallyDrawn(tx, acceptance, drawn, 1)
  })
  const verdicts = new Map<number, VerdictWord | null>(drawn.map(({ entry_key }) => [entry_key, null]))
  for (const { entry, verdict } of history.judged.filter(({ entry }) => verdicts.has(entry))) {
    const before = verdicts.get(entry)!
    verdicts.set(entry, verdict)
    await store.transaction(async (tx) => {
      await tallyVerdicts(tx, acceptance, [{ entry_key: entry, worker_id: worker, before, after: verdict }])
      const score = verdict === 'unscored' || verdict === 'rejected' ? null : verdict
      const values = [[checking_task_id, entry, verdict === 'rejected' ? 0 : 1, score]]
      await tx.each.update('acceptance_sample', names, ['accept', 'score'], values)
      const [row] = await tx.each.select('acceptance_sample', names, ['accept', 'score'], [[checking_task_id, entry]])
      expect(verdictOf(row!)).toBe(verdict)
    })
  }
  for (const entry_key of history.deleted.filter((entry) => verdicts.has(entry))) {
    await store.transaction(async (tx) => {
      const change = { entry_key, worker_id: worker, before: verdicts.get(entry_key)!, after: null }
      await tallyVerdicts(tx, acceptance, [change])
      await tallyDrawn(tx, acceptance, [change], -1)
      await tx.each.delete('acceptance_sample', names, [[checking_task_id, entry_key]])
    })
    verdicts.delete(entry_key)
  }
  await store.db
    .updateTable('acceptance')
    .set({ status: cancelled ? 'cancelled' : 'finished' })
    .where('checking_task_id', '=', checking_task_id)
    .execute()
  return [...verdicts].map(([entry, verdict]) => ({ entry, drawn: true, verdict }))
}

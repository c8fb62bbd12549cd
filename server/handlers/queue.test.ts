import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleState } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
type Asked = { sample_state?: SampleState; worker_id?: string; limit?: number }

/** All entries, answer by answer. */
async function walk(scene: TaskScene, caller: Caller, asked: Asked = {}): Promise<DescribeSampleResp[]> {
  const found: DescribeSampleResp[] = []
  let after: string | undefined
  do {
    const answer = await caller.call('ListEntries', { ...scene, ...asked, ...(after && { after }) })
    expect(answer.entries.length).toBeLessThanOrEqual(asked.limit ?? 50)
    found.push(...answer.entries)
    after = answer.cursor
  } while (after)
  return found
}

const placeOf = ({ sample_id, worker_id }: DescribeSampleResp) => `${sample_id} ${worker_id}`

/** A task with entries in every state, in the middle of its second acceptance. */
async function inEveryState(): Promise<TaskScene> {
  const scene = await aTaskAtWork(server, { samples: 24, labelers: 2, reviewers: 1 })
  const [one, two] = scene.team.labelers as [Caller, Caller]
  const [first, second] = [one, two].map((_, n) => scene.sample_ids.filter((__, i) => i % 2 === n)) as [
    string[],
    string[],
  ]
  await scene.label(one, first.slice(0, 10), spam)
  await scene.label(two, second.slice(0, 4), spam)
  const passes = (sample_ids: string[], worker_id: string, accept = true) =>
    sample_ids.map((sample_id) => ({ sample_id, worker_id, accept, ...(accept ? { score: 'A' } : { comment: 'no' }) }))
  await scene.review(scene.reviewer, [
    ...passes(first.slice(0, 3), one.worker_id),
    ...passes(first.slice(3, 4), one.worker_id, false),
  ])
  await scene.startAcceptance()
  await scene.judge(passes(first.slice(0, 1), one.worker_id, false))
  await scene.finish(5)
  await scene.review(scene.reviewer, passes([...first.slice(4, 8)], one.worker_id))
  await scene.startAcceptance({ sampling_num: 3 })
  const [drawn] = await scene.drawnIn(2)
  await scene.judge(passes([drawn!.sample_id], drawn!.worker_id))
  return scene
}

describe('the queue', () => {
  test('holds the same entries in the same order as the list of pages, for every state, caller and size', async () => {
    const scene = await inEveryState()
    const seen = new Set<number>()
    for (const sample_state of [undefined, ...Object.values(SampleState)]) {
      for (const caller of [scene.owner, scene.reviewer, scene.labeler]) {
        const filter = sample_state ? { sample_state } : {}
        const { samples } = await caller.call('ListWorkforceTaskSamples', { ...scene, ...filter, limit: 100 })
        for (const limit of [1, 3, 100]) {
          const entries = await walk(scene, caller, { ...filter, limit })
          expect([sample_state, entries.map(placeOf)]).toEqual([sample_state, samples.map(placeOf)])
          seen.add(entries.length)
        }
      }
    }
    expect(seen.size).toBeGreaterThan(4)
  })

  test('shows entries as the list does, with their revision, and images as asked for', async () => {
    const scene = await aTaskAtWork(server)
    await scene.label(scene.labeler, [...scene.sample_ids], spam)
    const process_parameter = 'image/resize,m_lfit,h_200'
    const asked = { ...scene, process_parameter }
    const { entries, cursor } = await scene.labeler.call('ListEntries', asked)
    const { samples } = await scene.labeler.call('ListWorkforceTaskSamples', asked)
    const timeless = (list: DescribeSampleResp[]) => list.map(({ source: _, ...rest }) => rest)
    expect(timeless(entries)).toEqual(timeless(samples))
    expect(entries[0]).toMatchObject({ muster: { revision: 1 }, source: expect.stringContaining('resize') })
    expect(cursor).toBeUndefined()
  })

  test('a member sees his own, the owner may choose a member', async () => {
    const scene = await aTaskAtWork(server, { samples: 5, labelers: 2 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const ofWorker = async (caller: Caller, asked: Asked = {}) =>
      new Set((await walk(scene, caller, asked)).map((e) => e.worker_id))
    expect(await ofWorker(one, { worker_id: two.worker_id })).toEqual(new Set([one.worker_id]))
    expect(await ofWorker(scene.owner, { worker_id: two.worker_id })).toEqual(new Set([two.worker_id]))
    expect((await ofWorker(scene.owner)).size).toBe(2)
  })

  test('a place in it stays when entries before it change their state: none is skipped, none comes twice', async () => {
    const scene = await aTaskAtWork(server, { samples: 9 })
    const seen: string[] = []
    let after: string | undefined
    do {
      const asked = { ...scene, sample_state: SampleState.none, limit: 2, ...(after && { after }) }
      const { entries, cursor } = await scene.labeler.call('ListEntries', asked)
      const sample_ids = entries.map(({ sample_id }) => sample_id!)
      await scene.label(scene.labeler, sample_ids, spam)
      seen.push(...sample_ids)
      after = cursor
    } while (after)
    expect(seen).toEqual(scene.sample_ids)
  })

  test('a cursor that is none is refused', async () => {
    const scene = await aTaskAtWork(server)
    for (const after of ['x', '1', Buffer.from('k-1').toString('base64url')]) {
      const refusal = await scene.labeler.refused('ListEntries', { ...scene, after })
      expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    }
  })

  test('nothing is seen of a task that is still being dealt', async () => {
    const scene = await aTaskAtWork(server)
    await scene.setTask({ status: 0 })
    expect(await scene.owner.call('ListEntries', scene)).toEqual({ entries: [] })
  })
})

test('rare entries of a large task are found in few calls', async () => {
  const many = 60_000
  const scene = await aTaskAtWork(server, { samples: many })
  const rare = [scene.sample_ids[10]!, scene.sample_ids[many - 5]!]
  await scene.label(scene.labeler, rare, spam)
  const { entries, cursor } = await scene.labeler.call('ListEntries', { ...scene, sample_state: SampleState.all })
  expect(entries.map(({ sample_id }) => sample_id)).toEqual(rare)
  expect(cursor).toBeUndefined()
  // What no counter tells is looked for a stretch at a time.
  await scene.store.db
    .updateTable('entry')
    .set({ review_accept: 1 })
    .where('task_id', '=', scene.workforce_task_id)
    .where('state', '=', 3)
    .execute()
  let calls = 0
  const found: (string | undefined)[] = []
  let after: string | undefined
  do {
    const asked = { ...scene, sample_state: SampleState.reviewed, ...(after && { after }) }
    const answer = await scene.labeler.call('ListEntries', asked)
    found.push(...answer.entries.map(({ sample_id }) => sample_id))
    after = answer.cursor
    calls++
  } while (after)
  expect(found).toEqual(rare)
  expect(calls).toBeGreaterThan(1)
  expect(calls).toBeLessThan(5)
})

describe('the entries of some samples', () => {
  test('come sample by sample, each with those of all its workers', async () => {
    const scene = await aTaskAtWork(server, { samples: 3, labelers: 2, repetition: 2, reviewers: 1 })
    const [one, two] = scene.team.labelers as [Caller, Caller]
    const [first, second, third] = scene.sample_ids as [string, string, string]
    const ask = async (caller: Caller, of_samples: string, asked: Asked = {}) =>
      (await caller.call('ListEntries', { ...scene, ...asked, of_samples })).entries.map(placeOf)
    const pairs = (...ids: string[]) => ids.flatMap((id) => [one, two].map(({ worker_id }) => `${id} ${worker_id}`))
    expect(await ask(scene.owner, `${third},${first}`)).toEqual(pairs(third, first))
    expect(await ask(scene.owner, `${second},${second},unknown,`)).toEqual(pairs(second))
    expect(await ask(scene.owner, second, { worker_id: two.worker_id })).toEqual([`${second} ${two.worker_id}`])
    expect(await ask(one, first)).toEqual([`${first} ${one.worker_id}`])
    expect(await ask(scene.reviewer, first)).toEqual([])
    await scene.label(two, [first], spam)
    expect(await ask(scene.reviewer, first)).toEqual([`${first} ${two.worker_id}`])
  })

  test('are those of 100 samples at most', async () => {
    const scene = await aTaskAtWork(server)
    const of_samples = Array.from({ length: 101 }, (_, i) => `s${i}`).join()
    const refusal = await scene.owner.refused('ListEntries', { ...scene, of_samples })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    expect(refusal.error_msg).toContain('of_samples')
  })
})

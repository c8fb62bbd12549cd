import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { signIn } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const labels = [{ name: 'no such label', id: 'x', property: { any: 1 } }]
const aDraft = (changes: object = {}) => ({ labels, base_revision: 0, edit: 1, tab: 'tab-1', ...changes })
const of = (scene: TaskScene, sample_id: string | undefined, worker_id?: string) => ({
  dataset_id: scene.dataset_id,
  workforce_task_id: scene.workforce_task_id,
  sample_id: sample_id!,
  ...(worker_id && { worker_id }),
})

const countDrafts = async (scene: TaskScene) => (await scene.store.db.selectFrom('draft').selectAll().execute()).length

describe('a draft of an entry', () => {
  test('is kept as it came, whatever it breaks, and changes nothing but itself', async () => {
    const scene = await aTaskAtWork(server)
    const [sample_id] = scene.sample_ids
    const before = [await scene.entries(), await scene.samples(), await scene.task()]
    expect(await scene.labeler.call('GetEntryDraft', of(scene, sample_id))).toEqual({})
    const sent = aDraft({ metadata: { '@modelarts:hard': 'perhaps' } })
    const kept = await scene.labeler.call('SaveEntryDraft', of(scene, sample_id), sent)
    const draft = { ...sent, update_time: expect.any(Number), author: `human/${scene.labeler.email}` }
    expect(kept).toEqual({ draft })
    expect(await scene.labeler.call('GetEntryDraft', of(scene, sample_id))).toEqual({ draft })
    expect([await scene.entries(), await scene.samples(), await scene.task()]).toEqual(before)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
  })

  test('may be kept in every state of the task and of the entry', async () => {
    const scene = await aTaskAtWork(server, { samples: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.label(scene.labeler, [sample_id], [{ name: 'spam' }])
    await scene.startAcceptance()
    expect(await scene.labeler.call('SaveEntryDraft', of(scene, sample_id), aDraft())).toMatchObject({ draft: {} })
    await scene.finish(0)
    expect(await scene.labeler.call('SaveEntryDraft', of(scene, sample_id), aDraft({ edit: 2 }))).toMatchObject({
      draft: { edit: 2 },
    })
  })

  test('is seen by its author and, beside a draft of his own, by the owner', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 2, repetition: 2, reviewers: 1, managers: 1 })
    const [sample_id] = scene.sample_ids
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await first.call('SaveEntryDraft', of(scene, sample_id), aDraft({ tab: 'of first' }))
    await scene.owner.call('SaveEntryDraft', of(scene, sample_id, first.worker_id), aDraft({ tab: 'of owner' }))
    expect(await second.call('GetEntryDraft', of(scene, sample_id))).toEqual({})
    const foreign = await second.refused('GetEntryDraft', of(scene, sample_id, first.worker_id))
    expect(foreign).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
    expect(await scene.owner.call('GetEntryDraft', of(scene, sample_id, first.worker_id))).toMatchObject({
      draft: { tab: 'of owner', author: expect.stringMatching(/^human\/.+\/.+$/) },
      member_draft: { tab: 'of first', author: `human/${first.email}` },
    })
    expect(await scene.owner.call('GetEntryDraft', of(scene, sample_id, second.worker_id))).toEqual({})
    for (const caller of [scene.reviewer, scene.team.managers[0]!]) {
      expect(await caller.refused('GetEntryDraft', of(scene, sample_id))).toMatchObject({ status: 403 })
    }
  })

  test('of which entry has to be said where several members have the sample', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, labelers: 2, repetition: 2 })
    const refusal = await scene.owner.refused('SaveEntryDraft', of(scene, scene.sample_ids[0]), aDraft())
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4604' })
  })

  test('goes when its author asks, as often as he asks', async () => {
    const scene = await aTaskAtWork(server)
    const [sample_id] = scene.sample_ids
    await scene.labeler.call('SaveEntryDraft', of(scene, sample_id), aDraft())
    for (let n = 0; n < 2; n++) await scene.labeler.call('DeleteEntryDraft', of(scene, sample_id))
    expect(await scene.labeler.call('GetEntryDraft', of(scene, sample_id))).toEqual({})
  })

  test('goes with the submit of that entry by its author, and with nothing else', async () => {
    const scene = await aTaskAtWork(server, { samples: 3 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    for (const sample_id of [a, b, c]) await scene.labeler.call('SaveEntryDraft', of(scene, sample_id), aDraft())
    await scene.label(scene.labeler, [a], [{ name: 'spam' }])
    await scene.label(scene.owner, [b], [{ name: 'spam' }], scene.labeler.worker_id)
    expect(await scene.codesOf(scene.labeler, [{ sample_id: c, labels }])).toEqual(['ModelArts.4410'])
    expect(await scene.labeler.call('GetEntryDraft', of(scene, a))).toEqual({})
    for (const sample_id of [b, c]) {
      expect(await scene.labeler.call('GetEntryDraft', of(scene, sample_id))).toMatchObject({ draft: { edit: 1 } })
    }
  })

  test('goes with the sample, with the task and with the dataset', async () => {
    const own = await aServer()
    try {
      const scene = await aTaskAtWork(own, { samples: 3 })
      const [a, b] = scene.sample_ids as [string, string]
      for (const sample_id of [a, b]) await scene.labeler.call('SaveEntryDraft', of(scene, sample_id), aDraft())
      for (const sample_id of [a, b]) await scene.owner.call('SaveDraft', of(scene, sample_id), aDraft())
      await scene.deleteSamples([a])
      expect(await countDrafts(scene)).toBe(2)
      await scene.owner.call('DeleteWorkforceTask', scene)
      await own.idle()
      expect(await countDrafts(scene)).toBe(1)
      await scene.owner.call('DeleteDataset', scene)
      await own.idle()
      expect(await countDrafts(scene)).toBe(0)
    } finally {
      await own.close()
    }
  })
})

describe('a draft of a sample of the dataset', () => {
  test('is its author’s alone, apart from those of entries, and goes when he saves the sample', async () => {
    const scene = await aTaskAtWork(server)
    const [sample_id] = scene.sample_ids
    await scene.owner.call('SaveEntryDraft', of(scene, sample_id), aDraft({ tab: 'entry' }))
    await scene.owner.call('SaveDraft', of(scene, sample_id), aDraft({ tab: 'sample' }))
    expect(await scene.owner.call('GetDraft', of(scene, sample_id))).toMatchObject({ draft: { tab: 'sample' } })
    expect(await scene.labeler.refused('GetDraft', of(scene, sample_id))).toMatchObject({ status: 403 })
    await scene.labelInDataset([sample_id!], [{ name: 'spam' }])
    expect(await scene.owner.call('GetDraft', of(scene, sample_id))).toEqual({})
    expect(await scene.owner.call('GetEntryDraft', of(scene, sample_id))).toMatchObject({ draft: { tab: 'entry' } })
    await scene.owner.call('SaveDraft', of(scene, sample_id), aDraft())
    await scene.owner.call('DeleteDraft', of(scene, sample_id))
    expect(await scene.owner.call('GetDraft', of(scene, sample_id))).toEqual({})
  })

  test('of a sample that is not there is refused', async () => {
    const scene = await aTaskAtWork(server)
    const unknown = of(scene, 'f'.repeat(32))
    for (const id of ['GetDraft', 'DeleteDraft', 'GetEntryDraft', 'DeleteEntryDraft'] as const) {
      expect(await scene.owner.refused(id, unknown)).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
    }
    for (const id of ['SaveDraft', 'SaveEntryDraft'] as const) {
      expect(await scene.owner.refused(id, unknown, aDraft())).toMatchObject({ status: 404 })
    }
  })
})

test('what comes late from the same tab never replaces what is newer, another tab replaces by coming later', async () => {
  const scene = await aTaskAtWork(server, { samples: 1 })
  const place = of(scene, scene.sample_ids[0])
  const edits = fc.array(fc.record({ tab: fc.constantFrom('one', 'two'), edit: fc.nat(3), mark: fc.nat() }), {
    minLength: 1,
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(edits, async (sent) => {
      await scene.labeler.call('DeleteEntryDraft', place)
      let kept: (typeof sent)[number] | undefined
      for (const one of sent) {
        if (!kept || kept.tab !== one.tab || kept.edit < one.edit) kept = one
        const body = aDraft({ tab: one.tab, edit: one.edit, labels: [{ mark: one.mark }] })
        const { draft } = await scene.labeler.call('SaveEntryDraft', place, body)
        expect(draft).toMatchObject({ tab: kept.tab, edit: kept.edit, labels: [{ mark: kept.mark }] })
      }
    }),
    { numRuns: 15 },
  )
})

test('unfinished work of more than 1 MiB is refused, a little less is kept', async () => {
  const scene = await aTaskAtWork(server)
  const place = of(scene, scene.sample_ids[0])
  const sized = (bytes: number) => aDraft({ labels: [{ t: 'x'.repeat(bytes - '[{"t":""}]'.length) }] })
  await scene.labeler.call('SaveEntryDraft', place, sized(2 ** 20))
  const refusal = await scene.labeler.refused('SaveEntryDraft', place, sized(2 ** 20 + 1))
  expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.0118' })
})

test('unfinished work of a member goes when he is deleted for good', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 2 })
  const [first] = scene.team.labelers as [Caller, Caller]
  await first.call('SaveEntryDraft', of(scene, scene.sample_ids[0]), aDraft({ tab: 'his last' }))
  await scene.setTask({ status: 3 })
  const { workforce_id } = scene.team
  await scene.owner.call('DeleteWorker', { workforce_id, worker_id: first.worker_id })
  const left = await scene.store.db.selectFrom('draft').selectAll().where('tab', '=', 'his last').execute()
  expect(left).toEqual([])
})

test('a member who signs in again still has his drafts', async () => {
  const scene = await aTaskAtWork(server)
  await scene.labeler.call('SaveEntryDraft', of(scene, scene.sample_ids[0]), aDraft())
  const again = await signIn(server, scene.labeler.worker_id)
  expect(await again.call('GetEntryDraft', of(scene, scene.sample_ids[0]))).toMatchObject({ draft: { edit: 1 } })
})

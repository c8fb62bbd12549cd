import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, WorkforceTaskStatus } from '#contract/codes.ts'
import type { SampleLabel, SampleLabelProperty } from '#contract/samples.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { aLabelledTask, aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const ham = [{ name: 'ham' }]

/** The samples, with their workers, that action 3 shows. */
async function conflictsOf(scene: TaskScene) {
  const { sample_count, samples } = await scene.finish(3)
  return { sample_count, shown: samples!.map(({ sample_id, worker_id }) => [sample_id, worker_id]) }
}

describe('the dataset has other labels than the entry', () => {
  test('whoever put them there; equal labels and predictions are no conflict', async () => {
    const scene = await aLabelledTask(server, { samples: 4 })
    await scene.startAcceptance()
    const [a, b, c] = scene.sample_ids as [string, string, string]
    expect(await conflictsOf(scene)).toEqual({ sample_count: 0, shown: [] })
    await scene.labelInDataset([a], ham)
    await scene.labelInDataset([b], spam)
    await scene.predict([c], 'ham')
    expect(await conflictsOf(scene)).toEqual({ sample_count: 1, shown: [[a, scene.labeler.worker_id]] })
    // The same question again has the same answer, and nothing has changed.
    expect(await conflictsOf(scene)).toEqual({ sample_count: 1, shown: [[a, scene.labeler.worker_id]] })
    expect(await scene.status()).toBe(WorkforceTaskStatus.accepting)
    await scene.deleteSamples([a])
    expect(await conflictsOf(scene)).toEqual({ sample_count: 0, shown: [] })
  })

  test('is shown with the labels, the worker and the verdicts of the entry', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, reviewers: 1 })
    const [sample_id] = scene.sample_ids as [string]
    await scene.label(scene.labeler, [sample_id], [{ name: 'spam', score: 0.5 }])
    await scene.review(scene.reviewer, [{ sample_id, accept: true, score: 'B', comment: 'fine' }])
    await scene.startAcceptance()
    await scene.judge([{ sample_id, accept: false, comment: 'not fine' }])
    await scene.labelInDataset([sample_id], ham)
    const { samples } = await scene.finish(3)
    expect(samples).toHaveLength(1)
    expect(samples![0]).toMatchObject({
      sample_id,
      worker_id: scene.labeler.worker_id,
      sample_status: 'UNCHECK',
      labels: [{ name: 'spam', type: 100, score: 0.5, property: {} }],
      review_accept: true,
      review_score: 'B',
      review_comment: 'fine',
      check_accept: false,
      check_comment: 'not fine',
    })
  })

  test('only entries of the pool can be in conflict', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, reviewers: 1 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    await scene.label(scene.labeler, [a, b], spam)
    await scene.review(scene.reviewer, [{ sample_id: a, accept: true }])
    await scene.startAcceptance()
    await scene.label(scene.labeler, [c], spam)
    await scene.review(scene.reviewer, [{ sample_id: c, accept: true }])
    await scene.labelInDataset([...scene.sample_ids], ham)
    expect(await conflictsOf(scene)).toEqual({ sample_count: 1, shown: [[a, scene.labeler.worker_id]] })
  })

  test('order, ids, scores and hundredths of a pixel make no difference', async () => {
    const box = (x: number): SampleLabelProperty => ({
      '@modelarts:shape': 'bndbox',
      '@modelarts:feature': [
        [x, 1],
        [20, 20],
      ],
    })
    const scene = await aTaskAtWork(server, {
      type: DatasetType.objectDetection,
      samples: Array.from({ length: 3 }, () => ({ width: 64, height: 64, depth: 3 })),
    })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    const mine: SampleLabel[] = [
      { name: 'car', property: box(1), score: 0.5, id: 'x' },
      { name: 'person', property: box(2) },
    ]
    await scene.label(scene.labeler, [a, b, c], mine)
    await scene.startAcceptance()
    const same: SampleLabel[] = [
      { name: 'person', property: box(2.004), id: 'y' },
      { name: 'car', property: box(1), score: 0.9 },
    ]
    await scene.labelInDataset([a], same)
    await scene.labelInDataset([b], [same[0]!, { ...same[1]!, property: box(1.02) }])
    await scene.labelInDataset([c], [same[0]!])
    const { shown } = await conflictsOf(scene)
    expect(shown.map(([sample_id]) => sample_id)).toEqual([b, c])
  })

  test('an image without any object is in conflict with one that has some', async () => {
    const scene = await aTaskAtWork(server, { samples: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    await scene.save(
      scene.labeler,
      [a, b].map((sample_id) => ({ sample_id, metadata: { '@muster:empty': 1 } })),
    )
    await scene.startAcceptance()
    await scene.labelInDataset([a], ham)
    await scene.owner.call('UpdateSamples', scene, { samples: [{ sample_id: b, metadata: { '@muster:empty': 1 } }] })
    expect((await conflictsOf(scene)).shown).toEqual([[a, scene.labeler.worker_id]])
  })
})

describe('with repetition', () => {
  test('entries of one sample that differ are all in conflict', async () => {
    const scene = await aTaskAtWork(server, { samples: 3, labelers: 3, repetition: 3 })
    const [a, b, c] = scene.sample_ids as [string, string, string]
    const [first, second, third] = scene.team.labelers as [Caller, Caller, Caller]
    await scene.label(first, [a, b, c], spam)
    await scene.label(second, [a, b], spam)
    await scene.label(third, [a], ham)
    await scene.label(third, [b], spam)
    await scene.startAcceptance()
    await scene.labelInDataset([c], ham)
    const { sample_count, shown } = await conflictsOf(scene)
    expect(sample_count).toBe(4)
    expect(new Set(shown.map(String))).toEqual(
      new Set([...[first, second, third].map(({ worker_id }) => `${a},${worker_id}`), `${c},${first.worker_id}`]),
    )
  })

  test('an entry outside the pool is no party to a conflict', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, repetition: 2 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await scene.label(first, scene.sample_ids, spam)
    await scene.startAcceptance()
    await scene.label(second, scene.sample_ids, ham)
    expect((await conflictsOf(scene)).sample_count).toBe(0)
  })
})

test('all conflicts are counted and the first thousand shown', async () => {
  for (const repetition of [1, 2]) {
    const scene = await aTaskAtWork(server, { samples: 1300, repetition })
    for (const labeler of scene.team.labelers) await scene.label(labeler, scene.sample_ids, spam)
    await scene.startAcceptance({ sampling_num: 1 })
    await scene.labelInDataset(scene.sample_ids, ham)
    await scene.labelInDataset(scene.sample_ids.slice(0, 100), spam)
    const { sample_count, shown } = await conflictsOf(scene)
    expect(sample_count).toBe(1200 * repetition)
    expect(shown).toHaveLength(1000)
    expect(new Set(shown.map(String)).size).toBe(1000)
    expect(shown[0]![0]).toBe(scene.sample_ids[100])
  }
})

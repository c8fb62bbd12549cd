import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { DatasetType, LabelType, WorkforceTaskStatus } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type SceneEntry, type TaskOptions, type TaskScene } from '#tests/scenes.ts'

/** The truth table of behaviour 5.4, with every kind of entry, conflict and task. */

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const { running, rejected, accepted, accepting } = WorkforceTaskStatus

/** As the page has it: A accepted, R rejected, U stays. */
// biome-ignore format: a table is read in columns
const OUTCOMES = {
  //          0    1    2    3    4    5
  passed:   ['A', 'R', 'U', 'U', 'A', 'A'],
  rejected: ['A', 'R', 'U', 'U', 'R', 'R'],
  unjudged: ['A', 'R', 'U', 'U', 'A', 'R'],
  undrawn:  ['A', 'R', 'U', 'U', 'A', 'R'],
} as const
const STATES = { A: 5, R: 4, U: 3 } as const

type Kind = keyof typeof OUTCOMES
/** What the dataset has when the acceptance is finished. */
const CONFLICTS = ['unlabelled', 'predicted', 'equal', 'different', 'deleted'] as const
type Conflict = (typeof CONFLICTS)[number]

const LABELS = ['cat', 'dog', 'owl'].map((name) => ({ name, type: LabelType.imageClassification }))
const SCORES = ['A', 'B', 'C', 'D', undefined]

/** A pool entry with what was arranged for it. */
type Arranged = SceneEntry & {
  kind: Kind
  conflict: Conflict
  score: string | null
  comment: string | null
  name: string
}

const cases = [0, 1, 2, 3, 4, 5].flatMap((action) =>
  [false, true].flatMap((overwrite) =>
    [1, 2].flatMap((repetition) => [true, false].map((auto_sync) => ({ action, overwrite, repetition, auto_sync }))),
  ),
)

describe('every action on every kind of entry', () => {
  test.each(cases)(
    'action $action, overwrite $overwrite, repetition $repetition, auto_sync_dataset $auto_sync',
    async ({ action, overwrite, repetition, auto_sync }) => {
      const { scene, pool, outside, before } = await arrange({ repetition, auto_sync_dataset: auto_sync })
      const checking_task_id = (await scene.task()).last_checking_task_id!
      const report = await scene.report(checking_task_id)
      const reply = await scene.finish(action, overwrite)
      if (action !== 3) expect(reply).toEqual({})

      const living = pool.filter(({ conflict }) => conflict !== 'deleted')
      const after = new Map((await scene.entries()).map((entry) => [entry.entry_key, entry]))
      for (const entry of living) {
        const outcome = OUTCOMES[entry.kind][action]!
        const given = { passed: 1, rejected: 0, unjudged: null, undrawn: null }[entry.kind]
        const check_accept = { A: 1, R: 0, U: action === 2 ? null : given }[outcome]
        expect(after.get(entry.entry_key), `${entry.kind} ${entry.conflict}`).toMatchObject({
          state: STATES[outcome],
          labels: entry.labels,
          worker_id: entry.worker_id,
          revision: entry.revision,
          check_accept,
          check_score: action === 2 ? null : entry.score,
          check_comment: action === 2 ? null : entry.comment,
          review_accept: 1,
        })
      }
      for (const entry of outside) expect(after.get(entry.entry_key)).toEqual(entry)

      const samples = await scene.samples()
      const history = await historyOf(scene)
      for (const [sample_id, ofSample] of Map.groupBy(living, (entry) => entry.sample_id)) {
        const taken = ofSample.filter(({ kind }) => OUTCOMES[kind][action] === 'A')
        const [was, is] = [before.get(sample_id)!, samples.get(sample_id)!]
        const replaced = history.filter(({ sample_key }) => sample_key === is.sample_key)
        await expectDataset(scene, { was, is, replaced }, { taken, overwrite, auto_sync })
      }
      for (const { sample_id } of outside) expect(samples.get(sample_id)).toEqual(before.get(sample_id))

      const ended = action === 2 ? 'cancelled' : 'finished'
      const count = (outcome: string) => living.filter(({ kind }) => OUTCOMES[kind][action] === outcome).length
      const acceptance = await scene.store.db
        .selectFrom('acceptance')
        .selectAll()
        .where('checking_task_id', '=', checking_task_id)
        .executeTakeFirstOrThrow()
      expect(acceptance).toMatchObject({
        status: action === 3 ? 'open' : ended,
        action: action === 3 ? null : action,
        overwrite_last_result: action !== 3 && overwrite ? 1 : 0,
        accepted_count: count('A'),
        rejected_count: count('R'),
      })
      expect(acceptance.end_time === null).toBe(action === 3)
      // Work remains outside the pool, so only "reject all" makes it a rejected task.
      const status = action === 3 ? accepting : action === 1 ? rejected : running
      expect(await scene.task()).toMatchObject({ status, deleted_sample_count: pool.length - living.length })
      expect((await scene.report(checking_task_id)).checking_stats).toEqual(report.checking_stats)
      expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
      await expectMarksOnlyWhileOpen(scene, action)
    },
  )

  /** Labels, state and names of the dataset sample once some entries of it have become accepted. */
  async function expectDataset(
    scene: TaskScene,
    { was, is, replaced }: { was: SampleRow; is: SampleRow; replaced: { labels: string }[] },
    { taken, overwrite, auto_sync }: { taken: Arranged[]; overwrite: boolean; auto_sync: boolean },
  ): Promise<void> {
    const winner = winnerOf(taken)
    const labelled = was.state === SampleFacet.labelled
    const equal = winner !== null && (await scene.names(was.labels)).join() === winner.name
    if (winner === null || !auto_sync || (labelled && (equal || !overwrite))) {
      expect(is).toEqual(was)
      return
    }
    const name = `human/${emailOf(scene, winner.worker_id)}`
    expect(await scene.names(is.labels)).toEqual([winner.name])
    expect(is).toMatchObject({
      state: SampleFacet.labelled,
      prediction: null,
      annotated_by: name,
      revision: was.revision + 1,
    })
    expect(JSON.parse(is.labelers)).toEqual([...JSON.parse(was.labelers), name])
    expect(replaced.map(({ labels }) => labels)).toEqual(labelled ? [was.labels] : [])
  }

  /** Labels of dataset samples that were replaced. */
  const historyOf = ({ store, dataset_id }: TaskScene) =>
    store.db
      .selectFrom('label_history')
      .select(['sample_key', 'labels'])
      .where('dataset_id', '=', dataset_id)
      .where('task_id', 'is', null)
      .execute()

  /** The best rating, unrated last; among equals the latest save. */
  function winnerOf(taken: Arranged[]): Arranged | null {
    const rank = (entry: Arranged) => (entry.score === null ? 4 : 'ABCD'.indexOf(entry.score))
    return [...taken].sort((a, b) => rank(a) - rank(b) || b.save_time - a.save_time)[0] ?? null
  }

  const emailOf = (scene: TaskScene, worker_id: string) =>
    scene.team.labelers.find((labeler) => labeler.worker_id === worker_id)!.email

  /** After the end labelers may write again what was not accepted, and what is rejected goes another round. */
  async function expectMarksOnlyWhileOpen(scene: TaskScene, action: number): Promise<void> {
    const frozen = (await scene.entries()).filter(({ state, late_in }) => state === 3 && late_in !== 2)
    for (const labeler of scene.team.labelers) {
      const own = frozen.filter(({ worker_id }) => worker_id === labeler.worker_id)
      if (own.length === 0) continue
      const samples = own.map(({ sample_id }) => ({ sample_id, labels: [{ name: 'owl' }] }))
      expect((await scene.save(labeler, samples)).success).toBe(action !== 3)
    }
  }

  /**
   * An acceptance that is open: in its pool each kind of entry with each kind of conflict, outside entries in every other
   * state. What is drawn is not ours to choose, so kinds are given to the entries when the draw is known.
   */
  async function arrange(options: TaskOptions & { repetition: number }) {
    const { repetition } = options
    const inPool = repetition === 1 ? 20 : 40
    const scene = await aTaskAtWork(server, {
      type: DatasetType.imageClassification,
      labels: LABELS,
      samples: inPool + 5,
      labelers: 2,
      reviewers: 1,
      ...options,
    })
    const [early, unreviewed, sentBack, untouched, late, ...others] = scene.sample_ids as string[]
    const pass = (samples: string[]) =>
      scene.review(
        scene.reviewer,
        samples.map((sample_id) => ({ sample_id, accept: true, score: 'B' })),
      )
    await labelAll(scene, [early!])
    await pass([early!])
    await scene.startAcceptance()
    await scene.finish(0)

    await labelAll(scene, [unreviewed!, sentBack!, ...others])
    await pass(others)
    await scene.review(scene.reviewer, [{ sample_id: sentBack, accept: false, comment: 'no' }])
    const size = inPool * repetition
    await scene.startAcceptance({ sampling_num: (size * 3) / 4 })
    await labelAll(scene, [late!])
    await pass([late!])

    const conflictOf = new Map<string, Conflict>()
    const all = await scene.entries()
    const pool = all
      .filter(({ sample_id }) => others.includes(sample_id))
      .map((entry): Arranged => ({ ...entry, ...nextKind(entry.drawn_in === 2), conflict: 'unlabelled', name: '' }))
    for (const kind of repetition === 1 ? (['passed', 'rejected', 'unjudged', 'undrawn'] as const) : ['']) {
      const ofKind = kind === '' ? pool : pool.filter((entry) => entry.kind === kind)
      const samples = [...new Set(ofKind.map(({ sample_id }) => sample_id))]
      for (const [i, sample_id] of samples.entries()) conflictOf.set(sample_id, CONFLICTS[i % CONFLICTS.length]!)
    }
    for (const entry of pool) {
      entry.conflict = conflictOf.get(entry.sample_id)!
      entry.name = (await scene.names(entry.labels)).join()
    }
    if (repetition === 1) expect(new Set(pool.map(({ kind, conflict }) => `${kind} ${conflict}`)).size).toBe(20)
    await scene.judge(
      pool
        .filter(({ kind }) => kind === 'passed' || kind === 'rejected')
        .map(({ sample_id, worker_id, kind, score, comment }) => ({
          sample_id,
          worker_id,
          accept: kind === 'passed',
          ...(score && { score }),
          ...(comment && { comment }),
        })),
    )
    const having = (conflict: Conflict) => [...conflictOf].filter(([, has]) => has === conflict).map(([id]) => id)
    await scene.predict(having('predicted'), 'owl')
    const nameOf = (sample_id: string) => pool.find((entry) => entry.sample_id === sample_id)!.name
    for (const [name, samples] of Map.groupBy(having('equal'), nameOf)) await scene.labelInDataset(samples, [{ name }])
    await scene.labelInDataset(having('different'), [{ name: 'owl' }])
    await scene.deleteSamples(having('deleted'))
    const before = await scene.samples()
    const outside = (await scene.entries()).filter(({ sample_id }) => !others.includes(sample_id))
    expect(new Set(outside.map(({ state }) => state))).toEqual(new Set([0, 2, 3, 4, 5]))
    expect(untouched).toBeDefined()
    return { scene, pool, outside, before }

    function nextKind(drawn: boolean): Pick<Arranged, 'kind' | 'score' | 'comment'> {
      if (!drawn) return { kind: 'undrawn', score: null, comment: null }
      const n = turns++
      const kind = (['passed', 'rejected', 'unjudged'] as const)[n % 3]!
      if (kind === 'unjudged') return { kind, score: null, comment: null }
      const score = kind === 'passed' ? (SCORES[(n * 7) % SCORES.length] ?? null) : null
      return { kind, score, comment: n % 2 ? `comment ${n}` : null }
    }
  }
  let turns = 0

  /** All labelers label, the second one later than the first and not always like him. */
  async function labelAll(scene: TaskScene, samples: string[]): Promise<void> {
    const entries = await scene.entries()
    for (const [i, labeler] of scene.team.labelers.entries()) {
      const own = entries.filter(
        ({ sample_id, worker_id }) => samples.includes(sample_id) && worker_id === labeler.worker_id,
      )
      for (const other of [false, true]) {
        const chosen = own.filter(({ sample_key }) => (sample_key % 2 === 1) === other)
        if (chosen.length === 0) continue
        const name = i === 1 && other ? 'dog' : 'cat'
        await scene.label(
          labeler,
          chosen.map(({ sample_id }) => sample_id),
          [{ name }],
        )
      }
      server.advance(1000)
    }
  }
})

describe('the task after the verdict', () => {
  /** What else the task holds, what the owner said about the two drawn ones of three, and the status by D8. */
  const [P, R] = [true, false]
  test.each([
    // outside, verdicts, status after 0, 1, 4, 5
    ['nothing', [P, P], [accepted, rejected, accepted, rejected]],
    ['nothing', [P, R], [accepted, rejected, rejected, rejected]],
    ['an older reject', [P, P], [rejected, rejected, rejected, rejected]],
    ['an accepted one', [P, P], [accepted, rejected, accepted, rejected]],
    ['an unlabelled one', [P, P], [running, rejected, running, running]],
    ['an unlabelled one', [R, R], [running, rejected, running, running]],
    ['a late one', [P, P], [running, rejected, running, running]],
    ['an unreviewed one', [P, R], [running, rejected, running, running]],
  ] as const)('with %s outside and verdicts %j', async (outside, verdicts, statuses) => {
    for (const [i, action] of [0, 1, 4, 5].entries()) {
      const scene = await aTaskAtWork(server, { samples: outside === 'nothing' ? 3 : 4, reviewers: 1 })
      const [a, b, c, other] = scene.sample_ids as [string, string, string, string]
      const wait = async (samples: string[]) => {
        await scene.label(scene.labeler, samples, [{ name: 'spam' }])
        await scene.review(
          scene.reviewer,
          samples.map((sample_id) => ({ sample_id, accept: true })),
        )
      }
      if (outside === 'an accepted one') {
        await wait([other])
        await scene.startAcceptance()
        await scene.finish(0)
      }
      if (outside === 'an older reject' || outside === 'an unreviewed one') {
        await scene.label(scene.labeler, [other], [{ name: 'spam' }])
        if (outside === 'an older reject') await scene.review(scene.reviewer, [{ sample_id: other, accept: false }])
      }
      await wait([a, b, c])
      await scene.startAcceptance({ sampling_num: 2 })
      if (outside === 'a late one') await wait([other])
      const drawn = (await scene.entries()).filter(({ drawn_in, state }) => drawn_in > 0 && state === 3)
      await scene.judge(drawn.map(({ sample_id }, n) => ({ sample_id, accept: verdicts[n] })))
      await scene.finish(action)
      expect([action, await scene.status()]).toEqual([action, statuses[i]])
    }
  })
})

describe('of several accepted entries of a sample the dataset gets', () => {
  /** Verdicts of the first and the second labeler (true: passed without a score), and who wins under action 0. */
  test.each([
    ['the better rating', 'B', 'A', 1],
    ['the better rating, though it was saved earlier', 'A', 'D', 0],
    ['the rated one', 'D', true, 0],
    ['the later one of equal ratings', 'C', 'C', 1],
    ['the later one without ratings', true, true, 1],
    ['the rated one even if the other was rejected', 'D', false, 0],
  ])('%s', async (_, first, second, winner) => {
    const scene = await aTaskAtWork(server, { samples: 1, repetition: 2 })
    const [sample_id] = scene.sample_ids as [string]
    const labelers = scene.team.labelers as [Caller, Caller]
    for (const [i, labeler] of labelers.entries()) {
      await scene.label(labeler, [sample_id], [{ name: i === 0 ? 'ham' : 'spam' }])
      server.advance(1000)
    }
    await scene.startAcceptance()
    await scene.judge(
      [first, second].map((verdict, i) => ({
        sample_id,
        worker_id: labelers[i]!.worker_id,
        accept: verdict !== false,
        ...(typeof verdict === 'string' && { score: verdict }),
      })),
    )
    await scene.finish(0)
    const sample = await scene.sample(sample_id)
    expect(await scene.names(sample.labels)).toEqual([['ham', 'spam'][winner]])
    expect(sample.annotated_by).toBe(`human/${labelers[winner]!.email}`)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 5])
  })

  test('that of the smaller worker id when the owner saved both with one call, whichever came first in it', async () => {
    const scene = await aTaskAtWork(server, { samples: 2, repetition: 2 })
    const [a, b] = scene.sample_ids as [string, string]
    const [smaller, larger] = scene.team.labelers.map(({ worker_id }) => worker_id).sort() as [string, string]
    const reply = await scene.save(scene.owner, [
      { sample_id: a, worker_id: smaller, labels: [{ name: 'ham' }] },
      { sample_id: a, worker_id: larger, labels: [{ name: 'spam' }] },
      { sample_id: b, worker_id: larger, labels: [{ name: 'spam' }] },
      { sample_id: b, worker_id: smaller, labels: [{ name: 'ham' }] },
    ])
    expect(reply.success).toBe(true)
    await scene.startAcceptance()
    await scene.finish(0)
    for (const sample_id of [a, b]) {
      expect(await scene.names((await scene.sample(sample_id)).labels)).toEqual(['ham'])
    }
  })

  test('the one that the owner passed when he rejected the other', async () => {
    const scene = await aTaskAtWork(server, { samples: 1, repetition: 2 })
    const [sample_id] = scene.sample_ids as [string]
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await scene.label(first, [sample_id], [{ name: 'ham' }])
    await scene.label(second, [sample_id], [{ name: 'spam' }])
    await scene.startAcceptance()
    await scene.judge([
      { sample_id, worker_id: first.worker_id, accept: true },
      { sample_id, worker_id: second.worker_id, accept: false },
    ])
    await scene.finish(4)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 4])
    expect(await scene.names((await scene.sample(sample_id)).labels)).toEqual(['ham'])
    // The second one is accepted in a later round: now it meets the first.
    await scene.label(second, [sample_id], [{ name: 'spam' }])
    await scene.startAcceptance()
    await scene.finish(0, false)
    expect((await scene.entries()).map(({ state }) => state)).toEqual([5, 5])
    expect(await scene.names((await scene.sample(sample_id)).labels)).toEqual(['ham'])
  })
})

test('usage and metadata of the entry come to the sample with its labels', async () => {
  const scene = await aTaskAtWork(server, { type: DatasetType.imageClassification, samples: 2 })
  const [a, b] = scene.sample_ids as [string, string]
  await scene.save(scene.labeler, [
    { sample_id: a, labels: [{ name: 'cat' }], metadata: { '@modelarts:hard': true, x: [1] }, sample_usage: 'EVAL' },
    { sample_id: b, labels: [{ name: 'cat', property: { '@modelarts:hard': '1' } }] },
  ])
  await scene.startAcceptance()
  await scene.finish(0)
  expect(await scene.sample(a)).toMatchObject({ hard: 1, sample_usage: 'EVAL', state: SampleFacet.labelled })
  expect(JSON.parse((await scene.sample(a)).metadata)).toEqual({ '@modelarts:hard': true, x: [1] })
  expect(await scene.sample(b)).toMatchObject({ hard: 1, sample_usage: null, state: SampleFacet.labelled })
  expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
})

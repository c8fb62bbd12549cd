import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]
const ham = [{ name: 'ham' }]
const of = (scene: TaskScene, n = 0) => ({
  dataset_id: scene.dataset_id,
  workforce_task_id: scene.workforce_task_id,
  sample_id: scene.sample_ids[n]!,
})

type Item = { labels: { name?: string }[]; revision: number }
const seen = ({ history }: { history: Item[] }) =>
  history.map(({ revision, labels }) => `${revision} ${labels.map(({ name }) => name).join(' ')}`.trim())

test('an entry shows what it has and what each write replaced, with who and when', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  expect(await scene.labeler.call('ListEntryHistory', of(scene))).toEqual({
    history: [{ revision: 0, labels: [], metadata: {} }],
  })
  await scene.label(scene.labeler, [sample_id], spam)
  await scene.save(scene.owner, [{ sample_id, labels: ham, metadata: { note: 'mine' } }])
  const { history } = await scene.labeler.call('ListEntryHistory', of(scene))
  const owner = expect.stringMatching(/^human\/.+\/.+$/)
  const name = `human/${scene.labeler.email}`
  const time = expect.any(Number)
  expect(history).toEqual([
    {
      revision: 2,
      labels: [{ name: 'ham', type: 100, property: {} }],
      metadata: { note: 'mine' },
      actor: owner,
      create_time: time,
    },
    {
      revision: 1,
      labels: [{ name: 'spam', type: 100, property: {} }],
      metadata: {},
      actor: name,
      create_time: time,
      replaced_by: owner,
      replace_time: history[0]!.create_time,
    },
  ])
})

test('every way in which labels are replaced is recorded, and nothing where nothing was lost', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  const save = (item: object) => scene.save(scene.labeler, [{ sample_id, ...item }])
  await save({ labels: spam })
  await save({ labels: spam })
  await save({ labels: spam, metadata: { note: 'seen' } })
  await save({ labels: ham })
  await save({ labels: [] })
  await save({ labels: [], metadata: { '@muster:empty': 1 } })
  await save({ labels: spam })
  const answer = await scene.labeler.call('ListEntryHistory', of(scene))
  expect(seen(answer)).toEqual(['7 spam', '6', '4 ham', '3 spam', '2 spam'])
  expect(answer.history[1]!.metadata).toEqual({ note: 'seen', '@muster:empty': 1 })
})

test('restoring what was keeps what is there now in the history', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  await scene.label(scene.labeler, [sample_id], spam)
  await scene.label(scene.labeler, [sample_id], ham)
  const { history } = await scene.labeler.call('ListEntryHistory', of(scene))
  await scene.label(scene.labeler, [sample_id], history[1]!.labels)
  expect(seen(await scene.labeler.call('ListEntryHistory', of(scene)))).toEqual(['3 spam', '2 ham', '1 spam'])
})

test('labels go by the names of today; a deleted label keeps its last one', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  await scene.label(scene.labeler, [sample_id], [...spam, ...ham])
  const renamed = { name: 'spam', property: { '@modelarts:rename_to': 'junk' } }
  await scene.owner.call('UpdateLabels', scene, { labels: [renamed] })
  await scene.owner.call('DeleteLabels', scene, { labels: [{ name: 'ham' }] })
  expect(seen(await scene.labeler.call('ListEntryHistory', of(scene)))).toEqual(['2 junk', '1 junk ham'])
})

test('an acceptance that overwrites labels of the dataset leaves them in the history of the sample', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  await scene.label(scene.labeler, [sample_id], spam)
  await scene.labelInDataset([sample_id], ham)
  const checking = await scene.startAcceptance()
  await scene.finish(0, true)
  const answer = await scene.owner.call('ListSampleHistory', of(scene))
  expect(seen(answer)).toEqual(['2 spam', '1 ham'])
  expect(answer.history[0]).toMatchObject({ actor: `human/${scene.labeler.email}` })
  expect(answer.history[1]).toMatchObject({ replaced_by: checking, actor: expect.stringMatching(/^human\//) })
})

test('the history of an entry stays with it when it goes to somebody else', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 2 })
  const [sample_id] = scene.sample_ids as [string]
  await scene.label(scene.labeler, [sample_id], spam)
  await scene.label(scene.labeler, [sample_id], ham)
  const [, other] = scene.team.labelers
  await scene.store.db
    .updateTable('entry')
    .set({ worker_id: other!.worker_id })
    .where('task_id', '=', scene.workforce_task_id)
    .execute()
  expect(seen(await other!.call('ListEntryHistory', of(scene)))).toEqual(['2 ham', '1 spam'])
  expect(await scene.labeler.refused('ListEntryHistory', of(scene))).toMatchObject({ status: 404 })
})

test('entries of one sample have each their own, apart from the sample’s', async () => {
  const scene = await aTaskAtWork(server, { samples: 1, labelers: 2, repetition: 2 })
  const [sample_id] = scene.sample_ids as [string]
  const [one, two] = scene.team.labelers
  for (const labels of [spam, ham]) await scene.label(one!, [sample_id], labels)
  await scene.label(two!, [sample_id], ham)
  const asOwner = (worker_id: string) => scene.owner.call('ListEntryHistory', { ...of(scene), worker_id })
  expect(seen(await asOwner(one!.worker_id))).toEqual(['2 ham', '1 spam'])
  expect(seen(await asOwner(two!.worker_id))).toEqual(['1 ham'])
  expect(seen(await scene.owner.call('ListSampleHistory', of(scene)))).toEqual(['0'])
})

test('a long history comes in pages, each item once', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  const items = Array.from({ length: 230 }, (_, n) => ({ sample_id, labels: n % 2 ? ham : spam }))
  for (const item of items) await scene.save(scene.labeler, [item])
  const revisions: number[] = []
  let after: string | undefined
  const sizes: number[] = []
  do {
    const answer: { history: Item[]; cursor?: string } = await scene.labeler.call('ListEntryHistory', {
      ...of(scene),
      ...(after && { after }),
    })
    revisions.push(...answer.history.map(({ revision }) => revision))
    sizes.push(answer.history.length)
    after = answer.cursor
  } while (after)
  expect(revisions).toEqual(Array.from({ length: 230 }, (_, n) => 230 - n))
  expect(sizes).toEqual([101, 100, 29])
  const refusal = await scene.labeler.refused('ListEntryHistory', { ...of(scene), after: 'elsewhere' })
  expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
})

test('large labels come a few at a time, so that nobody fills the memory of the server', async () => {
  const scene = await aTaskAtWork(server)
  const [sample_id] = scene.sample_ids as [string]
  const versions = Array.from({ length: 12 }, (_, n) => ({ note: String(n).padEnd(1_000_000, '.') }))
  for (const metadata of versions) await scene.save(scene.labeler, [{ sample_id, labels: spam, metadata }])
  const sizes: number[] = []
  const revisions: number[] = []
  let after: string | undefined
  do {
    const answer: { history: Item[]; cursor?: string } = await scene.labeler.call('ListEntryHistory', {
      ...of(scene),
      ...(after && { after }),
    })
    revisions.push(...answer.history.map(({ revision }) => revision))
    sizes.push(answer.history.length)
    after = answer.cursor
  } while (after)
  expect(sizes).toEqual([5, 4, 3])
  expect(revisions).toEqual(Array.from({ length: 12 }, (_, n) => 12 - n))
})

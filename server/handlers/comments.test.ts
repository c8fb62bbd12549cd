import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { MOST_COMMENTS } from '#server/limits.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const of = (scene: TaskScene, worker_id?: string) => ({
  dataset_id: scene.dataset_id,
  workforce_task_id: scene.workforce_task_id,
  sample_id: scene.sample_ids[0]!,
  ...(worker_id && { worker_id }),
})
const texts = ({ comments }: { comments: { text: string }[] }) => comments.map(({ text }) => text)

test('all who may see an entry talk about it, oldest first, each under his name', async () => {
  const scene = await aTaskAtWork(server, { reviewers: 1, managers: 1 })
  await scene.label(scene.labeler, [scene.sample_ids[0]!], [{ name: 'spam' }])
  const [manager] = scene.team.managers
  for (const [text, caller] of Object.entries({
    'too dark': scene.labeler,
    'try again': scene.reviewer,
    'no hurry': manager!,
    'leave it': scene.owner,
  })) {
    const comment = await caller.call('AddEntryComment', of(scene), { text })
    expect(comment).toMatchObject({ kind: 'comment', text, mine: true, resolved: false })
  }
  const { comments } = await scene.labeler.call('ListEntryComments', of(scene))
  expect(comments.map(({ text, author, mine }) => [text, author, mine])).toEqual([
    ['too dark', `human/${scene.labeler.email}`, true],
    ['try again', `human/${scene.reviewer.email}`, false],
    ['no hurry', `human/${manager!.email}`, false],
    ['leave it', expect.stringMatching(/^human\/.+\/.+$/), false],
  ])
  for (const caller of [scene.reviewer, manager!, scene.owner]) {
    expect(texts(await caller.call('ListEntryComments', of(scene)))).toHaveLength(4)
  }
})

test('who may not see an entry sees no thread of it and cannot write one', async () => {
  const scene = await aTaskAtWork(server, { labelers: 2, reviewers: 1 })
  const [, other] = scene.team.labelers
  for (const caller of [other!, scene.reviewer]) {
    expect(await caller.refused('ListEntryComments', of(scene))).toMatchObject({ status: 404 })
    expect(await caller.refused('AddEntryComment', of(scene), { text: 'x' })).toMatchObject({ status: 404 })
  }
  const named = await other!.refused('ListEntryComments', of(scene, scene.labeler.worker_id))
  expect(named).toMatchObject({ status: 404, error_code: 'ModelArts.4420' })
})

test('a thread belongs to an entry, not to the sample', async () => {
  const scene = await aTaskAtWork(server, { labelers: 2, repetition: 2 })
  const [one, two] = scene.team.labelers
  await one!.call('AddEntryComment', of(scene), { text: 'of one', kind: 'skip' })
  await scene.owner.call('AddEntryComment', of(scene, two!.worker_id), { text: 'to two' })
  expect(texts(await one!.call('ListEntryComments', of(scene)))).toEqual(['of one'])
  expect(texts(await two!.call('ListEntryComments', of(scene)))).toEqual(['to two'])
  const { comments } = await scene.owner.call('ListEntryComments', of(scene, one!.worker_id))
  expect(comments[0]).toMatchObject({ kind: 'skip', text: 'of one' })
})

test('a comment is resolved and opened again, an unknown one is refused', async () => {
  const scene = await aTaskAtWork(server)
  const { comment_id } = await scene.labeler.call('AddEntryComment', of(scene), { text: 'which label?' })
  for (const resolved of [true, true, false]) {
    const answer = await scene.owner.call('ResolveEntryComment', { ...of(scene), comment_id }, { resolved })
    expect(answer).toMatchObject({ comment_id, resolved, mine: false })
    const { comments } = await scene.labeler.call('ListEntryComments', of(scene))
    expect(comments[0]).toMatchObject({ resolved })
  }
  const refusal = await scene.owner.refused(
    'ResolveEntryComment',
    { ...of(scene), comment_id: 'x' },
    { resolved: true },
  )
  expect(refusal).toMatchObject({ status: 404, error_code: 'ModelArts.4432' })
})

test('a comment that is sent again under its id is there once', async () => {
  const scene = await aTaskAtWork(server)
  const sent = { text: 'once', comment_id: 'made-by-the-client' }
  const first = await scene.labeler.call('AddEntryComment', of(scene), sent)
  expect(await scene.labeler.call('AddEntryComment', of(scene), sent)).toEqual(first)
  expect(texts(await scene.labeler.call('ListEntryComments', of(scene)))).toEqual(['once'])
})

test('comments have 1 to 2,000 characters of any kind, an entry has at most 500', async () => {
  const scene = await aTaskAtWork(server)
  const hostile = '<img src=x onerror=alert(1)> 👍🏿 "\''.padEnd(2000, '!')
  const kept = await scene.labeler.call('AddEntryComment', of(scene), { text: [...hostile].slice(0, 2000).join('') })
  expect(kept.text).toContain('<img src=x onerror=alert(1)> 👍🏿')
  for (const text of ['', 'x'.repeat(2001)]) {
    const refusal = await scene.labeler.refused('AddEntryComment', of(scene), { text })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  }
  const last = { text: 'the last', comment_id: 'last' }
  for (let n = 2; n < MOST_COMMENTS; n++) await scene.labeler.call('AddEntryComment', of(scene), { text: `${n}` })
  await scene.labeler.call('AddEntryComment', of(scene), last)
  const refusal = await scene.labeler.refused('AddEntryComment', of(scene), { text: 'one more' })
  expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.0118' })
  // Said again because its answer was lost.
  expect(await scene.labeler.call('AddEntryComment', of(scene), last)).toMatchObject({ text: 'the last' })
})

test('a comment may be pinned to a range of a text', async () => {
  const scene = await aTaskAtWork(server, { samples: [{ text_length: 12 }] })
  const place = { start: 3, end: 12 }
  const added = await scene.owner.call('AddEntryComment', of(scene), { text: 'not this', place })
  expect(added.place).toEqual(place)
  await scene.owner.call('AddEntryComment', of(scene), { text: 'on the whole' })
  const { comments } = await scene.labeler.call('ListEntryComments', of(scene))
  expect(comments.map((comment) => comment.place)).toEqual([place, undefined])
  const comment_id = added.comment_id
  const resolved = await scene.labeler.call('ResolveEntryComment', { ...of(scene), comment_id }, { resolved: true })
  expect(resolved).toMatchObject({ place, resolved: true })
})

test('a comment may be pinned to a point of an image, with all its decimals', async () => {
  const type = DatasetType.objectDetection
  const scene = await aTaskAtWork(server, { type, samples: [{ width: 640, height: 480, depth: 3 }] })
  const place = { x: 639.5, y: 0 }
  await scene.labeler.call('AddEntryComment', of(scene), { text: 'what is this?', place })
  const { comments } = await scene.owner.call('ListEntryComments', of(scene))
  expect(comments[0]!.place).toEqual(place)
})

test.each([
  [{ x: 1, y: 1 }, 'place.x: is for images'],
  [{ start: 5, end: 5 }, 'place.end: must be greater than start'],
  [{ start: 5, end: 13 }, 'place.end: must be 12 at most'],
  [{ start: -1, end: 5 }, 'place'],
  [{ start: 1.5, end: 5 }, 'place'],
  [{ start: '1', end: 5 }, 'place'],
  [{ start: 1 }, 'place'],
  [{}, 'place'],
  ['here', 'place'],
])('a comment pinned to %o of a text of 12 characters is refused, and nothing is kept', async (place, why) => {
  const scene = await aTaskAtWork(server, { samples: [{ text_length: 12 }] })
  const body = { text: 'here', place: place as never }
  const refusal = await scene.labeler.refused('AddEntryComment', of(scene), body)
  expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  expect(refusal.error_msg).toContain(why)
  expect(texts(await scene.owner.call('ListEntryComments', of(scene)))).toEqual([])
})

test('a thread goes with its entry', async () => {
  const scene = await aTaskAtWork(server)
  await scene.labeler.call('AddEntryComment', of(scene), { text: 'x' })
  const { entry_key } = await scene.entry(scene.sample_ids[0]!)
  await scene.deleteSamples([...scene.sample_ids])
  const left = await scene.store.db.selectFrom('entry_comment').selectAll().where('entry_key', '=', entry_key).execute()
  expect(left).toEqual([])
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aServer, type TestProject, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'
import { type SmtpStub, startSmtpStub } from '#tests/smtp-stub.ts'

let stub: SmtpStub
let server: TestServer
let project: TestProject
let scene: TaskScene
let tom: Caller
let eva: Caller
beforeAll(async () => {
  stub = await startSmtpStub()
  server = await aServer({ SMTP_URL: stub.url })
})
afterAll(async () => {
  await server.close()
  await stub.stop()
})
beforeEach(async () => {
  stub.mails.length = 0
  // Each test has a project of its own, with an owner whose token is new.
  project = await server.makeProject()
  scene = await aTaskAtWork(server, { samples: 6, labelers: 2, reviewers: 1, managers: 1, project })
  ;[tom, eva] = scene.team.labelers as [Caller, Caller]
})

const MINUTES = 60_000

async function notify(emails: unknown, caller: Caller = scene.owner) {
  const reply = await caller.call('SendEmails', scene, { emails })
  await server.idle()
  return reply
}

const refused = (emails: unknown, caller: Caller = scene.owner) => caller.refused('SendEmails', scene, { emails })

const recipients = () => stub.mails.flatMap((mail) => mail.recipients)

async function partOf({ worker_id }: Caller) {
  return server.services.store.db
    .selectFrom('task_member')
    .select(['email_status', 'last_notify_time'])
    .where('task_id', '=', scene.workforce_task_id)
    .where('worker_id', '=', worker_id)
    .executeTakeFirstOrThrow()
}

describe('a reminder', () => {
  test('goes to the listed members and tells what is open and what was rejected', async () => {
    const [first, second] = (await scene.entries()).filter(({ worker_id }) => worker_id === tom.worker_id)
    await scene.label(tom, [first!.sample_id, second!.sample_id], [{ name: 'ham' }])
    await scene.review(scene.reviewer, [{ sample_id: first!.sample_id, worker_id: tom.worker_id, accept: false }])
    const before = server.services.now()
    expect(await notify([tom.email, eva.email])).toEqual({ success: true })
    expect(recipients()).toEqual([tom.email, eva.email])
    expect(stub.mails[0]!.text).toContain('Open: 1 entry. Rejected: 1 entry.')
    expect(stub.mails[1]!.text).toContain('Open: 3 entries. Rejected: 0 entries.')
    const { task_name } = await scene.task()
    expect(stub.mails[0]!.headers.subject).toBe(`Reminder: ${task_name}`)
    const part = await partOf(tom)
    expect(part.email_status).toBe(3)
    expect(part.last_notify_time).toBeGreaterThanOrEqual(before)
  })

  test('tells a reviewer what waits for review and a manager how the task stands', async () => {
    const [first] = (await scene.entries()).filter(({ worker_id }) => worker_id === tom.worker_id)
    await scene.label(tom, [first!.sample_id], [{ name: 'ham' }])
    const [boss] = scene.team.managers as [Caller]
    await notify([scene.reviewer.email, boss.email])
    expect(stub.mails[0]!.text).toContain('Open: 1 entry. Rejected: 0 entries.')
    expect(stub.mails[1]!.text).toContain('Open: 5 entries. Rejected: 0 entries.')
  })

  test('can be asked for by the manager, and by nobody else', async () => {
    const [boss] = scene.team.managers as [Caller]
    expect(await notify([tom.email], boss)).toEqual({ success: true })
    for (const caller of [tom, scene.reviewer]) {
      expect(await refused([tom.email], caller)).toMatchObject({ status: 403, error_code: 'ModelArts.4600' })
    }
    const stranger = await aTeam(server, { managers: 1, project })
    expect(await refused([tom.email], stranger.managers[0])).toMatchObject({ status: 404 })
    const elsewhere = await server.makeProject()
    expect(await refused([tom.email], elsewhere.owner)).toMatchObject({ status: 404, error_code: 'ModelArts.4352' })
  })

  test('finds an address in any case', async () => {
    expect(await notify([tom.email.toUpperCase()])).toEqual({ success: true })
    expect(recipients()).toEqual([tom.email])
  })

  test('comes once in 300 seconds for each member and task', async () => {
    await notify([tom.email])
    const again = await notify([tom.email, eva.email])
    expect(again).toMatchObject({
      success: false,
      error_code: 'ModelArts.4627',
      results: [{ success: false, error_code: 'ModelArts.4627' }, { success: true }],
    })
    const other = await aTaskAtWork(server, { labelers: 1, project })
    expect(await other.owner.call('SendEmails', other, { emails: [other.labeler.email] })).toEqual({ success: true })
    server.advance(5 * MINUTES - 2000)
    expect(await notify([tom.email])).toMatchObject({ success: false, error_code: 'ModelArts.4627' })
    server.advance(2000)
    expect(await notify([tom.email])).toEqual({ success: true })
    expect(recipients().filter((to) => to === tom.email)).toHaveLength(2)
  })

  test('comes once when many ask for it at once', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => notify([tom.email, eva.email])))
    expect(replies.filter(({ success }) => success)).toHaveLength(1)
    expect(recipients().toSorted()).toEqual([eva.email, tom.email].toSorted())
  })
})

test('each address has its result in order; a second time in one call is too often', async () => {
  const outsider = await aTeam(server, { labelers: 1, project })
  const emails = ['nobody', tom.email, outsider.labelers[0]!.email, tom.email, '', 'unknown@example.com', eva.email]
  const reply = await notify(emails)
  const codes = reply.results!.map(({ success, error_code }) => (success ? 'sent' : error_code))
  expect(codes).toEqual([
    'ModelArts.4396',
    'sent',
    'ModelArts.4604',
    'ModelArts.4627',
    'ModelArts.4396',
    'ModelArts.4604',
    'sent',
  ])
  expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4396' })
  expect(reply.results![2]!.error_msg).toContain('emails[2]')
  expect(recipients()).toEqual([tom.email, eva.email])
})

test('who was taken out of the task is foreign to it', async () => {
  await server.services.store.db
    .updateTable('task_member')
    .set({ removed: 1 })
    .where('worker_id', '=', tom.worker_id)
    .execute()
  expect(await notify([tom.email])).toMatchObject({ success: false, error_code: 'ModelArts.4604' })
  expect(recipients()).toEqual([])
})

test('an empty list is refused with E4202, a huge one with E0118, other forms with E4396', async () => {
  expect(await refused([])).toMatchObject({ status: 400, error_code: 'ModelArts.4202' })
  expect(await refused(Array(10_001).fill(tom.email))).toMatchObject({ status: 400, error_code: 'ModelArts.0118' })
  for (const emails of [undefined, null, tom.email, [1], [null]]) {
    expect(await refused(emails)).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  }
})

test('an unknown task is not found', async () => {
  const names = { dataset_id: scene.dataset_id, workforce_task_id: 'unknown' }
  expect(await scene.owner.refused('SendEmails', names, { emails: [tom.email] })).toMatchObject({
    status: 404,
    error_code: 'ModelArts.4619',
  })
})

test.each([1, 2, 4, 5, 7])('members can be reminded of a task in status %i', async (status) => {
  await scene.setTask({ status })
  expect(await notify([tom.email])).toEqual({ success: true })
})

test.each([0, 3])('nobody can be reminded of a task in status %i (E4396)', async (status) => {
  await scene.setTask({ status })
  expect(await refused([tom.email])).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
  expect((await partOf(tom)).last_notify_time).toBe(0)
})

test('of a task that is not started its manager alone is reminded, to assign it', async () => {
  await scene.setTask({ status: 6 })
  const [boss] = scene.team.managers as [Caller]
  const reply = await notify([boss.email, tom.email])
  expect(reply.results).toMatchObject([{ success: true }, { success: false, error_code: 'ModelArts.4604' }])
  expect(recipients()).toEqual([boss.email])
  expect(stub.mails[0]!.headers.subject).toContain('Task to assign')
})

test('without a mail server nothing is sent and nothing fails', async () => {
  const silent = await aServer()
  const own = await aTaskAtWork(silent, { labelers: 1 })
  expect(await own.owner.call('SendEmails', own, { emails: [own.labeler.email] })).toEqual({ success: true })
  await silent.idle()
  const { db } = silent.services.store
  expect(await db.selectFrom('mail').selectAll().execute()).toEqual([])
  const [part] = await db.selectFrom('task_member').selectAll().execute()
  expect(part).toMatchObject({ email_status: 0 })
  expect(part!.last_notify_time).toBeGreaterThan(0)
  await silent.close()
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findInvitation, openInvitation } from '#server/identity/invitations.ts'
import { newHexId, workerIdOf } from '#server/ids.ts'
import { aServer, type TestProject, type TestServer } from '#tests/app.ts'
import { aMember, aTeam, signIn, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
/** Each test has a project of its own. */
let project: TestProject
let owner: Caller
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  project = await server.makeProject()
  owner = project.owner
})

type People = { labelers?: number; reviewers?: number; managers?: number }
const teamOf = (people: People = {}) => aTeam(server, { ...people, project })
const idOf = (email: string) => workerIdOf(project.projectId, email)
const { labeler, reviewer, manager } = { labeler: 0, reviewer: 1, manager: 2 }

async function add(workforce_id: string, emails: string, role: number | string = labeler): Promise<string> {
  // Members added in the same millisecond have no order of time.
  server.advance(1)
  expect(await owner.call('CreateWorker', { workforce_id }, { emails, role })).toEqual({})
  return idOf(emails.trim().toLowerCase())
}

/** As if many had been added. */
async function insertMembers(workforce_id: string, count: number, role = labeler): Promise<void> {
  const times = { create_time: server.services.now(), update_time: server.services.now() }
  const { db } = server.services.store
  const ids = Array.from({ length: count }, () => newHexId())
  const people = ids.map((worker_id) => ({ worker_id, project_id: project.projectId, status: 0, ...times }))
  await db
    .insertInto('worker')
    .values(people.map((person) => ({ ...person, email: `${person.worker_id}@example.com` })))
    .execute()
  await db
    .insertInto('membership')
    .values(ids.map((worker_id) => ({ worker_id, workforce_id, role, description: '', ...times })))
    .execute()
}

const emailsOf = (reply: { workers: { email?: string }[] }) => reply.workers.map(({ email }) => email)

const personOf = (worker_id: string) =>
  server.services.store.db.selectFrom('worker').selectAll().where('worker_id', '=', worker_id).executeTakeFirstOrThrow()

async function auditOf(worker_id: string) {
  const rows = await server.services.store.db
    .selectFrom('audit')
    .selectAll()
    .where('object_id', '=', worker_id)
    .orderBy('audit_key')
    .execute()
  return rows.map(({ action, actor, detail }) => ({ action, actor, ...JSON.parse(detail) }))
}

const E = (digits: string, status = 400) => ({ status, error_code: `ModelArts.${digits}` })

describe('adding a member', () => {
  test('makes a person who belongs to the address, without a mail', async () => {
    const { workforce_id } = await teamOf()
    const body = { emails: 'Tom@Example.com', role: '2', description: 'My name is Tom' }
    expect(await owner.call('CreateWorker', { workforce_id }, body)).toEqual({})
    const worker_id = idOf('tom@example.com')
    const worker = await owner.call('DescWorker', { workforce_id, worker_id })
    expect(worker).toEqual({
      email: 'tom@example.com',
      worker_id,
      workforce_id,
      status: 0,
      role: manager,
      description: 'My name is Tom',
      create_time: expect.any(Number),
      update_time: worker.create_time,
    })
    const mails = await server.services.store.db
      .selectFrom('mail')
      .selectAll()
      .where('worker_id', '=', worker_id)
      .execute()
    expect(mails).toEqual([])
    expect(await auditOf(worker_id)).toMatchObject([{ action: 'member.add', role: manager, workforce_id }])
  })

  test.each([
    [0, 0],
    [1, 1],
    [2, 2],
    ['0', 0],
    ['1', 1],
    ['2', 2],
  ])('takes the role %j', async (sent, role) => {
    const { workforce_id } = await teamOf()
    const worker_id = await add(workforce_id, 'a@example.com', sent)
    expect(await owner.call('DescWorker', { workforce_id, worker_id })).toMatchObject({ role, description: '' })
  })

  test.each([3, '3', -1, 4, 1.5, '', 'labeler', true, null, [0]])('refuses the role %j with E4396', async (role) => {
    const { workforce_id } = await teamOf()
    const refusal = await owner.refused('CreateWorker', { workforce_id }, { emails: 'a@example.com', role })
    expect(refusal).toMatchObject(E('4396'))
    expect(refusal.error_msg).toContain('role')
  })

  test.each([
    {},
    { emails: 'a@example.com' },
    { role: 0 },
    { emails: ['a@example.com'], role: 0 },
    { emails: null, role: 0 },
    { emails: '', role: 0 },
    { emails: 'nobody', role: 0 },
    { emails: 'a@example.com,b@example.com', role: 0 },
    { emails: 'a@example.com\r\nBcc: b@example.com', role: 0 },
    { emails: `${'a'.repeat(65)}@example.com`, role: 0 },
    { emails: 'a@example.com', role: 0, description: 'a'.repeat(257) },
    { emails: 'a@example.com', role: 0, description: "Tom's" },
  ])('refuses %j with E4396', async (body) => {
    const { workforce_id } = await teamOf()
    expect(await owner.refused('CreateWorker', { workforce_id }, body)).toMatchObject(E('4396'))
    expect(await owner.call('ListWorkers', { workforce_id })).toEqual({ total_number: 0, workers: [] })
  })

  test('twice is refused with E4605, however the address is written', async () => {
    const { workforce_id } = await teamOf()
    await add(workforce_id, 'tom@example.com')
    for (const emails of ['tom@example.com', 'TOM@example.COM', ' tom@example.com ']) {
      expect(await owner.refused('CreateWorker', { workforce_id }, { emails, role: 1 })).toMatchObject(E('4605'))
    }
  })

  test('to two teams is one person with a role in each', async () => {
    const [one, two] = [await teamOf(), await teamOf()]
    const worker_id = await add(one.workforce_id, 'tom@example.com', labeler)
    expect(await add(two.workforce_id, 'tom@example.com', manager)).toBe(worker_id)
    const roles = async ({ workforce_id }: TestTeam) =>
      (await owner.call('DescWorker', { workforce_id, worker_id })).role
    expect([await roles(one), await roles(two)]).toEqual([labeler, manager])
  })

  test('of many calls at once adds one member, and one manager', async () => {
    const { workforce_id } = await teamOf()
    const rush = async (count: number, emails: (i: number) => string, role: number) => {
      const calls = Array.from({ length: count }, (_, i) =>
        owner.call('CreateWorker', { workforce_id }, { emails: emails(i), role }).then(
          () => 'added',
          (error) => error.error_code,
        ),
      )
      return (await Promise.all(calls)).toSorted()
    }
    expect(await rush(10, () => 'tom@example.com', labeler)).toEqual([...Array(9).fill('ModelArts.4605'), 'added'])
    expect(await rush(10, (i) => `boss${i}@example.com`, manager)).toEqual([
      ...Array(9).fill('ModelArts.4617'),
      'added',
    ])
    expect(await owner.call('ListWorkers', { workforce_id })).toMatchObject({ total_number: 2 })
  })

  test('a second manager is refused with E4617', async () => {
    const { workforce_id } = await teamOf({ managers: 1 })
    const body = { emails: 'second@example.com', role: manager }
    const refused = await owner.refused('CreateWorker', { workforce_id }, body)
    expect(refused).toMatchObject(E('4617'))
    expect(refused.error_msg).toMatch(/^role: /)
  })

  test('more than 1000 are refused with E0118', async () => {
    const { workforce_id } = await teamOf()
    await insertMembers(workforce_id, 999)
    await add(workforce_id, 'last@example.com')
    const body = { emails: 'toomany@example.com', role: labeler }
    expect(await owner.refused('CreateWorker', { workforce_id }, body)).toMatchObject(E('0118'))
  })
})

describe('lists', () => {
  test('of a team have all its members, the newest first', async () => {
    const { workforce_id } = await teamOf()
    for (const [i, name] of ['bob', 'eva', 'ann'].entries()) await add(workforce_id, `${name}@example.com`, i)
    const reply = await owner.call('ListWorkers', { workforce_id })
    expect(reply.total_number).toBe(3)
    expect(emailsOf(reply)).toEqual(['ann@example.com', 'eva@example.com', 'bob@example.com'])
    expect(reply.workers[0]).toEqual({
      email: 'ann@example.com',
      worker_id: idOf('ann@example.com'),
      workforce_id,
      status: 0,
      role: manager,
      description: '',
      create_time: expect.any(Number),
      update_time: expect.any(Number),
    })
    const sorted = async (query: object) => emailsOf(await owner.call('ListWorkers', { workforce_id, ...query }))
    expect(await sorted({ order: 'asc' })).toEqual(['bob@example.com', 'eva@example.com', 'ann@example.com'])
    expect(await sorted({ sort_by: 'email' })).toEqual(['eva@example.com', 'bob@example.com', 'ann@example.com'])
    expect(await sorted({ sort_by: 'email', order: 'asc' })).toEqual([
      'ann@example.com',
      'bob@example.com',
      'eva@example.com',
    ])
  })

  test('sorts addresses by their bytes, whatever the language of the database', async () => {
    const { workforce_id } = await aTeam(server, { project })
    for (const email of ['a_b@example.com', 'ac@example.com', 'a-b@example.com'])
      await aMember(server, { workforce_id, email, role: labeler, project })
    expect(emailsOf(await owner.call('ListWorkers', { workforce_id, sort_by: 'email', order: 'asc' }))).toEqual([
      'a-b@example.com',
      'a_b@example.com',
      'ac@example.com',
    ])
  })

  test('have ten on a page; the offset counts pages, and past the end is nothing', async () => {
    const { workforce_id } = await teamOf()
    await insertMembers(workforce_id, 23)
    for (const id of ['ListWorkers', 'ListAllWorkers'] as const) {
      const pages = await Promise.all([0, 1, 2, 3].map((offset) => owner.call(id, { workforce_id, offset })))
      expect(pages.map(({ workers }) => workers.length)).toEqual([10, 10, 3, 0])
      expect(pages.map(({ total_number }) => total_number)).toEqual([23, 23, 23, 23])
      expect(new Set(pages.flatMap(emailsOf)).size).toBe(23)
      expect((await owner.call(id, { workforce_id, limit: 100 })).workers).toHaveLength(23)
      expect((await owner.call(id, { workforce_id, limit: 20, offset: 1 })).workers).toHaveLength(3)
    }
  })

  test('of all teams hold one role, labelers unless another one is asked for', async () => {
    const one = await teamOf({ labelers: 2, reviewers: 1, managers: 1 })
    const two = await teamOf({ labelers: 1 })
    await aTeam(server, { labelers: 3, project: await server.makeProject() })
    const all = async (query: object) =>
      await owner.call('ListAllWorkers', { ...query, sort_by: 'email', order: 'asc' })
    expect(emailsOf(await all({})).toSorted()).toEqual(
      [...one.labelers, ...two.labelers].map(({ email }) => email).toSorted(),
    )
    expect(emailsOf(await all({ role: 0 }))).toHaveLength(3)
    expect(emailsOf(await all({ role: 1 }))).toEqual(one.reviewers.map(({ email }) => email))
    expect(emailsOf(await all({ role: 2 }))).toEqual(one.managers.map(({ email }) => email))
  })

  test('of all teams have a row for each membership of a person', async () => {
    const [one, two] = [await teamOf(), await teamOf()]
    await add(one.workforce_id, 'tom@example.com')
    await add(two.workforce_id, 'tom@example.com')
    const { total_number, workers } = await owner.call('ListAllWorkers', {})
    expect(total_number).toBe(2)
    expect(workers.map(({ workforce_id }) => workforce_id)).toEqual([two.workforce_id, one.workforce_id])
    expect(new Set(workers.map(({ worker_id }) => worker_id)).size).toBe(1)
  })

  test.each([
    ['limit', '0'],
    ['limit', '101'],
    ['offset', '-1'],
    ['sort_by', 'workforce_name'],
    ['order', 'up'],
  ])('%s=%s is refused with E4396', async (name, value) => {
    const { workforce_id } = await teamOf()
    for (const path of ['workers', `${workforce_id}/workers`]) {
      const { status, json } = await owner.request(
        'GET',
        `/v2/${project.projectId}/workforces/${path}?${name}=${value}`,
      )
      expect({ status, error_code: json.error_code }).toEqual(E('4396'))
    }
  })

  test.each(['3', '-1', 'manager'])('the role %s is refused with E4396', async (role) => {
    const { status, json } = await owner.request('GET', `/v2/${project.projectId}/workforces/workers?role=${role}`)
    expect({ status, error_code: json.error_code }).toEqual(E('4396'))
  })
})

describe('changing a member', () => {
  test('sets description and role; the role is written down', async () => {
    const { workforce_id } = await teamOf()
    const worker_id = await add(workforce_id, 'tom@example.com', labeler)
    const before = await owner.call('DescWorker', { workforce_id, worker_id })
    server.advance(10)
    const change = (body: object) => owner.call('UpdateWorker', { workforce_id, worker_id }, body)
    expect(await change({ description: 'My name is Tom' })).toEqual({})
    await change({ role: manager })
    const after = await owner.call('DescWorker', { workforce_id, worker_id })
    expect(after).toEqual({
      ...before,
      role: manager,
      description: 'My name is Tom',
      update_time: expect.any(Number),
    })
    expect(after.update_time).toBeGreaterThan(before.update_time!)
    await change({ description: '' })
    expect(await owner.call('DescWorker', { workforce_id, worker_id })).toMatchObject({
      role: manager,
      description: '',
    })
    expect((await auditOf(worker_id)).slice(1)).toMatchObject([{ action: 'member.role', from: labeler, to: manager }])
  })

  test('without anything to change changes nothing', async () => {
    const { workforce_id } = await teamOf()
    const worker_id = await add(workforce_id, 'tom@example.com', labeler)
    const before = await owner.call('DescWorker', { workforce_id, worker_id })
    server.advance(10)
    expect(await owner.call('UpdateWorker', { workforce_id, worker_id }, { email: 'new@example.com' })).toEqual({})
    expect(await owner.call('DescWorker', { workforce_id, worker_id })).toEqual(before)
  })

  test('into a second manager is refused with E4617; the manager himself stays one', async () => {
    const team = await teamOf({ labelers: 1, managers: 1 })
    const { workforce_id } = team
    const [tom, boss] = [team.labelers[0]!, team.managers[0]!]
    const refusal = await owner.refused(
      'UpdateWorker',
      { workforce_id, worker_id: tom.worker_id },
      { role: manager, description: 'x' },
    )
    expect(refusal).toMatchObject(E('4617'))
    expect(await owner.call('DescWorker', { workforce_id, worker_id: tom.worker_id })).toMatchObject({
      role: labeler,
      description: '',
    })
    await owner.call('UpdateWorker', { workforce_id, worker_id: boss.worker_id }, { role: manager })
    await owner.call('UpdateWorker', { workforce_id, worker_id: boss.worker_id }, { role: reviewer })
    await owner.call('UpdateWorker', { workforce_id, worker_id: tom.worker_id }, { role: manager })
  })

  test.each([{ role: 3 }, { role: '1' }, { role: null }, { description: 'a > b' }, { description: 1 }])(
    '%j is refused with E4396',
    async (body) => {
      const { workforce_id } = await teamOf()
      const worker_id = await add(workforce_id, 'tom@example.com')
      expect(await owner.refused('UpdateWorker', { workforce_id, worker_id }, body)).toMatchObject(E('4396'))
    },
  )

  test('does not touch the tasks that exist', async () => {
    const scene = await aTaskAtWork(server, { labelers: 2, project })
    const { workforce_id } = scene.team
    await owner.call('UpdateWorker', { workforce_id, worker_id: scene.labeler.worker_id }, { role: reviewer })
    await scene.label(scene.labeler, [scene.sample_ids[0]!], [{ name: 'ham' }])
    expect(await scene.state(scene.sample_ids[0]!)).toBe('UNCHECK')
  })

  test('who is not in the team is not found (404 E4604), whatever is asked', async () => {
    const team = await teamOf()
    const other = await teamOf({ labelers: 1 })
    for (const worker_id of [other.labelers[0]!.worker_id, newHexId(), 'x']) {
      const names = { workforce_id: team.workforce_id, worker_id }
      expect(await owner.refused('DescWorker', names)).toMatchObject(E('4604', 404))
      expect(await owner.refused('UpdateWorker', names, { role: 1 })).toMatchObject(E('4604', 404))
      expect(await owner.refused('DeleteWorker', names)).toMatchObject(E('4604', 404))
    }
    const names = { workforce_id: 'unknown', worker_id: newHexId() }
    expect(await owner.refused('DescWorker', names)).toMatchObject(E('4601', 404))
    expect(await owner.refused('ListWorkers', names)).toMatchObject(E('4601', 404))
    expect(await owner.refused('CreateWorker', names, { emails: 'a@b', role: 0 })).toMatchObject(E('4601', 404))
  })
})

describe('removing a member', () => {
  test('from his last team ends everything: address, sessions, invitation; and it is written down', async () => {
    const team = await teamOf({ labelers: 1 })
    const { workforce_id } = team
    const [tom] = team.labelers as [Caller]
    const { worker_id } = tom
    await openInvitation(server.services, server.services.store.db, { worker_id })
    expect(await owner.call('DeleteWorker', { workforce_id, worker_id })).toBeNull()
    expect(await personOf(worker_id)).toMatchObject({ email: null, status: 3 })
    expect(await tom.refused('ListWorkerTasks', {})).toMatchObject(E('4632', 401))
    expect(await findInvitation(server.services, server.services.store.db, { worker_id })).toBeNull()
    expect(await owner.call('ListWorkers', { workforce_id })).toEqual({ total_number: 0, workers: [] })
    expect(await owner.call('ListAllWorkers', {})).toEqual({ total_number: 0, workers: [] })
    expect(await owner.refused('DescWorker', { workforce_id, worker_id })).toMatchObject(E('4604', 404))
    expect(await auditOf(worker_id)).toMatchObject([{ action: 'member.delete', workforce_id, role: labeler }])
    expect(JSON.stringify(await auditOf(worker_id))).not.toContain(tom.email)
  })

  test('and adding the same address again gives the same person, who has to be invited anew', async () => {
    const team = await teamOf({ labelers: 1 })
    const { workforce_id } = team
    const [tom] = team.labelers as [Caller]
    const { worker_id } = tom
    const { db } = server.services.store
    const old = await openInvitation(server.services, db, { worker_id })
    await owner.call('DeleteWorker', { workforce_id, worker_id })
    expect(await add(workforce_id, tom.email, reviewer)).toBe(worker_id)
    expect(await owner.call('DescWorker', { workforce_id, worker_id })).toMatchObject({
      email: tom.email,
      status: 0,
      role: reviewer,
    })
    // Sessions from before stay dead.
    expect(await tom.refused('ListWorkerTasks', {})).toMatchObject(E('4632', 401))
    expect(await findInvitation(server.services, db, { worker_id })).toBeNull()
    expect((await openInvitation(server.services, db, { worker_id })).link).not.toBe(old.link)
  })

  test('from one of two teams leaves him his account', async () => {
    const team = await teamOf({ labelers: 1 })
    const other = await teamOf()
    const [tom] = team.labelers as [Caller]
    const { worker_id } = tom
    await aMember(server, { workforce_id: other.workforce_id, email: tom.email, role: reviewer, project })
    await owner.call('DeleteWorker', { workforce_id: team.workforce_id, worker_id })
    expect(await personOf(worker_id)).toMatchObject({ email: tom.email, status: 0 })
    expect(await owner.call('DescWorker', { workforce_id: other.workforce_id, worker_id })).toMatchObject({ role: 1 })
    expect((await tom.refused('ListWorkforces', {})).status).toBe(403)
  })

  test('from two teams at once forgets him as well', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await teamOf(), await teamOf()]
      const worker_id = await add(one.workforce_id, `tom${round}@example.com`)
      await add(two.workforce_id, `tom${round}@example.com`)
      await Promise.all([one, two].map(({ workforce_id }) => owner.call('DeleteWorker', { workforce_id, worker_id })))
      expect(await personOf(worker_id)).toMatchObject({ email: null, status: 3 })
    }
  })

  test('while he is being added elsewhere leaves him known', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await teamOf(), await teamOf()]
      const email = `tom${round}@example.com`
      const worker_id = await add(one.workforce_id, email)
      await Promise.all([
        owner.call('DeleteWorker', { workforce_id: one.workforce_id, worker_id }),
        owner.call('CreateWorker', { workforce_id: two.workforce_id }, { emails: email, role: 0 }),
      ])
      expect(await personOf(worker_id)).toMatchObject({ email, status: 0 })
    }
  })

  test.each([0, 1, 2, 4, 5, 7])(
    'with a task in status %i is refused with E4628, which names the task',
    async (status) => {
      const scene = await aTaskAtWork(server, { status: status as 1, project })
      const { workforce_id } = scene.team
      const { worker_id } = scene.labeler
      const refusal = await owner.refused('DeleteWorker', { workforce_id, worker_id })
      expect(refusal).toMatchObject(E('4628'))
      expect(refusal.error_msg).toContain((await scene.task()).task_name)
      expect(refusal.error_msg).toContain(scene.labeler.email)
      expect(await owner.call('DescWorker', { workforce_id, worker_id })).toMatchObject({ worker_id })
    },
  )

  test.each([3, 6])('with a task in status %i is history there, for the owner alone', async (status) => {
    const scene = await aTaskAtWork(server, { status: status as 3, project })
    const { workforce_id } = scene.team
    const { worker_id, email } = scene.labeler
    const other = await teamOf()
    await aMember(server, { workforce_id: other.workforce_id, email, role: labeler, project })
    await owner.call('DeleteWorker', { workforce_id, worker_id })
    const rows = await server.services.store.db
      .selectFrom('task_member')
      .selectAll()
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    expect(rows).toMatchObject([{ worker_id, removed: 1 }])
    expect(await scene.labeler.refused('DescWorkforceTask', scene)).toMatchObject({ status: 404 })
  })

  test('who was taken out of the task, or is in it through another team, is no refusal', async () => {
    const scene = await aTaskAtWork(server, { labelers: 2, project })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    const other = await teamOf()
    await aMember(server, { workforce_id: other.workforce_id, email: second.email, role: labeler, project })
    await server.services.store.db
      .updateTable('task_member')
      .set({ removed: 1 })
      .where('worker_id', '=', first.worker_id)
      .execute()
    const { worker_id } = first
    await owner.call('DeleteWorker', { workforce_id: scene.team.workforce_id, worker_id })
    await owner.call('DeleteWorker', { workforce_id: other.workforce_id, worker_id: second.worker_id })
    expect(await personOf(second.worker_id)).toMatchObject({ email: second.email })
  })
})

describe('removing many members', () => {
  test('answers one result each also when all can go', async () => {
    const team = await teamOf({ labelers: 2, reviewers: 1, managers: 1 })
    const { workforce_id } = team
    const workers = [...team.labelers, ...team.managers].map(({ worker_id }) => worker_id)
    expect(await owner.call('BatchDeleteWorkers', { workforce_id }, { workers })).toEqual({
      success: true,
      results: workers.map(() => ({ success: true })),
    })
    expect(emailsOf(await owner.call('ListWorkers', { workforce_id }))).toEqual([team.reviewers[0]!.email])
  })

  test('answers one result each, in order, and removes those who can go', async () => {
    const scene = await aTaskAtWork(server, { labelers: 1, project })
    const { workforce_id } = scene.team
    const free = await add(workforce_id, 'free@example.com')
    const workers = [scene.labeler.worker_id, free, newHexId(), free]
    const reply = await owner.call('BatchDeleteWorkers', { workforce_id }, { workers })
    const failed = (digits: string) => ({ success: false, error_code: `ModelArts.${digits}` })
    expect(reply).toMatchObject({ success: false, error_code: 'ModelArts.4628' })
    expect(reply.results).toMatchObject([failed('4628'), { success: true }, failed('4604'), failed('4604')])
    expect(reply.results!.map(({ error_msg }) => error_msg?.slice(0, 12))).toEqual([
      'workers[0]: ',
      undefined,
      'workers[2]: ',
      'workers[3]: ',
    ])
    expect(emailsOf(await owner.call('ListWorkers', { workforce_id }))).toEqual([scene.labeler.email])
  })

  test('refuses an empty list with E4202, a huge one with E0118, other forms with E4396', async () => {
    const { workforce_id } = await teamOf()
    const refused = (body: object) => owner.refused('BatchDeleteWorkers', { workforce_id }, body)
    expect(await refused({ workers: [] })).toMatchObject(E('4202'))
    expect(await refused({ workers: Array(10_001).fill(newHexId()) })).toMatchObject(E('0118'))
    for (const body of [{}, { workers: 'x' }, { workers: [1] }, { workers: null }]) {
      expect(await refused(body)).toMatchObject(E('4396'))
    }
  })

  test('takes as many as a call may hold', async () => {
    const { workforce_id } = await teamOf()
    await insertMembers(workforce_id, 1000)
    const pages = await Promise.all(
      Array.from({ length: 10 }, (_, offset) => owner.call('ListWorkers', { workforce_id, limit: 100, offset })),
    )
    const workers = pages.flatMap((page) => page.workers.map(({ worker_id }) => worker_id!))
    const more = Array.from({ length: 9000 }, () => newHexId())
    const reply = await owner.call('BatchDeleteWorkers', { workforce_id }, { workers: [...workers, ...more] })
    expect(reply.results!.filter(({ success }) => success)).toHaveLength(1000)
    expect(await owner.call('DescWorkforce', { workforce_id })).toMatchObject({ worker_count: 0 })
  })
})

describe('a manager', () => {
  let team: TestTeam
  let boss: Caller
  let tom: Caller
  beforeEach(async () => {
    team = await teamOf({ labelers: 2, reviewers: 1, managers: 1 })
    boss = team.managers[0]!
    tom = team.labelers[0]!
  })

  test('adds, changes and removes labelers and reviewers of his team', async () => {
    const { workforce_id } = team
    expect(await boss.call('CreateWorker', { workforce_id }, { emails: 'new@example.com', role: labeler })).toEqual({})
    const worker_id = idOf('new@example.com')
    await boss.call('UpdateWorker', { workforce_id, worker_id }, { role: reviewer, description: 'moved' })
    expect(await boss.call('DescWorker', { workforce_id, worker_id })).toMatchObject({ role: 1, description: 'moved' })
    await boss.call('DeleteWorker', { workforce_id, worker_id })
    const workers = [tom.worker_id]
    expect(await boss.call('BatchDeleteWorkers', { workforce_id }, { workers })).toEqual({
      success: true,
      results: [{ success: true }],
    })
    expect(await auditOf(worker_id)).toMatchObject(
      ['member.add', 'member.role', 'member.delete'].map((action) => ({ action, actor: `human/${boss.email}` })),
    )
  })

  test('does not touch himself (E4618)', async () => {
    const names = { workforce_id: team.workforce_id, worker_id: boss.worker_id }
    expect(await boss.refused('DeleteWorker', names)).toMatchObject(E('4618'))
    expect(await boss.refused('UpdateWorker', names, { description: 'me' })).toMatchObject(E('4618'))
    expect(await boss.refused('UpdateWorker', names, { role: 0 })).toMatchObject(E('4618'))
    const workers = [boss.worker_id, tom.worker_id]
    const reply = await boss.call('BatchDeleteWorkers', names, { workers })
    expect(reply).toMatchObject({
      success: false,
      error_code: 'ModelArts.4618',
      results: [{ success: false, error_code: 'ModelArts.4618' }, { success: true }],
    })
  })

  test('makes no manager (E4600)', async () => {
    const { workforce_id } = team
    const refused = E('4600', 403)
    const body = { emails: 'new@example.com', role: manager }
    expect(await boss.refused('CreateWorker', { workforce_id }, body)).toMatchObject(refused)
    const names = { workforce_id, worker_id: tom.worker_id }
    expect(await boss.refused('UpdateWorker', names, { role: manager })).toMatchObject(refused)
  })

  test('sees the members of his team only', async () => {
    const other = await teamOf({ labelers: 2, managers: 1 })
    await aMember(server, { workforce_id: other.workforce_id, email: boss.email, role: labeler, project })
    expect(await boss.call('ListAllWorkers', {})).toMatchObject({ total_number: 2 })
    expect(emailsOf(await boss.call('ListAllWorkers', { role: 2 }))).toEqual([boss.email])
    expect(await boss.call('ListWorkers', { workforce_id: team.workforce_id })).toMatchObject({ total_number: 4 })
    // A labeler there.
    expect(await boss.refused('ListWorkers', { workforce_id: other.workforce_id })).toMatchObject(E('4600', 403))
    const strange = await teamOf({ labelers: 1 })
    for (const id of ['ListWorkers', 'DescWorker', 'DeleteWorker'] as const) {
      const names = { workforce_id: strange.workforce_id, worker_id: strange.labelers[0]!.worker_id }
      expect(await boss.refused(id, names)).toMatchObject(E('4601', 404))
    }
  })
})

test('labelers and reviewers may do nothing with members', async () => {
  const team = await teamOf({ labelers: 1, reviewers: 1 })
  const names = { workforce_id: team.workforce_id, worker_id: team.labelers[0]!.worker_id }
  for (const caller of [...team.labelers, ...team.reviewers]) {
    for (const id of ['ListAllWorkers', 'ListWorkers', 'DescWorker', 'UpdateWorker', 'DeleteWorker'] as const) {
      expect(await caller.refused(id, names)).toMatchObject(E('4600', 403))
    }
    expect(await caller.refused('CreateWorker', names, { emails: 'a@b.de', role: 0 })).toMatchObject(E('4600', 403))
    expect(await caller.refused('BatchDeleteWorkers', names, { workers: ['x'] })).toMatchObject(E('4600', 403))
  }
})

test('somebody who logged in has status 2 in every team', async () => {
  const { workforce_id } = await teamOf()
  const worker_id = await add(workforce_id, 'tom@example.com')
  await server.services.store.db.updateTable('worker').set({ status: 2 }).where('worker_id', '=', worker_id).execute()
  await signIn(server, worker_id)
  const other = await teamOf()
  await add(other.workforce_id, 'tom@example.com')
  expect(await owner.call('DescWorker', { workforce_id: other.workforce_id, worker_id })).toMatchObject({ status: 2 })
})

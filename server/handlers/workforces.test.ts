import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/ids.ts'
import { aServer, type TestProject, type TestServer } from '#tests/app.ts'
import { aMember, aTeam } from '#tests/builders.ts'
import { aTaskAtWork } from '#tests/scenes.ts'

let server: TestServer
/** Each test has a project of its own. */
let project: TestProject
let owner: TestProject['owner']
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  project = await server.makeProject()
  owner = project.owner
})

async function create(workforce_name: string, description?: string): Promise<string> {
  // Teams made in the same millisecond have no order of time.
  server.advance(1)
  const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name, description })
  return workforce_id
}

const names = (reply: { workforces: { workforce_name?: string }[] }) =>
  reply.workforces.map(({ workforce_name }) => workforce_name)

/** As if many teams had been made. */
async function insertTeams(count: number): Promise<void> {
  const time = server.services.now()
  const rows = Array.from({ length: count }, (_, i) => ({
    workforce_id: newId(),
    project_id: project.projectId,
    workforce_name: `bulk-${i}`,
    description: '',
    create_time: time,
    update_time: time,
  }))
  await server.services.store.db.insertInto('workforce').values(rows).execute()
}

describe('a team', () => {
  test('is made, read, changed and deleted', async () => {
    const workforce_id = await create('team-123', 'my team')
    expect(workforce_id).toMatch(/^[A-Za-z0-9]{19}$/)
    const made = await owner.call('DescWorkforce', { workforce_id })
    expect(made).toEqual({
      workforce_id,
      workforce_name: 'team-123',
      description: 'my team',
      worker_count: 0,
      create_time: expect.any(Number),
      update_time: made.create_time,
    })
    server.advance(10)
    expect(await owner.call('UpdateWorkforce', { workforce_id }, { description: '' })).toEqual({})
    const cleared = await owner.call('DescWorkforce', { workforce_id })
    expect(cleared).toMatchObject({ workforce_name: 'team-123', description: '', create_time: made.create_time })
    expect(cleared.update_time).toBeGreaterThan(made.update_time!)
    await owner.call('UpdateWorkforce', { workforce_id }, { workforce_name: 'cats_2', description: 'cats only' })
    expect(await owner.call('DescWorkforce', { workforce_id })).toMatchObject({
      workforce_name: 'cats_2',
      description: 'cats only',
    })
    expect(await owner.call('DeleteWorkforce', { workforce_id })).toBeNull()
    expect(await owner.refused('DescWorkforce', { workforce_id })).toMatchObject({
      status: 404,
      error_code: 'ModelArts.4601',
    })
  })

  test('without a description has an empty one, and an update of nothing changes nothing', async () => {
    const workforce_id = await create('quiet')
    const made = await owner.call('DescWorkforce', { workforce_id })
    expect(made.description).toBe('')
    server.advance(10)
    expect(await owner.call('UpdateWorkforce', { workforce_id }, {})).toEqual({})
    expect(await owner.call('DescWorkforce', { workforce_id })).toEqual(made)
  })

  test('counts its members', async () => {
    const { workforce_id } = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1, project })
    expect(await owner.call('DescWorkforce', { workforce_id })).toMatchObject({ worker_count: 4 })
    const { workforces } = await owner.call('ListWorkforces', {})
    expect(workforces).toMatchObject([{ workforce_id, worker_count: 4 }])
  })

  test.each([
    [{}, 'workforce_name'],
    [{ workforce_name: '' }, 'workforce_name'],
    [{ workforce_name: 'a'.repeat(65) }, 'workforce_name'],
    [{ workforce_name: 'two words' }, 'workforce_name'],
    [{ workforce_name: 'Käse' }, 'workforce_name'],
    [{ workforce_name: null }, 'workforce_name'],
    [{ workforce_name: 'fine', description: 'a'.repeat(257) }, 'description'],
    [{ workforce_name: 'fine', description: 'a < b' }, 'description'],
  ])('%j is refused with E4396', async (body, field) => {
    const refusal = await owner.refused('CreateWorkforce', {}, body)
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    expect(refusal.error_msg).toContain(field)
    expect(await owner.call('ListWorkforces', {})).toEqual({ total_number: 0, workforces: [] })
  })

  test('bad changes are refused with E4396', async () => {
    const workforce_id = await create('team')
    for (const body of [{ workforce_name: '' }, { workforce_name: 'a b' }, { description: 'x!' }]) {
      const refusal = await owner.refused('UpdateWorkforce', { workforce_id }, body)
      expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4396' })
    }
    expect(await owner.call('DescWorkforce', { workforce_id })).toMatchObject({ workforce_name: 'team' })
  })

  test('has a name of its own in the project (E4602), also when renamed, and not in other projects', async () => {
    await create('cats')
    const workforce_id = await create('dogs')
    const taken = { status: 400, error_code: 'ModelArts.4602' }
    expect(await owner.refused('CreateWorkforce', {}, { workforce_name: 'cats' })).toMatchObject(taken)
    expect(await owner.refused('UpdateWorkforce', { workforce_id }, { workforce_name: 'cats' })).toMatchObject(taken)
    expect(await owner.call('UpdateWorkforce', { workforce_id }, { workforce_name: 'dogs' })).toEqual({})
    const elsewhere = await server.makeProject()
    await elsewhere.owner.call('CreateWorkforce', {}, { workforce_name: 'cats' })
  })

  test('of many made at once with one name exists once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => owner.call('CreateWorkforce', {}, { workforce_name: 'rush' })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.error_code] : []))
    expect(reasons).toEqual(Array(11).fill('ModelArts.4602'))
  })

  test('more than 1000 in a project are refused with E0118', async () => {
    await insertTeams(999)
    await create('the-last-one')
    expect(await owner.refused('CreateWorkforce', {}, { workforce_name: 'too-many' })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.0118',
    })
  })

  test('that is unknown, foreign or deleted is not found, with the same bytes', async () => {
    const foreign = await aTeam(server, { project: await server.makeProject() })
    const deleted = await create('gone')
    await owner.call('DeleteWorkforce', { workforce_id: deleted })
    const replies = new Set<string>()
    for (const workforce_id of [newId(), foreign.workforce_id, deleted]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const path = `/v2/${project.projectId}/workforces/${workforce_id}`
        const { status, text } = await owner.request(method, path, method === 'PUT' ? { body: {} } : {})
        expect(status).toBe(404)
        replies.add(text)
      }
    }
    expect([...replies]).toEqual([expect.stringContaining('ModelArts.4601')])
  })
})

describe('the list', () => {
  test('is empty at first', async () => {
    expect(await owner.call('ListWorkforces', {})).toEqual({ total_number: 0, workforces: [] })
  })

  test('has the newest first, and sorts by time or name either way', async () => {
    for (const name of ['bees', 'cats', 'ants']) await create(name)
    expect(names(await owner.call('ListWorkforces', {}))).toEqual(['ants', 'cats', 'bees'])
    expect(names(await owner.call('ListWorkforces', { order: 'asc' }))).toEqual(['bees', 'cats', 'ants'])
    expect(names(await owner.call('ListWorkforces', { sort_by: 'workforce_name' }))).toEqual(['cats', 'bees', 'ants'])
    expect(names(await owner.call('ListWorkforces', { sort_by: 'workforce_name', order: 'asc' }))).toEqual([
      'ants',
      'bees',
      'cats',
    ])
  })

  test('sorts names by their bytes, whatever the language of the database', async () => {
    for (const name of ['bees', 'Cats', 'ab', 'aZ']) await create(name)
    expect(names(await owner.call('ListWorkforces', { sort_by: 'workforce_name', order: 'asc' }))).toEqual([
      'Cats',
      'aZ',
      'ab',
      'bees',
    ])
  })

  test('has ten on a page; the offset counts pages, and past the end is nothing', async () => {
    await insertTeams(23)
    const all: string[] = []
    for (const offset of [0, 1, 2, 3]) {
      const reply = await owner.call('ListWorkforces', { offset, sort_by: 'workforce_name', order: 'asc' })
      expect(reply.total_number).toBe(23)
      expect(reply.workforces).toHaveLength([10, 10, 3, 0][offset]!)
      all.push(...reply.workforces.map(({ workforce_id }) => workforce_id!))
    }
    expect(new Set(all).size).toBe(23)
    const page = await owner.call('ListWorkforces', { offset: 1, limit: 20 })
    expect(page.workforces).toHaveLength(3)
    expect((await owner.call('ListWorkforces', { limit: 100 })).workforces).toHaveLength(23)
  })

  test('teams of the same moment keep one order over the pages', async () => {
    await insertTeams(15)
    const pages = await Promise.all([0, 1, 2].map((offset) => owner.call('ListWorkforces', { offset, limit: 5 })))
    expect(new Set(pages.flatMap(names)).size).toBe(15)
  })

  test('finds a part of the name in upper or lower case, and no wildcards', async () => {
    for (const name of ['Night-Shift', 'day_shift', 'dayXshift', 'other']) await create(name)
    const find = async (search_content: string) =>
      names(await owner.call('ListWorkforces', { search_content, sort_by: 'workforce_name', order: 'asc' }))
    expect(await find('SHIFT')).toHaveLength(3)
    expect(await find('night-s')).toEqual(['Night-Shift'])
    expect(await find('day_shift')).toEqual(['day_shift'])
    expect(await find('%')).toEqual([])
    expect(await find('\\')).toEqual([])
    expect((await owner.call('ListWorkforces', { search_content: 'shift', limit: 1 })).total_number).toBe(3)
  })

  test('keeps the teams at work in a task', async () => {
    const scene = await aTaskAtWork(server, { project })
    await create('idle')
    const { workforce_task_id } = scene
    const reply = await owner.call('ListWorkforces', { workforce_task_id })
    expect(reply).toMatchObject({ total_number: 1, workforces: [{ workforce_id: scene.team.workforce_id }] })
    expect(await owner.call('ListWorkforces', { workforce_task_id: newId() })).toEqual({
      total_number: 0,
      workforces: [],
    })
    const elsewhere = await server.makeProject()
    expect(await elsewhere.owner.call('ListWorkforces', { workforce_task_id })).toEqual({
      total_number: 0,
      workforces: [],
    })
  })

  test.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', 'ten'],
    ['offset', '-1'],
    ['sort_by', 'description'],
    ['order', 'up'],
  ])('%s=%s is refused with E4396', async (name, value) => {
    const { status, json } = await owner.request('GET', `/v2/${project.projectId}/workforces?${name}=${value}`)
    expect({ status, code: json.error_code }).toEqual({ status: 400, code: 'ModelArts.4396' })
    expect(json.error_msg).toContain(name)
  })
})

describe('members', () => {
  test('a manager sees the teams he manages, and changes none', async () => {
    const team = await aTeam(server, { labelers: 1, reviewers: 1, managers: 1, project })
    const other = await aTeam(server, { managers: 1, project })
    const [manager] = team.managers as [(typeof team.managers)[0]]
    await aMember(server, { workforce_id: other.workforce_id, email: manager.email, role: 0, project })
    const { workforce_id } = team
    const reply = await manager.call('ListWorkforces', {})
    expect(reply).toMatchObject({ total_number: 1, workforces: [{ workforce_id, worker_count: 3 }] })
    expect(await manager.call('DescWorkforce', { workforce_id })).toMatchObject({ workforce_id })
    const refused = { status: 403, error_code: 'ModelArts.4600' }
    expect(await manager.refused('CreateWorkforce', {}, { workforce_name: 'mine' })).toMatchObject(refused)
    expect(await manager.refused('UpdateWorkforce', { workforce_id }, {})).toMatchObject(refused)
    expect(await manager.refused('DeleteWorkforce', { workforce_id })).toMatchObject(refused)
    // A labeler there.
    expect(await manager.refused('DescWorkforce', { workforce_id: other.workforce_id })).toMatchObject(refused)
  })

  test('labelers and reviewers see no team; the team of others is not there', async () => {
    const team = await aTeam(server, { labelers: 1, reviewers: 1, project })
    const other = await aTeam(server, { managers: 1, project })
    for (const caller of [...team.labelers, ...team.reviewers]) {
      for (const id of ['ListWorkforces', 'DescWorkforce'] as const) {
        expect(await caller.refused(id, { workforce_id: team.workforce_id })).toMatchObject({
          status: 403,
          error_code: 'ModelArts.4600',
        })
      }
      expect(await caller.refused('DescWorkforce', { workforce_id: other.workforce_id })).toMatchObject({
        status: 404,
        error_code: 'ModelArts.4601',
      })
    }
  })
})

describe('deleting a team', () => {
  test('takes its members along, who stay where they are in another team', async () => {
    const team = await aTeam(server, { labelers: 2, reviewers: 1, managers: 1, project })
    const other = await aTeam(server, { project })
    const [leaver, stayer] = team.labelers as [(typeof team.labelers)[0], (typeof team.labelers)[0]]
    await aMember(server, { workforce_id: other.workforce_id, email: stayer.email, role: 0, project })
    await owner.call('DeleteWorkforce', { workforce_id: team.workforce_id })
    const { workers } = await owner.call('ListAllWorkers', {})
    expect(workers).toMatchObject([{ email: stayer.email, workforce_id: other.workforce_id, status: 0 }])
    expect(await leaver.refused('ListWorkerTasks', {})).toMatchObject({ status: 401, error_code: 'ModelArts.4632' })
    const audit = await server.services.store.db
      .selectFrom('audit')
      .selectAll()
      .where('object_id', '=', team.workforce_id)
      .execute()
    expect(audit).toMatchObject([{ action: 'workforce.delete', actor: expect.stringContaining('human/') }])
    expect(JSON.parse(audit[0]!.detail).workers).toHaveLength(4)
  })

  test('is refused with E4628 as a whole while one member has an unfinished task', async () => {
    const scene = await aTaskAtWork(server, { labelers: 2, reviewers: 1, project })
    const { workforce_id } = scene.team
    const refusal = await owner.refused('DeleteWorkforce', { workforce_id })
    expect(refusal).toMatchObject({ status: 400, error_code: 'ModelArts.4628' })
    expect(refusal.error_msg).toContain((await scene.task()).task_name)
    expect(await owner.call('DescWorkforce', { workforce_id })).toMatchObject({ worker_count: 3 })
    await scene.setTask({ status: 3 })
    await owner.call('DeleteWorkforce', { workforce_id })
    expect(await owner.call('ListWorkforces', {})).toMatchObject({ total_number: 0 })
  })
})

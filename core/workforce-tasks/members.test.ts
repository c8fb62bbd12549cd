import { describe, expect, test } from 'vitest'
import type { WorkforceConfig } from '#contract/workforce-tasks.ts'
import { isRefusal } from '#core/refusal.ts'
import { comparePeople, type Membership, type People, resolveAgency, resolvePeople, type Team } from './members.ts'

const member = (workforce_id: string, name: string, role: Membership['role']): Membership => ({
  workforce_id,
  worker_id: `id-${name}`,
  email: `${name}@example.com`,
  role,
})

const north: Team = {
  workforce_id: 't1',
  workforce_name: 'north',
  members: [member('t1', 'ann', 0), member('t1', 'bob', 0), member('t1', 'rita', 1), member('t1', 'max', 2)],
}
const south: Team = {
  workforce_id: 't2',
  workforce_name: 'south',
  members: [member('t2', 'ann', 1), member('t2', 'cy', 0)],
}
const teams = [north, south]

function names(people: People | { error_code: string }) {
  if (isRefusal(people)) return people.error_code
  const list = (members: Membership[]) => members.map((one) => `${one.worker_id.slice(3)} ${one.workforce_id}`).join()
  const { labelers, reviewers, managers } = people as People
  return [list(labelers), list(reviewers), list(managers)]
}

const resolve = (workforces: WorkforceConfig[], inTask: Membership[] = []) =>
  names(resolvePeople(workforces, { teams, inTask }))

describe('who takes part in a task', () => {
  test('a team without workers means all its members (D17)', () => {
    expect(resolve([{ workforce_id: 't1' }])).toEqual(['ann t1,bob t1', 'rita t1', 'max t1'])
    expect(resolve([{ workforce_id: 't1', workers: [] }])).toEqual(['ann t1,bob t1', 'rita t1', 'max t1'])
  })

  test('workers are known by e-mail in any case, by worker_id or by both', () => {
    const workers = [
      { email: 'BOB@example.com' },
      { worker_id: 'id-rita' },
      { worker_id: 'id-ann', email: 'ann@example.com' },
    ]
    expect(resolve([{ workforce_id: 't1', workers }])).toEqual(['bob t1,ann t1', 'rita t1', ''])
  })

  test('a team may be known by its name alone', () => {
    expect(resolve([{ workforce_name: 'south' }])).toEqual(['cy t2', 'ann t2', ''])
  })

  test('somebody listed twice counts where he is listed first (D4)', () => {
    expect(resolve([{ workforce_id: 't1' }, { workforce_id: 't2' }])).toEqual([
      'ann t1,bob t1,cy t2',
      'rita t1',
      'max t1',
    ])
    expect(resolve([{ workforce_id: 't2' }, { workforce_id: 't1' }])).toEqual([
      'cy t2,bob t1',
      'ann t2,rita t1',
      'max t1',
    ])
  })

  test('the role listed wins over the one in the task, that one over the one in the team', () => {
    const workers = (role?: 0 | 1) => [{ workforce_id: 't1', workers: [{ worker_id: 'id-bob', role }] }]
    expect(resolve(workers())).toEqual(['bob t1', '', ''])
    expect(resolve(workers(1))).toEqual(['', 'bob t1', ''])
    expect(resolve(workers(), [member('t1', 'bob', 1)])).toEqual(['', 'bob t1', ''])
    expect(resolve(workers(0), [member('t1', 'bob', 1)])).toEqual(['bob t1', '', ''])
  })

  test('an empty list names nobody', () => {
    expect(resolve([])).toEqual(['', '', ''])
  })

  test.each([
    ['an unknown team', { workforce_id: 't9' }, 'ModelArts.4601'],
    ['a team of an unknown name', { workforce_name: 'west' }, 'ModelArts.4601'],
    ['a team without name and id', {}, 'ModelArts.4396'],
    ['a stranger', { workforce_id: 't1', workers: [{ email: 'eve@example.com' }] }, 'ModelArts.4604'],
    ['a member of another team', { workforce_id: 't1', workers: [{ worker_id: 'id-cy' }] }, 'ModelArts.4604'],
    [
      'an address and an id of two people',
      { workforce_id: 't1', workers: [{ email: 'ann@example.com', worker_id: 'id-bob' }] },
      'ModelArts.4604',
    ],
    ['a worker without address and id', { workforce_id: 't1', workers: [{}] }, 'ModelArts.4396'],
    ['an owner', { workforce_id: 't1', workers: [{ worker_id: 'id-ann', role: 3 }] }, 'ModelArts.4396'],
    ['a labeler as manager', { workforce_id: 't1', workers: [{ worker_id: 'id-ann', role: 2 }] }, 'ModelArts.4396'],
    ['a manager as labeler', { workforce_id: 't1', workers: [{ worker_id: 'id-max', role: 0 }] }, 'ModelArts.4396'],
  ] satisfies [string, WorkforceConfig, string][])('%s is refused', (_, listed, code) => {
    expect(resolve([{ workforce_id: 't2' }, listed])).toBe(code)
    expect(resolvePeople([{ workforce_id: 't2' }, listed], { teams })).toMatchObject({
      error_msg: expect.stringMatching(/^workforces_config\.workforces\[1\]/),
    })
  })

  test.each([
    [0, 'labelers'],
    [1, 'reviewers'],
  ] as const)('a hundred people of role %i are allowed, one more is not', (role, word) => {
    const big = (count: number): Team => ({
      workforce_id: 'big',
      workforce_name: 'big',
      members: Array.from({ length: count }, (_, i) => member('big', `n${i}`, role)),
    })
    expect(isRefusal(resolvePeople([{ workforce_id: 'big' }], { teams: [big(100)] }))).toBe(false)
    expect(resolvePeople([{ workforce_id: 'big' }], { teams: [big(101)] })).toEqual({
      error_code: 'ModelArts.0118',
      error_msg: `workforces_config names 101 ${word}; a team task can have 100.`,
    })
  })
})

describe('the manager to whom a task is handed', () => {
  const memberships = [...south.members, ...north.members]

  test.each(['id-max', 'max@example.com', 'Max@Example.com'])('%s', (agency) => {
    expect(resolveAgency(agency, memberships)).toEqual(member('t1', 'max', 2))
  })

  test.each(['id-ann', 'rita@example.com', 'nobody@example.com', ''])('"%s" is no manager', (agency) => {
    expect(resolveAgency(agency, memberships)).toMatchObject({ error_code: 'ModelArts.4604' })
  })
})

describe('a changed configuration', () => {
  const [ann, bob, rita] = north.members as [Membership, Membership, Membership]

  test('tells who came and who went', () => {
    const cy = member('t2', 'cy', 0)
    expect(comparePeople({ labelers: [ann, bob], reviewers: [rita] }, { labelers: [bob, cy], reviewers: [] })).toEqual({
      labelersJoined: [cy],
      labelersLeft: [ann],
      lastReviewerLeft: true,
    })
  })

  test('a labeler who becomes a reviewer has left as a labeler', () => {
    const before = { labelers: [ann, bob], reviewers: [] }
    expect(comparePeople(before, { labelers: [bob], reviewers: [{ ...ann, role: 1 }] })).toEqual({
      labelersJoined: [],
      labelersLeft: [ann],
      lastReviewerLeft: false,
    })
  })

  test('the last labeler cannot leave', () => {
    expect(comparePeople({ labelers: [ann], reviewers: [] }, { labelers: [], reviewers: [rita] })).toMatchObject({
      error_code: 'ModelArts.4621',
    })
  })
})

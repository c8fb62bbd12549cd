import { expect, test } from 'vitest'
import { ApiError } from '#client/client.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { type Door, passMany } from './pass-many.ts'

const entryOf = (sample_id: string): DescribeSampleResp => ({ sample_id, worker_id: 'w', sample_status: 'UNREVIEWED' })
const entries = ['a', 'b', 'c'].map(entryOf)
const idsOf = (list: readonly DescribeSampleResp[]) => list.map(({ sample_id }) => sample_id)

const refusalOf = (id: string) => new ApiError('ReviewSamples', 400, { error_msg: `${id} is broken` })

/** A server on which some entries were passed with a D by somebody else, and some cannot be reviewed at all. */
function doorOf({ taken = [], broken = [] }: { taken?: string[]; broken?: string[] }) {
  const calls: string[][] = []
  const ratings = new Map(taken.map((id) => [id, 'D']))
  const door: Door = {
    send: async (comments) => {
      const ids = comments.map(({ sample_id }) => sample_id!)
      calls.push(ids)
      const bad = ids.find((id) => broken.includes(id))
      if (bad) throw refusalOf(bad)
      const left = comments.filter(({ sample_id }) => !taken.includes(sample_id!))
      for (const { sample_id, score } of left) ratings.set(sample_id!, score!)
      return left.length > 0 ? {} : { error_code: 'ModelArts.4606' }
    },
    read: async (ids) =>
      ids.map((id) => ({ ...entryOf(id), review_accept: ratings.has(id), review_score: ratings.get(id) })) as never,
  }
  return { door, calls }
}

test('many entries are passed by one call', async () => {
  const { door, calls } = doorOf({})
  const { passed, failed } = await passMany(door, { mode: 'review', entries, rating: 'B' })
  expect(calls).toEqual([['a', 'b', 'c']])
  expect(passed).toMatchObject([{ sample_id: 'a', sample_status: 'UNCHECK', review_score: 'B' }, {}, {}])
  expect(failed).toEqual([])
})

test('those that somebody else reviewed first are named, the others are passed', async () => {
  const { door } = doorOf({ taken: ['b'] })
  const { passed, failed } = await passMany(door, { mode: 'review', entries, rating: 'A' })
  expect(idsOf(passed)).toEqual(['a', 'c'])
  expect(failed).toEqual([{ entry: entries[1] }])
})

test('when somebody else reviewed all of them, all are named', async () => {
  const { door } = doorOf({ taken: ['a', 'b', 'c'] })
  const { passed, failed } = await passMany(door, { mode: 'review', entries, rating: 'A' })
  expect(passed).toEqual([])
  expect(failed).toHaveLength(3)
})

test('one that is refused holds up no other, and its reason is told', async () => {
  const { door, calls } = doorOf({ broken: ['b'], taken: ['c'] })
  const { passed, failed } = await passMany(door, { mode: 'review', entries, rating: 'A' })
  expect(calls).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']])
  expect(idsOf(passed)).toEqual(['a'])
  expect(failed).toEqual([{ entry: entries[1], error: refusalOf('b') }, { entry: entries[2] }])
})

test('one whose labels were changed since they were listed is not passed and comes as it is now', async () => {
  const listed = entries.map((entry, revision) => ({ ...entry, muster: { revision } }))
  const changed = { ...listed[1]!, muster: { revision: 7 } }
  const { door } = doorOf({})
  const stale = new ApiError('ReviewSamples', 412, { error_code: 'ModelArts.4431' })
  const send: Door['send'] = async (comments) => {
    if (comments.some(({ sample_id, muster }) => sample_id === 'b' && muster?.revision !== 7)) throw stale
    return door.send(comments)
  }
  const looking = { ...door, send, read: async () => [entryOf('a'), { ...changed, worker_id: 'other' }, changed] }
  const { passed, failed } = await passMany(looking, { mode: 'judge', entries: listed, rating: 'A' })
  expect([idsOf(passed), failed]).toEqual([['a', 'c'], [{ entry: changed, error: stale }]])
  expect(idsOf((await passMany(looking, { mode: 'judge', entries: [changed], rating: 'A' })).passed)).toEqual(['b'])

  const away = { ...looking, read: () => Promise.reject(new TypeError('Failed to fetch')) }
  const without = await passMany(away, { mode: 'judge', entries: listed, rating: 'A' })
  expect([idsOf(without.passed), without.failed]).toEqual([['a', 'c'], [{ entry: listed[1], error: stale }]])
})

test('a server that cannot be reached is not asked for each of them', async () => {
  const { door } = doorOf({})
  let asked = 0
  const send = async () => {
    asked++
    throw new TypeError('Failed to fetch')
  }
  await expect(passMany({ ...door, send }, { mode: 'review', entries, rating: 'A' })).rejects.toThrow('Failed to fetch')
  expect(asked).toBe(1)
})

test('the owner judges many the same way', async () => {
  const { door } = doorOf({})
  const { passed } = await passMany(door, { mode: 'judge', entries, rating: 'C' })
  expect(passed[0]).toMatchObject({ sample_status: 'UNREVIEWED', check_accept: true, check_score: 'C' })
})

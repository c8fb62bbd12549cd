import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '#core/acceptance/random.ts'
import { deal } from './dealing.ts'
import { handOver, type Move, spread } from './redealing.ts'

type Entry = { sample: number; worker: string }

const seeds = fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }).map((n) => n.toString(16).padStart(32, '0'))
const names = (count: number) => Array.from({ length: count }, (_, i) => `worker ${i}`)

/** A task that has been worked on for a while: who has what, and which of it is touched. */
const tasks = fc
  .record({
    samples: fc.nat(60),
    labelers: fc.integer({ min: 1, max: 6 }),
    repetition: fc.integer({ min: 1, max: 3 }),
    pattern: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    seed: seeds,
  })
  .filter(({ labelers, repetition }) => repetition <= labelers)
  .map(({ samples, labelers, repetition, pattern, seed }) => {
    const random = seededRandom(seed)
    const workers = names(labelers)
    const list = Array.from({ length: samples }, (_, i) => i)
    const entries = deal({ samples: list, labelers: workers, repetition, random }).flatMap((share) =>
      share.samples.map((sample): Entry => ({ sample, worker: share.worker })),
    )
    const isTouched = (i: number) => pattern[i % pattern.length]!
    return {
      random,
      workers,
      repetition,
      touched: entries.filter((_, i) => isTouched(i)),
      untouched: entries.filter((_, i) => !isTouched(i)),
    }
  })

function after(entries: Entry[], moves: Move<Entry, string>[]): Entry[] {
  const moved = new Map(moves.map(({ entry, to }) => [entry, to]))
  return entries.flatMap((entry) => {
    const worker = moved.has(entry) ? moved.get(entry)! : entry.worker
    return worker === null ? [] : [{ ...entry, worker }]
  })
}

const countsOf = (entries: Entry[], workers: string[]) =>
  workers.map((worker) => entries.filter((entry) => entry.worker === worker).length)
const spanOf = (counts: number[]) => Math.max(...counts) - Math.min(...counts)
const keysOf = (entries: Entry[]) => entries.map(({ sample, worker }) => `${sample} ${worker}`)

describe('a labeler joins', () => {
  test('untouched entries are evened out, nothing is lost, nobody has a sample twice', () => {
    fc.assert(
      fc.property(tasks, fc.integer({ min: 1, max: 3 }), (task, joining) => {
        const labelers = [...task.workers, ...Array.from({ length: joining }, (_, i) => `new ${i}`)]
        const moves = spread({ ...task, labelers })
        const now = after(task.untouched, moves)

        expect(moves.every(({ entry, to }) => task.untouched.includes(entry) && to !== null)).toBe(true)
        expect(now.map(({ sample }) => sample)).toEqual(task.untouched.map(({ sample }) => sample))
        const all = keysOf([...now, ...task.touched])
        expect(new Set(all).size).toBe(all.length)

        const before = spanOf(countsOf(task.untouched, labelers))
        const span = spanOf(countsOf(now, labelers))
        expect(span).toBeLessThanOrEqual(Math.max(before, 1))
        if (task.repetition === 1) expect(span).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  test('no more entries move than the newcomer needs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(80), seeds, (count, samples, seed) => {
        const random = seededRandom(seed)
        const workers = names(count)
        const list = Array.from({ length: samples }, (_, i) => i)
        const untouched = deal({ samples: list, labelers: workers, repetition: 1, random }).flatMap((share) =>
          share.samples.map((sample): Entry => ({ sample, worker: share.worker })),
        )
        const moves = spread({ untouched, touched: [], labelers: [...workers, 'new'], random })
        expect(moves.every(({ to }) => to === 'new')).toBe(true)
        expect(moves).toHaveLength(Math.floor(samples / (count + 1)))
      }),
    )
  })

  test('one who has every sample already gets none, the others share the rest', () => {
    const samples = Array.from({ length: 100 }, (_, i) => i)
    const moves = spread({
      untouched: samples.map((sample) => ({ sample, worker: 'slow' })),
      touched: samples.map((sample) => ({ sample, worker: 'fast' })),
      labelers: ['fast', 'slow', 'new'],
      random: seededRandom('1'.repeat(32)),
    })
    expect(moves).toHaveLength(50)
    expect(moves.every(({ to }) => to === 'new')).toBe(true)
  })
})

describe('a labeler leaves', () => {
  test('his entries go to others who do not have the sample, and are dropped only when nobody is left', () => {
    fc.assert(
      fc.property(tasks, fc.integer({ min: 1, max: 2 }), (task, count) => {
        const leavers = task.workers.slice(0, count)
        const labelers = task.workers.slice(count)
        const leaving = task.untouched.filter(({ worker }) => leavers.includes(worker))
        const others = [...task.untouched, ...task.touched].filter(({ worker }) => labelers.includes(worker))
        const moves = handOver({ leaving, others, labelers, random: task.random })

        expect(new Set(moves.map(({ entry }) => entry))).toEqual(new Set(leaving))
        const kept = after(leaving, moves)
        expect(kept.every(({ worker }) => labelers.includes(worker))).toBe(true)
        const all = keysOf([...kept, ...others])
        expect(new Set(all).size).toBe(all.length)

        for (const { entry, to } of moves) {
          const holders = [...kept, ...others].filter(({ sample }) => sample === entry.sample)
          if (to === null) expect(new Set(holders.map(({ worker }) => worker))).toEqual(new Set(labelers))
        }
        if (task.repetition === 1 && labelers.length > 0)
          expect(spanOf(countsOf(kept, labelers))).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  test('a single entry goes to any of the others', () => {
    const random = seededRandom('2'.repeat(32))
    const seen = new Set<string | null>()
    for (let i = 0; i < 50; i++) {
      const [move] = handOver({
        leaving: [{ sample: 1, worker: 'gone' }],
        others: [{ sample: 1, worker: 'a' }],
        labelers: ['a', 'b', 'c'],
        random,
      })
      seen.add(move!.to)
    }
    expect(seen).toEqual(new Set(['b', 'c']))
  })
})

test('a hundred thousand entries are re-dealt in about a second at most', () => {
  const start = performance.now()
  const workers = names(100)
  const untouched = Array.from({ length: 100_000 }, (_, i) => ({ sample: i, worker: workers[i % 50]! }))
  const random = seededRandom('3'.repeat(32))
  expect(spread({ untouched, touched: [], labelers: workers, random })).toHaveLength(50_000)
  expect(handOver({ leaving: untouched, others: [], labelers: workers.slice(50), random })).toHaveLength(100_000)
  expect(performance.now() - start).toBeLessThan(3000)
})

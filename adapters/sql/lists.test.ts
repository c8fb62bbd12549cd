import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ENTRY_STATES } from '#core/workforce-tasks/entry-life.ts'
import { freshStore } from '#tests/engines.ts'
import { entryFilterOf, labelsOf, sampleFilterOf, worldOf } from '#tests/worlds/generators.ts'
import { entriesMeeting, samplesMeeting } from '#tests/worlds/oracle.ts'
import {
  again,
  labelSetFor,
  makeWorld,
  moveEntries,
  prepareWorlds,
  relabelSample,
  storedLabels,
  type World,
} from '#tests/worlds/world.ts'
import type { EntryListFilter } from './entry-filter.ts'
import { listEntries } from './entry-lists.ts'
import type { SampleFilter } from './sample-filter.ts'
import { listSamples } from './sample-lists.ts'
import type { Store } from './store.ts'
import type { WorkforceTaskRow } from './tables.ts'

let opened: Awaited<ReturnType<typeof freshStore>>
let store: Store
beforeAll(async () => {
  opened = await freshStore()
  store = opened.store
  await prepareWorlds(store)
})
afterAll(() => opened.dispose())

/** All pages one after another, and what every page says about how many there are. */
async function allPages<Row>(limit: number, read: (offset: number) => Promise<{ total: number; rows: Row[] }>) {
  const rows: Row[] = []
  for (let page = 0; ; page++) {
    const answer = await read(page * limit)
    rows.push(...answer.rows)
    if (answer.rows.length < limit) return { total: answer.total, rows }
  }
}

function pagesOfSamples(world: World, filter: SampleFilter, order: 'asc' | 'desc', limit: number) {
  const labelSet = labelSetFor(world)
  return allPages(limit, async (offset) => {
    const page = { offset, limit, order }
    const { total, samples } = await store.snapshot((db) => listSamples(db, world.dataset, { filter, labelSet, page }))
    return { total, rows: samples.map(({ sample_key }) => sample_key) }
  })
}

function pagesOfEntries(world: World, task: WorkforceTaskRow, filter: EntryListFilter, limit: number) {
  const labelSet = labelSetFor(world)
  return allPages(limit, async (offset) => {
    const page = { offset, limit, order: 'asc' as const }
    const read = { filter, labelSet, page }
    const { total, entries } = await store.snapshot((db) => listEntries(db, { dataset: world.dataset, task }, read))
    return { total, rows: entries.map(({ entry }) => entry.entry_key) }
  })
}

test('the pages of a list of samples, one after another, are what the filter says, and all of it', async () => {
  const filters = fc.array(sampleFilterOf, { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      worldOf,
      filters,
      fc.constantFrom('asc' as const, 'desc' as const),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ which: fc.nat(), labels: labelsOf }), { maxLength: 3 }),
      async (drawn, asked, order, limit, changes) => {
        let world = await makeWorld(store, drawn)
        const check = async () => {
          for (const one of asked) {
            const filter = withKeys(one, world.label_keys)
            const expected = samplesMeeting(world, filter).map(({ sample_key }) => sample_key)
            if (order === 'desc') expected.reverse()
            expect(await pagesOfSamples(world, filter, order, limit)).toEqual({
              total: expected.length,
              rows: expected,
            })
          }
        }
        await check()
        for (const { which, labels } of changes) {
          await relabelSample(
            store,
            world.samples[which % world.samples.length]!,
            storedLabels(labels, world.label_keys),
          )
          world = await again(store, world)
          await moveEntries(store, world)
          world = await again(store, world)
          await check()
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('the pages of a list of entries, one after another, are what the filter says, and all of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      worldOf,
      fc.array(entryFilterOf, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 2 }),
      async (drawn, asked, limit, changes) => {
        let world = await makeWorld(store, drawn)
        for (let round = 0; round <= changes; round++) {
          for (const task of world.tasks) {
            for (const { filter: of, ...more } of asked) {
              const filter = { ...of, ...withKeys(more, world.label_keys) }
              const expected = entriesMeeting(world, task, filter).map(({ entry_key }) => entry_key)
              expect(await pagesOfEntries(world, task, filter, limit)).toEqual({
                total: expected.length,
                rows: expected,
              })
            }
          }
          await moveEntries(store, world)
          world = await again(store, world)
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('a dense block is looked at in steps, and nothing is lost between them', async () => {
  const metadata = (i: number) => ({ k: i % 3 === 0 ? 'v' : 'V' })
  const sample = { sample_dir: '/in/', sample_time: 0, sample_type: 0, labels: [], predicted: false, labelers: [] }
  const samples = Array.from({ length: 3000 }, (_, i) => ({
    ...sample,
    sample_name: i % 2 === 0 ? 'a.jpg' : 'A.jpg',
    metadata: metadata(i),
  }))
  const entry = { task: 0 as const, worker: 'w1', state: 'UN_ANNOTATION' as const, labels: [], metadata: {} }
  const marks = { review_accept: null, drawn_in: 0 as const, verdict: null }
  const entries = samples.map((_, i) => ({ ...entry, ...marks, sample: i }))
  const task = { status: 1 as const, deleted: 0 as const }
  const world = await makeWorld(store, { samples, entries, tasks: [task, task] } as never, 1)
  const byMetadata = { tree: { kind: 'metadata', key: 'k', values: ['v'] } } satisfies SampleFilter
  const byName = { tree: { kind: 'sample_name', value: 'A.jpg' } } satisfies SampleFilter
  for (const filter of [byMetadata, byName]) {
    const keys = samplesMeeting(world, filter).map(({ sample_key }) => sample_key)
    expect(await pagesOfSamples(world, filter, 'asc', 300)).toEqual({ total: keys.length, rows: keys })
    expect(await pagesOfSamples(world, filter, 'desc', 300)).toEqual({ total: keys.length, rows: keys.toReversed() })
    const ofTask = { states: ENTRY_STATES, ...filter }
    const entryKeys = entriesMeeting(world, world.tasks[0]!, ofTask).map(({ entry_key }) => entry_key)
    expect(entryKeys).toHaveLength(keys.length)
    expect(await pagesOfEntries(world, world.tasks[0]!, ofTask, 300)).toEqual({ total: keys.length, rows: entryKeys })
  }
})

/** The numbers of drawn labels become keys of the world's own definitions. */
function withKeys<Filter extends { label_keys?: readonly number[] }>(filter: Filter, label_keys: readonly number[]) {
  return filter.label_keys ? { ...filter, label_keys: filter.label_keys.map((n) => label_keys[n]!) } : filter
}

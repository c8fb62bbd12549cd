import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hardReasonsOf } from '#core/labels/hard-reasons.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isHard } from '#core/labels/metadata.ts'
import { countValues, type ValueCounts } from '#core/statistics/value-counts.ts'
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
} from '#tests/worlds/world.ts'
import { labelUsesOfEntries, marksOfEntries } from './entry-figures.ts'
import type { LabelUse } from './figures.ts'
import { contentOfSamples, labelersOf, labelUses, marksOfSamples } from './sample-figures.ts'
import { showsPredictions } from './sample-filter.ts'
import type { Store } from './store.ts'

let opened: Awaited<ReturnType<typeof freshStore>>
let store: Store
beforeAll(async () => {
  opened = await freshStore()
  store = opened.store
  await prepareWorlds(store)
})
afterAll(() => opened.dispose())

type Row = { metadata: string; labels: string }

function usesIn(rows: readonly Row[]): Map<number, LabelUse> {
  const uses = new Map<number, LabelUse>()
  for (const { labels } of rows) {
    for (const [label_key, instances] of countLabels(JSON.parse(labels))) {
      const before = uses.get(label_key) ?? { samples: 0, instances: 0 }
      uses.set(label_key, { samples: before.samples + 1, instances: before.instances + instances })
    }
  }
  return uses
}

function marksIn(rows: readonly Row[]) {
  const metadata: ValueCounts = new Map()
  const reasons = new Map<number, number>()
  let hard = 0
  for (const row of rows) {
    const labels: StoredLabel[] = JSON.parse(row.labels)
    const own = JSON.parse(row.metadata)
    countValues(metadata, own)
    if (isHard(own, labels)) hard++
    for (const id of hardReasonsOf(own, labels)) reasons.set(id, (reasons.get(id) ?? 0) + 1)
  }
  return { hard, reasons, metadata }
}

/** How many of what: no order, nothing of which there is none. */
const plain = (uses: ReadonlyMap<number, LabelUse>) =>
  new Map([...uses].filter(([, { samples }]) => samples > 0).sort(([a], [b]) => a - b))

test('figures of samples are those of the samples that the filter selects, also after changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      worldOf,
      fc.array(sampleFilterOf, { minLength: 1, maxLength: 4 }),
      fc.array(labelsOf, { maxLength: 2 }),
      async (drawn, asked, changes) => {
        let world = await makeWorld(store, drawn)
        const labelSet = labelSetFor(world)
        const check = async () => {
          for (const { states, entry, member } of asked) {
            const filter = { ...(states && { states }), ...(entry && { entry }), ...(member && { member }) }
            const samples = samplesMeeting(world, filter)
            const predictions = showsPredictions(filter)
            const rows = samples.map((row) => ({ ...row, labels: predictions ? row.prediction! : row.labels }))
            const selection = { filter, labelSet }
            const content = await store.snapshot((db) => contentOfSamples(db, world.dataset, selection))
            expect(plain(content.labels)).toEqual(plain(usesIn(rows)))
            const byState = [...Map.groupBy(samples, ({ state }) => state)].map(([state, of]) => [state, of.length])
            expect(Object.fromEntries(content.states)).toEqual(Object.fromEntries(byState))
            expect(content.hard).toBe(samples.filter(({ hard }) => hard).length)
            const marks = await store.snapshot((db) => marksOfSamples(db, world.dataset, selection))
            expect(marks).toEqual(marksIn(rows))
          }
          const all = await store.snapshot((db) => labelUses(db, world.dataset.dataset_id))
          expect(plain(all)).toEqual(plain(usesIn(world.samples)))
          const names = new Set(world.samples.flatMap(({ labelers }): string[] => JSON.parse(labelers)))
          expect(await store.snapshot((db) => labelersOf(db, world.dataset))).toEqual([...names].sort())
        }
        await check()
        for (const labels of changes) {
          await relabelSample(store, world.samples[0]!, storedLabels(labels, world.label_keys))
          await moveEntries(store, await again(store, world))
          world = await again(store, world)
          await check()
        }
      },
    ),
    { numRuns: 80 },
  )
})

test('figures of entries are those of the entries that the filter selects, also after changes', async () => {
  await fc.assert(
    fc.asyncProperty(worldOf, fc.array(entryFilterOf, { minLength: 1, maxLength: 4 }), async (drawn, asked) => {
      let world = await makeWorld(store, drawn)
      const labelSet = labelSetFor(world)
      for (let round = 0; round < 2; round++) {
        for (const task of world.tasks.filter(({ status }) => status !== 0)) {
          for (const { filter: of, worker_id } of asked) {
            const filter = { ...of, ...(worker_id && { worker_id }) }
            const rows = entriesMeeting(world, task, filter)
            const place = { dataset: world.dataset, task, labelSet }
            const uses = await store.snapshot((db) => labelUsesOfEntries(db, place, filter))
            expect(plain(uses)).toEqual(plain(usesIn(rows)))
            expect(await store.snapshot((db) => marksOfEntries(db, place, filter))).toEqual(marksIn(rows))
          }
        }
        await moveEntries(store, world)
        world = await again(store, world)
      }
    }),
    { numRuns: 80 },
  )
})

import { sql } from 'kysely'
import type { LabelSet } from '#core/labels/label-set.ts'
import { BlockScan } from './block-scan.ts'
import type { KeyRange } from './blocks.ts'
import {
  type Content,
  countMarks,
  inSteps,
  type LabelUse,
  type Marks,
  markedLabels,
  mayBeMarked,
  sumContent,
  sumMarks,
  usesOfLabels,
} from './figures.ts'
import { type SampleFilter, showsPredictions, translateSampleFilter } from './sample-filter.ts'
import { questionOf, rowsOf, sampleBlocks } from './sample-lists.ts'
import type { Db } from './store.ts'
import type { DatasetRow } from './tables.ts'

type Dataset = Pick<DatasetRow, 'dataset_id' | 'dataset_type' | 'label_revision'>
/** Filters that the database knows exactly: states, entries in team tasks, a member. */
type Selection = { filter: Pick<SampleFilter, 'states' | 'entry' | 'member'>; labelSet: LabelSet }

const marks = new BlockScan<Marks>()
const contents = new BlockScan<Content>()
const labelers = new BlockScan<string[]>()

/** Uses of the labels of a dataset on all its samples, told by the counters. */
export async function labelUses(db: Db, dataset_id: string): Promise<Map<number, LabelUse>> {
  const rows = await db
    .selectFrom('label as l')
    .innerJoin('sample_label_tally as t', 't.label_key', 'l.label_key')
    .select((eb) => [
      'l.label_key',
      eb.fn.sum<number>('t.samples').as('samples'),
      eb.fn.sum<number>('t.instances').as('instances'),
    ])
    .where('l.dataset_id', '=', dataset_id)
    .where('l.deleted', '=', 0)
    .groupBy('l.label_key')
    .execute()
  return new Map(rows.map(({ label_key, ...use }) => [label_key, use]))
}

/** Hard reasons and metadata of the selected samples. `db` is a snapshot. */
export async function marksOfSamples(db: Db, dataset: Dataset, selection: Selection): Promise<Marks> {
  const search = searchOf(dataset, selection)
  const labels = showsPredictions(selection.filter) ? 's.prediction' : 's.labels'
  const found = await scan(db, marks, dataset, selection, (range, rowCount) =>
    inSteps(range, rowCount, async (step) => {
      const rows = await rowsOf(db, search, step)
        .where(sql<boolean>`${mayBeMarked('s', labels, dataset.dataset_type)}`)
        .select(['s.metadata', markedLabels(labels).as('labels')])
        .execute()
      return countMarks(rows)
    }),
  )
  return sumMarks(found)
}

/** States and labels of the selected samples, where no counter tells them. `db` is a snapshot. */
export async function contentOfSamples(db: Db, dataset: Dataset, selection: Selection): Promise<Content> {
  const search = searchOf(dataset, selection)
  const predictions = showsPredictions(selection.filter)
  const found = await scan(db, contents, dataset, selection, async (range) => {
    const states = await rowsOf(db, search, range)
      .select(['s.state', sql<number>`count(*)`.as('samples'), sql<number>`sum(s.hard)`.as('hard')])
      .groupBy('s.state')
      .execute()
    const labels = predictions ? await predictedUses(range) : await indexedUses(range)
    return {
      states: new Map(states.map(({ state, samples }) => [state, samples])),
      hard: states.reduce((sum, { hard }) => sum + hard, 0),
      labels,
    }
  })
  return sumContent(found)

  async function indexedUses(range: KeyRange): Promise<Map<number, LabelUse>> {
    const rows = await rowsOf(db, search, range)
      .innerJoin('sample_label as l', 'l.sample_key', 's.sample_key')
      .select(['l.label_key', sql<number>`count(*)`.as('samples'), sql<number>`sum(l.instances)`.as('instances')])
      .groupBy('l.label_key')
      .execute()
    return new Map(rows.map(({ label_key, ...use }) => [label_key, use]))
  }

  async function predictedUses(range: KeyRange): Promise<Map<number, LabelUse>> {
    const rows = await rowsOf(db, search, range).select('s.prediction').execute()
    return usesOfLabels(rows.map(({ prediction }) => prediction ?? '[]'))
  }
}

/** Everybody who labelled a sample of the dataset, by his name of D48, in the order of the names. `db` is a snapshot. */
export async function labelersOf(db: Db, dataset: Dataset): Promise<string[]> {
  const blocks = await sampleBlocks(db, dataset.dataset_id)
  const found = await labelers.scan(dataset.dataset_id, blocks, async ({ from, to }) => {
    const rows = await db
      .selectFrom('sample')
      .select('labelers')
      .distinct()
      .where('dataset_id', '=', dataset.dataset_id)
      .where('sample_key', '>=', from)
      .where('sample_key', '<=', to)
      .execute()
    return [...new Set(rows.flatMap((row): string[] => JSON.parse(row.labelers)))]
  })
  return [...new Set([...found.values()].flat())].sort()
}

function searchOf({ dataset_id }: Dataset, { filter, labelSet }: Selection) {
  return { dataset_id, translation: translateSampleFilter(filter, labelSet) }
}

async function scan<Found>(
  db: Db,
  kept: BlockScan<Found>,
  dataset: Dataset,
  { filter }: Selection,
  look: (range: KeyRange, rowCount: number) => Promise<Found>,
): Promise<Iterable<Found>> {
  const blocks = await sampleBlocks(db, dataset.dataset_id, filter.states)
  return (await kept.scan(await questionOf(db, dataset, filter), blocks, look)).values()
}

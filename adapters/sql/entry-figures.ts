import { sql } from 'kysely'
import type { LabelSet } from '#core/labels/label-set.ts'
import { BlockScan } from './block-scan.ts'
import type { KeyRange } from './blocks.ts'
import { type EntryListFilter, translateEntryFilter } from './entry-filter.ts'
import { entryBlocks, openAcceptance, questionOf, rowsOf } from './entry-lists.ts'
import {
  type Content,
  countMarks,
  inSteps,
  type Marks,
  markedLabels,
  mayBeMarked,
  sumContent,
  sumMarks,
} from './figures.ts'
import type { Db } from './store.ts'
import type { DatasetRow, WorkforceTaskRow } from './tables.ts'

type Place = { dataset: DatasetRow; task: WorkforceTaskRow; labelSet: LabelSet }
/** Filters that the database knows exactly: states, verdicts, a worker. */
type Selection = Omit<EntryListFilter, 'tree' | 'label_keys' | 'labelled'>

const marks = new BlockScan<Marks>()
const contents = new BlockScan<Content['labels']>()

/** Hard entries, hard reasons and metadata among the selected entries. `db` is a snapshot. */
export async function marksOfEntries(db: Db, place: Place, filter: Selection): Promise<Marks> {
  const search = searchOf(place, filter)
  const found = await scan(db, marks, place, filter, (range, rowCount) =>
    inSteps(range, rowCount, async (step) => {
      const rows = await rowsOf(db, search, step)
        .where(sql<boolean>`${mayBeMarked('e', 'e.labels', place.dataset.dataset_type)}`)
        .select(['e.metadata', markedLabels('e.labels').as('labels')])
        .execute()
      return countMarks(rows)
    }),
  )
  return sumMarks(found)
}

/** Uses of the labels in the selected entries, where no counter tells them. `db` is a snapshot. */
export async function labelUsesOfEntries(db: Db, place: Place, filter: Selection): Promise<Content['labels']> {
  const search = searchOf(place, filter)
  const found = await scan(db, contents, place, filter, async (range) => {
    const rows = await rowsOf(db, search, range)
      .innerJoin('entry_label as l', 'l.entry_key', 'e.entry_key')
      .select(['l.label_key', sql<number>`count(*)`.as('samples'), sql<number>`sum(l.instances)`.as('instances')])
      .groupBy('l.label_key')
      .execute()
    return new Map(rows.map(({ label_key, ...use }) => [label_key, use]))
  })
  return sumContent([...found].map((labels) => ({ states: new Map(), hard: 0, labels }))).labels
}

function searchOf({ task, labelSet }: Place, filter: Selection) {
  return { task, filter, translation: translateEntryFilter(filter, { labelSet, drawnIn: openAcceptance(task) }) }
}

async function scan<Found>(
  db: Db,
  kept: BlockScan<Found>,
  { dataset, task }: Place,
  filter: Selection,
  look: (range: KeyRange, rowCount: number) => Promise<Found>,
): Promise<Iterable<Found>> {
  const blocks = await entryBlocks(db, task.task_id, filter)
  return (await kept.scan(questionOf(dataset, task, filter), blocks, look)).values()
}

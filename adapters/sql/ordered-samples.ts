import type { LabelSet } from '#core/labels/label-set.ts'
import { keysOf } from './blocks.ts'
import { meetsSampleFilter, type SampleFilter, translateSampleFilter } from './sample-filter.ts'
import { rowsOf, sampleBlocks } from './sample-lists.ts'
import type { Db } from './store.ts'
import type { DatasetRow, SampleRow } from './tables.ts'

/** Samples read at a time: few enough to be done with before the collector of young objects takes them for old ones. */
const PAGE = 200

/**
 * The samples of a dataset behind the key `from` in the order of their keys, page by page: what changes meanwhile behind the place
 * that was reached is seen, what changes before it is not.
 */
export async function* readSamplesInOrder(db: Db, dataset_id: string, from = 0): AsyncGenerator<SampleRow> {
  for (let after = from; ; ) {
    const rows = await db
      .selectFrom('sample')
      .selectAll()
      .where('dataset_id', '=', dataset_id)
      .where('sample_key', '>', after)
      .orderBy('sample_key')
      .limit(PAGE)
      .execute()
    yield* rows
    if (rows.length < PAGE) return
    after = rows.at(-1)!.sample_key
  }
}

/** The samples of a list in the order of their keys. A page looks at a bounded number of them, however few are wanted. */
export async function* readListedInOrder(
  db: Db,
  { dataset_id }: Pick<DatasetRow, 'dataset_id'>,
  { filter, labelSet }: { filter: SampleFilter; labelSet: LabelSet },
): AsyncGenerator<SampleRow> {
  const translation = translateSampleFilter(filter, labelSet)
  for (const { block } of await sampleBlocks(db, dataset_id, filter.states)) {
    for (let { from, to } = keysOf(block); from <= to; ) {
      const rows = await rowsOf(db, { dataset_id, translation }, { from, to })
        .selectAll('s')
        .orderBy('s.sample_key')
        .limit(PAGE)
        .execute()
      for (const row of rows) if (translation.exact || meetsSampleFilter(row, filter, labelSet)) yield row
      if (rows.length < PAGE) break
      from = rows.at(-1)!.sample_key + 1
    }
  }
}

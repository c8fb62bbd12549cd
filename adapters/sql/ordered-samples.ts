import type { Db } from './store.ts'
import type { SampleRow } from './tables.ts'

/** Samples read at a time. */
const PAGE = 1000

/**
 * The samples of a dataset behind the key `from` in the order of their keys, page by page: what changes meanwhile behind the place that was reached is
 * seen, what changes before it is not.
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

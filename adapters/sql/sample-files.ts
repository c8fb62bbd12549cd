import type { Db, Tx } from './store.ts'
import type { SampleRow } from './tables.ts'
import { SampleTallies } from './tallies.ts'

/** What is known of the file of a sample. */
type FileColumns = Pick<
  SampleRow,
  'sample_size' | 'sample_time' | 'sample_etag' | 'width' | 'height' | 'depth' | 'orientation' | 'duration' | 'metadata'
>

const FILE_COLUMNS = [
  'sample_size',
  'sample_time',
  'sample_etag',
  'width',
  'height',
  'depth',
  'orientation',
  'duration',
  'metadata',
] as const satisfies readonly (keyof FileColumns)[]

/** What the samples with these wire ids say of their files and of who labelled them. */
export function readSampleFiles(db: Db, dataset_id: string, sample_ids: readonly string[]) {
  return db
    .selectFrom('sample')
    .select(['sample_key', 'sample_id', 'sample_type', 'sample_size', 'sample_time', 'sample_etag', 'create_time'])
    .select(['state', 'revision', 'label_time', 'annotated_by', 'metadata'])
    .where('dataset_id', '=', dataset_id)
    .where('sample_id', 'in', sample_ids)
    .execute()
}

type CountedFile = Pick<SampleRow, 'sample_key' | 'dataset_id' | 'state' | 'hard' | 'is_part'>

/** Writes what was found out about changed files; labels and their revision stay as they are. `hard` must not change. */
export async function updateSampleFiles(
  tx: Tx,
  changes: readonly { before: CountedFile; after: FileColumns }[],
): Promise<void> {
  const rows = changes.map(({ before, after }) => [before.sample_key, ...FILE_COLUMNS.map((column) => after[column])])
  await tx.each.update('sample', ['sample_key'], FILE_COLUMNS, rows)
  // The counters stay, but what was found in their blocks counts no more.
  const tallies = new SampleTallies()
  for (const { before } of changes) {
    tallies.addSample(before, -1)
    tallies.addSample(before, 1)
  }
  await tallies.flush(tx)
}

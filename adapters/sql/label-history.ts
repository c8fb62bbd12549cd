import { isEmptyMark } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { Copying } from './each.ts'
import type { Db, Tx } from './store.ts'
import type { LabelHistoryRow, SampleRow } from './tables.ts'

type Work = { labels: string; metadata: string }
type Replacement = { by: string; now: number }

/**
 * Would a write lose something that a person wrote? That are labels, with what is said about the sample beside them, and
 * the mark that there is nothing to label.
 */
export function losesWork(before: Work, after: Work): boolean {
  if (before.labels === after.labels && before.metadata === after.metadata) return false
  return before.labels !== '[]' || (before.metadata.includes(keys.empty) && isEmptyMark(JSON.parse(before.metadata)))
}

const COLUMNS = [
  'dataset_id',
  'sample_key',
  'entry_key',
  'task_id',
  'worker_id',
  'revision',
  'labels',
  'metadata',
  'written_by',
  'write_time',
  'replaced_by',
  'replace_time',
] as const satisfies readonly (keyof LabelHistoryRow)[]

const OF_ENTRY = {
  into: 'label_history',
  from: 'entry',
  key: 'entry_key',
  columns: [
    ['dataset_id', null],
    ['sample_key', 'sample_key'],
    ['entry_key', 'entry_key'],
    ['task_id', 'task_id'],
    ['worker_id', 'worker_id'],
    ['revision', 'revision'],
    ['labels', 'labels'],
    ['metadata', 'metadata'],
    ['written_by', 'saved_by'],
    ['write_time', 'save_time'],
    ['replaced_by', null],
    ['replace_time', null],
  ],
} as const satisfies Copying<'label_history', 'entry'>

/**
 * Keeps what a write is about to replace in entries: the wire cannot bring it back, this can (behaviour 5.4). To be called
 * before the write.
 */
export function keepReplacedEntries(
  tx: Tx,
  entry_keys: readonly number[],
  { dataset_id, by, now }: Replacement & { dataset_id: string },
): Promise<void> {
  return tx.each.copy(OF_ENTRY, entry_keys, { dataset_id, replaced_by: by, replace_time: now })
}

type ReplacedSample = Pick<
  SampleRow,
  'dataset_id' | 'sample_key' | 'revision' | 'labels' | 'metadata' | 'annotated_by' | 'label_time'
>

/** The same for the official labels of samples. */
export function keepReplacedSamples(
  tx: Tx,
  samples: readonly ReplacedSample[],
  { by, now }: Replacement,
): Promise<void> {
  const rows = samples.map(({ annotated_by, label_time, ...sample }) => ({
    ...sample,
    entry_key: 0,
    task_id: null,
    worker_id: null,
    written_by: annotated_by,
    write_time: label_time,
    replaced_by: by,
    replace_time: now,
  }))
  return tx.each.insert(
    'label_history',
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column])),
  )
}

/** From where on, how many at most, and of how many bytes: one is read however large it is. */
type HistoryPlace = { before: number | undefined; limit: number; bytes: number }

/** What a sample, or one entry of it, had before, newest first, and whether there is `more` behind it. */
export async function readHistory(db: Db, of: { sample_key: number; entry_key: number }, place: HistoryPlace) {
  const { before, limit, bytes } = place
  const found = await db
    .selectFrom('label_history')
    .select((eb) => [
      'history_key',
      eb(eb.fn<number>('octet_length', ['labels']), '+', eb.fn<number>('octet_length', ['metadata'])).as('size'),
    ])
    .where('sample_key', '=', of.sample_key)
    .where('entry_key', '=', of.entry_key)
    .$if(before !== undefined, (query) => query.where('history_key', '<', before!))
    .orderBy('history_key', 'desc')
    .limit(limit + 1)
    .execute()
  let left = bytes
  const fitting = found.slice(0, limit).filter(({ size }, i) => {
    left -= size
    return i === 0 || left >= 0
  })
  if (fitting.length === 0) return { rows: [], more: false }
  const rows = await db
    .selectFrom('label_history')
    .select([
      'history_key',
      'revision',
      'labels',
      'metadata',
      'written_by',
      'write_time',
      'replaced_by',
      'replace_time',
    ])
    .where(
      'history_key',
      'in',
      fitting.map(({ history_key }) => history_key),
    )
    .orderBy('history_key', 'desc')
    .execute()
  return { rows, more: found.length > fitting.length }
}

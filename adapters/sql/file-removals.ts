import { DatasetStatus } from '#contract/codes.ts'
import type { Db, Tx } from './store.ts'
import type { SampleRow } from './tables.ts'

/** Where a file lies. */
export type StoredObject = Pick<SampleRow, 'bucket' | 'object_key'>

const OBJECT = ['bucket', 'object_key'] as const
/** Pauses between two tries double from the first to the longest one, in milliseconds. */
const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 3600_000

/** Has files deleted, in the transaction that removes their samples: neither happens without the other. */
export async function enqueueRemovals(tx: Tx, objects: readonly StoredObject[]): Promise<void> {
  // One that waits already stays as it is.
  await tx.each.add(
    'file_removal',
    OBJECT,
    ['due_at', 'attempts'],
    objects.map(({ bucket, object_key }) => [bucket, object_key, 0, 0]),
  )
}

/** Is there a file to delete now? */
export async function hasDueRemoval(db: Db, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('file_removal')
    .select('bucket')
    .where('due_at', '<=', now)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those of some objects that wait to be deleted. */
export async function findWaitingRemovals<Row extends StoredObject>(
  db: Db,
  objects: readonly Row[],
): Promise<Set<Row>> {
  if (objects.length === 0) return new Set()
  const rows = await db
    .selectFrom('file_removal')
    .select(OBJECT)
    .where('bucket', 'in', [...new Set(objects.map(({ bucket }) => bucket))])
    .where(
      'object_key',
      'in',
      objects.map(({ object_key }) => object_key),
    )
    .execute()
  const waiting = new Set(rows.map(nameOf))
  return new Set(objects.filter((object) => waiting.has(nameOf(object))))
}

/**
 * Takes up to `count` files that are to be deleted and books their next try; null when none is due. A file that is a
 * sample of some dataset by now is spared, and forgotten.
 */
export async function claimRemovals(tx: Tx, now: number, count: number): Promise<StoredObject[] | null> {
  const due = await tx
    .selectFrom('file_removal')
    .selectAll()
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('bucket')
    .orderBy('object_key')
    .limit(count)
    .forUpdate()
    .execute()
  if (due.length === 0) return null
  const used = await findUsed(tx, due)
  await endRemovals(
    tx,
    due.filter((row) => used.has(nameOf(row))),
  )
  const claimed = due.filter((row) => !used.has(nameOf(row)))
  const next = claimed.map((row) => [
    ...keyOf(row),
    now + Math.min(FIRST_PAUSE * 2 ** row.attempts, LONGEST_PAUSE),
    row.attempts + 1,
  ])
  await tx.each.update('file_removal', OBJECT, ['due_at', 'attempts'], next)
  return claimed
}

/** Forgets files that are gone, or that are to stay. */
export async function endRemovals(tx: Tx, objects: readonly StoredObject[]): Promise<void> {
  await tx.each.delete('file_removal', OBJECT, objects.map(keyOf))
}

async function findUsed(tx: Tx, objects: readonly StoredObject[]): Promise<Set<string>> {
  const samples = await tx.each.select('sample', OBJECT, ['dataset_id', ...OBJECT], objects.map(keyOf))
  if (samples.length === 0) return new Set()
  const gone = await tx
    .selectFrom('dataset')
    .select('dataset_id')
    .where('dataset_id', 'in', [...new Set(samples.map(({ dataset_id }) => dataset_id))])
    .where('status', 'in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .execute()
  const goneIds = new Set(gone.map(({ dataset_id }) => dataset_id))
  return new Set(samples.filter(({ dataset_id }) => !goneIds.has(dataset_id)).map(nameOf))
}

const keyOf = ({ bucket, object_key }: StoredObject) => [bucket, object_key]
const nameOf = ({ bucket, object_key }: StoredObject) => `${bucket}/${object_key}`

import type { Snapshot, SnapshotOf } from '#adapters/sql/dataset-metrics.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { Db } from '#adapters/sql/store.ts'
import { showsEntries } from '#server/views/task-figures.ts'

/**
 * The figures of a dataset, or of one of its team tasks, as they are now: labelled and unlabelled add up to the total. A task
 * has none before it is dealt (behaviour 3.2).
 */
export async function takeSnapshot(db: Db, { dataset_id, task_id }: SnapshotOf): Promise<Snapshot> {
  if (task_id === '') {
    const { labelled, unlabelled, total } = (await countSamples(db, [dataset_id])).get(dataset_id)!
    return { manual_annotation: labelled, un_annotation: unlabelled, total }
  }
  if (!(await isDealt(db, task_id))) return { manual_annotation: 0, un_annotation: 0, total: 0 }
  const { UN_ANNOTATION, AUTO_ANNOTATION, total } = await countEntries(db, task_id)
  const un_annotation = UN_ANNOTATION + AUTO_ANNOTATION
  return { manual_annotation: total - un_annotation, un_annotation, total }
}

async function isDealt(db: Db, task_id: string): Promise<boolean> {
  const task = await db.selectFrom('workforce_task').select('status').where('task_id', '=', task_id).executeTakeFirst()
  return task !== undefined && showsEntries(task)
}

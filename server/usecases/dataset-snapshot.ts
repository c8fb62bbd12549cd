import type { Snapshot, SnapshotOf } from '#adapters/sql/dataset-metrics.ts'
import { countEntries } from '#adapters/sql/entry-counts.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { Db } from '#adapters/sql/store.ts'

/** The figures of a dataset, or of one of its team tasks, as they are now: labelled and unlabelled add up to the total. */
export async function takeSnapshot(db: Db, { dataset_id, task_id }: SnapshotOf): Promise<Snapshot> {
  if (task_id === '') {
    const { labelled, unlabelled, total } = (await countSamples(db, [dataset_id])).get(dataset_id)!
    return { manual_annotation: labelled, un_annotation: unlabelled, total }
  }
  const { UN_ANNOTATION, AUTO_ANNOTATION, total } = await countEntries(db, task_id)
  const un_annotation = UN_ANNOTATION + AUTO_ANNOTATION
  return { manual_annotation: total - un_annotation, un_annotation, total }
}

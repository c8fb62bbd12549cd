import { sql } from 'kysely'
import { SampleFacet } from './state-codes.ts'
import type { Tx } from './store.ts'
import { SampleTallies } from './tallies.ts'

/** An accepted entry of a sample that has no labels yet, and nothing in it that needs a closer look. */
export type PlainWinner = {
  entry_key: number
  sample_key: number
  worker_id: string
  /** State and mark of the sample before. */
  state: number
  hard: number
}

/**
 * Copies the labels of accepted entries to their samples, set-wise: the common case of a finished acceptance, where a
 * million labels need not pass through the program. All winners are of one labeler and each of another sample.
 */
export async function copyAcceptedLabels(
  tx: Tx,
  winners: readonly PlainWinner[],
  { dataset_id, labeler, now }: { dataset_id: string; labeler: string; now: number },
): Promise<void> {
  const keys = winners.map(({ entry_key }) => entry_key)
  await tx
    .updateTable('sample')
    .from('entry')
    .set((eb) => ({
      labels: eb.ref('entry.labels'),
      state: SampleFacet.labelled,
      prediction: null,
      labelers: JSON.stringify([labeler]),
      annotated_by: labeler,
      label_time: now,
      revision: sql<number>`sample.revision + 1`,
    }))
    .where('entry.entry_key', 'in', keys)
    .whereRef('sample.sample_key', '=', 'entry.sample_key')
    .execute()
  const labels = await tx
    .selectFrom('entry_label')
    .select(['entry_key', 'label_key', 'instances'])
    .where('entry_key', 'in', keys)
    .execute()
  const sampleOf = new Map(winners.map(({ entry_key, sample_key }) => [entry_key, sample_key]))
  const rows = labels.map(({ entry_key, label_key, instances }) => [label_key, sampleOf.get(entry_key)!, instances])
  await tx.each.insert('sample_label', ['label_key', 'sample_key', 'instances'], rows)

  const tallies = new SampleTallies()
  for (const { sample_key, state, hard } of winners) {
    tallies.addSample({ dataset_id, sample_key, state, hard }, -1)
    tallies.addSample({ dataset_id, sample_key, state: SampleFacet.labelled, hard }, 1)
  }
  for (const { entry_key, label_key, instances } of labels) {
    tallies.addLabel({ sample_key: sampleOf.get(entry_key)! }, label_key, 1, instances)
  }
  await tallies.flush(tx)
}

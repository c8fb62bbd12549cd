import { SampleFacet } from './state-codes.ts'
import type { Tx } from './store.ts'
import type { EntryRow, SampleRow } from './tables.ts'
import { SampleTallies } from './tallies.ts'

/** An accepted entry of a sample that has no labels yet, and nothing in it that needs a closer look. */
export type PlainWinner = {
  entry: Pick<EntryRow, 'entry_key' | 'labels'>
  sample: Pick<SampleRow, 'sample_key' | 'state' | 'hard' | 'is_part' | 'revision'>
  /** The name that labels keep of the member (D48). */
  labeler: string
}

const COLUMNS = ['state', 'labels', 'prediction', 'labelers', 'annotated_by', 'label_time', 'revision'] as const

/**
 * Copies the labels of accepted entries to their samples without looking into them: the common case of a finished
 * acceptance, perhaps a million times. The label index of the entries tells what they hold.
 */
export async function copyAcceptedLabels(
  tx: Tx,
  winners: readonly PlainWinner[],
  { dataset_id, now }: { dataset_id: string; now: number },
): Promise<void> {
  if (winners.length === 0) return
  const rows = winners.map(({ entry: { labels }, sample: { sample_key, revision }, labeler }) => {
    const labelers = JSON.stringify([labeler])
    return [sample_key, SampleFacet.labelled, labels, null, labelers, labeler, now, revision + 1]
  })
  await tx.each.update('sample', ['sample_key'], COLUMNS, rows)

  const sampleOf = new Map(winners.map(({ entry, sample }) => [entry.entry_key, sample.sample_key]))
  const uses = await tx.each.select(
    'entry_label',
    ['entry_key'],
    ['entry_key', 'label_key', 'instances'],
    [...sampleOf.keys()].map((entry_key) => [entry_key]),
  )
  const tallies = new SampleTallies()
  for (const { sample } of winners) {
    tallies.addSample({ ...sample, dataset_id }, -1)
    tallies.addSample({ ...sample, dataset_id, state: SampleFacet.labelled }, 1)
  }
  const index = uses.map(({ entry_key, label_key, instances }) => {
    const sample_key = sampleOf.get(entry_key)!
    tallies.addLabel({ sample_key }, label_key, 1, instances)
    return [label_key, sample_key, instances]
  })
  await tx.each.insert('sample_label', ['label_key', 'sample_key', 'instances'], index)
  await tallies.flush(tx)
}

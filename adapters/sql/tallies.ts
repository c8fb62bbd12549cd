import { blockOf } from './blocks.ts'
import { SampleFacet } from './state-codes.ts'
import type { Tx } from './store.ts'
import { Sums } from './sums.ts'
import type { SampleRow } from './tables.ts'

/** Number of labels per definition on one sample or entry. */
export type LabelCounts = ReadonlyMap<number, number>

/**
 * Changes of the counters of entries: collect while rows are written, then `flush` in the same transaction. A counter
 * belongs to a worker, so people who save at the same time do not wait for each other. `changes` moves with every write of
 * an entry, also one that leaves the counter as it is: what was found in a block is kept until then (block-scan.ts).
 */
export class EntryTallies {
  readonly #entries = new Sums<[string, string, number, number]>()
  readonly #labels = new Sums<[string, number, number]>()

  addEntry(entry: { task_id: string; worker_id: string; entry_key: number; state: number }, amount: 1 | -1): void {
    this.#entries.add([entry.task_id, entry.worker_id, entry.state, blockOf(entry.entry_key)], amount, 1)
  }

  addLabel(entry: { task_id: string; entry_key: number }, label_key: number, entries: number, instances: number): void {
    this.#labels.add([entry.task_id, label_key, blockOf(entry.entry_key)], entries, instances)
  }

  async flush(tx: Tx): Promise<void> {
    const keys = ['task_id', 'worker_id', 'state', 'block'] as const
    await tx.each.add('entry_tally', keys, ['entries', 'changes'], this.#entries.rows())
    const labelKeys = ['task_id', 'label_key', 'block'] as const
    await tx.each.add('entry_label_tally', labelKeys, ['entries', 'instances'], this.#labels.rows())
  }
}

type Faceted = Pick<SampleRow, 'state' | 'hard' | 'is_part'>

/** What a sample is counted under, as `SampleFacet`: its state first. */
export function facetsOf({ state, hard, is_part }: Faceted): number[] {
  const facets = [state]
  if (hard) facets.push(SampleFacet.hard)
  if (is_part) facets.push(SampleFacet.part)
  if (is_part && state === SampleFacet.labelled) facets.push(SampleFacet.labelledPart)
  return facets
}

/** Changes of the counters of samples; as `EntryTallies`. */
export class SampleTallies {
  readonly #samples = new Sums<[string, number, number]>()
  readonly #labels = new Sums<[number, number]>()

  /** Counts the sample under each of its facets. */
  addSample(sample: Faceted & { dataset_id: string; sample_key: number }, amount: 1 | -1): void {
    const block = blockOf(sample.sample_key)
    for (const facet of facetsOf(sample)) this.#samples.add([sample.dataset_id, facet, block], amount, 1)
  }

  addLabel(sample: { sample_key: number }, label_key: number, samples: number, instances: number): void {
    this.#labels.add([label_key, blockOf(sample.sample_key)], samples, instances)
  }

  async flush(tx: Tx): Promise<void> {
    await tx.each.add('sample_tally', ['dataset_id', 'facet', 'block'], ['samples', 'changes'], this.#samples.rows())
    await tx.each.add('sample_label_tally', ['label_key', 'block'], ['samples', 'instances'], this.#labels.rows())
  }
}

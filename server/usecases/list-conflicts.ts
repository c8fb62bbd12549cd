import { setImmediate as otherWork } from 'node:timers/promises'
import { inPool } from '#adapters/sql/acceptances.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { conflictsOf } from '#core/acceptance/dataset-effect.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { sameLabels } from '#core/labels/same-labels.ts'

/** How many conflicts are shown; all are counted (behaviour 5.5). */
const MOST_SHOWN = 1000
const CHUNK = 1000

/**
 * Where the pool of the open acceptance meets something different (behaviour 5.5, D36). Reads the pool in steps, so that
 * other calls are answered meanwhile; changes nothing. Returns the number of conflicts and the first entries.
 */
export async function listConflicts(db: Db, task: WorkforceTaskRow): Promise<{ count: number; entry_keys: number[] }> {
  const found = { count: 0, entry_keys: [] as number[] }
  for (let after: number | null = 0; after !== null; ) {
    const chunk: PoolEntry[] = await readChunk(db, task, after)
    for (const ofSample of Map.groupBy(chunk, ({ sample_key }) => sample_key).values()) {
      for (const { entry_key } of conflictsOfSample(ofSample)) {
        found.count++
        if (found.entry_keys.length < MOST_SHOWN) found.entry_keys.push(entry_key)
      }
    }
    after = chunk.at(-1)?.sample_key ?? null
    await otherWork()
  }
  return found
}

type PoolEntry = { entry_key: number; sample_key: number; labels: string; dataset_labels: string; state: number }

/** The pool entries of the next samples, whole samples only; in order. */
async function readChunk(db: Db, task: WorkforceTaskRow, after: number): Promise<PoolEntry[]> {
  const pool = inPool(
    task.task_id,
    task.acceptance_number,
  )(db)
    .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
    .select(['entry.entry_key', 'entry.sample_key', 'entry.labels', 'sample.labels as dataset_labels', 'sample.state'])
    .where('entry.sample_key', '>', after)
    .orderBy('entry.sample_key')
    .orderBy('entry.entry_key')
    // With one entry a sample only labels of the dataset can be in conflict.
    .$if(task.repetition === 1, (query) => query.where('sample.state', '=', SampleFacet.labelled))
  const chunk = await pool.limit(CHUNK).execute()
  if (chunk.length < CHUNK) return chunk
  const last = chunk.at(-1)!.sample_key
  const rest = await pool.where('entry.sample_key', '=', last).execute()
  return [...chunk.filter(({ sample_key }) => sample_key !== last), ...rest]
}

function conflictsOfSample(entries: readonly PoolEntry[]): { entry_key: number }[] {
  const { state, dataset_labels } = entries[0]!
  const datasetLabels: StoredLabel[] | null = state === SampleFacet.labelled ? JSON.parse(dataset_labels) : null
  const candidates = entries.map(({ entry_key, labels }) => ({
    entry_key,
    labels: JSON.parse(labels) as StoredLabel[],
  }))
  return conflictsOf(candidates, datasetLabels, sameLabels)
}

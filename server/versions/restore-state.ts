import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { readSamplesInOrder } from '#adapters/sql/ordered-samples.ts'
import type { Db, Tx } from '#adapters/sql/store.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { inParallel } from '#server/in-parallel.ts'
import { compareWith, type Pair } from './compare-with.ts'
import { withKeys } from './restore-definitions.ts'
import { restoreSamples, reviveSamples } from './restore-samples.ts'

/** Samples restored in one transaction. */
const CHUNK = 500
/** Files looked for at the same time. */
const AT_ONCE = 16

/** Samples that were deleted and added again since: as the state knows them, by the key they have now, and the keys they had. */
export type Twins = { states: ReadonlyMap<number, SampleRow>; keys: ReadonlySet<number> }

/** Reads a state once from end to end, and finds the samples that have another key by now. */
export async function findTwins(
  db: Db,
  { dataset_id, state }: { dataset_id: string; state: AsyncIterable<SampleRow> },
): Promise<Twins> {
  const states = new Map<number, SampleRow>()
  let gone: SampleRow[] = []
  const look = async () => {
    const byId = new Map(gone.map((sample) => [sample.sample_id, sample]))
    gone = []
    if (byId.size === 0) return
    const rows = await db
      .selectFrom('sample')
      .select(['sample_key', 'sample_id'])
      .where('dataset_id', '=', dataset_id)
      .where('sample_id', 'in', [...byId.keys()])
      .execute()
    for (const { sample_key, sample_id } of rows) states.set(sample_key, byId.get(sample_id)!)
  }
  for await (const { now, before } of compareWith(readSamplesInOrder(db, dataset_id), state)) {
    if (!now) gone.push(before!)
    if (gone.length >= CHUNK) await look()
  }
  await look()
  return { states, keys: new Set([...states.values()].map(({ sample_key }) => sample_key)) }
}

/** The samples of both sides behind a key, chunk by chunk; those of `now` begin there. */
export async function* chunksBehind(
  after: number,
  { now, state }: { now: AsyncIterable<SampleRow>; state: AsyncIterable<SampleRow> },
): AsyncGenerator<{ pairs: Pair[]; last: number }> {
  let pairs: Pair[] = []
  let last = after
  for await (const pair of compareWith(now, behind(state, after))) {
    pairs.push(pair)
    last = (pair.now ?? pair.before)!.sample_key
    if (pairs.length < CHUNK) continue
    yield { pairs, last }
    pairs = []
  }
  if (pairs.length > 0) yield { pairs, last }
}

async function* behind(samples: AsyncIterable<SampleRow>, after: number): AsyncGenerator<SampleRow> {
  for await (const sample of samples) if (sample.sample_key > after) yield sample
}

/** The deleted samples among some whose file is still there; a text needs none. */
export async function findRevivable(blobs: BlobStore, pairs: readonly Pair[], twins: Twins): Promise<SampleRow[]> {
  const deleted = pairs.flatMap(({ now, before }) => (now || twins.keys.has(before!.sample_key) ? [] : before!))
  const found = await inParallel(deleted, AT_ONCE, async (sample) => {
    const isThere = sample.content !== null || (await blobs.statBlob(sample.bucket, sample.object_key)) !== undefined
    return isThere ? sample : null
  })
  return found.filter((sample) => sample !== null)
}

export type RestoreStep = {
  dataset_id: string
  pairs: readonly Pair[]
  revivable: readonly SampleRow[]
  twins: Twins
  /** Keys of label definitions that have become others. */
  moved: ReadonlyMap<number, number>
  by: string
  now: number
}

/** Makes some samples what they were; answers how many deleted ones could not come back. */
export async function restoreChunk(tx: Tx, step: RestoreStep): Promise<number> {
  const { dataset_id, pairs, revivable, twins, moved, by, now } = step
  const targets = new Map(pairs.flatMap(({ now: row, before }) => (row ? [[row.sample_key, before]] : [])))
  const rows = await lockSamples(tx, [...targets.keys()])
  const restoring = rows.map((row) => {
    const target = targets.get(row.sample_key) ?? twins.states.get(row.sample_key)
    return { now: row, target: target && rekeyed(target, moved) }
  })
  await restoreSamples(tx, restoring, { by, now })
  const late = await reviveSamples(
    tx,
    dataset_id,
    revivable.map((sample) => rekeyed(sample, moved)),
  )
  const deleted = pairs.filter(({ now: row, before }) => !row && !twins.keys.has(before!.sample_key))
  return deleted.length - revivable.length + late
}

function lockSamples(tx: Tx, sample_keys: readonly number[]): Promise<SampleRow[]> | [] {
  if (sample_keys.length === 0) return []
  return tx
    .selectFrom('sample')
    .selectAll()
    .where('sample_key', 'in', sample_keys)
    .orderBy('sample_key')
    .forUpdate()
    .execute()
}

function rekeyed(sample: SampleRow, moved: ReadonlyMap<number, number>): SampleRow {
  return {
    ...sample,
    labels: withKeys(sample.labels, moved),
    prediction: sample.prediction && withKeys(sample.prediction, moved),
  }
}

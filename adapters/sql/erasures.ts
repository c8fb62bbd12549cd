import type { Db, Tx } from './store.ts'
import type { ErasureRow } from './tables.ts'
import { SampleTallies } from './tallies.ts'

/** Asks for the addresses of members to be erased from the names of D48; to be called while the members still have them. */
export async function requestErasures(tx: Tx, worker_ids: readonly string[]): Promise<void> {
  const people = await tx
    .selectFrom('worker')
    .select(['worker_id', 'project_id', 'email'])
    .where('worker_id', 'in', worker_ids)
    .execute()
  const rows = people.flatMap(({ email, ...person }) => (email === null ? [] : [{ ...person, email, after: 0 }]))
  if (rows.length === 0) return
  await tx
    .insertInto('erasure')
    .values(rows)
    .onConflict((conflict) => conflict.column('worker_id').doUpdateSet({ after: 0 }))
    .execute()
}

/** Members whose addresses are still to be erased. */
export async function membersToErase(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('erasure').select('worker_id').execute()
  return rows.map(({ worker_id }) => worker_id)
}

/** The erasure as it stands, for one alone. */
export function lockErasure(tx: Tx, worker_id: string): Promise<ErasureRow | undefined> {
  return tx.selectFrom('erasure').selectAll().where('worker_id', '=', worker_id).forUpdate().executeTakeFirst()
}

export async function moveErasure(tx: Tx, worker_id: string, after: number): Promise<void> {
  await tx.updateTable('erasure').set({ after }).where('worker_id', '=', worker_id).execute()
}

export async function endErasure(tx: Tx, worker_id: string): Promise<void> {
  await tx.deleteFrom('erasure').where('worker_id', '=', worker_id).execute()
}

export type NameChange = { from: string; to: string }

/** Changes a name in the audit of a project. */
export async function renameInAudit(tx: Tx, project_id: string, { from, to }: NameChange): Promise<void> {
  await tx
    .updateTable('audit')
    .set({ actor: to })
    .where('project_id', '=', project_id)
    .where('actor', '=', from)
    .execute()
}

/**
 * Changes a name in the next `count` samples of a project, in their entries and histories. Returns the last sample that was
 * looked at, null at the end.
 */
export async function renameInSamples(
  tx: Tx,
  { project_id, after, count }: { project_id: string; after: number; count: number },
  names: NameChange,
): Promise<number | null> {
  const samples = await tx
    .selectFrom('sample as s')
    .innerJoin('dataset as d', 'd.dataset_id', 's.dataset_id')
    .select(['s.sample_key', 's.dataset_id', 's.state', 's.hard', 's.is_part', 's.labelers', 's.annotated_by'])
    .where('d.project_id', '=', project_id)
    .where('s.sample_key', '>', after)
    .orderBy('s.sample_key')
    .limit(count)
    .forUpdate('s')
    .execute()
  const last = samples.at(-1)
  if (!last) return null
  await renameLabelers(tx, samples, names)
  const keys = samples.map(({ sample_key }) => sample_key)
  await renameWhere(tx, keys, names)
  return last.sample_key
}

type NamedSample = {
  sample_key: number
  dataset_id: string
  state: number
  hard: number
  is_part: number
  labelers: string
  annotated_by: string | null
}

async function renameLabelers(tx: Tx, samples: readonly NamedSample[], { from, to }: NameChange): Promise<void> {
  const renamed = samples.flatMap((sample) => {
    const labelers: string[] = JSON.parse(sample.labelers)
    if (!labelers.includes(from) && sample.annotated_by !== from) return []
    const names = JSON.stringify([...new Set(labelers.map((name) => (name === from ? to : name)))])
    return [{ sample, row: [sample.sample_key, names, sample.annotated_by === from ? to : sample.annotated_by] }]
  })
  await tx.each.update(
    'sample',
    ['sample_key'],
    ['labelers', 'annotated_by'],
    renamed.map(({ row }) => row),
  )
  // Nothing is counted differently, but what was found by the name before must be looked for anew.
  const tallies = new SampleTallies()
  for (const { sample } of renamed) {
    tallies.addSample(sample, -1)
    tallies.addSample(sample, 1)
  }
  await tallies.flush(tx)
}

async function renameWhere(tx: Tx, sample_keys: readonly number[], { from, to }: NameChange): Promise<void> {
  for (const column of ['saved_by', 'review_by'] as const) {
    await tx
      .updateTable('entry')
      .set({ [column]: to })
      .where('sample_key', 'in', sample_keys)
      .where(column, '=', from)
      .execute()
  }
  for (const column of ['written_by', 'replaced_by'] as const) {
    await tx
      .updateTable('label_history')
      .set({ [column]: to })
      .where('sample_key', 'in', sample_keys)
      .where(column, '=', from)
      .execute()
  }
}

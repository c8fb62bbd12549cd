import type { VersionStatus } from '#contract/codes.ts'
import type { Db, Tx } from './store.ts'
import type { DatasetVersionRow } from './tables.ts'

/** Versions that are still to be seen: what is being deleted is gone for everybody but the job that does it. */
const SEEN: VersionStatus[] = [0, 1, 4]

export async function insertVersion(
  tx: Tx,
  version: Omit<DatasetVersionRow, 'is_current' | 'figures' | 'error_code' | 'error_msg' | 'update_time'>,
): Promise<void> {
  await tx
    .insertInto('dataset_version')
    .values({
      ...version,
      is_current: 0,
      figures: null,
      error_code: null,
      error_msg: null,
      update_time: version.create_time,
    })
    .execute()
}

/** A version of the dataset that is there, hidden ones included. */
export function findVersion(db: Db, dataset_id: string, version_id: string): Promise<DatasetVersionRow | undefined> {
  return seenVersions(db, dataset_id).where('version_id', '=', version_id).executeTakeFirst()
}

/** Whatever its status: for the jobs. */
export function findVersionById(db: Db, version_id: string): Promise<DatasetVersionRow | undefined> {
  return db.selectFrom('dataset_version').selectAll().where('version_id', '=', version_id).executeTakeFirst()
}

/** The newest first. */
export function listVersions(
  db: Db,
  dataset_id: string,
  { hidden }: Pick<DatasetVersionRow, 'hidden'>,
): Promise<DatasetVersionRow[]> {
  return seenVersions(db, dataset_id)
    .where('hidden', '=', hidden)
    .orderBy('create_time', 'desc')
    .orderBy('version_id')
    .execute()
}

/** The names of all versions that were ever published: one that is being deleted holds its name until its files are gone. */
export async function listVersionNames(db: Db, dataset_id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('dataset_version')
    .select('version_name')
    .where('dataset_id', '=', dataset_id)
    .where('hidden', '=', 0)
    .execute()
  return rows.map(({ version_name }) => version_name)
}

/** For the jobs. */
export async function listVersionIds(
  db: Db,
  { status, hidden }: { status: VersionStatus; hidden: 0 | 1 },
): Promise<string[]> {
  const rows = await db
    .selectFrom('dataset_version')
    .select('version_id')
    .where('status', '=', status)
    .where('hidden', '=', hidden)
    .execute()
  return rows.map(({ version_id }) => version_id)
}

export async function updateVersion(
  tx: Tx,
  version_id: string,
  change: Partial<Omit<DatasetVersionRow, 'version_id' | 'dataset_id'>>,
): Promise<void> {
  await tx.updateTable('dataset_version').set(change).where('version_id', '=', version_id).execute()
}

/** Makes this version the current one of its dataset; null: none is. */
export async function setCurrentVersion(tx: Tx, dataset_id: string, version_id: string | null): Promise<void> {
  await tx
    .updateTable('dataset_version')
    .set((eb) => ({
      is_current: version_id === null ? 0 : eb.case().when('version_id', '=', version_id).then(1).else(0).end(),
    }))
    .where('dataset_id', '=', dataset_id)
    .where((eb) => eb.or([eb('is_current', '=', 1), eb('version_id', '=', version_id ?? '')]))
    .execute()
}

/** How many versions of a dataset were ever published, how many are there, and the current one. */
export type DatasetVersions = { ever: number; seen: number; current?: DatasetVersionRow }

/** The versions of several datasets. */
export async function describeVersions(db: Db, dataset_ids: readonly string[]): Promise<Map<string, DatasetVersions>> {
  const described = new Map<string, DatasetVersions>(dataset_ids.map((id) => [id, { ever: 0, seen: 0 }]))
  if (dataset_ids.length === 0) return described
  const counts = await db
    .selectFrom('dataset_version')
    .select((eb) => [
      'dataset_id',
      eb.fn.countAll<number>().as('ever'),
      eb.fn.countAll<number>().filterWhere('status', 'in', SEEN).as('seen'),
    ])
    .where('dataset_id', 'in', dataset_ids)
    .where('hidden', '=', 0)
    .groupBy('dataset_id')
    .execute()
  for (const { dataset_id, ever, seen } of counts) Object.assign(described.get(dataset_id)!, { ever, seen })
  const current = await db
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset_id', 'in', dataset_ids)
    .where('is_current', '=', 1)
    .execute()
  for (const version of current) described.get(version.dataset_id)!.current = version
  return described
}

function seenVersions(db: Db, dataset_id: string) {
  return db.selectFrom('dataset_version').selectAll().where('dataset_id', '=', dataset_id).where('status', 'in', SEEN)
}

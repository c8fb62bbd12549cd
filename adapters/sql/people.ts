import type { Db } from './store.ts'

/** A member of the project; the address is erased once he was deleted. */
export type Person = { worker_id: string; email: string | null }

export async function findPeople(db: Db, worker_ids: Iterable<string>): Promise<Map<string, Person>> {
  const wanted = [...new Set(worker_ids)]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('worker').select(['worker_id', 'email']).where('worker_id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.worker_id, row]))
}

/** Members by their address, in lower case. */
export async function findPeopleByEmail(
  db: Db,
  project_id: string,
  emails: Iterable<string>,
): Promise<Map<string, Person>> {
  const wanted = [...new Set(emails)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('worker')
    .select(['worker_id', 'email'])
    .where('project_id', '=', project_id)
    .where('email', 'in', wanted)
    .execute()
  return new Map(rows.map((row) => [row.email!, row]))
}

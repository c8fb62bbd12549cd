import type { Store } from '#adapters/sql/store.ts'

/** Every row of every table as JSON text, by table. */
export type Rows = Map<string, string[]>

/** Numbers that are handed out before it is clear whether they are needed; gaps mean nothing. */
const LEFT_OUT = new Set(['key_range', 'token'])

const names = new WeakMap<Store, string[]>()

/** All that the records hold: what a refused call must leave as it was. */
export async function readAllRows(store: Store): Promise<Rows> {
  const rows: Rows = new Map()
  for (const name of await tableNames(store)) {
    const found = await store.db
      .selectFrom(name as 'dataset')
      .selectAll()
      .execute()
    rows.set(name, found.map((row) => JSON.stringify(row)).sort())
  }
  return rows
}

async function tableNames(store: Store): Promise<string[]> {
  const known = names.get(store)
  if (known) return known
  const tables = await store.db.introspection.getTables()
  const wanted = tables.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name) && !name.startsWith('sqlite_'))
  names.set(store, wanted)
  return wanted
}

/** What came and what went, as lines that a person can read; empty when nothing changed. */
export function changesBetween(before: Rows, after: Rows): string[] {
  const changes: string[] = []
  for (const [table, rows] of after) {
    const old = before.get(table) ?? []
    const [was, is] = [new Set(old), new Set(rows)]
    for (const row of old) if (!is.has(row)) changes.push(`- ${table} ${row}`)
    for (const row of rows) if (!was.has(row)) changes.push(`+ ${table} ${row}`)
  }
  return changes
}

/** By which columns a row is known again; the first one where nothing is said. */
const keyColumns: Readonly<Record<string, readonly string[]>> = {
  membership: ['workforce_id', 'worker_id'],
  sample_label: ['label_key', 'sample_key'],
  sample_tally: ['dataset_id', 'facet', 'block'],
  sample_label_tally: ['label_key', 'block'],
  task_member: ['task_id', 'worker_id'],
  entry_label: ['label_key', 'entry_key'],
  entry_tally: ['task_id', 'worker_id', 'state', 'block'],
  entry_label_tally: ['label_key', 'block'],
  acceptance_sample: ['entry_key', 'checking_task_id'],
  dataset_metric: ['dataset_id', 'task_id', 'snapshot_time'],
}

/** What a call does, without its values: columns changed, rows made and rows removed, by table. */
export function effectBetween(before: Rows, after: Rows): string[] {
  const effects = new Set<string>()
  for (const [table, rows] of after) {
    const [was, is] = [byKey(table, before.get(table) ?? []), byKey(table, rows)]
    for (const [key, row] of was) {
      const now = is.get(key)
      if (!now) effects.add(`${table}: row removed`)
      else for (const column of Object.keys(row)) if (row[column] !== now[column]) effects.add(`${table}.${column}`)
    }
    for (const key of is.keys()) if (!was.has(key)) effects.add(`${table}: row made`)
  }
  return [...effects].sort()
}

function byKey(table: string, texts: readonly string[]): Map<string, Record<string, unknown>> {
  const rows = texts.map((text) => JSON.parse(text) as Record<string, unknown>)
  return new Map(
    rows.map((row) => {
      const columns = keyColumns[table] ?? Object.keys(row).slice(0, 1)
      return [JSON.stringify(columns.map((column) => row[column])), row]
    }),
  )
}

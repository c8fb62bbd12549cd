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

/** What a call does, without its values: columns changed, rows made and rows removed, by table. */
export function effectBetween(before: Rows, after: Rows, keys: Readonly<Record<string, readonly string[]>>): string[] {
  const effects = new Set<string>()
  for (const [table, rows] of after) {
    const keyOf = (row: Record<string, unknown>) => JSON.stringify((keys[table] ?? []).map((column) => row[column]))
    const parsed = (texts: readonly string[]) => {
      const found = texts.map((text) => JSON.parse(text) as Record<string, unknown>)
      return new Map(found.map((row) => [keyOf(row), row]))
    }
    const [was, is] = [parsed(before.get(table) ?? []), parsed(rows)]
    for (const [key, row] of was) {
      const now = is.get(key)
      if (!now) effects.add(`${table}: row removed`)
      else for (const column of Object.keys(row)) if (row[column] !== now[column]) effects.add(`${table}.${column}`)
    }
    for (const key of is.keys()) if (!was.has(key)) effects.add(`${table}: row made`)
  }
  return [...effects].sort()
}

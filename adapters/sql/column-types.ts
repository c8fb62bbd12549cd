import { sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

const known = new Map<string, Promise<Map<string, string>>>()

/** PostgreSQL's types of a table's columns, read from its catalogue once: `unnest` must be told what it is given. */
export function columnTypes(tx: Transaction<Tables>, table: string): Promise<Map<string, string>> {
  let types = known.get(table)
  if (!types) {
    types = readColumnTypes(tx, table)
    known.set(table, types)
    types.catch(() => known.delete(table))
  }
  return types
}

async function readColumnTypes(tx: Transaction<Tables>, table: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ column_name: string; data_type: string }>`
    select column_name, data_type from information_schema.columns
    where table_schema = current_schema() and table_name = ${table}`.execute(tx)
  return new Map(rows.map((row) => [row.column_name, row.data_type]))
}

import { type Expression, type SqlBool, sql } from 'kysely'

/**
 * Whether the text in a column contains `part`, in upper or lower case. SQLite knows the two cases of ASCII only. Nothing
 * in `part` is a wildcard.
 */
export function contains(column: string, part: string): Expression<SqlBool> {
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`
  return sql<SqlBool>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`
}

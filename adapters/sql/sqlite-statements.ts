import type Sqlite from 'better-sqlite3'

/** SQLite prepares a text once; Kysely asks for the same few hundred texts again and again. */
export function keepStatements(database: Sqlite.Database): (sql: string) => Sqlite.Statement<unknown[]> {
  const kept = new Map<string, Sqlite.Statement<unknown[]>>()
  return (sql) => {
    let statement = kept.get(sql)
    if (!statement) {
      statement = database.prepare<unknown[]>(sql)
      // Texts with long lists of parameters are rarely seen twice.
      if (sql.length < 4000 && kept.size < 2000) kept.set(sql, statement)
    }
    return statement
  }
}

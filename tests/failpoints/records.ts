import pg from 'pg'

/** All that a PostgreSQL database holds at one moment: the rows of each table as JSON, and how far its counters are. */
export type Records = { tables: [name: string, rows: string][]; counters: [name: string, value: string][] }

/** Reads a database while others go on working with it. */
export function readRecords(url: string): Promise<Records> {
  return withClient(url, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const names = await client.query("select tablename as name from pg_tables where schemaname = 'public'")
    const tables: Records['tables'] = []
    for (const { name } of names.rows) {
      const table = pg.escapeIdentifier(name)
      const { rows } = await client.query(`select coalesce(json_agg(t), '[]')::text as rows from ${table} t`)
      tables.push([name, rows[0].rows])
    }
    const counters = await client.query(
      "select sequencename, last_value from pg_sequences where schemaname = 'public' and last_value is not null",
    )
    return { tables, counters: counters.rows.map(({ sequencename, last_value }) => [sequencename, last_value]) }
  })
}

/** Makes a database of the same schema hold the same. */
export function writeRecords(url: string, { tables, counters }: Records): Promise<void> {
  return withClient(url, async (client) => {
    // No row waits for the one that it names.
    await client.query('set session_replication_role = replica')
    for (const [name, rows] of tables) {
      const table = pg.escapeIdentifier(name)
      await client.query(`delete from ${table}`)
      await client.query(
        `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
        [rows],
      )
    }
    for (const [name, value] of counters) await client.query('select setval($1::regclass, $2)', [name, value])
  })
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

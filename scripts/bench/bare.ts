import Sqlite from 'better-sqlite3'
import pg from 'pg'

/** One statement for many rows: `columns` of `table` are named in the order of the values of a row. */
export type BareStatement =
  | { kind: 'insert'; table: string; columns: readonly string[] }
  | { kind: 'add'; table: string; columns: readonly string[]; keys: readonly string[]; sums: readonly string[] }
  | { kind: 'delete'; table: string; columns: readonly string[] }
  /** The last of `columns` is the key; `clear` are columns that become null. */
  | { kind: 'update'; table: string; columns: readonly string[]; clear: readonly string[] }

export type BareWrite = { statement: BareStatement; rows: readonly (readonly unknown[])[] }

/** The records without a server: prepared statements with nothing around them. */
export type Bare = {
  /** Each transaction of a list after the other; SQLite has one writer, PostgreSQL as many as there are lists. */
  write(lists: readonly (readonly (readonly BareWrite[])[])[]): Promise<void>
  /** Runs statements in one transaction. `:from` and `:to` in them are replaced. */
  run(statements: readonly string[], range: { from: number; to: number }): Promise<void>
  /** The first column of the first row. */
  value(query: string): Promise<number>
  close(): Promise<void>
}

/** With the settings with which the server opens its file. */
export function bareOnSqlite(path: string): Bare {
  const database = new Sqlite(path)
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'wal_autocheckpoint = 4000',
    'cache_size = -65536',
    'mmap_size = 134217728',
    'temp_store = MEMORY',
  ]) {
    database.pragma(pragma)
  }
  const known = new Map<string, Sqlite.Statement<unknown[]>>()
  const prepare = (text: string) => {
    const statement = known.get(text) ?? database.prepare<unknown[]>(text)
    known.set(text, statement)
    return statement
  }
  const writeAll = database.transaction((writes: readonly BareWrite[]) => {
    for (const { statement, rows } of writes) {
      const prepared = prepare(forOneRow(statement))
      for (const row of rows) prepared.run(row as unknown[])
    }
  })
  const runAll = database.transaction((statements: readonly string[], range: { from: number; to: number }) => {
    for (const text of statements) {
      const statement = prepare(text)
      if (text.includes(':from')) statement.run(range)
      else statement.run()
    }
  })
  return {
    async write(lists) {
      for (const writes of turns(lists)) writeAll.immediate(writes)
    },
    async run(statements, range) {
      runAll.immediate(statements, range)
    },
    value: async (query) => prepare(query).pluck().get() as number,
    async close() {
      database.close()
    },
  }
}

const set = (columns: readonly string[]) => columns.map((column) => `${column} = ?`)
const marks = (columns: readonly string[]) => columns.map(() => '?').join(', ')

function forOneRow(statement: BareStatement): string {
  const { table, columns } = statement
  const insert = `insert into ${table} (${columns.join(', ')}) values (${marks(columns)})`
  switch (statement.kind) {
    case 'insert':
      return insert
    case 'add':
      return `${insert} on conflict (${statement.keys.join(', ')}) do update set ${statement.sums
        .map((sum) => `${sum} = ${sum} + excluded.${sum}`)
        .join(', ')}`
    case 'delete':
      return `delete from ${table} where ${set(columns).join(' and ')}`
    case 'update': {
      const cleared = statement.clear.map((column) => `${column} = null`)
      const changes = [...set(columns.slice(0, -1)), ...cleared]
      return `update ${table} set ${changes.join(', ')} where ${set(columns.slice(-1))}`
    }
  }
}

/** One transaction of each list after the other, as they would come in from so many connections. */
function* turns<T>(lists: readonly (readonly T[])[]): Generator<T> {
  for (let turn = 0; ; turn++) {
    const round = lists.flatMap((list) => list.slice(turn, turn + 1))
    if (round.length === 0) return
    yield* round
  }
}

const CONNECTIONS = 8

/** One statement for all rows of a batch, which is what is fast there. */
export function bareOnPostgres(url: string): Bare {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  let types: Map<string, string> | undefined
  async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await work(client)
      await client.query('commit')
    } finally {
      client.release()
    }
  }
  async function writeAll(writes: readonly BareWrite[]): Promise<void> {
    await inTransaction(async (client) => {
      for (const { statement, rows } of writes) {
        if (rows.length === 0) continue
        const text = forAllRows(statement, types!)
        const values = statement.columns.map((_, index) => rows.map((row) => row[index]))
        await client.query({ name: text.slice(0, 60), text, values })
      }
    })
  }
  return {
    async write(lists) {
      types ??= await readTypes(pool)
      await Promise.all(
        lists.map(async (list) => {
          for (const writes of list) await writeAll(writes)
        }),
      )
    },
    async run(statements, { from, to }) {
      await inTransaction(async (client) => {
        for (const text of statements) {
          await client.query(text.replaceAll(':from', String(from)).replaceAll(':to', String(to)))
        }
      })
    },
    value: async (query) => Number(Object.values((await pool.query(query)).rows[0])[0]),
    close: () => pool.end(),
  }
}

/** Types by table and column. */
async function readTypes(pool: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query(
    `select table_name || '.' || column_name as name, data_type as type from information_schema.columns
     where table_schema = current_schema()`,
  )
  return new Map(rows.map(({ name, type }) => [name, type]))
}

function forAllRows(statement: BareStatement, types: ReadonlyMap<string, string>): string {
  const { table, columns } = statement
  const lists = columns.map((column, index) => `$${index + 1}::${types.get(`${table}.${column}`)}[]`)
  const list = `unnest(${lists.join(', ')})`
  const named = `${list} as v (${columns.join(', ')})`
  const insert = `insert into ${table} (${columns.join(', ')}) select * from ${list}`
  const match = (keys: readonly string[]) => keys.map((key) => `t.${key} = v.${key}`).join(' and ')
  switch (statement.kind) {
    case 'insert':
      return insert
    case 'add':
      return `${insert} on conflict (${statement.keys.join(', ')}) do update set ${statement.sums
        .map((sum) => `${sum} = ${table}.${sum} + excluded.${sum}`)
        .join(', ')}`
    case 'delete':
      return `delete from ${table} as t using ${named} where ${match(columns)}`
    case 'update': {
      const changes = [
        ...columns.slice(0, -1).map((column) => `${column} = v.${column}`),
        ...statement.clear.map((column) => `${column} = null`),
      ]
      return `update ${table} as t set ${changes.join(', ')} from ${named} where ${match(columns.slice(-1))}`
    }
  }
}

import type Sqlite from 'better-sqlite3'
import { CompiledQuery, type Selectable, type Transaction } from 'kysely'
import { columnTypes } from './column-types.ts'
import type { Tables } from './tables.ts'

type Table = keyof Tables & string
type Column<T extends Table> = keyof Tables[T] & string
type Values = readonly unknown[]

/**
 * Statements that run once for each row of a list, as each engine does it fastest: SQLite mostly a prepared statement per
 * row, PostgreSQL one statement over `unnest`. Rows are arrays in the order of the named columns.
 */
export interface Each {
  insert<T extends Table>(table: T, columns: readonly Column<T>[], rows: readonly Values[]): Promise<void>
  /** Adds the last columns of each row to the row with the same `keys`, which is made if missing. Sorted by key. */
  add<T extends Table>(
    table: T,
    keys: readonly Column<T>[],
    sums: readonly Column<T>[],
    rows: readonly Values[],
  ): Promise<void>
  /** Sets `columns` (none: nothing to do) of the rows found by `keys`; a row holds the key values first. */
  update<T extends Table>(
    table: T,
    keys: readonly Column<T>[],
    columns: readonly Column<T>[],
    rows: readonly Values[],
  ): Promise<void>
  delete<T extends Table>(table: T, keys: readonly Column<T>[], rows: readonly Values[]): Promise<void>
  /**
   * Inserts what the rows of another table hold, found by `key`: nothing is carried through this process. Of `columns` each
   * is taken from the row, or, where `values` names it, the same for all.
   */
  copy<T extends Table, F extends Table>(
    copying: Copying<T, F>,
    keys: readonly unknown[],
    values: Partial<Record<Column<T>, unknown>>,
  ): Promise<void>
  /**
   * The rows found by the keys, in no particular order; `lock` keeps others from changing them until the end. Rows are
   * locked in the order of the first of `columns`: make it the primary key, so that nobody waits in a circle.
   */
  select<T extends Table, C extends Column<T>>(
    table: T,
    keys: readonly Column<T>[],
    columns: readonly C[],
    rows: readonly Values[],
    lock?: 'lock',
  ): Promise<Selectable<Pick<Tables[T], C>>[]>
}

/** Into which table; from which, and by which column its rows are found; a column that is inserted, and its source. */
export type Copying<T extends Table, F extends Table> = {
  into: T
  from: F
  key: Column<F>
  columns: readonly (readonly [Column<T>, Column<F> | null])[]
}

const listed = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ')
const marks = (columns: readonly string[]) => columns.map(() => '?').join(', ')
const equal = (columns: readonly string[], right: (column: string) => string, left = '') =>
  columns.map((column) => `${left}"${column}" = ${right(column)}`)

/** Two transactions that add to the same counters in the same order cannot wait for each other in a circle. */
function sortedByKey(rows: readonly Values[], keyCount: number): Values[] {
  return [...rows].sort((a, b) => {
    for (let i = 0; i < keyCount; i++) {
      const left = a[i] as string | number
      const right = b[i] as string | number
      if (left !== right) return left < right ? -1 : 1
    }
    return 0
  })
}

export function eachOnSqlite(prepare: (sql: string) => Sqlite.Statement<unknown[]>): Each {
  const run = async (sql: string, rows: readonly Values[]) => {
    const statement = prepare(sql)
    for (const row of rows) statement.run(row)
  }
  return {
    insert: (table, columns, rows) => run(`insert into ${table} (${listed(columns)}) values (${marks(columns)})`, rows),
    add: (table, keys, sums, rows) => {
      const columns = [...keys, ...sums]
      const added = sums.map((sum) => `"${sum}" = "${sum}" + excluded."${sum}"`).join(', ')
      const into = `insert into ${table} (${listed(columns)}) values (${marks(columns)})`
      return run(`${into} on conflict (${listed(keys)}) do update set ${added}`, sortedByKey(rows, keys.length))
    },
    update: async (table, keys, columns, rows) => {
      if (columns.length === 0) return
      const set = equal(columns, () => '?').join(', ')
      const where = equal(keys, () => '?').join(' and ')
      const inOrder = rows.map((row) => [...row.slice(keys.length), ...row.slice(0, keys.length)])
      await run(`update ${table} set ${set} where ${where}`, inOrder)
    },
    // By a single key in one statement: where other tables refer to the rows, each statement opens a journal of its own,
    // and closing it costs more the larger the transaction has become.
    delete: async (table, keys, rows) => {
      if (keys.length > 1) return run(`delete from ${table} where ${equal(keys, () => '?').join(' and ')}`, rows)
      const list = JSON.stringify(rows.map(([key]) => key))
      prepare(`delete from ${table} where "${keys[0]}" in (select value from json_each(?))`).run([list])
    },
    copy: async ({ into, from, key, columns }, keys, values) => {
      if (keys.length === 0) return
      const wanted = columns.map(([, source]) => (source === null ? '?' : `t."${source}"`)).join(', ')
      const rows = `from json_each(?) as v cross join ${from} as t on t."${key}" = v.value`
      const shared = columns.flatMap(([column, source]) => (source === null ? [values[column]] : []))
      const text = `insert into ${into} (${listed(columns.map(([column]) => column))}) select ${wanted} ${rows}`
      prepare(text).run([...shared, JSON.stringify(keys)])
    },
    // One statement for all rows: the list is the outer loop of the cross join, which the planner may not turn round. What
    // all rows share is bound once.
    select: async (table, keys, columns, rows) => {
      if (rows.length === 0) return []
      const shared = keys.map((_, index) => rows.every((row) => row[index] === rows[0]![index]))
      const own = keys.flatMap((_, index) => (shared[index] ? [] : [index]))
      const on = keys.map((key, index) => {
        if (shared[index]) return `t."${key}" = ?`
        return own.length === 1 ? `t."${key}" = v.value` : `t."${key}" = v.value ->> ${own.indexOf(index)}`
      })
      const list =
        own.length === 1 ? rows.map((row) => row[own[0]!]) : rows.map((row) => own.map((index) => row[index]))
      const wanted = columns.map((column) => `t."${column}"`).join(', ')
      const from = `from json_each(?) as v cross join ${table} as t on ${on.join(' and ')}`
      const values = keys.flatMap((_, index) => (shared[index] ? [rows[0]![index]] : []))
      return prepare(`select ${wanted} ${from}`).all([JSON.stringify(list), ...values]) as never
    },
  }
}

export function eachOnPostgres(tx: Transaction<Tables>): Each {
  const run = async (sql: string, table: Table, columns: readonly string[], rows: readonly Values[]) => {
    if (rows.length === 0) return { rows: [] }
    const types = await columnTypes(tx, table)
    const lists = columns.map((column, index) => `$${index + 1}::${types.get(column)}[]`).join(', ')
    const arrays = columns.map((_, index) => rows.map((row) => row[index]))
    return tx.executeQuery(CompiledQuery.raw(sql.replace('{rows}', `unnest(${lists})`), arrays))
  }
  const matching = (keys: readonly string[]) => equal(keys, (key) => `v."${key}"`, 't.').join(' and ')
  return {
    insert: async (table, columns, rows) => {
      await run(`insert into ${table} (${listed(columns)}) select * from {rows}`, table, columns, rows)
    },
    add: async (table, keys, sums, rows) => {
      const columns = [...keys, ...sums]
      const added = sums.map((sum) => `"${sum}" = ${table}."${sum}" + excluded."${sum}"`).join(', ')
      const into = `insert into ${table} (${listed(columns)}) select * from {rows}`
      const sorted = sortedByKey(rows, keys.length)
      await run(`${into} on conflict (${listed(keys)}) do update set ${added}`, table, columns, sorted)
    },
    update: async (table, keys, columns, rows) => {
      if (columns.length === 0) return
      const all = [...keys, ...columns]
      const set = equal(columns, (column) => `v."${column}"`).join(', ')
      const from = `from {rows} as v(${listed(all)}) where ${matching(keys)}`
      await run(`update ${table} as t set ${set} ${from}`, table, all, rows)
    },
    delete: async (table, keys, rows) => {
      await run(
        `delete from ${table} as t using {rows} as v(${listed(keys)}) where ${matching(keys)}`,
        table,
        keys,
        rows,
      )
    },
    copy: async ({ into, from, key, columns }, keys, values) => {
      if (keys.length === 0) return
      const types = await columnTypes(tx, into)
      const parameters: unknown[] = []
      const wanted = columns.map(([column, source]) => {
        if (source !== null) return `t."${source}"`
        return `$${parameters.push(values[column]) + 1}::${types.get(column)}`
      })
      const names = listed(columns.map(([column]) => column))
      const list = `unnest($1::${(await columnTypes(tx, from)).get(key)}[]) as v(key)`
      const rows = `${list} join ${from} as t on t."${key}" = v.key`
      const text = `insert into ${into} (${names}) select ${wanted.join(', ')} from ${rows}`
      await tx.executeQuery(CompiledQuery.raw(text, [keys, ...parameters]))
    },
    select: async (table, keys, columns, rows, lock) => {
      const wanted = columns.map((column) => `t."${column}"`).join(', ')
      const from = `from {rows} as v(${listed(keys)}) join ${table} as t on ${matching(keys)}`
      const locking = lock ? ' order by 1 for update of t' : ''
      return (await run(`select ${wanted} ${from}${locking}`, table, keys, rows)).rows as never
    },
  }
}

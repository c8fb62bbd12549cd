import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './store.ts'

/** Stands for an argument while a query is built. */
class Place {
  readonly index: number

  constructor(index: number) {
    this.index = index
  }
}

/**
 * A query that is built once and then only filled with arguments: for what every call asks, because to build such a query
 * takes longer than SQLite needs to answer it. `build` must put its arguments into the query as they are.
 */
export function prepared<Source extends Db, Args extends unknown[], Row>(
  build: (db: Source, ...args: Args) => Compilable<Row>,
): (db: Source, ...args: Args) => Promise<Row[]> {
  // Stores come and go in tests; each engine writes the query in its own way.
  const built = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, ...args) => {
    const { adapter } = db.getExecutor()
    let query = built.get(adapter)
    if (!query) {
      query = build(db, ...(args.map((_, index) => new Place(index)) as Args)).compile()
      built.set(adapter, query)
    }
    const parameters = query.parameters.map((value) => (value instanceof Place ? args[value.index] : value))
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}

import { SqliteReaders } from '#adapters/sql/sqlite-readers.ts'
import { openPostgres, type Store } from '#adapters/sql/store.ts'

/** Looks into the records beside the server; every look sees one moment. */
export type Records = {
  look<T>(work: (store: Store) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function readSqlite(path: string): Promise<Records> {
  const readers = new SqliteReaders(path, 10_000)
  return {
    look: (work) => readers.read((db) => work({ db } as Store)),
    close: () => readers.close(),
  }
}

export async function readPostgres(url: string): Promise<Records> {
  const store = await openPostgres(url)
  return {
    look: (work) => store.snapshot((db) => work({ db } as Store)),
    close: () => store.close(),
  }
}

import Sqlite from 'better-sqlite3'

/**
 * Keeps every other process away from the records in the SQLite file at `path` until the returned function is called or
 * this process ends in whatever way: the lock of `<path>.lock` is the system's. Two processes would each answer from their
 * own memory of what goes on and fail each other's writes.
 */
export function lockSqlite(path: string): () => void {
  const lock = new Sqlite(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error
    throw new Error(`another process works with ${path}; several on the same records need PostgreSQL (DATABASE_URL).`)
  }
  return () => lock.close()
}

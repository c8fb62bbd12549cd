import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

/** Writes all records to a new file `target`, which has this name only once it is whole, sound and on the disk. */
export function copySqlite(database: Sqlite.Database, target: string): void {
  const temporary = `${target}.tmp`
  // One that a process left which died meanwhile.
  rmSync(temporary, { force: true })
  database.prepare('vacuum into ?').run(temporary)
  const copy = new Sqlite(temporary)
  const found = copy.pragma('integrity_check', { simple: true })
  copy.close()
  if (found !== 'ok') throw new Error(`the records cannot be copied before they are migrated: ${found}`)
  const file = openSync(temporary, 'r+')
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, target)
}

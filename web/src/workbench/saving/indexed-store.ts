import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { LogEntry } from './edit-log.ts'
import type { JournalStore, Snapshot, Work } from './journal-store.ts'

type Schema = DBSchema & {
  works: { key: string; value: Work; indexes: { user: string } }
  snapshots: { key: string; value: Snapshot }
  /** By key of the work and number in its log. */
  entries: { key: [string, number]; value: LogEntry }
}

const STORES = ['works', 'snapshots', 'entries'] as const

/** The journal in the browser's own database; throws where there is none. `lost` tells that it went away meanwhile. */
export async function openIndexedStore(lost: () => void): Promise<JournalStore> {
  const db = await openDB<Schema>('muster-journal', 1, {
    upgrade(database) {
      database.createObjectStore('works', { keyPath: 'key' }).createIndex('user', 'user')
      database.createObjectStore('snapshots')
      database.createObjectStore('entries')
    },
    blocking: () => db.close(),
    terminated: lost,
  })
  return storeIn(db)
}

function storeIn(db: IDBPDatabase<Schema>): JournalStore {
  const entriesOf = (key: string) => IDBKeyRange.bound([key, 0], [key, Number.POSITIVE_INFINITY])
  return {
    /**
     * Edits are `relaxed`: the disk is not waited for, so that in a burst none queues behind another, and a tab that is
     * killed in the midst of it loses nothing (with `strict` it does: the browser drops what still waits). Against loss
     * of power, which `relaxed` does not survive, every draft that the server confirms is noted `strict`, and with it all
     * edits before it reach the disk.
     */
    async write({ work, entry, snapshot }) {
      const durability = entry || snapshot ? 'relaxed' : 'strict'
      const tx = db.transaction(STORES, 'readwrite', { durability })
      const requests: Promise<unknown>[] = [tx.objectStore('works').put(work)]
      if (snapshot) {
        requests.push(tx.objectStore('snapshots').put(snapshot, work.key))
        requests.push(tx.objectStore('entries').delete(entriesOf(work.key)))
      } else if (entry) requests.push(tx.objectStore('entries').put(entry, [work.key, work.log]))
      // Without this the commit waits for another turn of the page, and a page that dies before it takes the edit along.
      tx.commit()
      await Promise.all([...requests, tx.done])
    },
    list: (user) => db.getAllFromIndex('works', 'user', user),
    async read(key) {
      const tx = db.transaction(STORES)
      const [work, snapshot, entries] = await Promise.all([
        tx.objectStore('works').get(key),
        tx.objectStore('snapshots').get(key),
        tx.objectStore('entries').getAll(entriesOf(key)),
      ])
      return work && snapshot && { work, snapshot, entries }
    },
    async remove(key) {
      const tx = db.transaction(STORES, 'readwrite', { durability: 'strict' })
      const requests = [
        tx.objectStore('works').delete(key),
        tx.objectStore('snapshots').delete(key),
        tx.objectStore('entries').delete(entriesOf(key)),
      ]
      tx.commit()
      await Promise.all([...requests, tx.done])
    },
  }
}

import { openIndexedStore } from './indexed-store.ts'
import { createJournal, type Journal } from './journal.ts'

/** The journal of this browser. Where the browser has no database it is kept in memory, and its health says so. */
export async function openJournal(): Promise<Journal> {
  try {
    const journal = createJournal(await openIndexedStore(() => journal.fail()))
    return journal
  } catch {
    return createJournal(undefined)
  }
}

import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { entryBetween, type LogEntry, replay } from './edit-log.ts'
import { type JournalStore, type JournalWrite, memoryStore, type Work, type WorkPlace } from './journal-store.ts'

/**
 * How safe work is here: on disk; in memory alone, for the browser keeps nothing; not written, for there is no room left
 * or the database failed. In the last two a person must be told.
 */
export type JournalHealth = 'disk' | 'memory' | 'full' | 'broken'

/** Work as it was left. */
export type FoundWork = { readonly work: Work; readonly base: Content; readonly document: WorkDocument }

export type Journal = {
  health(): JournalHealth
  /** Calls back when the health changes; returns how to stop that. */
  onHealth(listener: () => void): () => void
  /** Work of a user that the server does not have as submitted, newest first. */
  list(user: string): Promise<Work[]>
  /** The work of a user on a sample, with the document as it was after the last edit. */
  find(user: string, place: WorkPlace): Promise<FoundWork | undefined>
  /** Begins or goes on; writes nothing before the first edit. */
  keep(work: Work, base: Content, document: WorkDocument): KeptJournal
  remove(key: string): Promise<void>
}

/** The journal of one work. */
export type KeptJournal = {
  readonly work: Work
  /** Writes all of it anew. */
  begin(now: number): Promise<boolean>
  /** Writes an edit in the same tick. The promise tells whether it is safe: it never rejects, see the health. */
  append(document: WorkDocument, now: number): Promise<boolean>
  /** The server holds the draft up to this edit. */
  drafted(edit: number): Promise<boolean>
  /** The server has everything; another edit begins anew. */
  remove(): Promise<void>
}

/** Every so many edits the log begins anew with the whole document. */
const LOG_LENGTH = 50

export function workKey(user: string, place: WorkPlace, base_revision: number): string {
  return JSON.stringify([...scopeOf(user, place), base_revision])
}

function scopeOf(user: string, { dataset_id, workforce_task_id, worker_id, sample_id }: WorkPlace): string[] {
  return [user, workforce_task_id ?? dataset_id, worker_id ?? '', sample_id]
}

/** The journal in a store; without one in memory. */
export function createJournal(store: JournalStore | undefined): Journal & { fail(): void } {
  const listeners = new Set<() => void>()
  const target = store ?? memoryStore()
  const well = store ? 'disk' : 'memory'
  let health: JournalHealth = well

  function setHealth(next: JournalHealth): void {
    if (next === health) return
    health = next
    for (const listener of listeners) listener()
  }
  async function write(what: JournalWrite): Promise<boolean> {
    try {
      await target.write(what)
      setHealth(well)
      return true
    } catch (error) {
      setHealth((error as Error | null)?.name === 'QuotaExceededError' ? 'full' : 'broken')
      return false
    }
  }

  return {
    health: () => health,
    onHealth(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fail: () => setHealth('broken'),
    async list(user) {
      return (await target.list(user)).sort((a, b) => b.update_time - a.update_time)
    },
    async find(user, place) {
      const scope = JSON.stringify(scopeOf(user, place))
      const works = (await target.list(user)).filter((work) => JSON.stringify(scopeOf(user, work.place)) === scope)
      // More than one: the page died while the work moved to a newer revision, and what is older is a copy.
      const [newest, ...copies] = works.sort((a, b) => b.base_revision - a.base_revision)
      const kept = newest && (await target.read(newest.key))
      for (const copy of copies) await target.remove(copy.key)
      if (kept === undefined) return undefined
      const { base, document } = kept.snapshot
      return { work: kept.work, base, document: kept.entries.reduce(replay, document) }
    },
    keep: (work, base, document) => keepWork({ write, remove: target.remove }, work, base, document),
    remove: target.remove,
  }
}

type Writer = { write(what: JournalWrite): Promise<boolean>; remove(key: string): Promise<void> }

function keepWork(writer: Writer, begun: Work, base: Content, opened: WorkDocument): KeptJournal {
  let work = begun
  let document = opened
  /** Edits since the last snapshot; without one, and after a write that failed, the next edit writes it. */
  let logged = Number.POSITIVE_INFINITY

  async function put(entry: LogEntry | undefined, now: number): Promise<boolean> {
    work = { ...work, log: work.log + 1, update_time: now }
    logged = entry ? logged + 1 : 0
    const safe = await writer.write({ work, ...(entry ? { entry } : { snapshot: { base, document } }) })
    if (!safe) logged = Number.POSITIVE_INFINITY
    return safe
  }

  return {
    get work() {
      return work
    },
    begin: (now) => put(undefined, now),
    async append(next, now) {
      const entry = entryBetween(document, next)
      if (entry === undefined) return true
      const edited = next.content === document.content ? 0 : 1
      work = { ...work, edit: work.edit + edited }
      document = next
      return put(logged >= LOG_LENGTH || entry.kind === 'whole' ? undefined : entry, now)
    },
    async drafted(edit) {
      work = { ...work, drafted: Math.max(work.drafted, edit) }
      return logged === Number.POSITIVE_INFINITY || writer.write({ work })
    },
    async remove() {
      logged = Number.POSITIVE_INFINITY
      await writer.remove(work.key)
    },
  }
}

import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import type { LogEntry } from './edit-log.ts'

/** Which sample, and as what: of the dataset, or an entry of a team task. */
export type WorkPlace = {
  readonly dataset_id: string
  readonly sample_id: string
  readonly workforce_task_id?: string
  /** Whose entry, when it is not the own one. */
  readonly worker_id?: string
}

/** Work on one sample that began with one revision of its labels. */
export type Work = {
  /** User, task or dataset, sample and base revision in one text. */
  readonly key: string
  readonly user: string
  readonly place: WorkPlace
  readonly base_revision: number
  /** The line of edits: of the tab that began it, and of those that went on with it. */
  readonly tab: string
  /** Number of the last edit. */
  readonly edit: number
  /** Number of the last edit that the server holds as a draft. */
  readonly drafted: number
  /** Number of the last entry of the log: ways of looking are logged, too, and are no edits. */
  readonly log: number
  readonly update_time: number
}

/** The document at a time, with what the server had when the work began. */
export type Snapshot = { readonly base: Content; readonly document: WorkDocument }

export type KeptWork = { readonly work: Work; readonly snapshot: Snapshot; readonly entries: readonly LogEntry[] }

/** What is written at once: a work with either the entry of its last edit, or a snapshot in the place of all before. */
export type JournalWrite = { readonly work: Work; readonly entry?: LogEntry; readonly snapshot?: Snapshot }

/** Where the journal lies. */
export type JournalStore = {
  /** Issued before it returns; the promise tells when it is safe, and rejects when it is not written. */
  write(write: JournalWrite): Promise<void>
  /** All work of a user, without its content. */
  list(user: string): Promise<Work[]>
  read(key: string): Promise<KeptWork | undefined>
  remove(key: string): Promise<void>
}

/** A journal for as long as the page lives: where the browser keeps nothing, as in a private window. */
export function memoryStore(): JournalStore {
  const kept = new Map<string, { work: Work; snapshot: Snapshot; entries: LogEntry[] }>()
  return {
    async write({ work, entry, snapshot }) {
      const before = kept.get(work.key)
      const entries = snapshot ? [] : [...(before?.entries ?? []), ...(entry ? [entry] : [])]
      const base = snapshot ?? before?.snapshot
      if (base === undefined) throw new Error('A work begins with a snapshot')
      kept.set(work.key, { work, snapshot: base, entries })
    },
    list: async (user) => [...kept.values()].map(({ work }) => work).filter((work) => work.user === user),
    read: async (key) => kept.get(key),
    async remove(key) {
      kept.delete(key)
    },
  }
}

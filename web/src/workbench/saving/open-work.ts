import type { DescribeSampleResp, SampleLabel } from '#contract/samples.ts'
import { editDocument, openDocument, replaceContent, type WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { readContent } from '#web/workbench/document/wire.ts'
import { sameContent } from './fields.ts'
import type { FoundWork, Journal } from './journal.ts'
import type { WorkPlace } from './journal-store.ts'
import { type Merge, mergeContents } from './merge.ts'
import { type Ground, groundOf, type KeptDraft, type ServerDoor } from './server-door.ts'

/** Work on a sample as it is taken up. */
export type OpenedWork = {
  readonly place: WorkPlace
  readonly sample: DescribeSampleResp
  readonly ground: Ground
  readonly document: WorkDocument
  /** Number of the last edit, and of the last one that the server holds as a draft upon this ground. */
  readonly edit: number
  readonly saved: number
  /** The line of edits that goes on; missing: a new one begins. */
  readonly tab?: string
  /** Key of the work in the journal that this goes on with. */
  readonly key?: string
  /** Where unfinished work came from, to be said to the person. */
  readonly restored?: 'journal' | 'draft'
  /** What has to be decided before submitting; `ground` is then still what the work began with. */
  readonly conflict?: Conflicting
}

export type Conflicting = {
  readonly merge: Merge
  readonly theirs: Content
  /** What the work stands upon once it is decided. */
  readonly ground: Ground
}

type Sources = {
  readonly place: WorkPlace
  readonly sample: DescribeSampleResp
  readonly found: FoundWork | undefined
  readonly draft: KeptDraft | undefined
  /** Labels that the draft began with, when it began with others than there are. */
  readonly draftBase: Content | undefined
}

const NOTHING: Content = { labels: [], metadata: {} }

/** Reads a sample with all unfinished work on it, of this browser and of others, and puts it together. */
export async function openWork(
  { door, journal, user }: { door: ServerDoor; journal: Journal; user: string },
  place: WorkPlace,
  known?: DescribeSampleResp,
): Promise<OpenedWork> {
  const [sample, found, draft] = await Promise.all([
    known ?? door.read(place),
    journal.find(user, place),
    door.readDraft(place),
  ])
  const begun = draft?.base_revision
  const isOld = begun !== undefined && begun !== groundOf(sample).revision
  const draftBase = isOld && draft?.tab !== found?.work.tab ? await door.readRevision(place, begun) : undefined
  const opened = takeUp({ place, sample, found, draft, draftBase })
  if (opened.restored === undefined) {
    // What is left of the work is in the labels already: it was submitted and the answer never came.
    if (found) await journal.remove(found.work.key)
    if (draft) await door.dropDraft(place).catch(() => {})
  }
  return opened
}

/**
 * Which document a person finds. The journal of this browser goes before the draft of the server, which holds the same
 * unless it comes from another line of edits: then the two are merged, and whatever began with older labels is merged
 * with those that are there now.
 */
export function takeUp({ place, sample, found, draft, draftBase }: Sources): OpenedWork {
  const ground = groundOf(sample)
  const fresh = { place, sample, ground, document: openDocument(place.sample_id, ground.content), edit: 0, saved: 0 }
  const foreign = draft === undefined || draft.tab === found?.work.tab ? undefined : draftContent(draft)
  if (found === undefined) {
    if (draft === undefined || foreign === undefined) return fresh
    const isCurrent = draft.base_revision === ground.revision
    const content = isCurrent ? ground.content : (draftBase ?? NOTHING)
    return restoreDraft(fresh, { content, revision: draft.base_revision }, foreign)
  }
  const { work, base, document } = found
  const saved = work.base_revision === ground.revision ? work.drafted : 0
  const mine = {
    ...fresh,
    document,
    edit: work.edit,
    saved,
    tab: work.tab,
    key: work.key,
    restored: 'journal' as const,
  }
  const began = { content: base, revision: work.base_revision }
  if (foreign !== undefined) {
    const merge = mergeContents(base, document.content, foreign)
    if (isContested(merge)) {
      return { ...mine, ground: began, conflict: { merge, theirs: foreign, ground: began } }
    }
    return settle(mine, began, replaceContent(document, merge.content), fresh)
  }
  return settle(mine, began, document, fresh)
}

/** Work that began with one ground, upon another. */
function settle(mine: OpenedWork, began: Ground, document: WorkDocument, fresh: OpenedWork): OpenedWork {
  const { ground } = fresh
  const changed = document === mine.document ? {} : { edit: mine.edit + 1 }
  if (began.revision === ground.revision) return { ...mine, ...changed, document }
  const merge = mergeContents(began.content, document.content, ground.content)
  if (isContested(merge))
    return { ...mine, ...changed, document, ground: began, conflict: { merge, theirs: ground.content, ground } }
  if (sameContent(merge.content, ground.content)) return fresh
  return { ...mine, document: replaceContent(document, merge.content), edit: mine.edit + 1 }
}

/** A draft of the server, as one step that can be undone. */
function restoreDraft(fresh: OpenedWork, began: Ground, draft: Content): OpenedWork {
  const { ground, place, document } = fresh
  const merge = mergeContents(began.content, draft, ground.content)
  const restored = { ...fresh, edit: 1, restored: 'draft' as const }
  if (isContested(merge)) {
    const mine = editDocument(openDocument(place.sample_id, began.content), 'restore', () => draft)
    return { ...restored, ground: began, document: mine, conflict: { merge, theirs: ground.content, ground } }
  }
  if (sameContent(merge.content, ground.content)) return fresh
  return { ...restored, document: editDocument(document, 'restore', () => merge.content) }
}

export function isContested({ conflicts, metadata }: Merge): boolean {
  return conflicts.length > 0 || metadata.length > 0
}

function draftContent({ labels, metadata }: KeptDraft): Content {
  return readContent({ labels: labels as SampleLabel[], metadata })
}

import { type DraftKey, dropDrafts, findDraft, findDraftOfWorker, putDraft } from '#adapters/sql/drafts.ts'
import { keepAlive } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DraftRow } from '#adapters/sql/tables.ts'
import { WorkerRole } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { Draft, DraftReq } from '#contract/ours.ts'
import { type Actor, nameOf, nameOfAccount } from '#server/actor.ts'
import type { Call } from '#server/handler.ts'
import { LARGEST_DRAFT } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { addressedEntry, addressedSample } from './addressed-entry.ts'

/*
 * Unfinished work (workbench 1.2): kept as it is, whatever state the sample is in, and of no effect on label, state,
 * revision or counter. Its author alone sees it and, where it is about an entry, the owner.
 */

export function getDraft(call: Call<'GetDraft'>): Promise<Draft> {
  const { services, actor } = call
  return services.store.snapshot(async (db) => {
    const { sample } = await addressedSample(db, call)
    return viewOwn(actor, await findDraft(db, keyOf(actor, sample.sample_key)))
  })
}

export function saveDraft(call: Call<'SaveDraft'>): Promise<Draft> {
  const { services, actor, body } = call
  const content = readContent(body)
  return services.store.transaction(async (tx) => {
    const { sample } = await addressedSample(tx, call)
    if (!(await keepAlive(tx, { sample_key: sample.sample_key }))) throw errors.sampleNotFound()
    return put(tx, services, actor, { ...keyOf(actor, sample.sample_key), ...content })
  })
}

export async function deleteDraft(call: Call<'DeleteDraft'>): Promise<null> {
  const { services, actor } = call
  await services.store.transaction(async (tx) => {
    const { sample } = await addressedSample(tx, call)
    await dropDrafts(tx, actor.account_id, [keyOf(actor, sample.sample_key)])
  })
  return null
}

export function getEntryDraft(call: Call<'GetEntryDraft'>): Promise<Draft> {
  const { services, actor, scope } = call
  return services.store.snapshot(async (db) => {
    const { entry } = await addressedEntry(db, call)
    const own = viewOwn(actor, await findDraft(db, keyOf(actor, entry.sample_key, entry.entry_key)))
    const members = scope.role === WorkerRole.owner ? await findDraftOfWorker(db, entry) : undefined
    return members ? { ...own, member_draft: viewDraft(members, nameOfAccount(members)) } : own
  })
}

export function saveEntryDraft(call: Call<'SaveEntryDraft'>): Promise<Draft> {
  const { services, actor, body } = call
  const content = readContent(body)
  return services.store.transaction(async (tx) => {
    const { entry } = await addressedEntry(tx, call)
    if (!(await keepAlive(tx, { entry_key: entry.entry_key }))) throw errors.sampleNotFound()
    return put(tx, services, actor, { ...keyOf(actor, entry.sample_key, entry.entry_key), ...content })
  })
}

export async function deleteEntryDraft(call: Call<'DeleteEntryDraft'>): Promise<null> {
  const { services, actor } = call
  await services.store.transaction(async (tx) => {
    const { entry } = await addressedEntry(tx, call)
    await dropDrafts(tx, actor.account_id, [keyOf(actor, entry.sample_key, entry.entry_key)])
  })
  return null
}

const keyOf = ({ account_id }: Actor, sample_key: number, entry_key = 0): DraftKey => ({
  account_id,
  sample_key,
  entry_key,
})

type Content = Omit<DraftRow, keyof DraftKey | 'update_time'>

function readContent({ labels, metadata, base_revision, edit, tab }: DraftReq): Content {
  const content = { labels: JSON.stringify(labels), metadata: metadata ? JSON.stringify(metadata) : null }
  if (Buffer.byteLength(content.labels) + Buffer.byteLength(content.metadata ?? '') > LARGEST_DRAFT) {
    throw errors.limitExceeded('labels: unfinished work on one sample must not be larger than 1 MiB')
  }
  return { ...content, base_revision, edit, tab }
}

/** Answers what is kept then: it may be newer than what came. */
async function put(tx: Tx, services: Services, actor: Actor, draft: DraftKey & Content): Promise<Draft> {
  await putDraft(tx, { ...draft, update_time: services.now() })
  return viewOwn(actor, await findDraft(tx, draft))
}

function viewOwn(actor: Actor, draft: DraftRow | undefined): Draft {
  return draft ? { draft: viewDraft(draft, nameOf(actor)) } : {}
}

function viewDraft(draft: DraftRow, author: string): NonNullable<Draft['draft']> {
  const { labels, metadata, base_revision, edit, tab, update_time } = draft
  return {
    labels: JSON.parse(labels),
    ...(metadata !== null && { metadata: JSON.parse(metadata) }),
    base_revision,
    edit,
    tab,
    update_time,
    author,
  }
}

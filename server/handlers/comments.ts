import {
  countComments,
  insertComment,
  readComments,
  setResolved,
  type WrittenComment,
} from '#adapters/sql/entry-comments.ts'
import { keepAlive } from '#adapters/sql/locks.ts'
import { errors } from '#contract/errors.ts'
import type { Comment, ListCommentsResp } from '#contract/ours.ts'
import { isRefusal } from '#core/refusal.ts'
import { readCommentPlace } from '#core/workforce-tasks/comment-place.ts'
import { type Actor, nameOfAccount } from '#server/actor.ts'
import type { Call } from '#server/handler.ts'
import { newId } from '#server/ids.ts'
import { MOST_COMMENTS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import { addressedEntry } from './addressed-entry.ts'

/** The thread of an entry: what people say in their own words. Reasons of a rejection stand in the entry itself. */
export function listEntryComments(call: Call<'ListEntryComments'>): Promise<ListCommentsResp> {
  return call.services.store.snapshot(async (db) => {
    const { entry } = await addressedEntry(db, call)
    const comments = await readComments(db, entry.entry_key)
    return { comments: comments.map((comment) => viewComment(call.actor, comment)) }
  })
}

/** Made again with the same `comment_id` it adds nothing and answers what is there. */
export function addEntryComment(call: Call<'AddEntryComment'>): Promise<Comment> {
  const { services, actor, body } = call
  const { comment_id = newId(), kind = 'comment', text } = body
  return services.store.transaction(async (tx) => {
    const { entry, sample } = await addressedEntry(tx, call)
    const { entry_key } = entry
    const place = body.place === undefined ? null : readCommentPlace(body.place, sample)
    if (isRefusal(place)) throw refuse(place)
    if (!(await keepAlive(tx, { entry_key }))) throw errors.sampleNotFound()
    const [known] = await readComments(tx, entry_key, comment_id)
    if (known) return viewComment(actor, known)
    if ((await countComments(tx, entry_key)) >= MOST_COMMENTS) {
      throw errors.limitExceeded(`text: an entry has at most ${MOST_COMMENTS} comments`)
    }
    const { account_id } = actor
    const origin = { comment_id, entry_key, account_id, create_time: services.now() }
    await insertComment(tx, { ...origin, kind, text, place: place && JSON.stringify(place) })
    const [comment] = await readComments(tx, entry_key, comment_id)
    return viewComment(actor, comment!)
  })
}

export function resolveEntryComment(call: Call<'ResolveEntryComment'>): Promise<Comment> {
  const { services, actor, params, body } = call
  const { comment_id } = params
  return services.store.transaction(async (tx) => {
    const { entry_key } = (await addressedEntry(tx, call)).entry
    await setResolved(tx, { entry_key, comment_id, resolved: body.resolved ? 1 : 0 })
    const [comment] = await readComments(tx, entry_key, comment_id)
    if (!comment) throw errors.commentNotFound()
    return viewComment(actor, comment)
  })
}

function viewComment(actor: Actor, comment: WrittenComment): Comment {
  const { comment_id, kind, text, place, account_id, create_time, resolved } = comment
  return {
    comment_id,
    kind: kind as Comment['kind'],
    text,
    ...(place !== null && { place: JSON.parse(place) }),
    author: nameOfAccount(comment),
    mine: account_id === actor.account_id,
    create_time,
    resolved: resolved === 1,
  }
}

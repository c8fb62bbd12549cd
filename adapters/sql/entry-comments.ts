import type { Selectable } from 'kysely'
import type { Db, Tx } from './store.ts'
import type { EntryCommentRow } from './tables.ts'

/** A comment with the account that wrote it, as D48 names it. */
export type WrittenComment = Selectable<EntryCommentRow> & {
  user_name: string
  domain_name: string
  worker_id: string | null
}

/** What was said about an entry, oldest first; one comment only where its id is given. */
export function readComments(db: Db, entry_key: number, comment_id?: string): Promise<WrittenComment[]> {
  return db
    .selectFrom('entry_comment as c')
    .innerJoin('account as a', 'a.account_id', 'c.account_id')
    .selectAll('c')
    .select(['a.user_name', 'a.domain_name', 'a.worker_id'])
    .where('c.entry_key', '=', entry_key)
    .$if(comment_id !== undefined, (query) => query.where('c.comment_id', '=', comment_id!))
    .orderBy('c.comment_key')
    .execute()
}

export async function countComments(db: Db, entry_key: number): Promise<number> {
  const { count } = await db
    .selectFrom('entry_comment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('entry_key', '=', entry_key)
    .executeTakeFirstOrThrow()
  return count
}

/** Adds a comment; one of the same id is there already when a call is made again, and stays as it is. */
export async function insertComment(tx: Tx, comment: Omit<EntryCommentRow, 'comment_key' | 'resolved'>): Promise<void> {
  await tx
    .insertInto('entry_comment')
    .values({ ...comment, resolved: 0 })
    .onConflict((conflict) => conflict.columns(['entry_key', 'comment_id']).doNothing())
    .execute()
}

export async function setResolved(
  tx: Tx,
  { entry_key, comment_id, resolved }: Pick<EntryCommentRow, 'entry_key' | 'comment_id' | 'resolved'>,
): Promise<void> {
  await tx
    .updateTable('entry_comment')
    .set({ resolved })
    .where('entry_key', '=', entry_key)
    .where('comment_id', '=', comment_id)
    .execute()
}

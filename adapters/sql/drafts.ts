import { WorkerRole } from '#contract/codes.ts'
import { prepared } from './prepared.ts'
import type { Db, Tx } from './store.ts'
import type { DraftRow } from './tables.ts'

/** Whose draft of what: of a sample of the dataset with `entry_key` 0, else of that entry. */
export type DraftKey = Pick<DraftRow, 'account_id' | 'sample_key' | 'entry_key'>

export function findDraft(db: Db, { account_id, sample_key, entry_key }: DraftKey): Promise<DraftRow | undefined> {
  return db
    .selectFrom('draft')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('sample_key', '=', sample_key)
    .where('entry_key', '=', entry_key)
    .executeTakeFirst()
}

/** The draft that the member has who labels an entry, with the name of his account. */
export function findDraftOfWorker(
  db: Db,
  { worker_id, sample_key, entry_key }: { worker_id: string } & Omit<DraftKey, 'account_id'>,
) {
  return db
    .selectFrom('draft as d')
    .innerJoin('account as a', 'a.account_id', 'd.account_id')
    .selectAll('d')
    .select(['a.user_name', 'a.domain_name', 'a.worker_id'])
    .where('a.worker_id', '=', worker_id)
    .where('d.sample_key', '=', sample_key)
    .where('d.entry_key', '=', entry_key)
    .executeTakeFirst()
}

/** Keeps a draft, unless a newer edit of the same tab is there; what comes from another tab counts as newer. */
export async function putDraft(tx: Tx, draft: DraftRow): Promise<void> {
  const { account_id: _, sample_key: __, entry_key: ___, ...content } = draft
  await tx
    .insertInto('draft')
    .values(draft)
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'sample_key', 'entry_key'])
        .doUpdateSet(content)
        .where((eb) => eb.or([eb('draft.tab', '<>', draft.tab), eb('draft.edit', '<', draft.edit)])),
    )
    .execute()
}

export function dropDrafts(tx: Tx, account_id: string, keys: readonly Omit<DraftKey, 'account_id'>[]): Promise<void> {
  return tx.each.delete(
    'draft',
    ['account_id', 'sample_key', 'entry_key'],
    keys.map(({ sample_key, entry_key }) => [account_id, sample_key, entry_key]),
  )
}

/** Has the account any draft at all? */
export async function hasDrafts(db: Db, account_id: string): Promise<boolean> {
  return (await anyDraft(db, account_id)).length > 0
}

const anyDraft = prepared((db: Db, account_id: string) =>
  db.selectFrom('draft').select('sample_key').where('account_id', '=', account_id).limit(1),
)

/**
 * What a save of entries has to know besides the entries: has the task a reviewer, and the account a draft? One question,
 * for saves are many and seldom have a draft behind them.
 */
export async function readSaveFacts(
  db: Db,
  task_id: string,
  account_id: string,
): Promise<{ hasReviewer: boolean; hasDrafts: boolean }> {
  const [facts] = await saveFacts(db, task_id, account_id)
  return { hasReviewer: Boolean(facts!.hasReviewer), hasDrafts: Boolean(facts!.hasDrafts) }
}

const saveFacts = prepared((db: Db, task_id: string, account_id: string) =>
  db.selectNoFrom((eb) => [
    eb
      .exists(
        eb
          .selectFrom('task_member')
          .select('worker_id')
          .where('task_id', '=', task_id)
          .where('role', '=', WorkerRole.reviewer)
          .where('removed', '=', 0),
      )
      .as('hasReviewer'),
    eb.exists(eb.selectFrom('draft').select('sample_key').where('account_id', '=', account_id)).as('hasDrafts'),
  ]),
)

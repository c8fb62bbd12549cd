import type { Db } from '#adapters/sql/store.ts'
import type { AccountRow } from '#adapters/sql/tables.ts'

/** Domain of every account that is not given another one; clients of Keystone know it by either word. */
export const DEFAULT_DOMAIN = 'Default'
export const DEFAULT_DOMAIN_ID = 'default'

/** Names that are e-mail addresses do not depend on upper and lower case; other names do. */
export function accountNameOf(name: string): string {
  return name.includes('@') ? name.toLowerCase() : name
}

/**
 * Called when a member is deleted from his last team: he cannot sign in any more, his sessions end, his invitation is dead, his
 * e-mail address, preferences and unfinished work are erased (behaviour 1). The account stays, so that his sessions hear E4632.
 */
export async function forgetMember(db: Db, worker_id: string): Promise<void> {
  await db.deleteFrom('invitation').where('worker_id', '=', worker_id).execute()
  for (const table of ['preference', 'draft', 'presence'] as const) {
    await db
      .deleteFrom(table)
      .where('account_id', 'in', (eb) =>
        eb.selectFrom('account').select('account_id').where('worker_id', '=', worker_id),
      )
      .execute()
  }
  await db
    .updateTable('account')
    .set({ user_name: worker_id, password_hash: null })
    .where('worker_id', '=', worker_id)
    .execute()
}

/** The account of a member, if he has set a password yet. */
export function findMemberAccount(db: Db, worker_id: string): Promise<AccountRow | undefined> {
  return db
    .selectFrom('account')
    .selectAll()
    .where('worker_id', '=', worker_id)
    .where('password_hash', 'is not', null)
    .executeTakeFirst()
}

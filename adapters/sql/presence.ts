import type { Tx } from './store.ts'
import type { PresenceRow } from './tables.ts'

/** Who works on an entry, as D48 names accounts. */
export type Holder = PresenceRow & { user_name: string; domain_name: string; worker_id: string | null }

/**
 * Says that an account works on an entry from now on, if nobody else does or `take_over` is wished, and answers who does
 * then. What the account said of other entries and has run out goes.
 */
export async function claimEntry(
  tx: Tx,
  claim: PresenceRow,
  { now, take_over }: { now: number; take_over: boolean },
): Promise<Holder> {
  const { account_id, entry_key, expires_at } = claim
  await tx.deleteFrom('presence').where('account_id', '=', account_id).where('expires_at', '<=', now).execute()
  await tx
    .insertInto('presence')
    .values(claim)
    .onConflict((conflict) =>
      conflict
        .column('entry_key')
        .doUpdateSet({ account_id, expires_at })
        .$call((update) =>
          take_over
            ? update
            : update.where((eb) =>
                eb.or([eb('presence.account_id', '=', account_id), eb('presence.expires_at', '<=', now)]),
              ),
        ),
    )
    .execute()
  return tx
    .selectFrom('presence as p')
    .innerJoin('account as a', 'a.account_id', 'p.account_id')
    .selectAll('p')
    .select(['a.user_name', 'a.domain_name', 'a.worker_id'])
    .where('p.entry_key', '=', entry_key)
    .executeTakeFirstOrThrow()
}

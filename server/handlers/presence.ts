import { keepAlive } from '#adapters/sql/locks.ts'
import { claimEntry } from '#adapters/sql/presence.ts'
import { errors } from '#contract/errors.ts'
import type { PresenceResp } from '#contract/ours.ts'
import { nameOfAccount } from '#server/actor.ts'
import type { Call } from '#server/handler.ts'
import { addressedEntry } from './addressed-entry.ts'

/** How long somebody counts as present without saying so again, in milliseconds. */
const LEASE = 120_000

/** Who works on an entry (workbench 1.2). It informs people and stops nobody: every save is judged without it. */
export function setPresence(call: Call<'SetPresence'>): Promise<PresenceResp> {
  const { services, actor, body } = call
  const { account_id } = actor
  const { take_over = false } = body
  const now = services.now()
  return services.store.transaction(async (tx) => {
    const { entry_key } = (await addressedEntry(tx, call)).entry
    if (!(await keepAlive(tx, { entry_key }))) throw errors.sampleNotFound()
    const holder = await claimEntry(tx, { entry_key, account_id, expires_at: now + LEASE }, { now, take_over })
    const holds = holder.account_id === account_id
    return { holds, ...(!holds && { holder: nameOfAccount(holder) }), expires_time: holder.expires_at }
  })
}

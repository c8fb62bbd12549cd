import type { Tx } from './store.ts'

/** What a mail is about (behaviour 6.3); the payload holds the numbers it names. */
export type MailKind = 'task_started' | 'task_assign' | 'reminder' | 'rejected'

export type OutgoingMail = { task_id: string; worker_id: string; kind: MailKind; payload: Record<string, number> }

/** Rejections of the next minutes go into one digest (behaviour 6.3). */
const DIGEST_DELAY = 120_000
/** How long a mail is tried before it is given up (reliability T13). */
const PATIENCE = 24 * 3600_000

/**
 * Puts mails into the outbox in the transaction that causes them, so that none is lost and none is sent for something
 * that did not happen. A digest that still waits takes up the new numbers.
 */
export async function enqueueMails(tx: Tx, mails: readonly OutgoingMail[], now: number): Promise<void> {
  for (const { task_id, worker_id, kind, payload } of mails) {
    if (kind === 'rejected' && (await growDigest(tx, { task_id, worker_id, kind, payload }))) continue
    await tx
      .insertInto('mail')
      .values({
        task_id,
        worker_id,
        kind,
        payload: JSON.stringify(payload),
        due_at: kind === 'rejected' ? now + DIGEST_DELAY : now,
        give_up_at: now + PATIENCE,
      })
      .execute()
  }
}

async function growDigest(tx: Tx, { task_id, worker_id, kind, payload }: OutgoingMail): Promise<boolean> {
  const waiting = await tx
    .selectFrom('mail')
    .select(['mail_key', 'payload'])
    .where('task_id', '=', task_id)
    .where('worker_id', '=', worker_id)
    .where('kind', '=', kind)
    .where('attempts', '=', 0)
    .$if(tx.engine === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst()
  if (!waiting) return false
  const sums: Record<string, number> = JSON.parse(waiting.payload)
  for (const [name, number] of Object.entries(payload)) sums[name] = (sums[name] ?? 0) + number
  await tx
    .updateTable('mail')
    .set({ payload: JSON.stringify(sums) })
    .where('mail_key', '=', waiting.mail_key)
    .execute()
  return true
}

import type { Selectable } from 'kysely'
import { DatasetStatus, WorkerStatus } from '#contract/codes.ts'
import type { Db, Tx } from './store.ts'
import type { MailRow } from './tables.ts'
import { markInvited } from './workers.ts'

/** What a mail is about (behaviour 6.3); the payload holds the numbers it names. */
export type MailKind = 'task_started' | 'task_assign' | 'reminder' | 'rejected'

export type OutgoingMail = { task_id: string; worker_id: string; kind: MailKind; payload: Record<string, number> }

/** Rejections of the next minutes go into one digest (behaviour 6.3). */
const DIGEST_DELAY = 120_000
/** How long a mail is tried before it is given up (reliability T13). */
const PATIENCE = 24 * 3600_000
/** Pauses between two tries double from the first to the longest one. The first is longer than a try can take. */
const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 3600_000

/**
 * Puts mails into the outbox in the transaction that causes them, so that none is lost and none is sent for something
 * that did not happen. A digest that still waits takes up the new numbers.
 */
export async function enqueueMails(tx: Tx, mails: readonly OutgoingMail[], now: number): Promise<void> {
  const digests = await readWaitingDigests(tx, mails)
  const grown: unknown[][] = []
  const fresh: unknown[][] = []
  for (const mail of mails) {
    const { task_id, worker_id, kind, payload } = mail
    const waiting = digests.get(nameOf(mail))
    const due_at = kind === 'rejected' ? now + DIGEST_DELAY : now
    if (waiting) grown.push([waiting.mail_key, JSON.stringify(sumOf(JSON.parse(waiting.payload), payload))])
    else fresh.push([task_id, worker_id, kind, JSON.stringify(payload), due_at, now + PATIENCE])
  }
  await tx.each.update('mail', ['mail_key'], ['payload'], grown)
  await tx.each.insert('mail', ['task_id', 'worker_id', 'kind', 'payload', 'due_at', 'give_up_at'], fresh)
}

const nameOf = ({ task_id, worker_id, kind }: Pick<MailRow, 'task_id' | 'worker_id' | 'kind'>) =>
  [task_id, worker_id, kind].join(' ')

async function readWaitingDigests(tx: Tx, mails: readonly OutgoingMail[]) {
  const rows = await tx.each.select(
    'mail',
    ['task_id', 'worker_id', 'kind', 'attempts'],
    ['mail_key', 'task_id', 'worker_id', 'kind', 'payload'],
    mails
      .filter(({ kind }) => kind === 'rejected')
      .map(({ task_id, worker_id, kind }) => [task_id, worker_id, kind, 0])
      .sort(),
    'lock',
  )
  return new Map(rows.map((row) => [nameOf(row), row]))
}

function sumOf(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sums = { ...one }
  for (const [name, number] of Object.entries(other)) sums[name] = (sums[name] ?? 0) + number
  return sums
}

/** Is there a mail to send now? */
export async function hasDueMail(db: Db, now: number): Promise<boolean> {
  const mail = await db.selectFrom('mail').select('mail_key').where('due_at', '<=', now).limit(1).executeTakeFirst()
  return mail !== undefined
}

/** `last`: when this try fails as well, the mail is given up. */
export type ClaimedMail = Selectable<MailRow> & { last: boolean }

/**
 * Takes the mail that has waited longest and books its next try, so that nobody else sends it meanwhile and a digest takes
 * up nothing more that the mail on its way does not say.
 */
export async function claimMail(tx: Tx, now: number): Promise<ClaimedMail | undefined> {
  const mail = await tx
    .selectFrom('mail')
    .selectAll()
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('mail_key')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!mail) return undefined
  const due_at = now + Math.min(FIRST_PAUSE * 2 ** mail.attempts, LONGEST_PAUSE)
  await tx
    .updateTable('mail')
    .set({ due_at, attempts: mail.attempts + 1 })
    .where('mail_key', '=', mail.mail_key)
    .execute()
  return { ...mail, last: due_at > mail.give_up_at }
}

export async function deleteMail(tx: Tx, mail_key: number): Promise<void> {
  await tx.deleteFrom('mail').where('mail_key', '=', mail_key).execute()
}

/** Nothing can be sent: what is due is forgotten. */
export async function dropDueMails(db: Db, now: number): Promise<void> {
  await db.deleteFrom('mail').where('due_at', '<=', now).execute()
}

/** What a mail is about and to whom it goes. */
export type MailTopic = { email: string; task_name: string; dataset_id: string; dataset_name: string }

/** Undefined when the task is gone, or the member from the project or from the task: then there is nothing to say. */
export function findMailTopic(
  db: Db,
  { task_id, worker_id }: { task_id: string; worker_id: string },
): Promise<MailTopic | undefined> {
  return db
    .selectFrom('task_member as m')
    .innerJoin('worker as w', 'w.worker_id', 'm.worker_id')
    .innerJoin('workforce_task as t', 't.task_id', 'm.task_id')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .select(['t.task_name', 'd.dataset_id', 'd.dataset_name', (eb) => eb.ref('w.email').$notNull().as('email')])
    .where('m.task_id', '=', task_id)
    .where('m.worker_id', '=', worker_id)
    .where('m.removed', '=', 0)
    .where('w.email', 'is not', null)
    .where('w.status', '<>', WorkerStatus.deleted)
    .where('t.deleted', '=', 0)
    .where('d.status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .executeTakeFirst()
}

/** Writes down how a mail to a member about a task ended; the first invitation that went out makes him invited. */
export async function noteMail(
  tx: Tx,
  { task_id, worker_id }: { task_id: string; worker_id: string },
  { email_status, invited, now }: { email_status: number; invited: boolean; now: number },
): Promise<void> {
  await tx
    .updateTable('task_member')
    .set({ email_status })
    .where('task_id', '=', task_id)
    .where('worker_id', '=', worker_id)
    .execute()
  if (invited) await markInvited(tx, worker_id, now)
}

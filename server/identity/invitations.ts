import type { Db, Tx } from '#adapters/sql/store.ts'
import type { InvitationRow, WorkerRow } from '#adapters/sql/tables.ts'
import { WorkerStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { newHexId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { findMemberAccount } from './accounts.ts'
import { hashPassword } from './password.ts'
import { faultOfPassword } from './password-rules.ts'
import { revokeTokensOf } from './tokens.ts'

/** How long a link works, and how soon another one may be asked for, in milliseconds (reliability S9, behaviour 1). */
const LIFETIME = 72 * 3_600_000
const RESET_INTERVAL = 300_000

export type Invitation = { link: string; expires_at: number }
type Signing = Pick<Services, 'config' | 'keys' | 'now'>
type Member = Pick<WorkerRow, 'worker_id'>

/**
 * The link with which a member sets his first password, the same one as long as it works; null for a member who has a
 * password. For mails: `db` is the transaction that writes the mail.
 */
export async function invitationFor(services: Signing, db: Db, worker: Member): Promise<string | null> {
  const open = await findInvitation(services, db, worker)
  if (open) return open.link
  if (await findMemberAccount(db, worker.worker_id)) return null
  return (await openInvitation(services, db, worker)).link
}

/** The link that works now, if there is one. */
export async function findInvitation(services: Signing, db: Db, { worker_id }: Member): Promise<Invitation | null> {
  const row = await findRow(db, worker_id)
  return row && isOpen(row, services.now()) ? invitationOf(services, row) : null
}

/** Makes a link, unless another process has just made one: then that one is the answer. */
export async function openInvitation(services: Signing, db: Db, { worker_id }: Member): Promise<Invitation> {
  const now = services.now()
  const fresh = { nonce: newHexId(), expires_at: now + LIFETIME, used_at: null }
  await db
    .insertInto('invitation')
    .values({ worker_id, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column('worker_id')
        .doUpdateSet(fresh)
        .where((eb) => eb.or([eb('invitation.expires_at', '<=', now), eb('invitation.used_at', 'is not', null)])),
    )
    .execute()
  return invitationOf(services, (await findRow(db, worker_id))!)
}

/** Makes a new link and kills the one before; at most once in 300 s (E4634). */
export async function renewInvitation(services: Signing, db: Db, { worker_id }: Member): Promise<Invitation> {
  const now = services.now()
  const fresh = { nonce: newHexId(), expires_at: now + LIFETIME, used_at: null }
  const row = await db
    .insertInto('invitation')
    .values({ worker_id, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column('worker_id')
        .doUpdateSet(fresh)
        .where('invitation.expires_at', '<=', now + LIFETIME - RESET_INTERVAL),
    )
    .returningAll()
    .executeTakeFirst()
  if (!row) throw errors.resetTooOften()
  return invitationOf(services, row)
}

export type InvitedMember = { worker_id: string; project_id: string; user_name: string; domain_name: string }

/** The member whom an open link invites; E4609 when it is unknown, used or expired, or the member was deleted. */
export async function checkInvitation(services: Signing, db: Db, token: string): Promise<InvitedMember> {
  return findInvited(db, await findByToken(services, db, token))
}

/**
 * Sets the member's password and ends his sessions; the link works once (E4609). A password that is refused (E4128) leaves
 * the link as it was.
 */
export async function acceptInvitation(services: Services, token: string, password: string): Promise<InvitedMember> {
  const { store } = services
  const row = await findByToken(services, store.db, token)
  const fault = faultOfPassword(password)
  if (fault) throw errors.passwordTooWeak(fault)
  const password_hash = await hashPassword(password)
  return store.transaction(async (tx) => {
    await useUp(tx, row, services.now())
    const member = await findInvited(tx, row)
    await setPassword(tx, member, password_hash, services.now())
    return member
  })
}

async function findByToken(services: Signing, db: Db, token: string): Promise<InvitationRow> {
  const [, worker_id, signature] = /^([0-9a-f]{32})([A-Za-z0-9_-]{43})$/.exec(token) ?? []
  const row = worker_id === undefined ? undefined : await findRow(db, worker_id)
  if (!row || !isOpen(row, services.now()) || !services.keys.verify('invitation', signedText(row), signature!)) {
    throw errors.invitationInvalid()
  }
  return row
}

async function findInvited(db: Db, { worker_id }: InvitationRow): Promise<InvitedMember> {
  const worker = await db
    .selectFrom('worker')
    .innerJoin('project', 'project.project_id', 'worker.project_id')
    .select(['worker.project_id', 'worker.email', 'worker.status', 'project.domain_name'])
    .where('worker_id', '=', worker_id)
    .executeTakeFirst()
  if (!worker?.email || worker.status === WorkerStatus.deleted) throw errors.invitationInvalid()
  return { worker_id, project_id: worker.project_id, user_name: worker.email, domain_name: worker.domain_name }
}

/** Of two that come at once with the same link, one finds it used. */
async function useUp(tx: Tx, { worker_id, nonce }: InvitationRow, now: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('invitation')
    .set({ used_at: now })
    .where('worker_id', '=', worker_id)
    .where('nonce', '=', nonce)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw errors.invitationInvalid()
}

async function setPassword(tx: Tx, member: InvitedMember, password_hash: string, now: number): Promise<void> {
  const { worker_id, project_id, user_name, domain_name } = member
  const namesakes = await tx
    .selectFrom('account')
    .select('worker_id')
    .where('domain_name', '=', domain_name)
    .where('user_name', '=', user_name)
    .execute()
  if (namesakes.some((account) => account.worker_id !== worker_id)) {
    throw errors.invitationInvalid(`Another account has the name ${user_name}; ask the owner for another invitation.`)
  }
  const { account_id } = await tx
    .insertInto('account')
    .values({ account_id: newHexId(), project_id, domain_name, user_name, password_hash, worker_id, create_time: now })
    .onConflict((conflict) =>
      conflict.column('worker_id').where('worker_id', 'is not', null).doUpdateSet({ user_name, password_hash }),
    )
    .returning('account_id')
    .executeTakeFirstOrThrow()
  await revokeTokensOf(tx, account_id)
}

function findRow(db: Db, worker_id: string): Promise<InvitationRow | undefined> {
  return db.selectFrom('invitation').selectAll().where('worker_id', '=', worker_id).executeTakeFirst()
}

const isOpen = (row: InvitationRow, now: number) => row.used_at === null && row.expires_at > now

/** The token is made anew from the row whenever it is shown, so nothing that opens an account is stored. */
function invitationOf({ config, keys }: Signing, row: InvitationRow): Invitation {
  const token = `${row.worker_id}${keys.sign('invitation', signedText(row))}`
  return { link: `${config.publicUrl}/invitation/${token}`, expires_at: row.expires_at }
}

const signedText = ({ worker_id, nonce, expires_at }: InvitationRow) => `${worker_id}\n${nonce}\n${expires_at}`

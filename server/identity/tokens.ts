import { createHash, randomBytes } from 'node:crypto'
import { prepared } from '#adapters/sql/prepared.ts'
import type { Db, Store } from '#adapters/sql/store.ts'
import type { TokenRow } from '#adapters/sql/tables.ts'
import type { Services } from '#server/services.ts'

/** How long a token lives, in milliseconds (issue 2.5). */
export const TOKEN_LIFETIME = 24 * 3_600_000
/** Expired tokens are kept a while so that their bearer is told "expired" and not "unknown". */
const KEPT_AFTER_EXPIRY = 24 * 3_600_000
const SWEEP_INTERVAL = 3_600_000
const TOKEN_BYTES = 32
const LONGEST_AGENT = 256

export type IssuedToken = { token: string; issued_at: number; expires_at: number }

/**
 * Makes a token for an account; `project_id` null scopes it to the domain. Only its SHA-256 is stored (reliability S10): 256
 * random bits need no slow hash. A token made from another one ends with it (`expires_at`); with `idle_limit` it is the session
 * of a console, which ends that long after it was used last.
 */
export async function issueToken(
  services: Pick<Services, 'store' | 'now'>,
  account_id: string,
  project_id: string | null,
  options: { expires_at?: number; idle_limit?: number; user_agent?: string | undefined } = {},
): Promise<IssuedToken> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const issued_at = services.now()
  const idle_limit = options.idle_limit ?? null
  const expires_at = options.expires_at ?? issued_at + Math.min(TOKEN_LIFETIME, idle_limit ?? TOKEN_LIFETIME)
  const times = { create_time: issued_at, used_at: issued_at, expires_at, idle_limit }
  const user_agent = options.user_agent?.slice(0, LONGEST_AGENT) ?? null
  await services.store.db
    .insertInto('token')
    .values({ token_hash: hashOf(token), account_id, project_id, ...times, user_agent })
    .execute()
  await sweep(services.store, issued_at)
  return { token, issued_at, expires_at }
}

/** A token with the person behind it. The worker's columns are null for an owner, and for a member who is gone. */
export type FoundToken = TokenRow & {
  user_name: string
  domain_name: string
  account_worker_id: string | null
  worker_id: string | null
  email: string | null
  status: number | null
}

/** Finds a token, expired or not, by one query. */
export async function findToken(db: Db, token: string): Promise<FoundToken | undefined> {
  const [found] = await findByHash(db, hashOf(token))
  return found
}

const findByHash = prepared((db: Db, token_hash: string) =>
  db
    .selectFrom('token as t')
    .innerJoin('account as a', 'a.account_id', 't.account_id')
    .leftJoin('worker as w', 'w.worker_id', 'a.worker_id')
    .selectAll('t')
    .select(['a.user_name', 'a.domain_name', 'a.worker_id as account_worker_id', 'w.worker_id', 'w.email', 'w.status'])
    .where('t.token_hash', '=', token_hash),
)

/** Ends one token. */
export async function revokeToken(db: Db, token: string): Promise<void> {
  await db.deleteFrom('token').where('token_hash', '=', hashOf(token)).execute()
}

/** Ends all sessions of an account but the one that is spared. */
export async function revokeTokensOf(db: Db, account_id: string, spared: { token_hash?: string } = {}): Promise<void> {
  const { token_hash = '' } = spared
  await db.deleteFrom('token').where('account_id', '=', account_id).where('token_hash', '<>', token_hash).execute()
}

/** The last use, and with it a later end, is written down at most this often, in milliseconds. */
const EXTENSION_STEP = 60_000

/** Somebody is at work: his session ends its idle limit from now, and 24 hours after he signed in at the latest. */
export async function extendSession(db: Db, session: TokenRow, now: number): Promise<void> {
  if (now < session.used_at + EXTENSION_STEP) return
  const expires_at = Math.min(session.create_time + TOKEN_LIFETIME, now + (session.idle_limit ?? 0))
  await db.updateTable('token').set({ expires_at, used_at: now }).where('token_hash', '=', session.token_hash).execute()
}

/** Sessions of the console that an account has now, the one used last first. */
export function findSessionsOf(db: Db, account_id: string, now: number): Promise<TokenRow[]> {
  return db
    .selectFrom('token')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('idle_limit', 'is not', null)
    .where('expires_at', '>', now)
    .orderBy('used_at', 'desc')
    .orderBy('token_hash')
    .execute()
}

export async function revokeSessions(db: Db, sessions: readonly Pick<TokenRow, 'token_hash'>[]): Promise<void> {
  if (sessions.length === 0) return
  const hashes = sessions.map(({ token_hash }) => token_hash)
  await db.deleteFrom('token').where('token_hash', 'in', hashes).execute()
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

const lastSweeps = new WeakMap<Store, number>()

/** Deletes what expired long ago, at most once an hour and process. */
async function sweep(store: Store, now: number): Promise<void> {
  if (now - (lastSweeps.get(store) ?? 0) < SWEEP_INTERVAL) return
  lastSweeps.set(store, now)
  await store.db
    .deleteFrom('token')
    .where('expires_at', '<', now - KEPT_AFTER_EXPIRY)
    .execute()
}

import type { FastifyRequest } from 'fastify'
import { WorkerStatus } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { ACCOUNT_HEADER } from '#contract/identity.ts'
import type { Actor } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { isPersonAtWork, refuseForeignPage } from './same-origin.ts'
import { readSessionCookie } from './session-cookie.ts'
import { extendSession, type FoundToken, findToken } from './tokens.ts'

type Header = string | string[] | undefined
type Caller = Pick<FoundToken, 'account_id'>

export const accountHeader = ACCOUNT_HEADER.toLowerCase()

/**
 * Who makes a call on a project, by X-Auth-Token or by the session of the console. Refuses, in this order: neither of both
 * E0201, a session used by a foreign page E4336, unknown E0203, expired E0202, member not registered any more E4632, a page
 * of another account E0211, a token for the domain alone E0204.
 */
export async function authenticate(services: Services, request: FastifyRequest): Promise<Actor> {
  const found = await findCaller(services, request)
  const { account_id, user_name, domain_name, project_id, worker_id, email } = found
  if (project_id === null) throw errors.tokenWithoutProject()
  const worker = worker_id !== null && email !== null ? { worker_id, email } : null
  return { account_id, user_name, domain_name, project_id, worker }
}

/** The same without asking for a project: what identity calls need. */
export async function findCaller(services: Services, request: FastifyRequest): Promise<FoundToken> {
  const header = request.headers['x-auth-token']
  if (header !== undefined) return findBearer(services, header)
  const session = await findCookieSession(services, request)
  refuseOtherAccount(session, request.headers[accountHeader])
  return session
}

/**
 * Who is signed in, whosever the page is that asks. It is no fault that nobody is, or not any more; a token that is sent must
 * hold.
 */
export async function findSession(services: Services, request: FastifyRequest): Promise<FoundToken | undefined> {
  const header = request.headers['x-auth-token']
  if (header !== undefined) return findBearer(services, header)
  try {
    return await findCookieSession(services, request)
  } catch (error) {
    if (error instanceof MusterError && error.status === 401) return undefined
    throw error
  }
}

/** The pages of somebody else keep no session alive. */
async function findCookieSession(services: Services, request: FastifyRequest): Promise<FoundToken> {
  const cookie = readSessionCookie(services.config, request)
  if (cookie === undefined) throw errors.tokenMissing()
  refuseForeignPage(services.config, request)
  const session = check(services, await findToken(services.store.read, cookie), 'session')
  const isOwn = !isOfAnother(session, request.headers[accountHeader])
  if (isOwn && isPersonAtWork(request)) await extendSession(services.store.db, session, services.now())
  return session
}

/** Throws E0211 where a page names somebody else: what was done on it is never taken for a deed of whoever is signed in now. */
export function refuseOtherAccount(caller: Caller, named: Header): void {
  if (isOfAnother(caller, named)) throw errors.sessionOfAnother()
}

function isOfAnother({ account_id }: Caller, named: Header): boolean {
  return named !== undefined && named !== account_id
}

/** The bearer of a token; the session of a console is none, so it cannot be turned into one. */
export async function findBearer(services: Services, header: Header): Promise<FoundToken> {
  if (!header) throw errors.tokenMissing()
  return check(services, typeof header === 'string' ? await findToken(services.store.read, header) : undefined, 'token')
}

function check(services: Services, found: FoundToken | undefined, kind: 'token' | 'session'): FoundToken {
  if (!found || (found.idle_limit === null) !== (kind === 'token')) throw errors.tokenInvalid()
  if (found.expires_at <= services.now()) throw errors.tokenExpired()
  if (found.account_worker_id !== null && !isRegistered(found)) throw errors.memberNotRegistered()
  return found
}

/**
 * A member's account carries his e-mail address as its name. The name differs once he was deleted, and after he was added
 * again until he took up the new invitation: sessions from before do not come back to life.
 */
function isRegistered({ worker_id, email, status, user_name }: FoundToken): boolean {
  return worker_id !== null && status !== WorkerStatus.deleted && email === user_name
}

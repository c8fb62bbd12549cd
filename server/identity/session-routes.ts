import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, MusterError } from '#contract/errors.ts'
import { ChangePasswordReq, type Session, type SessionOrNobody, SignInReq } from '#contract/identity.ts'
import { validator } from '#contract/validate.ts'
import { LARGEST_BODY_OF_STRANGERS } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { accountHeader, findCaller, findSession, refuseOtherAccount } from './authenticate.ts'
import { findHolder } from './login.ts'
import { hashPassword } from './password.ts'
import { faultOfPassword } from './password-rules.ts'
import type { ProvePassword } from './prove-password.ts'
import { refuseForeignPage } from './same-origin.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { findToken, issueToken, revokeToken, revokeTokensOf } from './tokens.ts'

const MINUTE = 60_000
/** An owner can delete everything, so his session ends sooner; a labeler's lasts a day's work (reliability 3, 7.3.1). */
const IDLE_LIMIT = { owner: 30 * MINUTE, member: 12 * 60 * MINUTE }

const checkSignIn = validator(SignInReq)
const checkChangePassword = validator(ChangePasswordReq)

/** Sessions of the console: a cookie that only the browser sees, for people (architecture 4). */
export function addSessionRoutes(app: FastifyInstance, services: Services, provePassword: ProvePassword): void {
  const { config, store } = services
  const path = '/muster/v1/session'

  app.post(path, { bodyLimit: LARGEST_BODY_OF_STRANGERS }, async (request, reply) => {
    // Else a foreign page could sign somebody in under a name of its own.
    refuseForeignPage(config, request)
    const fault = checkSignIn(request.body)
    if (fault) throw errors.parameterInvalid(fault)
    const { user_name, password, domain_name } = request.body as SignInReq
    const domain = domain_name ? { domain: { name: domain_name } } : {}
    const account_id = await provePassword(request, reply, { name: user_name, password, ...domain })
    const { project, worker_id } = await findHolder(store.read, account_id)
    const idle_limit = IDLE_LIMIT[worker_id === null ? 'owner' : 'member']
    const kind = { idle_limit, user_agent: request.headers['user-agent'] }
    const { token, expires_at } = await issueToken(services, account_id, project.project_id, kind)
    await endSession(request)
    setSessionCookie(config, reply, token)
    return describeSession(account_id, expires_at)
  })

  app.get(path, async (request): Promise<SessionOrNobody> => {
    const caller = await findSession(services, request)
    return caller ? describeSession(caller.account_id, caller.expires_at) : { role: 'nobody' }
  })

  app.delete(path, async (request, reply) => {
    refuseForeignPage(config, request)
    const token = readSessionCookie(config, request)
    const session = token === undefined ? undefined : await findToken(store.read, token)
    if (session) refuseOtherAccount(session, request.headers[accountHeader])
    await endSession(request)
    clearSessionCookie(config, reply)
    return reply.code(204).send()
  })

  app.put('/muster/v1/password', { bodyLimit: LARGEST_BODY_OF_STRANGERS }, async (request, reply) => {
    const { account_id, token_hash } = await findCaller(services, request)
    const fault = checkChangePassword(request.body)
    if (fault) throw errors.parameterInvalid(fault)
    const { old_password, password } = request.body as ChangePasswordReq
    const weakness = faultOfPassword(password)
    if (weakness) throw errors.passwordTooWeak(weakness)
    await proveOldPassword(request, reply, account_id, old_password)
    const password_hash = await hashPassword(password)
    await store.transaction(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('account')
        .set({ password_hash })
        .where('account_id', '=', account_id)
        .where('password_hash', 'is not', null)
        .executeTakeFirst()
      // Deleted a moment ago: nobody signs in as him any more.
      if (numUpdatedRows === 0n) throw errors.memberNotRegistered()
      await revokeTokensOf(tx, account_id, { token_hash })
    })
    return reply.code(204).send()
  })

  /** Whoever is signed in already hears of a wrong password as of any other wrong field: 401 would mean that he is not. */
  async function proveOldPassword(request: FastifyRequest, reply: FastifyReply, id: string, password: string) {
    try {
      await provePassword(request, reply, { id, password }, 'password change')
    } catch (error) {
      const isWrong = error instanceof MusterError && error.error_code === errors.wrongPassword.error_code
      throw isWrong ? errors.oldPasswordWrong() : error
    }
  }

  async function endSession(request: FastifyRequest): Promise<void> {
    const token = readSessionCookie(config, request)
    if (token !== undefined) await revokeToken(store.db, token)
  }

  async function describeSession(account_id: string, expires_at: number): Promise<Session> {
    const { user_name, worker_id, project } = await findHolder(store.read, account_id)
    const { project_id, project_name, domain_name } = project
    return {
      account_id,
      user_name,
      ...(worker_id === null ? { role: 'owner' } : { role: 'member', worker_id, email: user_name }),
      project_id,
      project_name,
      domain_name,
      expires_at,
    }
  }
}

import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { TokenRow } from '#adapters/sql/tables.ts'
import type { OwnSession, OwnSessions } from '#contract/identity.ts'
import type { Services } from '#server/services.ts'
import { findCaller } from './authenticate.ts'
import { findSessionsOf, revokeSessions } from './tokens.ts'

type WithSession = { Params: { session_id: string } }

/** Where somebody is signed in at the console: he sees it and ends what he does not know or does not need any more. */
export function addOwnSessionRoutes(app: FastifyInstance, services: Services): void {
  const { store } = services
  const path = '/muster/v1/sessions'

  app.get(path, async (request): Promise<OwnSessions> => {
    const { account_id, token_hash } = await findCaller(services, request)
    const rows = await findSessionsOf(store.db, account_id, services.now())
    return { sessions: rows.map((row) => viewSession(row, token_hash)) }
  })

  // The one that asks stays.
  app.delete(path, async (request, reply) => {
    const { account_id, token_hash } = await findCaller(services, request)
    const rows = await findSessionsOf(store.db, account_id, services.now())
    await revokeSessions(
      store.db,
      rows.filter((row) => row.token_hash !== token_hash),
    )
    return reply.code(204).send()
  })

  // One that is over already, or that somebody else has, is not there to be ended.
  app.delete<WithSession>(`${path}/:session_id`, async (request, reply) => {
    const { account_id } = await findCaller(services, request)
    const rows = await findSessionsOf(store.db, account_id, services.now())
    await revokeSessions(
      store.db,
      rows.filter((row) => sessionIdOf(row) === request.params.session_id),
    )
    return reply.code(204).send()
  })
}

function viewSession(row: TokenRow, current: string): OwnSession {
  const { token_hash, create_time, used_at, expires_at } = row
  return {
    session_id: sessionIdOf(row),
    current: token_hash === current,
    create_time,
    last_use: used_at,
    expires_at,
    // Whoever signed in without one says nothing of himself.
    ...(row.user_agent && { user_agent: row.user_agent }),
  }
}

/** Names a session without telling what is stored of its token. */
function sessionIdOf({ token_hash }: Pick<TokenRow, 'token_hash'>): string {
  return createHash('sha256').update(token_hash).digest('base64url').slice(0, 22)
}

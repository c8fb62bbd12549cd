import type { FastifyInstance } from 'fastify'
import { authenticate, refuseOtherAccount } from '#server/identity/authenticate.ts'
import type { Services } from '#server/services.ts'
import { Streams } from './streams.ts'

/** What ends sessions: streams need not wait for their next heartbeat to notice. */
const SESSION_ENDS = [
  // The one before, of whoever was signed in with this browser.
  'POST /muster/v1/session',
  'DELETE /muster/v1/session',
  'DELETE /muster/v1/sessions',
  'DELETE /muster/v1/sessions/:session_id',
  'DELETE /v3/auth/tokens',
  'PUT /muster/v1/password',
  'POST /muster/v1/invitations/:token',
]

/** `GET /muster/v1/events`: what changes among what the caller may see, as server-sent events (`ChangeEvent`). */
export function addEventRoutes(app: FastifyInstance, services: Services): void {
  const streams = new Streams(services)
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => streams.close())

  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode }) => {
    if (statusCode < 400 && SESSION_ENDS.includes(`${method} ${routeOptions.url}`)) await streams.check()
  })

  app.get<{ Querystring: { account_id?: string } }>('/muster/v1/events', async (request, reply) => {
    const check = async () => {
      const actor = await authenticate(services, request)
      // A browser's stream of events carries no header.
      refuseOtherAccount(actor, request.query.account_id)
      return actor
    }
    const actor = await check()
    await streams.admit(actor)
    reply.hijack()
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that collect an answer before they pass it on would hold back every event.
      'x-accel-buffering': 'no',
    })
    streams.open(actor, reply.raw, check)
  })
}

import Fastify, { type FastifyInstance } from 'fastify'
import { errors } from '#contract/errors.ts'
import { answerFromConsole } from './console/routes.ts'
import type { ConsoleSite } from './console/site.ts'
import { addEventRoutes } from './events/routes.ts'
import { addArchiveRoutes } from './files/archive-routes.ts'
import { addProblemRoutes } from './files/problem-routes.ts'
import { addFileRoutes } from './files/routes.ts'
import { addUploadRoutes } from './files/uploads.ts'
import { handlers } from './handlers/index.ts'
import { addInvitationRoutes } from './identity/invitation-routes.ts'
import { addOwnSessionRoutes } from './identity/own-session-routes.ts'
import { addPreferenceRoutes } from './identity/preference-routes.ts'
import { passwordProver } from './identity/prove-password.ts'
import { addRoot } from './identity/root.ts'
import { addIdentityRoutes } from './identity/routes.ts'
import { addSessionRoutes } from './identity/session-routes.ts'
import { LARGEST_BODY } from './limits.ts'
import { answerClientError, answerErrors, answerRefusal } from './plugins/error-replies.ts'
import { readJsonBodies } from './plugins/json-bodies.ts'
import { addMetrics } from './plugins/metrics.ts'
import { addStateRoutes } from './plugins/state-routes.ts'
import { addWireRoutes } from './plugins/wire.ts'
import type { Services } from './services.ts'

/** How long a client may take for its headers, for its whole request, and between two requests, in milliseconds. */
const HEADERS_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 60_000
const KEEP_ALIVE_TIMEOUT = 75_000
/** How long a client may take no more of its answer: what is left holds memory, and a file open, in milliseconds. */
const STALLED_TIMEOUT = 60_000
/** How often they are looked at; Node's own half a minute would keep slow clients that much longer. */
const CHECKING_INTERVAL = 1000

type Options = {
  stalledTimeout?: number
  /** The console that is handed out beside the API. */
  site?: ConsoleSite | null
}

/** Builds the server of one process; it answers once `listen` or `inject` is called. */
export function buildApp(
  services: Services,
  { stalledTimeout = STALLED_TIMEOUT, site = null }: Options = {},
): FastifyInstance {
  const app = Fastify({
    bodyLimit: LARGEST_BODY,
    trustProxy: services.config.trustedProxies.length > 0 && services.config.trustedProxies,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    http: {
      headersTimeout: HEADERS_TIMEOUT,
      connectionsCheckingInterval: CHECKING_INTERVAL,
      // Node's own refusal has no body; ours follows below.
      requireHostHeader: false,
    },
    clientErrorHandler: answerClientError,
    // Label names stand in paths, up to 1,024 characters, percent-encoded.
    routerOptions: { maxParamLength: 16_384 },
    forceCloseConnections: 'idle',
    // A call that arrives on an open connection while the server stops is still answered, and its connection closed.
    return503OnClosing: false,
    // Addresses that cannot be decoded never reach a handler.
    frameworkErrors: (_error, _request, reply) => answerRefusal(reply, errors.requestMalformed()),
  })
  // Bodies and queries are checked in wire.ts with our own validator; replies are objects of ours.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  // Answers belong to one caller, and are never anything but what they say; files and pages add their own.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      return done(errors.requestMalformed('The request has no Host header.'))
    }
    // No name holds a NUL, and PostgreSQL takes none.
    done(request.raw.url?.includes('%00') ? errors.requestMalformed('The address holds a NUL character.') : undefined)
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Node begins anew with every piece that is taken, and after the answer waits for the next request instead.
    reply.raw.setTimeout(stalledTimeout, () => reply.raw.destroy())
    done()
  })
  answerErrors(app, (request, reply) => site && answerFromConsole(site, services.config, request, reply))
  readJsonBodies(app)
  addMetrics(app)
  addStateRoutes(app, services)
  const provePassword = passwordProver(services)
  addRoot(app, services.config, site)
  addIdentityRoutes(app, services, provePassword)
  addSessionRoutes(app, services, provePassword)
  addOwnSessionRoutes(app, services)
  addPreferenceRoutes(app, services)
  addInvitationRoutes(app, services, site)
  addFileRoutes(app, services)
  addUploadRoutes(app, services)
  addProblemRoutes(app, services)
  addArchiveRoutes(app, services)
  addEventRoutes(app, services)
  addWireRoutes(app, services, handlers)
  return app
}

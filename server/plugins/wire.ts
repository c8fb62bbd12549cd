import type { FastifyInstance, FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { CALL_IDS, type CallId, calls, successStatus } from '#contract/operations.ts'
import { decodeQuery } from '#contract/query.ts'
import { validator } from '#contract/validate.ts'
import { authorize, type Scope } from '#server/access.ts'
import type { Actor } from '#server/actor.ts'
import { changesOfCall } from '#server/events/changes-of-calls.ts'
import type { Call, Handler, Handlers } from '#server/handler.ts'
import { authenticate } from '#server/identity/authenticate.ts'
import { tagOf } from '#server/if-match.ts'
import type { Services } from '#server/services.ts'

/**
 * Routes of the wire and of our own calls, made from the one table. The order in which a call can be refused is fixed (behaviour 1): token,
 * project, not built, what the path names, role; only then query and body are looked at.
 */
export function addWireRoutes(app: FastifyInstance, services: Services, handlers: Handlers): void {
  app.decorateRequest('wire', null as never)
  for (const id of CALL_IDS) addRoute(app, services, id, handlers[id] as Handler<CallId> | undefined)
}

declare module 'fastify' {
  interface FastifyRequest {
    wire: { actor: Actor; scope: Scope }
  }
}

type PathNames = { project_id?: string; dataset_id?: string; workforce_task_id?: string; workforce_id?: string }

function addRoute(app: FastifyInstance, services: Services, id: CallId, handler: Handler<CallId> | undefined) {
  const operation = calls[id]
  const checkBody = operation.body ? validator(operation.body) : null
  const status = successStatus(id)

  app.route({
    method: operation.method,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    async onRequest(request: FastifyRequest) {
      const actor = await authenticate(services, request)
      const names = request.params as PathNames
      if (names.project_id !== undefined && names.project_id !== actor.project_id) throw errors.projectMismatch()
      if (!handler) throw errors.notSupported(`${id} is not built yet.`)
      request.wire = { actor, scope: await authorize(services.store.read, actor, id, names) }
    },
    async handler(request, reply) {
      const query = decodeQuery(operation.query, request.query as Record<string, string | string[]>)
      if ('refused' in query) throw errors.parameterInvalid(query.refused)
      // No body is an empty one; a body that says null is not.
      const body = operation.body ? (request.body === undefined ? {} : request.body) : undefined
      const fault = checkBody?.(body)
      if (fault) throw errors.parameterInvalid(fault)
      const { actor, scope } = request.wire
      const { params, headers } = request
      const ifMatch = headers['if-match']
      const call = { services, actor, scope, params, query: query.query, body, ifMatch } as Call<CallId>
      const answer = await handler!(call)
      for (const change of changesOfCall(id, call)) services.events.publish(change)
      reply.code(status)
      const tag = tagOf(answer)
      if (tag !== undefined) reply.header('etag', tag)
      return status === 204 ? reply.send() : (answer ?? {})
    },
  })
}

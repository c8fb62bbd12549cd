import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { CreateTokenReq } from '#contract/identity.ts'
import { validator } from '#contract/validate.ts'
import { LARGEST_BODY_OF_STRANGERS } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { findBearer, findCaller } from './authenticate.ts'
import { domainDocument, listDocument, projectDocument, tokenDocument, versionDocument } from './keystone.ts'
import { findHolder, projectOfScope } from './login.ts'
import type { ProvePassword } from './prove-password.ts'
import { issueToken, revokeToken } from './tokens.ts'

/** Somebody who has proven who he is; a token made from an older one ends with it. */
type Proof = { account_id: string; expires_at?: number }

const checkCreateToken = validator(CreateTokenReq)

/** The part of Keystone v3 with which real clients sign in (architecture 4, clients 1.1 and 2.1). */
export function addIdentityRoutes(app: FastifyInstance, services: Services, provePassword: ProvePassword): void {
  const { config, store } = services

  for (const url of ['/v3', '/v3/']) app.get(url, async () => ({ version: versionDocument(config) }))

  app.post('/v3/auth/tokens', { bodyLimit: LARGEST_BODY_OF_STRANGERS }, async (request, reply) => {
    const fault = checkCreateToken(request.body)
    if (fault) throw errors.parameterInvalid(fault)
    const { identity, scope } = (request.body as CreateTokenReq).auth
    const [method] = identity.methods
    const proof: Proof =
      method === 'token' ? await proveByToken(services, identity.token) : await proveByPassword(request, reply)
    const holder = await findHolder(store.read, proof.account_id)
    const project_id = projectOfScope(holder, scope)
    const issued = await issueToken(services, proof.account_id, project_id, proof)
    reply.code(201).header('x-subject-token', issued.token)
    return tokenDocument(config, holder, issued, { method: method!, scoped: project_id !== null })
  })

  async function proveByPassword(request: FastifyRequest, reply: FastifyReply): Promise<Proof> {
    const { methods, password } = (request.body as CreateTokenReq).auth.identity
    if (methods[0] !== 'password') throw errors.parameterInvalid('auth.identity.methods[0]: must be password or token')
    if (!password) throw errors.parameterInvalid('auth.identity.password: is missing')
    return { account_id: await provePassword(request, reply, password.user) }
  }

  app.get('/v3/auth/tokens', async (request, reply) => {
    const subject = await findSubject(request)
    const holder = await findHolder(store.read, subject.account_id)
    const issued = { issued_at: subject.create_time, expires_at: subject.expires_at }
    reply.header('x-subject-token', String(request.headers['x-subject-token']))
    return tokenDocument(config, holder, issued, { method: 'password', scoped: subject.project_id !== null })
  })

  app.delete('/v3/auth/tokens', async (request, reply) => {
    await findSubject(request)
    await revokeToken(store.db, String(request.headers['x-subject-token']))
    return reply.code(204).send()
  })

  /** The token that a call is about: one of the caller's own, or, for an owner, of anybody in his project. */
  async function findSubject(request: FastifyRequest) {
    const caller = await findCaller(services, request)
    const subject = await findBearer(services, request.headers['x-subject-token'])
    if (subject.account_id === caller.account_id) return subject
    const project_id = (await findHolder(store.read, subject.account_id)).project.project_id
    if (caller.account_worker_id !== null || caller.project_id !== project_id) throw errors.tokenInvalid()
    return subject
  }

  const projectOfCaller = async (request: FastifyRequest) => {
    const caller = await findCaller(services, request)
    return (await findHolder(store.read, caller.account_id)).project
  }

  for (const path of ['/v3/projects', '/v3/auth/projects']) {
    app.get<{ Querystring: { name?: string } }>(path, async (request) => {
      const project = await projectOfCaller(request)
      const { name } = request.query
      const rows = name === undefined || name === project.project_name ? [projectDocument(config, project)] : []
      return listDocument(config, path, 'projects', rows)
    })
  }

  app.get('/v3/auth/domains', async (request) => {
    const project = await projectOfCaller(request)
    return listDocument(config, '/v3/auth/domains', 'domains', [domainDocument(config, project)])
  })
}

/** A token proves who one is; the new token ends with it. */
async function proveByToken(services: Services, token: { id: string } | undefined): Promise<Proof> {
  if (!token) throw errors.parameterInvalid('auth.identity.token: is missing')
  const { account_id, expires_at } = await findBearer(services, token.id)
  return { account_id, expires_at }
}

import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { type CallId, calls, type Params, type Query, type Reply, successStatus } from '#contract/operations.ts'
import { validator } from '#contract/validate.ts'

/** What a path and a query need. Other keys are left out, so a builder's result can be passed as it is. */
type Names<Id extends CallId> = Omit<Params<Id>, 'project_id'> & { project_id?: string } & Partial<Query<Id>>

/** Operations without a body table answer an object all the same, `{}` as a rule. */
type Answer<Id extends CallId> = Reply<Id> extends null ? Record<string, unknown> : Reply<Id>

/** Whatever was sent; tests know what they asked for. */
type Json = ReturnType<typeof JSON.parse>
type RequestOptions = { headers?: Record<string, string>; body?: unknown }
type Response = { status: number; headers: Record<string, unknown>; text: string; json: Json }

/** A refusal as the wire shows it. */
export class Refused extends Error {
  readonly status: number
  readonly error_code: string
  readonly error_msg: string

  constructor(operation: string, { status, json }: Response) {
    super(`${operation} was refused: ${status} ${JSON.stringify(json)}`)
    this.status = status
    this.error_code = json?.error_code
    this.error_msg = json?.error_msg
  }
}

/** Somebody who makes calls with a token of his own. */
export class Caller {
  readonly projectId: string
  readonly token: string
  /** Of a member; empty for an owner. */
  readonly email: string
  readonly worker_id: string
  readonly #app: FastifyInstance

  constructor(app: FastifyInstance, who: { projectId: string; token: string; email?: string; worker_id?: string }) {
    this.#app = app
    this.projectId = who.projectId
    this.token = who.token
    this.email = who.email ?? ''
    this.worker_id = who.worker_id ?? ''
  }

  /**
   * Calls an operation and answers its body (null for 204). Throws `Refused` for a status from 400; fails when the answer
   * is not what the contract says.
   */
  async call<Id extends CallId>(id: Id, names: Names<Id>, body?: unknown): Promise<Answer<Id>> {
    const { method, query, replies } = calls[id]
    const values = { project_id: this.projectId, ...names } as Record<string, unknown>
    const path = calls[id].path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values[name])))
    const search = new URLSearchParams()
    for (const name of Object.keys(query.properties)) {
      const value = values[name]
      if (value !== undefined) search.set(name, String(value))
    }
    const sent = await this.request(method, `${path}?${search}`, calls[id].body ? { body: body ?? {} } : {})
    if (sent.status >= 400) throw new Refused(id, sent)
    const expected = successStatus(id)
    if (sent.status !== expected) throw new Error(`${id} answered ${sent.status}, the contract says ${expected}`)
    const [schema] = Object.values(replies) as (TSchema | null)[]
    const fault = schema ? validator(schema)(sent.json) : null
    if (fault) throw new Error(`${id} answered what the contract does not allow: ${fault}\n${sent.text.slice(0, 2000)}`)
    return sent.json
  }

  /** The refusal of a call that must be refused. */
  async refused<Id extends CallId>(id: Id, names: Names<Id>, body?: unknown): Promise<Refused> {
    const answer = await this.call(id, names, body).catch((error: unknown) => {
      if (error instanceof Refused) return error
      throw error
    })
    if (answer instanceof Refused) return answer
    throw new Error(`${id} was not refused: ${JSON.stringify(answer)}`)
  }

  /** Any request, as it is; a body that is no text is sent as JSON. `json` is null where the answer is none. */
  async request(method: string, url: string, { headers = {}, body }: RequestOptions = {}): Promise<Response> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const reply = await this.#app.inject({
      method: method as 'GET',
      url,
      headers: {
        'x-auth-token': this.token,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: isRaw ? (body as string) : JSON.stringify(body) }),
    })
    const isJson = reply.body !== '' && String(reply.headers['content-type']).startsWith('application/json')
    const json = isJson ? JSON.parse(reply.body) : null
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, json }
  }
}

import type { ErrorBody } from '#contract/common.ts'
import { CONSOLE_HEADER, type CreateTokenReq, type TokenResp } from '#contract/identity.ts'
import { type Body, type CallId, calls, type Params, type Query, type Reply } from '#contract/operations.ts'

/** A refusal of the server. `error_code` is empty when what answered was not Muster, as a proxy. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly error_code: string
  readonly error_msg: string

  constructor(call: string, status: number, body: Partial<ErrorBody>) {
    super(`${call}: ${status} ${body.error_code ?? ''} ${body.error_msg ?? ''}`.trimEnd())
    this.status = status
    this.error_code = body.error_code ?? ''
    this.error_msg = body.error_msg ?? ''
  }
}

type Settings = {
  /** Where the server is, as `http://127.0.0.1:8080`; '' for a page of the console. */
  baseUrl: string
  project_id: string
  /** Without one, the session of the console is used: the cookie that the browser keeps. */
  token?: string
  /** Whether the page asks by itself, as when it polls: that does not keep a session of the console alive. */
  background?: () => boolean
  fetch?: typeof fetch
}

/** What the address of a call needs, flat: names in its path, and parameters of its query as one likes. */
export type Arguments<Id extends CallId> = Omit<Params<Id>, 'project_id'> & Partial<Query<Id>>

type Call = <Id extends CallId>(
  id: Id,
  args: Arguments<Id>,
  ...body: null extends Body<Id> ? [] : [body: Body<Id>]
) => Promise<Reply<Id>>

export type Client = {
  readonly project_id: string
  readonly token: string | undefined
  /** Makes one call of the contract and returns the body of the reply; throws ApiError when it is refused. */
  call: Call
}

/** A caller of the operations of one project, typed by the contract. */
export function createClient(settings: Settings): Client {
  const { project_id, token, background, fetch: send = fetch } = settings
  const base = settings.baseUrl.replace(/\/+$/, '')
  const proof = (): Record<string, string> =>
    token ? { 'X-Auth-Token': token } : { [CONSOLE_HEADER]: background?.() ? 'background' : '1' }
  async function call(id: CallId, args: Record<string, unknown>, body?: unknown): Promise<unknown> {
    const reply = await send(base + addressOf(id, { ...args, project_id }), {
      method: calls[id].method,
      headers: { 'Content-Type': 'application/json', ...proof() },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return readReply(id, reply)
  }
  return { project_id, token, call: call as Call }
}

/** The path of a call with its query; a query parameter that is undefined is left out. */
function addressOf(id: CallId, args: Record<string, unknown>): string {
  const inPath = new Set<string>()
  const path = calls[id].path.replace(/\{(\w+)\}/g, (_, name: string) => {
    inPath.add(name)
    if (args[name] === undefined || args[name] === '') throw new TypeError(`${id}: ${name} is missing`)
    return encodeURIComponent(String(args[name]))
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args)) {
    if (!inPath.has(name) && value !== undefined) query.set(name, String(value))
  }
  return query.size === 0 ? path : `${path}?${query}`
}

/** Parsed JSON, null for an empty body; throws ApiError for a refusal, and for what is not JSON. */
export async function readReply(call: string, reply: Response): Promise<unknown> {
  const text = await reply.text()
  if (!reply.ok) throw new ApiError(call, reply.status, parseOr(text, {}))
  if (text === '' || text === 'null') return null
  const body = parseOr(text, NO_JSON)
  if (body === NO_JSON) throw new ApiError(call, reply.status, { error_msg: 'The answer is no JSON.' })
  return body
}

const NO_JSON = {}

function parseOr(text: string, otherwise: object): object {
  try {
    return Object(JSON.parse(text))
  } catch {
    return otherwise
  }
}

type Credentials = ({ user_name: string } | { email: string }) & {
  password: string
  /** Name of the domain of the user; Default when missing. */
  domain?: string
  scope?: CreateTokenReq['auth']['scope']
}

/**
 * Signs in with a password and returns a token that holds for 24 hours; a member signs in by his e-mail.
 * Throws ApiError, 401 for wrong credentials.
 */
export async function login(
  settings: { baseUrl: string; fetch?: typeof fetch },
  credentials: Credentials,
): Promise<{ token: string; expires_at: string; project_id: string | undefined }> {
  const { password, domain = 'Default', scope } = credentials
  const name = 'email' in credentials ? credentials.email : credentials.user_name
  const user = { name, password, domain: { name: domain } }
  const body: CreateTokenReq = { auth: { identity: { methods: ['password'], password: { user } }, scope } }
  const reply = await (settings.fetch ?? fetch)(`${settings.baseUrl.replace(/\/+$/, '')}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { token: about } = (await readReply('login', reply)) as TokenResp
  const token = reply.headers.get('X-Subject-Token')
  if (!token) throw new ApiError('login', reply.status, { error_msg: 'The reply carries no X-Subject-Token.' })
  return { token, expires_at: about.expires_at, project_id: about.project?.id }
}

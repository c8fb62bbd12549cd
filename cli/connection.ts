import { ApiError, type Client, createClient, login, readReply } from '#client/client.ts'
import { type Uploaded, type UploadTarget, uploadFile } from '#client/upload.ts'
import type { Options } from './command.ts'
import { ExitCode, Failure, failureOf, usageFailure } from './exit-codes.ts'
import { askSecret } from './secret.ts'

/** Secrets are no options: everybody on the machine can read the arguments of a program. */
export const SERVER_OPTIONS = {
  url: { type: 'string', value: 'URL', meaning: 'MUSTER_URL: address of the server (http://127.0.0.1:8080)' },
  user: {
    type: 'string',
    value: 'NAME',
    meaning: 'MUSTER_USER: name of an owner or e-mail address of a member; the password is in MUSTER_PASSWORD',
  },
  domain: { type: 'string', value: 'NAME', meaning: 'MUSTER_DOMAIN: domain of the user (Default)' },
  project: {
    type: 'string',
    value: 'ID',
    meaning: 'MUSTER_PROJECT: id of the project (that of the user); needed with a token, which is in MUSTER_TOKEN',
  },
} as const satisfies Options

type Settings = { [Name in keyof typeof SERVER_OPTIONS]?: string | undefined }

/** Longest wait for one answer, in milliseconds; jobs are asked for again and again. */
const ANSWER_LIMIT = 60_000

/** The server as the one who is signed in sees it. */
export type Muster = {
  baseUrl: string
  /** One call of the contract; signs in again when the token has ended. Throws ApiError or what `fetch` throws. */
  call: Client['call']
  /** Uploads a file of this machine; goes on after a lost connection and when the token has ended. */
  upload: (file: Blob, target: UploadTarget) => Promise<Uploaded>
  /** Opens what lies at an address of the server that is no call of the contract, as a file of a job. */
  download: (address: string, headers?: Record<string, string>) => Promise<Response>
}

const fetchInTime: typeof fetch = (address, init) =>
  fetch(address, { ...init, signal: AbortSignal.timeout(ANSWER_LIMIT) })

/** Signs in with what options and environment say; throws a Failure when that does not work. */
export async function connect(options: Settings): Promise<Muster> {
  const { env } = process
  const baseUrl = readUrl(options.url ?? (env.MUSTER_URL || 'http://127.0.0.1:8080'))
  const project = options.project ?? (env.MUSTER_PROJECT || undefined)
  const user_name = options.user ?? env.MUSTER_USER
  const server = { baseUrl, fetch: fetchInTime }

  if (!user_name && env.MUSTER_TOKEN) {
    if (project === undefined) throw usageFailure('With MUSTER_TOKEN the project must be named: set MUSTER_PROJECT')
    const client = createClient({ ...server, project_id: project, token: env.MUSTER_TOKEN })
    return openMuster(baseUrl, client)
  }
  if (!user_name) {
    const how = 'set MUSTER_USER and MUSTER_PASSWORD, or MUSTER_TOKEN and MUSTER_PROJECT'
    throw new Failure(ExitCode.refused, `Nobody is signed in: ${how}.`)
  }
  const password = env.MUSTER_PASSWORD || (await askSecret(`Password of ${user_name}: `))
  const domain = options.domain ?? (env.MUSTER_DOMAIN || undefined)
  const signIn = async () => {
    const scope = project === undefined ? undefined : { project: { id: project } }
    const { token, project_id } = await login(server, { user_name, password, domain, scope })
    return createClient({ ...server, project_id: project_id!, token })
  }
  const first = await signIn().catch((error: unknown) => {
    throw failureOf(error, baseUrl)
  })
  return openMuster(baseUrl, first, signIn)
}

function openMuster(baseUrl: string, first: Client, signIn?: () => Promise<Client>): Muster {
  let client = first
  async function signedIn<Answer>(act: (client: Client) => Promise<Answer>): Promise<Answer> {
    const used = client
    try {
      return await act(used)
    } catch (error) {
      if (!signIn || !(error instanceof ApiError) || error.status !== 401) throw error
      // Of calls that go on beside each other the first one signs in for all.
      if (client === used) client = await signIn()
      return act(client)
    }
  }
  const call: Client['call'] = (id, args, ...body) => signedIn((one) => one.call(id, args, ...body))
  return {
    baseUrl,
    call,
    async upload(file, target) {
      let resume: string | undefined
      const onBegun = (address: string) => {
        resume = address
      }
      return signedIn(({ token }) => uploadFile({ baseUrl, token }, file, target, { resume, onBegun }))
    },
    download(address, headers) {
      return signedIn(async ({ token }) => {
        const reply = await fetch(baseUrl + address, { headers: { ...headers, 'X-Auth-Token': token! } })
        if (!reply.ok) await readReply('download', reply)
        return reply
      })
    },
  }
}

function readUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text.replace(/\/+$/, '')
  throw usageFailure(`"${text}" is no address of a server; it looks like http://127.0.0.1:8080`)
}

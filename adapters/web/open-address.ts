import { type LookupAddress, lookup } from 'node:dns'
import { once } from 'node:events'
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { pipeline, type Readable, Transform } from 'node:stream'
import { promisify } from 'node:util'
import { isPublicAddress } from './public-address.ts'

/** What may be opened, and how. */
export type Outbound = {
  /** Hosts that the administrator has allowed, as `hostOf` spells them. */
  hosts: readonly string[]
  /** Bytes. */
  largest: number
  /** Milliseconds in which nothing comes. */
  patience?: number
  /** All addresses of a name. */
  resolve?: (name: string) => Promise<readonly LookupAddress[]>
}

/** An address cannot be read. `reason` is the end of a sentence, and holds nothing of what the other side said. */
export class WebFault extends Error {
  override name = 'WebFault'
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

const resolveAll = promisify(lookup)
const PATIENCE = 30_000
/** A file that takes longer is given up, in milliseconds. */
const LONGEST = 3_600_000

/** Host and, where it is not the usual one, port of an address of the web, in lower case; undefined for any other address. */
export function hostOf(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined
  const { host, username, password } = new URL(address)
  return username === '' && password === '' && host !== '' ? host : undefined
}

/**
 * Opens a file of the web (reliability S1). Only allowed hosts are asked. The name is resolved once, each of its addresses must be public,
 * and the connection goes to that one; an address that the administrator wrote himself may be private. Redirections are not
 * followed. Throws a `WebFault`; the stream fails with one where the file is larger or breaks off.
 */
export async function openAddress(address: string, outbound: Outbound): Promise<Readable> {
  const { hosts, largest, patience = PATIENCE, resolve = (name) => resolveAll(name, { all: true }) } = outbound
  const host = hostOf(address)
  if (host === undefined) throw new WebFault('is no address of the web')
  if (!hosts.includes(host)) throw new WebFault('is at a host that the administrator has not allowed')
  const url = new URL(address)
  const target = await addressOf(url.hostname.replace(/^\[|\]$/g, ''), resolve)
  const open = url.protocol === 'https:' ? overHttps : overHttp
  const request = open(url, {
    agent: false,
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'muster' },
    lookup: (_name, options, answer) => {
      if (options.all) answer(null, [target])
      else answer(null, target.address, target.family)
    },
    timeout: patience,
    signal: AbortSignal.timeout(LONGEST),
  })
  request.on('timeout', () => request.destroy(new WebFault(`said nothing for ${Math.round(patience / 1000)} seconds`)))
  const response = await answerTo(request)
  const fault = faultOfAnswer(response, largest)
  if (fault !== undefined) {
    request.on('error', () => {})
    request.destroy()
    throw new WebFault(fault)
  }
  return pipeline(response, bounded(largest), () => request.destroy())
}

async function answerTo(request: ReturnType<typeof overHttp>): Promise<IncomingMessage> {
  request.end()
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return response
  } catch (error) {
    throw error instanceof WebFault ? error : new WebFault(`cannot be reached (${codeOf(error)})`)
  }
}

async function addressOf(name: string, resolve: NonNullable<Outbound['resolve']>): Promise<LookupAddress> {
  const family = isIP(name)
  if (family !== 0) return { address: name, family }
  const found = await resolve(name).catch((error: unknown) => {
    throw new WebFault(`is at a host that is not found (${codeOf(error)})`)
  })
  if (found.length === 0) throw new WebFault('is at a host that is not found')
  if (!found.every(({ address }) => isPublicAddress(address))) {
    throw new WebFault('is at a host with an address that is not public')
  }
  return found[0]!
}

function faultOfAnswer({ statusCode, headers }: IncomingMessage, largest: number): string | undefined {
  if (statusCode !== 200) return `is answered with status ${statusCode}`
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return 'comes packed, which was not asked for'
  return Number(headers['content-length'] ?? 0) > largest ? tooLarge(largest) : undefined
}

function bounded(largest: number): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > largest) done(new WebFault(tooLarge(largest)))
      else done(null, chunk)
    },
  })
}

const tooLarge = (largest: number) => `holds more than ${largest / 2 ** 20} MiB`

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : 'it broke off'
}

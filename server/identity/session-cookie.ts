import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '#server/config.ts'
import { TOKEN_LIFETIME } from './tokens.ts'

type Address = Pick<Config, 'publicUrl'>

/**
 * The token of the session that a browser sends along. Behind TLS the name begins with `__Host-`, so that no neighbouring
 * host can plant a cookie (reliability S10).
 */
export function readSessionCookie(config: Address, { headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const start = `${nameFor(config)}=`
  const pairs = headers.cookie?.split(';').map((pair) => pair.trim()) ?? []
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) || undefined
}

/** The browser keeps the cookie as long as a session can last at most; the server knows when it ends. */
export function setSessionCookie(config: Address, reply: FastifyReply, token: string): void {
  sendCookie(config, reply, token, TOKEN_LIFETIME / 1000)
}

export function clearSessionCookie(config: Address, reply: FastifyReply): void {
  sendCookie(config, reply, '', 0)
}

/** Whether people reach the server by TLS. */
export function isSecure({ publicUrl }: Address): boolean {
  return publicUrl.startsWith('https:')
}

function sendCookie(config: Address, reply: FastifyReply, value: string, seconds: number): void {
  const secure = isSecure(config) ? '; Secure' : ''
  const cookie = `${nameFor(config)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
  reply.header('set-cookie', cookie)
}

const nameFor = (config: Address) => (isSecure(config) ? '__Host-muster_session' : 'muster_session')

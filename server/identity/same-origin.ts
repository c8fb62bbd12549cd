import type { FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { CONSOLE_HEADER } from '#contract/identity.ts'
import type { Config } from '#server/config.ts'
import { isSecure } from './session-cookie.ts'

const consoleHeader = CONSOLE_HEADER.toLowerCase()

/**
 * Browsers send the cookie along whoever makes them call. So a page of another origin is refused whatever it wants, and what
 * changes something must carry a header that no page can send to a foreign server unasked (reliability S11). Throws E4336.
 */
export function refuseForeignPage(config: Config, request: FastifyRequest): void {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!comesFromConsole(config, request, reads)) throw errors.notFromConsole()
  if (!reads && request.headers[consoleHeader] === undefined) {
    throw errors.notFromConsole(`The call changes something, so it must carry ${CONSOLE_HEADER}.`)
  }
}

/** Whether a person does something, rather than the page asking by itself. */
export function isPersonAtWork({ headers }: FastifyRequest): boolean {
  return headers[consoleHeader] === '1'
}

/** `Sec-Fetch-Site` is the browser's own word; without TLS browsers keep it back, and `Origin` must do. */
function comesFromConsole(config: Config, request: FastifyRequest, reads: boolean): boolean {
  const { 'sec-fetch-site': site, origin } = request.headers
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && reads)
  if (origin === undefined) return reads
  if (origin === new URL(config.publicUrl).origin) return true
  // The server has more names than one, as localhost and 127.0.0.1; the cookie belongs to the name that was used.
  return !isSecure(config) && origin === `http://${request.host}`
}

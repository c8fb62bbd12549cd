import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseAway } from '#adapters/sql/faults.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { LARGEST_BODY } from '#server/limits.ts'

/** Answers a request that no route takes, or leaves it at null. */
type Fallback = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null

/** HTTP is decided here alone: every refusal becomes `{error_code, error_msg}` with its status. */
export function answerErrors(app: FastifyInstance, fallback: Fallback): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const known = error instanceof MusterError ? error : knownFault(error, request)
    if (known) return answerRefusal(reply, known)
    // The caller learns nothing of the fault; the log keeps what the administrator needs (ASVS 16.5.1).
    console.error(`${request.method} ${request.routeOptions.url ?? 'unknown route'} failed:`, error)
    return answerRefusal(reply, isDatabaseAway(error) ? errors.unavailable() : errors.internalError())
  })
  app.setNotFoundHandler((request, reply) => {
    const answer = fallback(request, reply)
    if (answer) return answer
    const path = request.url.split('?')[0]!
    const others = METHODS.filter((method) => method !== request.method && app.findRoute({ method, url: path }))
    const allowed = others.length > 0 ? others : METHODS.filter((method) => app.hasRoute({ method, url: path }))
    if (allowed.length === 0)
      return answerRefusal(reply, errors.noSuchApi(`There is no such API: ${request.method} ${path}`))
    return answerRefusal(reply.header('allow', allowed.join(', ')), errors.methodNotAllowed())
  })
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const

/** How long somebody who sent what is no HTTP may take to read the answer, in milliseconds. */
const FAREWELL = 1000

/** What never became a request is answered like any other refusal, as far as the connection still allows. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const { status, error_code, error_msg } = late ? errors.requestTimedOut() : errors.requestMalformed()
  const body = JSON.stringify({ error_code, error_msg })
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8`
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  // A connection that is closed with bytes unread takes the answer back: what still comes is read and thrown away.
  socket.resume()
  setTimeout(() => socket.destroy(), FAREWELL).unref()
}

/** Sends a refusal as the wire shows it. */
export function answerRefusal(reply: FastifyReply, { status, error_code, error_msg }: MusterError): FastifyReply {
  if ((status === 429 || status === 503) && !reply.hasHeader('retry-after')) reply.header('retry-after', '5')
  return reply.code(status).type('application/json; charset=utf-8').send({ error_code, error_msg })
}

/** Faults that Fastify finds before a handler runs. */
function knownFault(error: unknown, { routeOptions }: FastifyRequest): MusterError | null {
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return errors.bodyTooLarge(`The request body is larger than ${spellSize(routeOptions.bodyLimit ?? LARGEST_BODY)}.`)
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return errors.unsupportedMediaType()
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return errors.requestMalformed()
  return null
}

const spellSize = (bytes: number) => (bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`)

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** How long a call that is still being sent may take to arrive once the server stops, in milliseconds. */
const ARRIVAL = 5_000
/** How long a call that has arrived may take to be answered then; jobs and records need what is left of the 15 s. */
const ANSWER = 10_000

/**
 * Returns how to close the server: it waits for the calls under way, but not for ever. Their connections are kept alive for
 * the next call, which is not to come any more. To be asked for before the server listens.
 */
export function watchConnections(app: FastifyInstance): () => Promise<void> {
  const { server } = app
  const lastCalls = new Map<Socket, IncomingMessage | null>()
  server.on('connection', (socket) => {
    lastCalls.set(socket, null)
    socket.once('close', () => lastCalls.delete(socket))
  })
  server.on('request', (request) => lastCalls.set(request.socket, request))

  return async () => {
    const timers = [
      setInterval(() => server.closeIdleConnections(), 50),
      setTimeout(() => {
        for (const [socket, call] of lastCalls) if (!call?.complete) socket.destroy()
      }, ARRIVAL),
      setTimeout(() => server.closeAllConnections(), ANSWER),
    ]
    try {
      await app.close()
    } finally {
      for (const timer of timers) clearTimeout(timer)
    }
  }
}

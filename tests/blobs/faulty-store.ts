import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Transform } from 'node:stream'

/**
 * What becomes of a call: `pass` it on; `silent`, it is never answered; `reset`, the line is cut; an answer of our own; the true
 * answer, of whose body some bytes come and then the line is `cut`, or it is `stall`ed, or one of whose bytes is another, the one
 * at `damage`; or it is passed on when what it is `held` for has come.
 */
export type Fate =
  | 'pass'
  | 'silent'
  | 'reset'
  | { status: number; body?: string | Uint8Array; headers?: Record<string, string> }
  | { cut: number }
  | { stall: number }
  | { damage: number }
  | { held: Promise<void> }

type Damage = { cut: number } | { stall: number } | { damage: number }

export type FaultyStore = {
  endpoint: string
  /** Every call that came, as `GET /bucket/key?query`. */
  seen: string[]
  /** Decides over a call by what is seen of it; the first call is 1. */
  decide: (call: string, count: number) => Fate
  stop(): Promise<void>
}

/** Stands between a client and a store and does what lines and stores do on bad days. */
export async function startFaultyStore(target: string): Promise<FaultyStore> {
  const server = createServer((incoming, outgoing) => {
    const call = `${incoming.method} ${incoming.url}`
    store.seen.push(call)
    const fate = store.decide(call, store.seen.length)
    if (fate === 'reset') incoming.socket.destroy()
    else if (fate === 'silent') incoming.resume()
    else if (fate !== 'pass' && 'status' in fate) answer(incoming, outgoing, fate)
    else if (fate !== 'pass' && 'held' in fate) fate.held.then(() => passOn(target, incoming, outgoing, 'pass'))
    else passOn(target, incoming, outgoing, fate)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const store: FaultyStore = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    decide: () => 'pass',
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
  return store
}

function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, body = '', headers }: { status: number; body?: string | Uint8Array; headers?: Record<string, string> },
): void {
  incoming.resume().on('end', () => outgoing.writeHead(status, headers).end(body))
}

function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse, fate: 'pass' | Damage): void {
  const { method, rawHeaders } = incoming
  const up = request(
    new URL(incoming.url!, target),
    { method, headers: rawHeaders as never, setHost: false },
    (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.rawHeaders)
      if (fate === 'pass') return answer.pipe(outgoing)
      if ('damage' in fate) return answer.pipe(damaged(fate.damage)).pipe(outgoing)
      let left = 'cut' in fate ? fate.cut : fate.stall
      outgoing.flushHeaders()
      answer.on('data', (bytes: Buffer) => {
        if (left > 0) outgoing.write(bytes.subarray(0, left))
        left -= bytes.length
      })
      answer.on('end', () => {
        // What was written is to arrive before the line breaks.
        if ('cut' in fate) outgoing.socket?.end()
      })
    },
  )
  up.on('error', () => outgoing.destroy())
  incoming.pipe(up)
}

function damaged(at: number): Transform {
  let place = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const hit = at - place
      place += chunk.length
      if (hit >= 0 && hit < chunk.length) chunk[hit]! ^= 1
      done(null, chunk)
    },
  })
}

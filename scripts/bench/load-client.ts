import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Load, LoadCall, LoadResult } from './load.ts'

/**
 * The process that makes the calls, so that they take no time from the server's. It is told the calls, makes their bodies,
 * says that it is ready, begins when told to, and ends when all are made or when told to.
 */
type PreparedCall = { path: string; method: string; headers: Record<string, string>; body: Buffer | undefined }

let prepared: { load: Load; connections: PreparedCall[][] }
let stopped = false

process.on('message', async (message: Load | 'go' | 'stop') => {
  if (message === 'stop') stopped = true
  else if (message === 'go') process.send!(await run(prepared))
  else {
    stopped = false
    prepared = { load: message, connections: message.connections.map((calls) => calls.map(prepare)) }
    process.send!('ready')
  }
})

function prepare({ method, path, token, body }: LoadCall): PreparedCall {
  const headers: Record<string, string> = { 'x-auth-token': token }
  if (body === undefined) return { path, method, headers, body: undefined }
  const bytes = Buffer.from(body)
  return { path, method, headers: { ...headers, ...headersOf(bytes) }, body: bytes }
}

const headersOf = (bytes: Buffer) => ({ 'content-type': 'application/json', 'content-length': `${bytes.length}` })

async function run({ load, connections }: typeof prepared): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections.length })
  const { hostname, port } = new URL(load.url)
  const latencies: number[][] = []
  const faults: string[] = []
  const start = performance.now()
  await Promise.all(
    connections.map(async (calls, connection) => {
      const own: number[] = []
      latencies[connection] = own
      do {
        for (const call of calls) {
          if (stopped) break
          const sent = performance.now()
          const { status, text } = await send({ agent, hostname, port }, call)
          own.push(performance.now() - sent)
          if (status !== 200 || text.includes('"success":false')) faults.push(`${status} ${text.slice(0, 300)}`)
          if (load.pause) await sleep(load.pause)
        }
      } while (load.endless && !stopped && faults.length === 0)
    }),
  )
  const seconds = (performance.now() - start) / 1000
  agent.destroy()
  return { seconds, latencies, faults: faults.slice(0, 3) }
}

type Target = { agent: Agent; hostname: string; port: string }

function send(target: Target, { body, ...call }: PreparedCall): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...target, ...call }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

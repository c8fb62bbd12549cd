import type { ServerResponse } from 'node:http'
import { errors, MusterError } from '#contract/errors.ts'
import type { ChangeEvent } from '#contract/events.ts'
import type { Actor } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { audienceOf } from './audience.ts'
import type { Change } from './events.ts'

/** A comment goes out this often, so that nobody on the way takes the connection for dead, in milliseconds. */
const HEARTBEAT = 20_000
/** How long a browser is to wait before it connects again, in milliseconds. */
const RETRY = 2_000
/** Open streams of one account in one process: about as many as tabs that anybody keeps open. */
const MOST_STREAMS = 10
/** Bytes that may wait for a client who does not read; then it has to begin again. */
const MOST_WAITING = 64 * 1024

type Stream = { actor: Actor; response: ServerResponse; check: () => Promise<unknown>; heartbeat: NodeJS.Timeout }

/** The open event streams of this process. A stream that is closed is opened anew by its client, who asks for everything. */
export class Streams {
  readonly #services: Services
  readonly #streams = new Set<Stream>()
  #subscribed: Promise<void> | undefined
  #closed = false

  constructor(services: Services) {
    this.#services = services
  }

  /** Refuses the eleventh stream of an account (E4206) and streams of a server that stops (E4302). */
  async admit({ account_id }: Actor): Promise<void> {
    const open = [...this.#streams].filter(({ actor }) => actor.account_id === account_id)
    if (open.length >= MOST_STREAMS) {
      throw errors.tooManyRequests(`An account has at most ${MOST_STREAMS} open event streams.`)
    }
    this.#subscribed ??= this.#services.events.subscribe((change) => {
      if (change === null) this.#endAll()
      else this.#pass(change).catch(() => this.#endAll())
    })
    await this.#subscribed
    if (this.#closed) throw errors.unavailable()
  }

  /** Takes over a response; `check` refuses once its caller is not signed in any more. */
  open(actor: Actor, response: ServerResponse, check: () => Promise<unknown>): void {
    // Whoever went away meanwhile closes nothing any more, and would keep a place among the open streams.
    if (response.destroyed) return
    response.write(`retry: ${RETRY}\n\n`)
    const stream: Stream = { actor, response, check, heartbeat: setInterval(() => this.#keepUp(stream), HEARTBEAT) }
    stream.heartbeat.unref()
    this.#streams.add(stream)
    response.on('error', () => {})
    response.once('close', () => this.#end(stream))
  }

  /** Ends the streams of those who are not signed in any more; the others hear a heartbeat. */
  async check(): Promise<void> {
    await Promise.all([...this.#streams].map((stream) => this.#keepUp(stream)))
  }

  /** Ends every stream, for good. */
  close(): void {
    this.#closed = true
    this.#endAll()
  }

  async #keepUp(stream: Stream): Promise<void> {
    try {
      await stream.check()
      send(stream, ':\n\n')
    } catch (error) {
      // A database that is away for a moment is no reason; a refusal is.
      if (error instanceof MusterError) this.#end(stream)
    }
  }

  async #pass(change: Change): Promise<void> {
    const streams = [...this.#streams].filter(({ actor }) => actor.project_id === change.project_id)
    const frame = frameOf(change)
    for (const stream of streams) if (!stream.actor.worker) send(stream, frame)
    const members = streams.filter(({ actor }) => actor.worker)
    if (members.length === 0) return
    const audience = await audienceOf(this.#services.store.read, change)
    for (const stream of members) if (audience.has(stream.actor.worker!.worker_id)) send(stream, frame)
  }

  #endAll(): void {
    for (const stream of this.#streams) this.#end(stream)
  }

  #end(stream: Stream): void {
    clearInterval(stream.heartbeat)
    this.#streams.delete(stream)
    stream.response.end()
  }
}

function send({ response }: Stream, frame: string): void {
  if (response.writableEnded) return
  response.write(frame)
  if (response.writableLength > MOST_WAITING) response.destroy()
}

function frameOf({ kind, dataset_id, workforce_task_id, sample_id }: Change): string {
  const event: ChangeEvent = {
    kind,
    ...(dataset_id !== undefined && { dataset_id }),
    ...(workforce_task_id !== undefined && { workforce_task_id }),
    ...(sample_id !== undefined && { sample_id }),
  }
  return `data: ${JSON.stringify(event)}\n\n`
}

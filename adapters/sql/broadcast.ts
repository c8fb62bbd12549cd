import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './store.ts'

/** Short messages between the processes that work on the same records. What is sent here is heard by the others alone. */
export type Broadcast = {
  /** Tells the other processes; a message that is lost is not sent again. */
  send: (message: string) => void
  /**
   * Begins to listen, once; resolves when others are heard, or the first attempt has failed. `hear` gets what they send,
   * and null after an interruption during which something may have been missed.
   */
  listen: (hear: (message: string | null) => void) => Promise<void>
  close: () => Promise<void>
}

/** SQLite has one process: there is nobody to tell. */
export const noBroadcast: Broadcast = { send: () => {}, listen: async () => {}, close: async () => {} }

const CHANNEL = 'muster'
/** PostgreSQL takes messages below 8000 bytes. */
const LONGEST = 7_900
const RECONNECT = 1_000
const PATIENCE = 5_000
/** How often the listening session is asked whether it is still there, in milliseconds. */
const HEARTBEAT = 30_000

/** LISTEN and NOTIFY. Listening takes one session of its own, opened by the first `listen` and again whenever it breaks. */
export function broadcastOnPostgres(db: Db, url: string): Broadcast {
  const origin = crypto.randomUUID()
  const sending = new Set<Promise<unknown>>()
  let session: Session | undefined
  return {
    send(message) {
      const payload = `${origin} ${message}`
      if (Buffer.byteLength(payload) > LONGEST) throw new RangeError(`A message of ${payload.length} is too long`)
      const sent = sql`select pg_notify(${CHANNEL}, ${payload})`.execute(db).catch(() => {})
      sending.add(sent)
      sent.finally(() => sending.delete(sent))
    },
    listen(hear) {
      session ??= new Session(url, (payload) => {
        if (!payload?.startsWith(origin)) hear(payload?.slice(origin.length + 1) ?? null)
      })
      return session.begun
    },
    async close() {
      await session?.close()
      await Promise.all(sending)
    },
  }
}

/** The listening session: one connection at a time until it is closed. */
class Session {
  readonly #url: string
  readonly #hear: (message: string | null) => void
  #client: pg.Client | undefined
  /** The first attempt. */
  readonly begun: Promise<void>
  #connecting: Promise<void>
  #interrupted = false
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(url: string, hear: (message: string | null) => void) {
    this.#url = url
    this.#hear = hear
    this.begun = this.#connect()
    this.#connecting = this.begun
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#connecting
    await this.#client?.end().catch(() => {})
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      application_name: 'muster events',
    })
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''))
    client.on('error', () => {})
    client.once('end', () => this.#lost(client))
    this.#client = client
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      if (this.#interrupted) this.#hear(null)
      this.#watch(client)
    } catch {
      await this.#abandon(client)
    }
  }

  /** A connection that is gone without a word is noticed by asking. */
  #watch(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query('select 1').then(
        () => client === this.#client && !this.#closed && this.#watch(client),
        () => this.#abandon(client),
      )
    }, HEARTBEAT)
    this.#timer.unref()
  }

  async #abandon(client: pg.Client): Promise<void> {
    await client.end().catch(() => {})
    this.#lost(client)
  }

  #lost(client: pg.Client): void {
    if (this.#closed || client !== this.#client) return
    this.#client = undefined
    this.#interrupted = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#connecting = this.#connect()
    }, RECONNECT)
    this.#timer.unref()
  }
}

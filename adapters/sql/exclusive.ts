import { createHash } from 'node:crypto'
import pg from 'pg'

/** Does `work` unless work of this name is going on, in this process or in another one; tells whether it did. */
export type Exclusively = (name: string, work: () => Promise<void>) => Promise<boolean>

/** SQLite has one process: it is enough to know what is going on here. */
export function exclusivelyHere(): Exclusively {
  const names = new Set<string>()
  return async (name, work) => {
    if (names.has(name)) return false
    names.add(name)
    try {
      await work()
    } finally {
      names.delete(name)
    }
    return true
  }
}

/** How long the server may take to let the session in, and to answer each of its questions, in milliseconds. */
const PATIENCE = 5_000
/** With these the server notices within half a minute that the machine of a process is gone (reliability, promise 8). */
const NOTICE_DEAD_PEERS = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'

/**
 * The work holds an advisory lock in a session of its own, outside the pool: the server lets go of it when the process
 * dies. Should the session alone break, somebody else may begin before the work has ended, so every step still has to
 * lock what it changes.
 */
export function exclusivelyOnPostgres(url: string): Exclusively {
  return async (name, work) => {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      application_name: `muster ${name}`.slice(0, 63),
    })
    // Without a listener a session that breaks while the work goes on would end the process.
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query(NOTICE_DEAD_PEERS)
      const key = lockKeyOf(name)
      const { rows } = await client.query('select pg_try_advisory_lock($1::bigint) as locked', [key])
      if (!rows[0].locked) return false
      try {
        await work()
      } finally {
        // The end of the session lets go as well, but somewhat later than `end` returns.
        await client.query('select pg_advisory_unlock($1::bigint)', [key]).catch(() => {})
      }
      return true
    } finally {
      await client.end().catch(() => {})
    }
  }
}

/** 64 bits of the name's hash, as the signed number that PostgreSQL wants. */
function lockKeyOf(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString()
}

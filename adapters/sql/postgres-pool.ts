import { Socket } from 'node:net'
import pg from 'pg'

const POOL_SIZE = 10
/** How long the server may take to let us in, in milliseconds. */
const CONNECT_TIMEOUT = 5_000
/** How long a call may wait for one of the connections, in milliseconds: others may be at work on all of them. */
const QUEUE_TIMEOUT = 20_000
/** How long one statement may take with all its waiting for locks, and a transaction may do nothing, in milliseconds. */
const STATEMENT_TIMEOUT = 60_000
/** After this silence, longer than any statement's, the way to the server is taken for lost, in milliseconds. */
const SILENCE = 70_000

const OLDEST_SERVER = 15

export type PoolOptions = { poolSize?: number; silence?: number }

/** Connections to PostgreSQL that never wait for ever and never end the process when they break. */
export function openPool(url: string, { poolSize = POOL_SIZE, silence = SILENCE }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    Client: SoonConnected,
    max: poolSize,
    types: { getTypeParser: numbersAsNumbers as typeof pg.types.getTypeParser },
    connectionTimeoutMillis: QUEUE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    stream: () => talkingSocket(silence),
  })
  // A connection that breaks is replaced by the pool and fails what it was doing; without listeners, for connections that
  // are idle and for those in use, it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** `version` as PostgreSQL counts it: 150004 is 15.4. */
export function refuseOldServer(version: number): void {
  const major = Math.floor(version / 10_000)
  if (major < OLDEST_SERVER) throw new Error(`PostgreSQL ${major} is too old: Muster needs ${OLDEST_SERVER} or newer.`)
}

/** The pool's own timeout is for waiting in the queue as well, which may take longer than connecting. */
class SoonConnected extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT })
  }
}

/** TCP alone would wait a quarter of an hour for a server that is gone without a word. */
function talkingSocket(silence: number): Socket {
  const socket = new Socket()
  return socket.setTimeout(silence, () => {
    socket.destroy(Object.assign(new Error('The database has fallen silent'), { code: 'ETIMEDOUT' }))
  })
}

const INT8 = 20
const NUMERIC = 1700

/** Keys, counts and times fit a double exactly; sums come as numeric. */
function numbersAsNumbers(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text')
}

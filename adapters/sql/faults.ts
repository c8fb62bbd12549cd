/** PostgreSQL chose the transaction as the victim of a deadlock or of a conflict: the same work may well succeed now. */
export function isDeadlock(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === '40P01' || code === '40001'
}

/**
 * The fault lies with the database or the way there, not with the statement: the same call may well succeed later. These
 * are PostgreSQL's classes 08 (connection), 53 (no room left) and 57 (ended by the operator, by a time limit or by a stop),
 * faults of the socket and of the name's resolution, and what the driver says of connections in words alone; on SQLite no
 * room left and what the disk refuses.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return AWAY_CODES.test(code)
  // Several addresses of one host that all refuse.
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  return AWAY_WORDS.test(error.message)
}

const AWAY_CODES =
  /^(08...|53...|57...|SQLITE_FULL|SQLITE_IOERR\w*|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/
const AWAY_WORDS =
  /^(Connection terminated|timeout e|Client has encountered a connection error|Client was closed|Cannot use a pool after)/

import pg from 'pg'

/** PostgreSQL's error with its SQLSTATE, or undefined for anything else. */
export function sqlError(error: unknown): pg.DatabaseError | undefined {
  return error instanceof pg.DatabaseError ? error : undefined
}

export function brokenConstraint(error: unknown, sqlState: '23503' | '23505' | '23514'): string | undefined {
  const failure = sqlError(error)
  return failure?.code === sqlState ? failure.constraint : undefined
}

/** A deadlock that PostgreSQL broke, or a serialisation failure: nothing was saved, and a repeat may pass. */
export function isWorthRepeating(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlError(error)?.code ?? '')
}

/** A statement that took too long, a session that sat idle, a deadlock that lasted, a damaged page. */
const busyStates = new Set(['57014', '25P03', '40P01', '40001', 'XX001'])
const lostConnection = /^(ECONN|ENOSPC|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND)/
const lostWords =
  /timeout exceeded when trying to connect|Connection terminated|connection is not queryable|Client has encountered a connection error|Client was closed/i

/** The database is away, full, or too busy: not the caller's fault, and worth a try later. */
export function isUnavailable(error: unknown): boolean {
  const code = sqlError(error)?.code
  if (code) return /^(08|53|57P|58)/.test(code) || busyStates.has(code)
  if (!(error instanceof Error)) return false
  return lostConnection.test((error as NodeJS.ErrnoException).code ?? '') || lostWords.test(error.message)
}

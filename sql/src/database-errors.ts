const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_LOCK_DEADLOCK',
  'ER_DISK_FULL',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
]);

const UNAVAILABLE_SQLITE = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|CORRUPT|NOTADB)/;

/**
 * Whether a query failed because the database could not be used just now (stopped, unreachable, silent, locked, full),
 * so that the same query may work later. A mistake in the query itself is not that.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (const one of withCauses(error)) {
    const { code } = one;
    if (typeof code === 'string' && (UNAVAILABLE_CODES.has(code) || UNAVAILABLE_SQLITE.test(code)))
      return true;
    if (one.name === 'KnexTimeoutError' || one.name === 'TimeoutError') return true;
    // knex's pool after destroy(), tarn's when a connection could not be opened in time, mysql2's after a lost socket.
    if (/Unable to acquire a connection|pool is (being )?destroyed|closed state|aborted/i.test(one.message))
      return true;
  }
  return false;
}

/** Whether an insert failed because a row with the same key exists. */
export function isDuplicate(error: unknown): boolean {
  return withCauses(error).some(
    ({ code }) =>
      code === 'ER_DUP_ENTRY' ||
      code === 'SQLITE_CONSTRAINT_UNIQUE' ||
      code === 'SQLITE_CONSTRAINT_PRIMARYKEY',
  );
}

type CodedError = Error & { code?: unknown };

function withCauses(error: unknown): CodedError[] {
  const found: CodedError[] = [];
  let current = error;
  while (current instanceof Error && found.length < 5) {
    found.push(current);
    current = current.cause;
  }
  return found;
}

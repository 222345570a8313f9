const SERVER_GOING = /^(08|53|57P)/;
const NETWORK = /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What `pg` says without a code when a connection is gone or cannot be had. */
const SAID =
  /^(Connection terminated|Connection ended|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/**
 * Whether an error, or what caused it, says that the database cannot be reached now (数据库暂不可用): the same may succeed later, and
 * nobody made a mistake.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (SERVER_GOING.test(code) || NETWORK.test(code))) return true;
  if (SAID.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  const { originalError } = error as { originalError?: unknown };
  return isDatabaseAway(error.cause) || isDatabaseAway(originalError);
}

import { StoreError } from '../port.ts';

/** SQLSTATE classes that say the request itself is wrong: data, integrity, access rules and names, limits, broken files. */
const FOR_GOOD = /^(22|23|3F|42|54|XX)/;

/**
 * What the port says of an error from `pg`: `unavailable` when the connection, the server or its time ran out and asking
 * again may help, `invalid` when it will not.
 */
export function failure(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const state = sqlState(error);
  const message = error instanceof Error && error.message !== '' ? error.message : String(state ?? error);
  const code = state !== undefined && FOR_GOOD.test(state) ? 'invalid' : 'unavailable';
  return new StoreError(code, `PostgreSQL: ${message}`, undefined, { cause: error });
}

/** The server's own code; an error without one never came from the server. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

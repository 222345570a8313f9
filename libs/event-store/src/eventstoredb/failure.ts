import { ErrorType, NotLeaderError, WrongExpectedVersionError } from '@eventstore/db-client';
import { StoreError, type StoreErrorCode } from '../port.ts';

/** What the client's own classes say. Those that are not here say no more than their gRPC code. */
const BY_CLASS = new Map<unknown, StoreErrorCode>([
  [ErrorType.TIMEOUT, 'unavailable'],
  [ErrorType.DEADLINE_EXCEEDED, 'unavailable'],
  [ErrorType.UNAVAILABLE, 'unavailable'],
  [ErrorType.CANCELLED, 'unavailable'],
  [ErrorType.NOT_LEADER, 'unavailable'],
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED, 'too-large'],
  [ErrorType.ACCESS_DENIED, 'invalid'],
  [ErrorType.INVALID_ARGUMENT, 'invalid'],
  [ErrorType.INVALID_TRANSACTION, 'invalid'],
  [ErrorType.STREAM_DELETED, 'invalid'],
  [ErrorType.MISSING_REQUIRED_METADATA_PROPERTY, 'invalid'],
  [ErrorType.UNSUPPORTED, 'invalid'],
]);

/**
 * gRPC codes that say the request itself is wrong, and that asking again will not help: INVALID_ARGUMENT, PERMISSION_DENIED,
 * FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED, DATA_LOSS, UNAUTHENTICATED. UNKNOWN and INTERNAL are a server in trouble.
 */
const FOR_GOOD = new Set<unknown>([3, 7, 9, 11, 12, 15, 16]);

/**
 * What the port says of an error from the client: by its class where it has one, by its gRPC code where it came as a plain
 * `Error`; whatever is neither (no member of the cluster found, a broken connection) is `unavailable`.
 */
export function failure(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof WrongExpectedVersionError) {
    const actual = typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : -1;
    return new StoreError('conflict', `the stream stands at ${actual}`, actual, { cause: error });
  }
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  const code =
    BY_CLASS.get(property(error, 'type')) ?? (FOR_GOOD.has(property(error, 'code')) ? 'invalid' : 'unavailable');
  return new StoreError(code, `EventStoreDB: ${message}`, undefined, { cause: error });
}

/** Whether a member of the cluster refused because another one leads: nothing was done, and the client goes there next. */
export function isElsewhere(error: unknown): boolean {
  return error instanceof NotLeaderError;
}

function property(error: unknown, name: 'type' | 'code'): unknown {
  return error instanceof Error && name in error ? Reflect.get(error, name) : undefined;
}

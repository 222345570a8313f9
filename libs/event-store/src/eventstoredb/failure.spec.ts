import { AccessDeniedError, UnknownError, WrongExpectedVersionError } from '@eventstore/db-client';
import { StoreError } from '../port.ts';
import { failure } from './failure.ts';

/** An error as gRPC gives it, which the client did not put into a class. */
const plain = (code: number) => Object.assign(new Error(`${code} WHAT IT SAYS`), { code });
const wrong = (current: bigint | 'no_stream') =>
  new WrongExpectedVersionError(null as never, { streamName: 'case-1', current, expected: 7n });

it.each([
  ['by class', new AccessDeniedError(), 'invalid'],
  ['by the code, where the class says nothing', Object.assign(new UnknownError(), { code: 3 }), 'invalid'],
  ['a server in trouble', Object.assign(new UnknownError(), { code: 2 }), 'unavailable'],
  ['UNAVAILABLE', plain(14), 'unavailable'],
  ['DEADLINE_EXCEEDED', plain(4), 'unavailable'],
  ['CANCELLED', plain(1), 'unavailable'],
  ['INTERNAL', plain(13), 'unavailable'],
  ['RESOURCE_EXHAUSTED', plain(8), 'unavailable'],
  ['UNAUTHENTICATED', plain(16), 'invalid'],
  ['PERMISSION_DENIED', plain(7), 'invalid'],
  ['UNIMPLEMENTED', plain(12), 'invalid'],
  ['no member of the cluster', new Error('Failed to discover after 10 attempts.'), 'unavailable'],
  ['no error at all', 'Impossible situation', 'unavailable'],
] as const)('says of %s what the port says', (_, error, code) => {
  expect(failure(error)).toMatchObject({ code, cause: error });
});

it('names the actual revision of a conflict', () => {
  expect(failure(wrong(4n))).toMatchObject({ code: 'conflict', actual: 4 });
  expect(failure(wrong('no_stream'))).toMatchObject({ code: 'conflict', actual: -1 });
});

it('leaves alone what the port has said already', () => {
  const error = new StoreError('too-large', 'too large');
  expect(failure(error)).toBe(error);
});

import {
  type Claim,
  type ExpectedRevision,
  LARGEST_EVENT,
  MOST_EVENTS,
  type NewEvent,
  type ReadAll,
  StoreError,
} from './port.ts';

/** An event ready to be kept: its id in lower case, data and meta as JSON text. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
  /** Bytes of data and meta in UTF-8. */
  readonly bytes: number;
}

/** The longest stream name or event type, in UTF-8 bytes: every engine can index it. */
const LONGEST_NAME = 512;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Checks an append before any engine sees it, so that all refuse alike and no engine meets what it cannot hold.
 *
 * @throws StoreError `invalid` for a name, id, revision or value that is none; `too-large` past the limits of the port.
 */
export function enclose(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): readonly Envelope[] {
  checkName('stream', stream);
  if (typeof expected === 'number' && !isRevision(expected)) {
    throw new StoreError('invalid', `${expected} is no revision`);
  }
  if (events.length === 0) throw new StoreError('invalid', 'an append needs at least one event');
  if (events.length > MOST_EVENTS) {
    throw new StoreError('too-large', `${events.length} events in one append, at most ${MOST_EVENTS}`);
  }
  return events.map(envelope);
}

/** A claim as engines keep it, in lower case. @throws StoreError `invalid` for one that is no UUID. */
export function checkedClaim(claim: string): string {
  const id = claim.toLowerCase();
  if (!UUID.test(id)) throw new StoreError('invalid', `claim ${JSON.stringify(claim)} is no UUID`);
  return id;
}

/** A claim and whose it is to be, likewise. @throws StoreError `invalid` also for a name that no stream can have. */
export function checkedGift({ claim, stream }: Claim): Claim {
  checkName('stream', stream);
  return { claim: checkedClaim(claim), stream };
}

/** @throws StoreError `invalid` for a name that no stream can have or a revision that is none. */
export function checkRead(stream: string, from: number): void {
  checkName('stream', stream);
  if (!isRevision(from)) throw new StoreError('invalid', `${from} is no revision`);
}

/** @throws StoreError `invalid` when a page or batch is not at least one event. */
export function checkLimit(limit: ReadAll['limit']): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new StoreError('invalid', `a page of ${limit} events`);
}

function envelope(event: NewEvent): Envelope {
  const id = event.id.toLowerCase();
  if (!UUID.test(id)) throw new StoreError('invalid', `event id ${JSON.stringify(event.id)} is no UUID`);
  checkName('event type', event.type);
  const data = json('data', event.data);
  const meta = json('meta', event.meta);
  const bytes = Buffer.byteLength(data) + Buffer.byteLength(meta);
  if (bytes > LARGEST_EVENT) {
    throw new StoreError('too-large', `event ${id} has ${bytes} bytes, at most ${LARGEST_EVENT}`);
  }
  return { id, type: event.type, data, meta, bytes };
}

/** Inside JSON, NUL and lone surrogates are escapes and harmless; only names meet the engine as they are. */
function json(part: string, value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new StoreError('invalid', `${part} is no JSON value`, undefined, { cause });
  }
  if (text === undefined) throw new StoreError('invalid', `${part} is no JSON value`);
  return text;
}

function checkName(what: string, name: string): void {
  if (name === '') throw new StoreError('invalid', `an empty ${what}`);
  if (name.includes('\0') || !name.isWellFormed()) {
    throw new StoreError('invalid', `${what} ${JSON.stringify(name)} holds NUL or half a character`);
  }
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    throw new StoreError('too-large', `${what} ${name.slice(0, 32)}… is longer than ${LONGEST_NAME} bytes`);
  }
}

/** Engines count revisions in 31 bits. */
function isRevision(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31 - 1;
}

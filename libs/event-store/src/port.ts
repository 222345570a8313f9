/**
 * The port every event-store engine implements. It knows envelopes, not cases: `data` and `meta` are JSON values that no
 * engine looks into. `contract.ts` is the one suite that all engines pass.
 */

/** Where an event stands in the one global order. Opaque: only its engine may read it; others compare. */
export type Position = string & { readonly position: unique symbol };

/** The version of a stream's last event; the first event of a stream has revision 0. */
export type Revision = number;

/** What a writer believes of a stream: its last revision, that it does not exist yet, or nothing at all. */
export type ExpectedRevision = Revision | 'no-stream' | 'any';

/** An event on its way into the log. `id` is a UUID: the same id at the same revision is the same event. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly meta: unknown;
}

/** An event as the log holds it. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
}

/** What came of an append. `repeated` says that the log had these very events already: the first answer was lost. */
export interface Appended {
  readonly revision: Revision;
  readonly position: Position;
  readonly repeated: boolean;
}

/** Reading the whole log in order. */
export interface ReadAll {
  /** Events after this position; `null` reads from the beginning. */
  readonly after: Position | null;
  /** How many events at the most. */
  readonly limit: number;
  /** No event behind this position is wanted: one that this log gave before. */
  readonly until?: Position | null;
}

/** A claim (占用), and the stream that it belongs to. */
export interface Claim {
  readonly claim: string;
  readonly stream: string;
}

/** A page of claims; `next` is where the following one begins, `null` when there is none. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly next: string | null;
}

/** Streams that begin in a part of the log (新开的流), and how far it was looked through. */
export interface Opened {
  /** In the order of their first events, each with its first event's position. */
  readonly streams: readonly { readonly stream: string; readonly position: Position }[];
  /** The position of the last event that was looked at; of an empty part, where it began. */
  readonly to: Position | null;
  /** How many events were looked at. */
  readonly events: number;
}

/**
 * Follows the whole log from a position, past its end, until closed. `handle` gets batches in the global order with no gap;
 * the next batch waits until it has settled (back-pressure). When it rejects, following ends and `closed` rejects with its error.
 */
export interface Follow {
  readonly after: Position | null;
  readonly batch: number;
  readonly handle: (events: readonly StoredEvent[]) => Promise<void>;
}

/** A running subscription. */
export interface Subscription {
  /** Settles when following has ended: resolved after `close()`, rejected when `handle` or the engine failed for good. */
  readonly closed: Promise<void>;
  /** Settles when the running `handle` has; never rejects. Do not await it inside `handle`. */
  close(): Promise<void>;
}

/**
 * An append-only log of streams.
 *
 * Every method rejects with a {@link StoreError} when the engine cannot answer. Nothing is ever half written: the events of
 * one append stand together or not at all.
 */
export interface EventStore {
  /**
   * Appends events to the end of a stream.
   *
   * Idempotent by event id: when the events already stand in the stream at the expected revisions, the first answer is
   * given again with `repeated: true`. With `'any'` the ids are looked for at the end of the stream, and so
   * a repetition is known only while nothing else has been appended there.
   *
   * @param claim a UUID that from then on belongs to this stream, for good: whatever comes under it anywhere else is refused,
   *   by whichever process. An append that is refused may have taken it all the same, when nobody had it.
   * @throws StoreError `conflict` when the stream stands at another revision (named in `actual`), or when only a part of
   *   the events is there already; `claimed` when the claim belongs to another stream (named in `claimant`); `too-large` when
   *   an event or the batch exceeds the engine's limit; `invalid` when there are no events, or a name, id or value is not what
   *   it should be.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], claim?: string): Promise<Appended>;

  /** The stream that a claim belongs to, or `null` while nobody has it. */
  claimant(claim: string): Promise<string | null>;

  /** A page of all claims, in the engine's own order, from `after` (the `next` of another page), or from the beginning. */
  claims(after: string | null, limit: number): Promise<Claims>;

  /**
   * Gives claims to streams without an append: for a log that is copied. What a stream has already stays its own.
   *
   * @throws StoreError `claimed` when one belongs to another stream; others may have been given all the same.
   */
  claim(claims: readonly Claim[]): Promise<void>;

  /** The events of one stream in order, from `from` (inclusive, default 0); an unknown stream is empty. */
  read(stream: string, from?: Revision): Promise<readonly StoredEvent[]>;

  /** The events of several streams, each as `read` gives it, in the order asked for. */
  readMany(streams: readonly string[]): Promise<readonly (readonly StoredEvent[])[]>;

  /**
   * One page of the global order: never skips an event that may still appear before the ones returned. A page of less than `limit`
   * ends where the log did when it was asked for: all that was acknowledged by then is in it, or in pages before.
   *
   * @throws StoreError `invalid` when `after` lies beyond the end: the checkpoint belongs to another or a newer log; `unavailable`
   *   when what was acknowledged cannot be put in order yet.
   */
  readAll(options: ReadAll): Promise<readonly StoredEvent[]>;

  /**
   * Looks through one page of the global order for streams that begin there, by their names alone.
   *
   * @throws StoreError `invalid` as `readAll` does.
   */
  opened(options: ReadAll): Promise<Opened>;

  /**
   * The event at a position; `null` where this log has none, as one that was restored to an earlier moment.
   *
   * @throws StoreError `invalid` for a position that another engine gave.
   */
  at(position: Position): Promise<StoredEvent | null>;

  /** Follows the global order; see {@link Follow}. */
  follow(options: Follow): Subscription;

  /** The position of the newest event, or `null` for an empty log; a follower may get it a moment later. */
  head(): Promise<Position | null>;

  /**
   * How many events stand after a position, counted no further than `atMost`: what a reader there still has before it.
   *
   * @throws StoreError `invalid` when `after` lies beyond the end.
   */
  behind(after: Position | null, atMost: number): Promise<number>;

  /** Negative when `a` stands before `b`, 0 when they are the same, positive otherwise; `null` stands before everything. */
  compare(a: Position | null, b: Position | null): number;

  /** Ends all subscriptions, lets running appends finish, and refuses new work with `closed`. */
  close(): Promise<void>;
}

/** Why the store could not do it. */
export type StoreErrorCode = 'conflict' | 'claimed' | 'unavailable' | 'too-large' | 'closed' | 'invalid';

/**
 * A store's refusal or failure. `actual` is set on `conflict`: the stream's last revision, or -1 when there is no stream;
 * `claimant` on `claimed`: the stream that has the claim.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    readonly actual?: Revision,
    options?: ErrorOptions,
    readonly claimant?: string,
  ) {
    super(message, options);
  }
}

/** Why an append under another stream's claim is refused. */
export function claimedBy(claimant: string): StoreError {
  return new StoreError('claimed', `the claim belongs to ${claimant}`, undefined, undefined, claimant);
}

/** The largest data and meta of one event together, in bytes of JSON; every engine refuses more with `too-large`. */
export const LARGEST_EVENT = 512 * 1024;
/** The most events of one append; every engine refuses more with `too-large`. */
export const MOST_EVENTS = 256;

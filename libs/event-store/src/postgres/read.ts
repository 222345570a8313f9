import type { Pool } from 'pg';
import { type Claims, type Opened, type Position, type ReadAll, type StoredEvent, StoreError } from '../port.ts';
import { checkEnd, comparePositions, fromPosition, numberOf, toPosition } from '../position.ts';
import { texts } from './binary.ts';
import { connected, type Row, rows } from './connection.ts';
import { positionOf } from './place.ts';

/** What {@link stored} makes an event of. */
export const EVENT = 'pos, stream, revision, event_id, type, data, meta, turn';

/** Stands before every claim: those are ids that were derived or drawn. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Reading streams, which is the same in every order. */
export interface StreamReader {
  stream(stream: string, from: number): Promise<readonly StoredEvent[]>;
  streams(streams: readonly string[]): Promise<readonly (readonly StoredEvent[])[]>;
  claimant(claim: string): Promise<string | null>;
  claims(after: string | null, limit: number): Promise<Claims>;
}

/** The reading side of the log in one schema; see the port for what is not explained here. */
export interface Reader extends StreamReader {
  /**
   * @throws StoreError `invalid` when the log has a gap, or ends before `after`: it was changed by another hand or restored
   *   from an older copy, and nobody may read on as if nothing were.
   */
  page(options: ReadAll): Promise<readonly StoredEvent[]>;
  /** A page as far as it can be read at once. */
  look(after: Position | null, limit: number): Promise<readonly StoredEvent[]>;
  /** Whether there is something after a position that cannot be read yet. @throws StoreError `invalid` as `page` does. */
  pending?(after: Position | null): Promise<boolean>;
  /** @throws StoreError `invalid` when the log ends before `after`. */
  opened(options: ReadAll): Promise<Opened>;
  at(position: Position): Promise<StoredEvent | null>;
  head(): Promise<Position | null>;
  /** @throws StoreError `invalid` as `page` does. */
  behind(after: Position | null, atMost: number): Promise<number>;
  compare(a: Position | null, b: Position | null): number;
}

/** Asks a prepared statement of the schema. */
export type Ask = (name: string, text: string, values: unknown[]) => Promise<readonly Row[]>;

export function streamReader(pool: Pool, schema: string): StreamReader & { readonly ask: Ask } {
  const ask: Ask = (name, text, values) =>
    connected(pool, (client) => rows(client, { name: `${schema} ${name}`, text, values }));
  const ofStream = `select ${EVENT} from "${schema}".event where stream = $1 and revision >= $2 order by revision`;
  const ofStreams = `select ${EVENT} from "${schema}".event where stream = any($1::text[]) order by stream, revision`;
  const ofClaim = `select stream from "${schema}".claim where id = $1`;
  const ofClaims = `select id, stream from "${schema}".claim where id > $1 order by id limit $2`;
  return {
    ask,
    async stream(stream, from) {
      return (await ask('stream', ofStream, [stream, from])).map(stored);
    },
    async streams(streams) {
      const found = Map.groupBy(
        (await ask('streams', ofStreams, [texts(streams)])).map(stored),
        ({ stream }) => stream,
      );
      return streams.map((stream) => found.get(stream) ?? []);
    },
    async claims(after, limit) {
      const found = await ask('claims', ofClaims, [after ?? FIRST, limit]);
      const claims = found.map(([claim, stream]) => ({ claim: given(claim), stream: given(stream) }));
      return { claims, next: found.length < limit ? null : (claims.at(-1)?.claim ?? null) };
    },
    claimant: async (claim) => (await ask('claimant', ofClaim, [claim]))[0]?.[0] ?? null,
  };
}

/** The reading side of a log whose events a sequencer numbers without a gap. */
export function sequencerReader(pool: Pool, schema: string): Reader {
  const { ask: askOnce, ...streams } = streamReader(pool, schema);
  /** The log reaches at least this far; forgotten with each failure, for another server may answer next. */
  let reach = 0;
  const ask: Ask = async (name, text, values) => {
    try {
      return await askOnce(name, text, values);
    } catch (error) {
      reach = 0;
      throw error;
    }
  };
  const last = async () => Number((await ask('head', newest, []))[0]?.[0] ?? 0);
  const ofLog = `select ${EVENT} from "${schema}".event where pos > $1 order by pos limit $2`;
  const ofOpened = `select pos, stream from "${schema}".event
    where pos > $1 and pos <= $2 and revision = 0 order by pos`;
  const ofPlace = `select ${EVENT} from "${schema}".event where pos = $1`;
  const newest = `select last from "${schema}".sequencer where one`;

  const page = async (after: number, limit: number): Promise<readonly StoredEvent[]> => {
    const events = (await ask('page', ofLog, [after, limit])).map(stored);
    events.forEach(({ position }, index) => {
      if (position === toPosition(after + 1 + index)) return;
      throw new StoreError('invalid', `the log has ${position} where ${after + 1 + index} was to follow`);
    });
    if (events.length > 0) reach = Math.max(reach, after + events.length);
    else if (after > reach) {
      reach = await last();
      checkEnd(after, reach);
    }
    return events;
  };

  return {
    ...streams,
    compare: comparePositions,
    async page({ after, limit, until }) {
      const from = fromPosition(after);
      const left = (numberOf(until) ?? Number.POSITIVE_INFINITY) - from;
      return left <= 0 ? [] : page(from, Math.min(limit, left));
    },
    look: (after, limit) => page(fromPosition(after), limit),
    async opened({ after, limit, until }) {
      const from = fromPosition(after);
      const head = await last();
      checkEnd(from, head);
      const to = Math.max(Math.min(from + limit, head, numberOf(until) ?? head), from); // there are no gaps
      const found = await ask('opened', ofOpened, [from, to]);
      const begun = found.map(([pos, stream]) => ({ stream: given(stream), position: toPosition(Number(pos)) }));
      return { streams: begun, to: to === 0 ? null : toPosition(to), events: to - from };
    },
    async at(position) {
      const [row] = await ask('at', ofPlace, [fromPosition(position)]);
      return row ? stored(row) : null;
    },
    async head() {
      const head = await last();
      return head === 0 ? null : toPosition(head);
    },
    async behind(after, atMost) {
      const from = fromPosition(after);
      const head = await last();
      checkEnd(from, head);
      return Math.min(head - from, atMost);
    },
  };
}

export function stored([pos, stream, revision, id, type, data, meta, turn]: Row): StoredEvent {
  return {
    stream: given(stream),
    revision: Number(revision),
    position: turn === '0' ? (pos as Position) : positionOf({ turn: Number(turn), pos: Number(pos) }),
    id: given(id),
    type: given(type),
    data: JSON.parse(given(data)),
    meta: JSON.parse(given(meta)),
  };
}

/** Every column is `not null`. */
export function given(column: string | null | undefined): string {
  if (column === null || column === undefined) throw new StoreError('invalid', 'the log has an empty column');
  return column;
}

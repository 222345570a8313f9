import type { Pool } from 'pg';
import { type Opened, type Position, type StoredEvent, StoreError } from '../port.ts';
import { checkEnd, toPosition } from '../position.ts';
import { texts } from './binary.ts';
import { connected, type Row, rows } from './connection.ts';

const EVENT = 'pos, stream, revision, event_id, type, data, meta';

/** The reading side of the log in one schema. */
export interface Reader {
  stream(stream: string, from: number): Promise<readonly StoredEvent[]>;
  streams(streams: readonly string[]): Promise<readonly (readonly StoredEvent[])[]>;
  /**
   * @throws StoreError `invalid` when the log has a gap, or ends before `after`: it was changed by another hand or restored
   *   from an older copy, and nobody may read on as if nothing were.
   */
  page(after: number, limit: number): Promise<readonly StoredEvent[]>;
  /** @throws StoreError `invalid` when the log ends before `after`. */
  opened(after: number, limit: number): Promise<Opened>;
  head(): Promise<Position | null>;
  claimant(claim: string): Promise<string | null>;
  /** How many events stand after a number: there are no gaps. @throws StoreError `invalid` as `page` does. */
  behind(after: number): Promise<number>;
}

export function reader(pool: Pool, schema: string): Reader {
  /** The log reaches at least this far; forgotten with each failure, for another server may answer next. */
  let reach = 0;
  const ask = async (name: string, text: string, values: unknown[]) => {
    try {
      return await connected(pool, (client) => rows(client, { name: `${schema} ${name}`, text, values }));
    } catch (error) {
      reach = 0;
      throw error;
    }
  };
  const last = async () => Number((await ask('head', newest, []))[0]?.[0] ?? 0);
  const ofStream = `select ${EVENT} from "${schema}".event where stream = $1 and revision >= $2 order by revision`;
  const ofStreams = `select ${EVENT} from "${schema}".event where stream = any($1::text[]) order by stream, revision`;
  const ofLog = `select ${EVENT} from "${schema}".event where pos > $1 order by pos limit $2`;
  const ofClaim = `select stream from "${schema}".claim where id = $1`;
  const ofOpened = `select pos, stream from "${schema}".event
    where pos > $1 and pos <= $2 and revision = 0 order by pos`;
  const newest = `select last from "${schema}".sequencer where one`;
  return {
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
    async page(after, limit) {
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
    },
    async opened(after, limit) {
      const head = await last();
      checkEnd(after, head);
      const to = Math.min(after + limit, head); // there are no gaps
      const found = await ask('opened', ofOpened, [after, to]);
      const streams = found.map(([pos, stream]) => ({ stream: given(stream), position: toPosition(Number(pos)) }));
      return { streams, to: to === 0 ? null : toPosition(to), events: to - after };
    },
    async head() {
      const head = await last();
      return head === 0 ? null : toPosition(head);
    },
    claimant: async (claim) => (await ask('claimant', ofClaim, [claim]))[0]?.[0] ?? null,
    async behind(after) {
      const head = await last();
      checkEnd(after, head);
      return head - after;
    },
  };
}

function stored([pos, stream, revision, id, type, data, meta]: Row): StoredEvent {
  return {
    stream: given(stream),
    revision: Number(revision),
    position: toPosition(Number(pos)),
    id: given(id),
    type: given(type),
    data: JSON.parse(given(data)),
    meta: JSON.parse(given(meta)),
  };
}

/** Every column is `not null`. */
function given(column: string | null | undefined): string {
  if (column === null || column === undefined) throw new StoreError('invalid', 'the log has an empty column');
  return column;
}

import type { Pool } from 'pg';
import { type Position, type StoredEvent, StoreError } from '../port.ts';
import { toPosition } from '../position.ts';
import { connected, type Row, rows } from './connection.ts';

const EVENT = 'pos, stream, revision, event_id, type, data, meta';

/** The reading side of the log in one schema. */
export interface Reader {
  stream(stream: string, from: number): Promise<readonly StoredEvent[]>;
  /** @throws StoreError `invalid` when the log has a gap: it was changed by another hand, and nobody may read past it. */
  page(after: number, limit: number): Promise<readonly StoredEvent[]>;
  head(): Promise<Position | null>;
}

export function reader(pool: Pool, schema: string): Reader {
  const ask = (name: string, text: string, values: unknown[]) =>
    connected(pool, (client) => rows(client, { name: `${schema} ${name}`, text, values }));
  const ofStream = `select ${EVENT} from "${schema}".event where stream = $1 and revision >= $2 order by revision`;
  const ofLog = `select ${EVENT} from "${schema}".event where pos > $1 order by pos limit $2`;
  const newest = `select last from "${schema}".sequencer where one`;
  return {
    async stream(stream, from) {
      return (await ask('stream', ofStream, [stream, from])).map(stored);
    },
    async page(after, limit) {
      const events = (await ask('page', ofLog, [after, limit])).map(stored);
      events.forEach(({ position }, index) => {
        if (position === toPosition(after + 1 + index)) return;
        throw new StoreError('invalid', `the log has ${position} where ${after + 1 + index} was to follow`);
      });
      return events;
    },
    async head() {
      const last = Number((await ask('head', newest, []))[0]?.[0] ?? 0);
      return last === 0 ? null : toPosition(last);
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

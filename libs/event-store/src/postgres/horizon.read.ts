import type { Pool } from 'pg';
import { backOff, rest } from '../bell.ts';
import { type Opened, type Position, type ReadAll, StoreError } from '../port.ts';
import type { Row } from './connection.ts';
import { comparePlaces, type Place, placeOf, positionOf } from './place.ts';
import { EVENT, given, type Reader, stored, streamReader } from './read.ts';

const LAST = '9223372036854775807';

/** The end of the log, and from which turn on others may still come. */
interface Reach {
  readonly end: Position | null;
  readonly horizon: number;
}

/**
 * The reading side of a log in the order of transactions. An event is read once every transaction with a smaller id has ended: what
 * is committed later then stands behind it. Reads of one stream need not wait.
 *
 * @param patience milliseconds for which a page waits until the last that was acknowledged can be put in order.
 */
export function horizonReader(pool: Pool, schema: string, patience = 5_000): Reader {
  const { ask, ...streams } = streamReader(pool, schema);
  const horizon = `(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (select o.shift from "${schema}".ordering o))`;
  const settled = `(turn, pos) > ($1, $2) and (turn, pos) <= ($3, $4) and turn < ${horizon}`;
  const inOrder = 'order by turn, pos limit $5';
  const ofLog = `select ${EVENT} from "${schema}".event where ${settled} ${inOrder}`;
  const ofOpened = `select turn, pos, stream, revision from "${schema}".event where ${settled} ${inOrder}`;
  const ofPlace = `select ${EVENT} from "${schema}".event where turn = $1 and pos = $2`;
  const ofReach = `select last.turn, last.pos, ${horizon} from (select) as one
    left join (select turn, pos from "${schema}".event order by turn desc, pos desc limit 1) as last on true`;
  const ofRest = `select count(*) from (
    select from "${schema}".event where (turn, pos) > ($1, $2) order by turn, pos limit $3) as rest`;

  const reach = async (): Promise<Reach> => {
    const [[turn, pos, seen] = []] = await ask('reach', ofReach, []);
    const end = pos === null || pos === undefined ? null : positionOf({ turn: Number(turn), pos: Number(pos) });
    return { end, horizon: Number(seen) };
  };

  const between = (after: Place, until: Place | undefined, limit: number) => [
    ...[after.turn, after.pos, until?.turn ?? LAST, until?.pos ?? LAST],
    limit,
  ];

  /** A page of everything that was acknowledged when it was asked for. */
  const whole = async (name: string, text: string, { after, limit, until }: ReadAll): Promise<readonly Row[]> => {
    const values = between(placeOf(after), until === undefined ? undefined : placeOf(until), limit);
    const { end, horizon: seen } = await reach();
    checkEnd(after, end);
    const last = placeOf(until !== undefined && comparePlaces(until, end) < 0 ? until : end);
    const late = performance.now() + patience;
    const pause = backOff(1, 100);
    for (let now = seen; ; now = (await reach()).horizon) {
      const page = await ask(name, text, values);
      if (page.length === limit || last.turn < now) return page;
      if (performance.now() > late) throw hidden(last.turn);
      await rest(pause.next(), new AbortController().signal);
    }
  };

  return {
    ...streams,
    compare: comparePlaces,
    async page(options) {
      return (await whole('page', ofLog, options)).map(stored);
    },
    async look(after, limit) {
      return (await ask('page', ofLog, between(placeOf(after), undefined, limit))).map(stored);
    },
    async pending(after) {
      const { end } = await reach();
      checkEnd(after, end);
      return comparePlaces(after, end) < 0;
    },
    async opened(options): Promise<Opened> {
      const page = (await whole('opened', ofOpened, options)).map(([turn, pos, stream, revision]) => ({
        position: positionOf({ turn: Number(turn), pos: Number(pos) }),
        stream: given(stream),
        begins: revision === '0',
      }));
      const begun = page.filter(({ begins }) => begins).map(({ stream, position }) => ({ stream, position }));
      return { streams: begun, to: page.at(-1)?.position ?? options.after, events: page.length };
    },
    async at(position) {
      const { turn, pos } = placeOf(position);
      const [row] = await ask('at', ofPlace, [turn, pos]);
      return row ? stored(row) : null;
    },
    head: async () => (await reach()).end,
    async behind(after, atMost) {
      const { turn, pos } = placeOf(after);
      checkEnd(after, (await reach()).end);
      return Number((await ask('behind', ofRest, [turn, pos, atMost]))[0]?.[0]);
    },
  };
}

/** @throws StoreError `invalid` when a checkpoint lies beyond the end: it is of another log, or of a newer copy of this one. */
function checkEnd(after: Position | null, end: Position | null): void {
  if (comparePlaces(after, end) <= 0) return;
  throw new StoreError('invalid', `checkpoint ${after} lies beyond the log's end ${end}`);
}

function hidden(turn: number): StoreError {
  return new StoreError(
    'unavailable',
    `PostgreSQL: a transaction older than the one of turn ${turn} is open in the cluster: what was appended since cannot be put in order`,
  );
}

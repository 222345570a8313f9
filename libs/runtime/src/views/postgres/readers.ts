import pg, { type ClientConfig, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { gathering } from './wire.ts';

/** Connections for reading alone, on which many questions are under way at once. */
export interface Readers {
  query<R extends QueryResultRow>(question: QueryConfig, first?: Telling): Promise<QueryResult<R>>;
  end(): Promise<void>;
}

/** What a connection must have been told before it is asked; what it was told last holds until it is told otherwise. */
export interface Telling {
  readonly key: string;
  readonly question: QueryConfig;
}

/** Questions that leave together at most. */
const TOGETHER = 16;

/** Milliseconds after which a connection that nobody asks anything is closed. */
const IDLE = 10_000;

/**
 * Up to so many connections that are opened when they are needed. A question is sent on the one with the fewest ahead of it: it
 * waits for the answers to those, as it would wait for a connection of a pool, but not for the way there and back. Those that are
 * asked after it in the same turn go with it, since waking a server costs more than most questions do.
 */
export function readers(config: ClientConfig, count: number): Readers {
  const lines = Array.from({ length: count }, () => line(config));
  const best = () => {
    const free = lines.find((one) => one.open() && one.ahead() === 0);
    return free ?? lines.reduce((least, one) => (one.ahead() < least.ahead() ? one : least));
  };
  let turn: { readonly on: Line; questions: number } | undefined;
  return {
    query: (question, first) => {
      if (turn === undefined || turn.questions === TOGETHER) {
        const now = { on: best(), questions: 0 };
        turn = now;
        setImmediate(() => {
          if (turn === now) turn = undefined;
        });
      }
      turn.questions += 1;
      return turn.on.query(question, first);
    },
    end: async () => {
      await Promise.all(lines.map((one) => one.end()));
    },
  };
}

interface Line extends Pick<Readers, 'end'> {
  query<R extends QueryResultRow>(question: QueryConfig, first?: Telling): Promise<QueryResult<R>>;
  open(): boolean;
  /** Questions that have not been answered. */
  ahead(): number;
}

/** What a connection was told last, and whether it has heard it. */
interface Told {
  readonly key: string;
  readonly said: Promise<unknown>;
}

function line(config: ClientConfig): Line {
  let client: Promise<pg.Client> | undefined;
  let ahead = 0;
  const told = new WeakMap<pg.Client, Told>();
  let idle: NodeJS.Timeout | undefined;
  const gathered = gathering(TOGETHER);

  const connected = (): Promise<pg.Client> => {
    if (client) return client;
    const options = { ...config, pipeline: true }; // the types of `pg` do not know it yet
    const fresh = new pg.Client(options);
    const opening = fresh.connect().then(() => fresh);
    const lost = () => {
      if (client === opening) client = undefined; // the next question opens another
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    opening.catch(lost);
    client = opening;
    return opening;
  };
  const end = async () => {
    clearTimeout(idle);
    const last = client;
    client = undefined;
    await last?.then((open) => open.end()).catch(() => undefined);
  };

  return {
    open: () => client !== undefined,
    ahead: () => ahead,
    query: async <R extends QueryResultRow>(question: QueryConfig, first?: Telling) => {
      clearTimeout(idle);
      ahead += 1;
      try {
        const open = await connected();
        if (first === undefined) return await gathered(open, () => open.query<R>(question));
        const known = told.get(open);
        // sent in one go, so that no other question comes between what is told and what is asked
        const [said, answer] = gathered(open, () => [
          known?.key === first.key ? known.said : open.query(first.question),
          open.query<R>(question),
        ]);
        told.set(open, { key: first.key, said });
        const [heard, answered] = await Promise.allSettled([said, answer]);
        if (heard.status === 'fulfilled' && answered.status === 'fulfilled') return answered.value;
        if (heard.status === 'rejected' && told.get(open)?.said === said) told.delete(open);
        // whoever did not hear for whom it reads has answered for somebody else
        throw heard.status === 'rejected' ? heard.reason : (answered as PromiseRejectedResult).reason;
      } finally {
        ahead -= 1;
        if (ahead === 0) idle = setTimeout(end, IDLE).unref();
      }
    },
    end,
  };
}

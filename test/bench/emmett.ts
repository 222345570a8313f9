import { comparator } from './comparators.ts';

/** The small part of Emmett that the bench uses; the package may not be installed, so its types are told here. */
export interface EmmettEvent {
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

export interface EmmettStore {
  appendToStream(stream: string, events: readonly EmmettEvent[], options?: object): Promise<unknown>;
  readonly schema: { migrate(): Promise<unknown> };
  close(): Promise<void>;
}

interface Consumer {
  projector(options: { readonly projection: unknown; readonly processorId: string }): unknown;
  start(): Promise<void>;
  close(): Promise<void>;
}

type Sql = (parts: TemplateStringsArray, ...values: unknown[]) => unknown;

interface Seen {
  readonly type: string;
  readonly metadata: { readonly streamName: string };
}

interface PostgresPackage {
  getPostgreSQLEventStore(url: string): EmmettStore;
  postgreSQLEventStoreConsumer(options: {
    readonly connectionString: string;
    readonly pulling: { readonly batchSize: number; readonly pullingFrequencyInMs: number };
    readonly stopWhen?: { readonly noMessagesLeft: boolean };
  }): Consumer;
  postgreSQLRawBatchSQLProjection(options: {
    readonly name: string;
    readonly canHandle: readonly string[];
    readonly init: () => unknown;
    readonly evolve: (events: readonly Seen[]) => readonly unknown[];
  }): unknown;
}

interface CorePackage {
  CommandHandler<State>(options: {
    readonly initialState: () => State;
    readonly evolve: (state: State, event: EmmettEvent) => State;
  }): (
    store: EmmettStore,
    id: string,
    handle: (state: State) => readonly EmmettEvent[],
  ) => Promise<{ readonly newEvents: readonly unknown[] }>;
}

export interface Emmett extends PostgresPackage, CorePackage {
  readonly sql: Sql;
}

export const NO_EMMETT = 'Emmett is not installed';

export async function emmett(): Promise<Emmett | undefined> {
  const postgres = await comparator<PostgresPackage>('@event-driven-io/emmett-postgresql');
  const core = await comparator<CorePackage>('@event-driven-io/emmett');
  const dumbo = await comparator<{ SQL: Sql }>('@event-driven-io/dumbo');
  return postgres && core && dumbo && { ...postgres, CommandHandler: core.CommandHandler, sql: dumbo.SQL };
}

const createTable = (sql: Sql) =>
  sql`create table if not exists last_events (stream text primary key, type text not null)`;

/** A projection as its guide writes them: one upsert an event, all of a batch in one transaction. */
export function eachEvent({ postgreSQLRawBatchSQLProjection, sql }: Emmett, types: readonly string[]): unknown {
  return postgreSQLRawBatchSQLProjection({
    name: 'each_event',
    canHandle: types,
    init: () => createTable(sql),
    evolve: (events) =>
      events.map(
        ({ type, metadata }) => sql`insert into last_events values (${metadata.streamName}, ${type})
          on conflict (stream) do update set type = excluded.type`,
      ),
  });
}

/** What {@link toldWhenSeen} says when it has committed, and on which channel. */
export const SEEN = 'emmett_seen';

/** The lightest projection there can be: one statement a batch, and a notice that comes with its commit. */
export function toldWhenSeen({ postgreSQLRawBatchSQLProjection, sql }: Emmett, types: readonly string[]): unknown {
  return postgreSQLRawBatchSQLProjection({
    name: 'last_events',
    canHandle: types,
    init: () => createTable(sql),
    evolve: (events) => {
      const last = new Map(events.map(({ type, metadata }) => [metadata.streamName, type]));
      const rows = JSON.stringify([...last].map(([stream, type]) => ({ stream, type })));
      const upsert = sql`insert into last_events select stream, type
        from json_to_recordset(${rows}::json) as batch (stream text, type text)
        on conflict (stream) do update set type = excluded.type`;
      return [upsert, ...[...last.keys()].map((stream) => sql`select pg_notify(${SEEN}, ${stream})`)];
    },
  });
}

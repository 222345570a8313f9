import type { EventStore, StoreError } from '../port.ts';

export interface EventStoreDbOptions {
  /**
   * `esdb://` for one server, `esdb+discover://` for a cluster; TLS unless `tls=false`, an authority of one's own by
   * `tlsCAFile`, credentials before the host. Appends and reads go to the leader, whatever `nodePreference` says.
   */
  readonly connectionString: string;
  /** Stands before every stream name and keeps this log apart from others on the same server; none unless told. */
  readonly prefix?: string;
  /** How long an append or a read may take altogether, waiting for its turn included; 10,000 ms unless told. */
  readonly timeoutMillis?: number;
  /** Told whenever a follower lost the server and will try again. */
  readonly onTrouble?: (error: StoreError) => void;
}

/**
 * The EventStoreDB engine, for servers from 22.6 on; the contract runs on 24.10 wherever a container can. Positions are the log's own, commit and prepare, as text.
 * The client is loaded when it is needed, and not by those who chose another engine.
 *
 * @throws StoreError `unavailable` when nobody answers; `invalid` for a connection string or prefix that cannot be used.
 */
export async function eventStoreDb(options: EventStoreDbOptions): Promise<EventStore> {
  const { openStore } = await import('./eventstoredb.store.ts');
  return openStore(options);
}

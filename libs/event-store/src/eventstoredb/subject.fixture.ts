import { tcpLine } from '../contract/line.ts';
import { some } from '../contract/sample.ts';
import type { Subject } from '../contract/subject.ts';
import type { EventStore } from '../port.ts';
import { eventStoreDb } from './eventstoredb.ts';

/** A log on a server of EventStoreDB, for the contract alone. */
export async function eventStoreDbSubject(
  server: { readonly host: string; readonly port: number },
  prefix = '',
): Promise<Subject> {
  const clearing: (() => Promise<unknown>)[] = [];
  const opened = async (host: string, port: number): Promise<EventStore> => {
    const store = await eventStoreDb({ connectionString: `esdb://${host}:${port}?tls=false`, prefix });
    clearing.unshift(() => store.close());
    return store;
  };
  const lineTo = async () => {
    const line = await tcpLine(server);
    clearing.unshift(() => line.close());
    return line;
  };
  const line = await lineTo();
  return {
    store: await opened('127.0.0.1', line.port),
    line,
    another: () => opened(server.host, server.port),
    delayed: async (stream) => {
      const slow = await lineTo();
      const store = await opened('127.0.0.1', slow.port);
      slow.hold();
      const append = store.append(stream, 'no-stream', some(1));
      return {
        waitedFor: () => new Promise(() => undefined), // others pass it
        commit: async () => {
          slow.release();
          await append;
        },
      };
    },
    cleanup: async () => {
      for (const clear of clearing.splice(0)) await clear();
    },
  };
}

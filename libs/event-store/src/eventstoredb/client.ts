import type { Readable } from 'node:stream';
import { type AllStreamResolvedEvent, EventStoreDBClient, type StreamingRead } from '@eventstore/db-client';
import { ReadStream } from '@eventstore/db-client/dist/streams/utils/ReadStream.js';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { StoreError } from '../port.ts';
import { checkConnectionString } from './connection.string.ts';
import { type LogRead, logRequest } from './log.request.ts';

/** One connection to a server or cluster. */
export interface Connection {
  readonly client: EventStoreDBClient;
  /** Reads the whole log through the server's own filter, which the client has for subscriptions alone. */
  readLog(read: LogRead): StreamingRead<AllStreamResolvedEvent>;
  /** Cancels what still runs, and hangs up. */
  close(): Promise<void>;
}

/** What the client keeps for its own methods. Its version is pinned, and the specs on the double run through all of it. */
interface Inside {
  supports: () => Promise<boolean>;
  handleError: (client: unknown, error: Error) => Promise<void>;
  getChannel: () => Promise<{ close(): void }>;
  readonly callArguments: (base: object, options: { deadline: number }) => Parameters<StreamsClient['batchAppend']>;
  readonly GRPCStreamCreator: <T extends Readable>(
    stub: typeof StreamsClient,
    name: string,
    create: (stub: StreamsClient) => T,
  ) => () => Promise<T>;
}

/**
 * @param connectionString `esdb://` or `esdb+discover://`, with its TLS files and credentials.
 * @throws StoreError `invalid` when the client cannot use it.
 */
export function connect(connectionString: string): Connection {
  checkConnectionString(connectionString);
  const client = made(connectionString);
  const inside = client as unknown as Inside;
  const channels = tame(inside);
  return {
    client,
    readLog(read) {
      const request = logRequest(read);
      const open = inside.GRPCStreamCreator(StreamsClient, 'readAll', (stub) => {
        const [metadata, options] = inside.callArguments(
          { requiresLeader: true },
          { deadline: Number.POSITIVE_INFINITY },
        );
        return stub.read(request, metadata, options);
      });
      return new ReadStream<AllStreamResolvedEvent>(open, convertGrpcEvent, {});
    },
    async close() {
      await client.dispose();
      for (const channel of channels) channel.then((open) => open.close()).catch(() => undefined); // it may still be sought
    },
  };
}

/** The client's own message would repeat parts of the string. */
function made(connectionString: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch {
    const hint = 'check hosts, options and whether the certificate files are there';
    throw new StoreError('invalid', `the EventStoreDB connection string cannot be used: ${hint}`);
  }
}

/**
 * Takes three habits off the client.
 *
 * - It appends through one batch stream where the server offers it. Its bookkeeping of that stream is shared by the process and
 *   emptied when any such stream breaks: an answer on another one then throws where nobody can catch it. Each append is a
 *   call of its own instead, with a deadline of its own.
 * - When it cannot find a member of the cluster while it gives up a connection, it rejects a promise that nobody holds.
 * - It never closes a connection.
 *
 * @returns the newest connection, to be closed.
 */
function tame(inside: Inside): ReadonlySet<Promise<{ close(): void }>> {
  const { handleError, getChannel } = inside;
  const newest = new Set<Promise<{ close(): void }>>();
  inside.supports = async () => false;
  inside.handleError = (client, error) => handleError(client, error).catch(() => undefined);
  inside.getChannel = () => {
    const channel = getChannel();
    newest.clear();
    newest.add(channel);
    return channel;
  };
  return newest;
}

import { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import type { Runtime } from '#runtime';
import type { ExchangeClients } from './clients.ts';
import { describedContract, SERVICE, serviceDefinition } from './contract.ts';
import { handoffStreams, type Streams } from './handoffs/streams.ts';
import { noRevocations, type Revocations } from './revocations.ts';
import type { ServerIdentity } from './server.identity.ts';
import { exchangeService, type TakeTurn, type Traced } from './service.ts';

export interface ExchangeOptions {
  readonly runtime: Runtime;
  readonly clients: Pick<ExchangeClients, 'of' | 'refused'>;
  /** What the authority has taken back; nothing unless told. */
  readonly revocations?: () => Revocations;
  readonly identity: ServerIdentity;
  /** Where to listen: `127.0.0.1:0`. */
  readonly address: string;
  readonly report: (error: unknown) => string;
  /** Milliseconds of silence after which a stream gives a sign of life; 10,000 unless told. */
  readonly heartbeat?: number;
  readonly traced?: Traced;
  /** Takes one call of an agency, or says in how many seconds to come again; without it calls are not counted. */
  readonly takeTurn?: TakeTurn;
}

/** A running exchange (交换服务). */
export interface ExchangeServer {
  readonly port: number;
  /** What was sent and how it fares. */
  readonly streams: Pick<Streams, 'sent' | 'open'>;
  /** What the health service says: whether log and views can be read. */
  serving(yes: boolean): void;
  /** Lets calls under way finish, ends streams, and closes. */
  close(): Promise<void>;
}

const LARGEST_MESSAGE = 100 * 1024;
const HEARTBEAT = 10_000;
const PATIENCE = 5_000;

/** @throws Error when the address is taken. */
export async function startExchangeServer(options: ExchangeOptions): Promise<ExchangeServer> {
  const { runtime, clients, identity, address, report, heartbeat = HEARTBEAT } = options;
  const { traced = (_, __, work) => work(), revocations = () => noRevocations } = options;
  const { takeTurn = async () => undefined } = options;
  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_MESSAGE,
    'grpc.max_concurrent_streams': 100, // calls of one connection
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  const streams = handoffStreams(runtime, heartbeat);
  const parts = { runtime, clients, revocations, streams, traced, takeTurn, report };
  server.addService(serviceDefinition, exchangeService(parts));
  const health = new HealthImplementation({ '': 'SERVING', [SERVICE]: 'SERVING' });
  health.addToServer(server);
  new ReflectionService(describedContract()).addToServer(server);
  const serving = (yes: boolean) => {
    for (const name of ['', SERVICE]) health.setStatus(name, yes ? 'SERVING' : 'NOT_SERVING');
  };
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, identity.credentials(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return {
    port,
    streams,
    serving,
    close: async () => {
      serving(false);
      streams.end();
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => server.forceShutdown(), PATIENCE);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      });
    },
  };
}

import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServiceError,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { DoubleLog } from './log.fixture.ts';
import {
  appendAnswer,
  clusterInfo,
  type Endpoint,
  expectedRevision,
  proposal,
  streamName,
  supportedMethods,
} from './messages.fixture.ts';
import { answerRead, type ReadCall } from './reading.fixture.ts';

/**
 * How the double meets a call: it answers; says it is not ready; says nothing and does nothing; does what it is asked and says
 * nothing; points to a leader.
 */
export type Mood = 'serving' | 'refusing' | 'silent' | 'swallowing' | { readonly leader: Endpoint };

/** A call as the double met it. */
export interface Met {
  readonly method: 'read' | 'append' | 'batchAppend' | 'gossip';
  readonly authorization: string | undefined;
  readonly requiresLeader: boolean;
}

export interface DoubleOptions {
  /** Members of a double cluster share one. */
  readonly log?: DoubleLog;
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** How many calls one connection may have open; 100, as real servers have it, unless told. */
  readonly streams?: number;
}

/** EventStoreDB refuses larger appends unless configured otherwise. */
const LARGEST_APPEND = 1024 * 1024;

/**
 * A double of EventStoreDB, for specs alone: its protocol over real gRPC, on a log in memory, with the streams a connection may
 * have bounded as a real server bounds them. It knows what the engine uses and nothing more: no projections, no users, no
 * deletion. What it proves is the engine's side; how a real server behaves is for the same contract on a real server.
 */
export class DoubleServer {
  mood: Mood = 'serving';
  /** What the double answers to gossip; itself alone unless told. */
  members: readonly (Endpoint & { readonly leads: boolean })[] = [];
  readonly met: Met[] = [];
  /** How many calls were open at once, at the most. */
  mostAtOnce = 0;
  readonly log: DoubleLog;
  readonly #streams: number;
  readonly #open = new Set<object>();
  readonly #credentials: ServerCredentials;
  readonly #subscriptions = new Set<ReadCall>();
  #server = new Server();
  #port = 0;

  private constructor({ log = new DoubleLog(), tls, streams = 100 }: DoubleOptions) {
    this.log = log;
    this.#streams = streams;
    const pair = tls && [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) }];
    this.#credentials = pair ? ServerCredentials.createSsl(null, pair) : ServerCredentials.createInsecure();
  }

  static async start(options: DoubleOptions = {}): Promise<DoubleServer> {
    const double = new DoubleServer(options);
    await double.comeBack();
    return double;
  }

  get endpoint(): Endpoint {
    return { address: '127.0.0.1', port: this.#port };
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get subscriptions(): number {
    return this.#subscriptions.size;
  }

  /** Ends all subscriptions as a server does that goes down in good order: without an error. */
  endSubscriptions(): void {
    for (const call of this.#subscriptions) call.end();
  }

  /** Breaks every connection and answers nobody any more; the log stays. */
  die(): void {
    this.#server.forceShutdown();
  }

  /** Listens where it listened before. */
  async comeBack(): Promise<void> {
    this.#server = new Server({ 'grpc.max_concurrent_streams': this.#streams });
    this.#server.addService(StreamsService, {
      read: (call: ReadCall) => this.#read(call),
      append: (call: AppendCall, answer: sendUnaryData<streams.AppendResp>) => this.#append(call, answer),
      batchAppend: (call: ReadCall) => {
        this.#meet('batchAppend', call.metadata);
        call.emit('error', { code: status.UNIMPLEMENTED, details: 'the double takes each append alone' });
      },
      delete: unasked,
      tombstone: unasked,
    });
    this.#server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, supportedMethods()),
    });
    this.#server.addService(GossipService, {
      read: (call: { metadata: Metadata }, answer: sendUnaryData<unknown>) => {
        const refused = this.#meet('gossip', call.metadata);
        if (refused) answer(refused);
        else answer(null, clusterInfo(this.members.length > 0 ? this.members : [{ ...this.endpoint, leads: true }]));
      },
    });
    this.#port = await new Promise<number>((resolve, reject) => {
      const done = (error: Error | null, port: number) => (error ? reject(error) : resolve(port));
      this.#server.bindAsync(`127.0.0.1:${this.#port}`, this.#credentials, done);
    });
  }

  #enter(call: ReadCall | AppendCall): void {
    this.#open.add(call);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#open.size);
    for (const end of ['cancelled', 'close', 'finish']) call.once(end, () => this.#open.delete(call));
  }

  #read(call: ReadCall): void {
    this.#enter(call);
    const refused = this.#meet('read', call.metadata);
    if (refused) call.emit('error', refused);
    if (refused || this.mood === 'silent' || this.mood === 'swallowing') return;
    if (call.request.getOptions()?.hasSubscription()) {
      this.#subscriptions.add(call);
      for (const end of ['cancelled', 'close', 'finish']) call.once(end, () => this.#subscriptions.delete(call));
    }
    answerRead(this.log, call).catch((error) => call.emit('error', error));
  }

  #append(call: AppendCall, answer: sendUnaryData<streams.AppendResp>): void {
    this.#enter(call);
    const refused = this.#meet('append', call.metadata);
    if (refused) {
      answer(refused);
      return;
    }
    const requests: streams.AppendReq[] = [];
    call.on('data', (request) => requests.push(request));
    call.on('error', () => undefined);
    call.on('end', () => {
      if (this.mood === 'silent') return;
      const options = requests[0]?.getOptions();
      const events = requests.flatMap((request) => request.getProposedMessage() ?? []).map(proposal);
      const size = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
      if (size > LARGEST_APPEND) return answer(tooLarge());
      if (!options) return answer(problem(status.INVALID_ARGUMENT, 'no options'));
      const name = streamName(options.getStreamIdentifier());
      const verdict = this.log.append(name, expectedRevision(options), events);
      if (this.mood !== 'swallowing') answer(null, appendAnswer(verdict));
    });
  }

  #meet(method: Met['method'], metadata: Metadata): ServiceError | undefined {
    const [authorization] = metadata.get('authorization');
    const requiresLeader = metadata.get('requires-leader').includes('true');
    this.met.push({ method, authorization: authorization?.toString(), requiresLeader });
    if (this.mood === 'refusing') return problem(status.UNAVAILABLE, 'Server Is Not Ready');
    if (typeof this.mood === 'string' || !requiresLeader) return undefined;
    const { address, port } = this.mood.leader;
    const leader = { 'leader-endpoint-host': address, 'leader-endpoint-port': String(port) };
    return problem(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', ...leader });
  }
}

type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

const unasked = (_: unknown, answer: sendUnaryData<unknown>) =>
  answer(problem(status.UNIMPLEMENTED, 'nothing is ever deleted here'));

function tooLarge(): ServiceError {
  const exception = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(LARGEST_APPEND) };
  return problem(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', exception);
}

function problem(code: status, details: string, trailers: Record<string, string> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

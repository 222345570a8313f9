/**
 * An agency's own system at the exchange (机构自有系统示例). Node 24 or later runs it as it is:
 *
 *   node client.ts follow                        stores what is handed over, acknowledges it, resumes after a cut
 *   node client.ts call AcceptHandoff '{…}'      gives a command; prints the answer, or why not
 *
 * Settings: EXCHANGE (host:port), KEY, CERTIFICATE, AUTHORITY (PEM files), PROTO (folder of the contract), STORE (a folder).
 * A retry must carry the same idempotencyKey: then it gets the first answer and nothing happens twice.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, credentials, loadPackageDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

interface Handoff {
  readonly id: string;
  readonly caseId: string;
  readonly version: string;
}
interface Message {
  readonly event?: { readonly eventId: string; readonly change: string; readonly handoff: Handoff };
  readonly cursor: string;
}
type Unary = (message: object, options: object, done: (error: ServiceError | null, answer: object) => void) => void;
type Exchange = Client & Record<string, Unary> & { StreamHandoffs(request: object): AsyncIterable<Message> };

const { EXCHANGE = 'localhost:50051', KEY = '', CERTIFICATE = '', AUTHORITY = '', STORE = 'handoffs' } = process.env;
const PROTO = process.env.PROTO ?? 'proto';

const contract = loadSync('jieli/exchange/v1/exchange.proto', { includeDirs: [PROTO], longs: Number, enums: String });
const { jieli } = loadPackageDefinition(contract) as never as {
  jieli: { exchange: { v1: { ExchangeService: new (address: string, as: object) => Exchange } } };
};
const identity = credentials.createSsl(readFileSync(AUTHORITY), readFileSync(KEY), readFileSync(CERTIFICATE));
const exchange = new jieli.exchange.v1.ExchangeService(EXCHANGE, identity);

/** Calls a method, ten seconds at most, again with the same message while the exchange cannot be reached. */
async function call(method: string, message: object, tries = 5): Promise<object> {
  try {
    return await new Promise((resolve, reject) => {
      const given = exchange[method];
      if (!given) throw new Error(`the contract has no method ${method}`);
      const done = (error: ServiceError | null, answer: object) => (error ? reject(error) : resolve(answer));
      given.call(exchange, message, { deadline: Date.now() + 10_000 }, done);
    });
  } catch (error) {
    const { code } = error as ServiceError;
    if (tries === 0 || (code !== status.UNAVAILABLE && code !== status.DEADLINE_EXCEEDED)) throw error;
    await pause();
    return call(method, message, tries - 1);
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 1_000));

/** Written beside and renamed, so that a crash leaves the old or the new, never half of it. */
function store(name: string, text: string): void {
  const path = join(STORE, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Everything is stored before the cursor that lies behind it; what comes twice has the same name. */
async function follow(): Promise<never> {
  mkdirSync(STORE, { recursive: true });
  const cursor = join(STORE, 'cursor');
  for (;;) {
    try {
      const after = existsSync(cursor) ? readFileSync(cursor, 'utf8') : '';
      for await (const { event, cursor: next } of exchange.StreamHandoffs({ after })) {
        if (event) {
          const { id: handoffId, caseId, version } = event.handoff;
          store(`${event.eventId}.json`, JSON.stringify(event));
          if (version) await call('AcknowledgeHandoff', { handoffId, caseId, version });
          console.log(`${event.change} ${event.eventId}`);
        }
        if (next) store('cursor', next);
      }
    } catch (error) {
      console.error((error as ServiceError).details ?? error); // the stream was cut: on from the cursor
      if ((error as ServiceError).code === status.INVALID_ARGUMENT) rmSync(cursor, { force: true }); // of another log: begin anew
    }
    await pause();
  }
}

const [, , mode, method = '', message = '{}'] = process.argv;
if (mode === 'follow') await follow();
else {
  const answered = call(method, JSON.parse(message)).then(JSON.stringify, (error: ServiceError) => {
    process.exitCode = 1;
    return `${status[error.code]} ${error.details}`;
  });
  console.log(await answered);
  exchange.close();
}

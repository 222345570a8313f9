import { createServer } from 'node:http';
import type { Metrics } from '#telemetry';
import { SetupError } from './config.ts';
import type { Closable } from './foreground.ts';
import type { Readiness } from './readiness.ts';
import type { Sample } from './telemetry.ts';

export interface OperatorParts {
  readonly metrics: Metrics;
  readonly sample: Sample;
  readonly ready: () => Promise<Readiness>;
}

/** A running endpoint for operators. */
export interface OperatorServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics`, `/health/live` and `/health/ready` (运维端点), at an address of its own so that no proxy in front of the desks
 * ever hands it out. @throws SetupError when the address is taken.
 */
export async function startOperatorServer(
  address: string,
  { metrics, sample, ready }: OperatorParts,
): Promise<OperatorServer> {
  const [host = '', port] = address.split(':');
  const answer = async (url: string | undefined): Promise<readonly [status: number, type: string, body: string]> => {
    if (url === '/metrics') {
      await sample();
      return [200, metrics.contentType, await metrics.text()];
    }
    if (url === '/health/live') return [200, 'text/plain', 'live\n'];
    if (url === '/health/ready') {
      const { status } = await ready();
      return [status === 'ready' ? 200 : 503, 'text/plain', `${status}\n`];
    }
    return [404, 'text/plain', 'not found\n'];
  };
  const server = createServer((request, response) => {
    answer(request.method === 'GET' ? request.url : undefined).then(
      ([status, type, body]) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new SetupError(`JIELI_METRICS_ADDRESS 不能使用。${address} cannot be used: ${error.message}`));
    });
    server.listen(Number(port), host, resolve);
  });
  const bound = server.address();
  return {
    url: `http://${host}:${typeof bound === 'object' && bound ? bound.port : port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Runs the endpoint beside a program, where an address is set; it ends last, to tell how the program ends (运维端点随程序启停). */
export async function operated(
  program: Closable,
  address: string | undefined,
  parts: OperatorParts,
): Promise<Closable> {
  if (address === undefined) return program;
  try {
    const operator = await startOperatorServer(address, parts);
    return { close: () => program.close().finally(() => operator.close()) };
  } catch (error) {
    await program.close();
    throw error;
  }
}

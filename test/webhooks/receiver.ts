import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as it came over the wire. */
export interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An agency's own system: keeps what comes, and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly taken: readonly Taken[];
  /** Resolves once so many have come. */
  heard(many: number): Promise<void>;
  close(): Promise<void>;
}

export async function receiver(answer: (taken: Taken, nth: number) => number = () => 200): Promise<Receiver> {
  const taken: Taken[] = [];
  const waiting: { many: number; tell: () => void }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const own = { headers: request.headers, body: Buffer.concat(parts).toString() };
      taken.push(own);
      response.writeHead(answer(own, taken.length)).end();
      for (const { many, tell } of waiting) if (taken.length >= many) tell();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jieli`,
    taken,
    heard: (many) => (taken.length >= many ? Promise.resolve() : new Promise((tell) => waiting.push({ many, tell }))),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The id of a delivery's event. */
export const idOf = ({ headers }: Taken): string => String(headers['idempotency-key']);

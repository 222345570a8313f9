import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { TargetRules } from './target.ts';

export interface SendOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly targets: TargetRules;
  /** Milliseconds for the whole of it. */
  readonly patience?: number;
}

const PATIENCE = 10_000;
const MOST_READ = 64 * 1024;

/**
 * Sends one delivery: a POST without redirects, within a time and reading no more than a little of the answer.
 *
 * @throws Error saying why it was not taken: anything but 2xx, no answer in time, too long an answer, a target that may not be.
 */
export async function send({ url, headers, body, targets, patience = PATIENCE }: SendOptions): Promise<void> {
  const target = targets.check(url);
  const request = target.protocol === 'http:' ? plainRequest : secureRequest;
  const late = AbortSignal.timeout(patience);
  await new Promise<void>((resolve, reject) => {
    // not left to the request: what ends a connection without an error would never be told
    late.addEventListener('abort', () => reject(new Error('no answer in time')));
    const sent = request(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup: targets.lookup,
        signal: late,
        agent: false,
      },
      (response) => {
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > MOST_READ) sent.destroy(new Error(`the answer is longer than ${MOST_READ} bytes`));
        });
        response.on('error', reject);
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve();
          else reject(new Error(`the receiver answered ${status}`));
        });
      },
    );
    sent.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      reject(new Error(`the receiver answered ${statusCode}`));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

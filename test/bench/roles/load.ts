import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { answerParent } from '../children.ts';
import { throughput } from '../harness.ts';
import { caseIdOf } from '../history.ts';

export interface Load {
  readonly url: string;
  readonly token?: string;
  /** The body of each request; `%CASE%` and `%KEY%` in it are a case's id and a new key each time. */
  readonly body: string;
  readonly cases: number;
  /** What each answer must hold. */
  readonly expected: string;
  readonly inFlight: number;
  readonly window: number;
}

let sent = 0;

const methods = {
  /** Requests a second, so many at a time over as many kept connections. */
  rate: async ({ url, token, body, cases, expected, inFlight, window }: Load): Promise<number> => {
    const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    const once = async () => {
      sent += 1;
      const filled = body.replace('%CASE%', caseIdOf(sent % cases)).replace('%KEY%', randomUUID());
      const answer = await post(url, agent, headers, filled);
      if (!answer.includes(expected)) throw new Error(`${url} answered ${answer.slice(0, 600)}`);
    };
    try {
      return await throughput(inFlight, window, once);
    } finally {
      agent.destroy();
    }
  },
};

export type LoadMethods = typeof methods;

function post(url: string, agent: Agent, headers: Record<string, string>, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export function loadRole(): void {
  answerParent(methods);
}

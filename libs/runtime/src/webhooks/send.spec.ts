import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send } from './send.ts';
import { targetRules } from './target.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

const targets = targetRules(['127.0.0.1']);
const sent = (url: string, more: object = {}) =>
  send({ url, headers: { 'content-type': 'text/plain' }, body: '变动', targets, ...more }).then(
    () => 'taken',
    (error: Error) => error.message,
  );

describe('sending', () => {
  it('posts the body as it is, and takes any 2xx for an answer', async () => {
    const heard: string[] = [];
    const url = await receiver((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        heard.push(`${request.method} ${request.url} ${Buffer.concat(parts).toString()}`);
        response.writeHead(204).end();
      });
    });
    expect(await sent(url)).toBe('taken');
    expect(heard).toEqual(['POST /hook 变动']);
  });

  it('follows no redirect', async () => {
    const asked: string[] = [];
    const url = await receiver((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await sent(url)).toBe('the receiver answered 307');
    expect(asked).toEqual(['/hook']);
  });

  it('gives up on who does not answer, and on who does not stop', async () => {
    expect(await sent(await receiver(() => undefined), { patience: 50 })).toBe('no answer in time');
    const endless = await receiver((_, response) => {
      const more = () => response.write('x'.repeat(16_384)) && setImmediate(more);
      response.on('drain', more);
      more();
    });
    expect(await sent(endless)).toBe('the answer is longer than 65536 bytes');
  });

  it('takes a change of protocol for no answer, and waits no longer for it than for any', async () => {
    const url = await receiver(() => undefined);
    servers[0]?.on('connection', (socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
      );
    });
    expect(await sent(url)).toBe('the receiver answered 101');
  });

  it.each([
    ['before the body is whole', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
    ['after a hint', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('takes what is cut %s for no answer', async (_, part) => {
    const url = await receiver(() => undefined);
    servers[0]?.on('connection', (socket) => void socket.once('data', () => socket.end(part)));
    expect(await sent(url)).not.toBe('taken');
  });

  it('sends nothing to where it may not', async () => {
    let asked = 0;
    const url = await receiver((_, response) => {
      asked += 1;
      response.end();
    });
    expect(await sent(url, { targets: targetRules() })).toContain('not allowed');
    expect(await sent(url.replace('http://127.0.0.1', 'https://localhost'), { targets: targetRules() })).toContain(
      'not allowed',
    );
    expect(asked).toBe(0);
  });
});

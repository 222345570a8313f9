import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Service } from '#service';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let own: Service;

beforeAll(async () => {
  standing = await standingService();
  own = await standing.start({ patience: { headers: 300, request: 600, still: 800, look: 100, token: 15_000 } });
});
afterAll(() => standing.close());

const DESK = '/desks/residents-committee/graphql';
const POST = `POST ${DESK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;

/** These, and the answers to them, are more than all buffers on the way hold: whoever is cut off notices it while writing. */
const MANY = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(450_000);

function knock(): Socket {
  const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
  socket.on('error', () => undefined); // it is cut, which is what is waited for
  return socket;
}

/** However it ends: one that is reset is closed too. */
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

/** What was said until the connection was closed. */
async function saidTo(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (chunk) => {
    said += String(chunk);
  });
  await closed(socket);
  return said;
}

/** Sends a part every so often for as long as the connection is there. */
function drip(socket: Socket, part: string, milliseconds: number): void {
  const timer = setInterval(() => (socket.writable ? socket.write(part) : clearInterval(timer)), milliseconds);
  socket.once('close', () => clearInterval(timer));
}

describe('a client that takes its time is not waited for', () => {
  it('when it says nothing at all', async () => {
    await saidTo(knock());
  });

  it.each([
    ['headers that never end', `${POST}`, 'X-A: b\r\n'],
    ['a request line that never ends', 'POST /', 'a'],
    ['a body that never ends', `${POST}Content-Length: 100000\r\n\r\n`, ' '],
    ['a body in pieces that never end', `${POST}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  ])('%s, a little every 50 ms', async (_, first, part) => {
    const socket = knock();
    socket.write(first);
    drip(socket, part, 50);
    expect(await saidTo(socket)).toMatch(/^(?:$|HTTP\/1\.1 (?:408|400|401) )/);
  });

  it('when it asks and asks, and reads no answer', async () => {
    const socket = knock();
    socket.pause();
    socket.write(MANY);
    await closed(socket);
    expect(socket.destroyed).toBe(true);
  });
});

it('a body over the limit is refused before it has been sent', async () => {
  const socket = knock();
  socket.write(`${POST}Content-Length: ${200 * 1024}\r\n\r\n`);
  drip(socket, 'x'.repeat(1_000), 5);
  expect(await saidTo(socket)).toContain(' 413 ');
  const chunked = knock();
  chunked.write(`${POST}Transfer-Encoding: chunked\r\n\r\n`);
  drip(chunked, `4000\r\n${'x'.repeat(0x4000)}\r\n`, 5);
  expect(await saidTo(chunked)).toContain(' 413 ');
});

describe('a service that is told to end', () => {
  it('answers what was asked before, and is not held up by who neither ends nor reads', async () => {
    const token = await own.issuer.token(`rvc-${VILLAGE}`, Date.parse(standing.host.now()), 60);
    const body = JSON.stringify({ query: '{ me { id } }' });
    const asked = knock();
    const head = `${POST}Authorization: Bearer ${token}\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
    asked.write(head);
    await once(asked, 'data'); // 100: it is being served
    const [mute, deaf] = [knock(), knock()];
    mute.write(POST);
    deaf.pause();
    deaf.write(MANY);
    await Promise.all([once(mute, 'connect'), once(deaf, 'connect')]);
    const said = saidTo(asked);
    const ended = standing.stop();
    asked.write(body);
    expect(await said).toMatch(/ 200 OK[\s\S]*rvc-441502001001/);
    await ended;
    for (const socket of [mute, deaf]) if (!socket.closed) await closed(socket);
  });
});

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { epochOf, instantAt } from '#calendar';
import { PATIENCE, type Service, SetupError } from '#service';
import { flagged, people } from '../case.steps.ts';
import { read } from '../desk.client.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let folder: string;

beforeAll(async () => {
  standing = await standingService();
  folder = await mkdtemp(join(tmpdir(), 'jieli-guards-'));
});
afterAll(async () => {
  await standing.close();
  await rm(folder, { recursive: true, force: true });
});

const COMMITTEE = '/desks/residents-committee/graphql';
const ME = '{ me { id } }';

async function ask(service: Service, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Bearer ${await service.issuer.token(`rvc-${VILLAGE}`, Date.parse(standing.host.now()), 60)}`;
  return fetch(service.url + COMMITTEE, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify(body),
  });
}

describe('every answer', () => {
  it('carries an id of ours, forbids to be kept, framed or sniffed, and does not say what serves it', async () => {
    const answers = [
      await ask(standing.service, { query: ME }, { 'x-request-id': 'mine' }),
      await fetch(`${standing.service.url}/nowhere`),
      await fetch(standing.service.url + COMMITTEE, { method: 'POST', body: '{}' }),
      await fetch(standing.service.url + COMMITTEE),
      await fetch(standing.service.url + COMMITTEE, { method: 'POST', body: 'x'.repeat(200_000) }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(5);
  });

  it('names the same id as the log when something breaks', async () => {
    const own = await standing.start();
    await standing.query('alter schema desk_residents_committee rename to gone');
    try {
      const response = await ask(own, { query: '{ cases { edges { cursor } } }' });
      const { errors } = await read(response.clone());
      expect(errors[0]?.extensions).toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
        requestId: response.headers.get('x-request-id'),
      });
      expect(standing.said()).toContain(`"requestId":"${response.headers.get('x-request-id')}"`);
    } finally {
      await standing.query('alter schema gone rename to desk_residents_committee');
      await standing.stop();
    }
  });
});

describe('a page of another address', () => {
  const origin = 'https://desk.example.gov.cn';
  const preflight = (service: Service, from: string) =>
    fetch(service.url + COMMITTEE, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
  const upgrade = async (service: Service, from: string) => {
    const socket = new WebSocket(service.url.replace('http', 'ws') + COMMITTEE, 'graphql-transport-ws', {
      origin: from,
    });
    const what = await new Promise<string>((resolve) => {
      socket.once('open', () => resolve('open'));
      socket.on('error', ({ message }) => resolve(message));
    });
    socket.terminate();
    return what;
  };

  it('is let in when the operator names it, and no other is', async () => {
    const own = await standing.start({ origins: [origin] });
    expect((await preflight(own, origin)).headers.get('access-control-allow-origin')).toBe(origin);
    expect((await preflight(own, 'https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect(await upgrade(own, origin)).toBe('open');
    expect(await upgrade(own, 'https://evil.example')).toContain('403');
    await standing.stop();
  });

  it('is not let in unless told', async () => {
    expect((await preflight(standing.service, origin)).headers.get('access-control-allow-origin')).toBeNull();
    expect(await upgrade(standing.service, origin)).toContain('403');
    expect(await upgrade(standing.service, standing.service.url)).toBe('open');
  });
});

it('tells an officer who asks too often when to come again, and serves the others', async () => {
  const own = await standing.start({ requestsAMinute: 3 });
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(await ask(own, { query: ME }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  const after = Number(answers[4]?.headers.get('retry-after'));
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThanOrEqual(60);
  expect(await answers[4]?.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
  const other = await own.issuer.token('psb-441502', Date.parse(standing.host.now()), 60);
  const response = await fetch(`${own.url}/desks/police/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${other}` },
    body: JSON.stringify({ query: ME }),
  });
  expect(response.status).toBe(200);
  await standing.stop();
});

describe('when operations are registered', () => {
  const LISTED = 'query Mine { me { id } }';
  const hash = createHash('sha256').update(LISTED).digest('hex');

  it('answers those, by text or by hash, and no others, over HTTP and over sockets', async () => {
    await writeFile(join(folder, 'mine.graphql'), `${LISTED}\n`);
    await writeFile(join(folder, 'told.graphql'), 'subscription { inboxChanged { caseIds } }');
    const own = await standing.start({ operations: folder });
    expect((await ask(own, { query: LISTED })).status).toBe(200);
    const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
    expect(await (await ask(own, byHash)).json()).toMatchObject({ data: { me: { id: `rvc-${VILLAGE}` } } });
    for (const body of [
      { query: ME },
      { query: '{ __schema { types { name } } }' },
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } },
      { query: ME, ...byHash },
      [{ query: LISTED }],
      {},
    ]) {
      const response = await ask(own, body);
      expect([body, response.status]).toEqual([body, 403]);
    }
    const token = await own.issuer.token(`rvc-${VILLAGE}`, Date.parse(standing.host.now()), 60);
    const client = createClient({
      url: own.url.replace('http', 'ws') + COMMITTEE,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const refused = await new Promise((resolve) =>
      client.subscribe(
        { query: 'subscription { inboxChanged { at } }' },
        { next: resolve, error: resolve, complete: () => resolve('complete') },
      ),
    );
    expect(JSON.stringify(refused)).toContain('not registered');
    await client.dispose();
    await standing.stop();
  });

  it('does not start on a file that is no GraphQL, or on nothing', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    await expect(standing.start({ operations: empty })).rejects.toBeInstanceOf(SetupError);
    await writeFile(join(empty, 'x.graphql'), '{ me {');
    await expect(standing.start({ operations: empty })).rejects.toThrow('x.graphql');
    await expect(standing.start({ operations: join(empty, 'none') })).rejects.toBeInstanceOf(SetupError);
  });
});

it('is not ready any more, and still serves, before it ends', async () => {
  const own = await standing.start({ drainSeconds: 2 });
  const ended = standing.stop();
  expect((await fetch(`${own.url}/health/ready`)).status).toBe(503);
  expect((await ask(own, { query: ME })).status).toBe(200);
  await ended;
  await expect(fetch(`${own.url}/health/live`)).rejects.toThrow();
});

describe('a socket whose token has ended', () => {
  /** A subscription of the committee with a token for a minute; `first` resolves with what it brings first. */
  async function subscribed(service: Service) {
    const token = await service.issuer.token(`rvc-${VILLAGE}`, Date.parse(standing.host.now()), 60);
    const client = createClient({
      url: service.url.replace('http', 'ws') + COMMITTEE,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const seen: { readonly data: { readonly inboxChanged: { readonly at: string } } }[] = [];
    let wake: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const ended = new Promise<unknown>((resolve) => {
      client.subscribe(
        { query: 'subscription { inboxChanged { at caseIds inbox { edges { node { caseId } } } } }' },
        {
          next: (result) => {
            seen.push(result as unknown as (typeof seen)[number]);
            wake();
          },
          error: resolve,
          complete: () => resolve('complete'),
        },
      );
    });
    let told = false;
    first.then(() => {
      told = true;
    });
    while (!told) await flagged(people(standing)); // connecting takes a moment that nobody announces
    await standing.stage.settled();
    return { client, seen, ended };
  }
  const later = () => standing.host.moveTo(instantAt(epochOf(standing.host.now()) + 30 * 60_000));

  it('brings nothing of what happens afterwards, and is closed', async () => {
    const { client, seen, ended } = await subscribed(standing.service);
    later();
    const end = standing.host.now();
    const afterwards = await flagged(people(standing));
    expect(await ended).toMatchObject({ code: 4403 });
    const brought = seen.length;
    await flagged(people(standing));
    await standing.stage.settled();
    expect(seen).toHaveLength(brought);
    for (const { data } of seen) expect(data.inboxChanged.at < end).toBe(true); // no notice was made after the end, nor an error told
    expect(JSON.stringify(seen)).not.toContain(afterwards);
    await client.dispose();
  });

  it('is closed though nothing happens', async () => {
    const own = await standing.start({ patience: { ...PATIENCE, token: 50 } });
    const { client, seen, ended } = await subscribed(own);
    later();
    const end = standing.host.now();
    expect(await ended).toMatchObject({ code: 4403 });
    for (const { data } of seen) expect(data.inboxChanged.at < end).toBe(true);
    await client.dispose();
    await standing.stop();
  });
});

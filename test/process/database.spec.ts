import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../libs/runtime/src/embedded/process.identity.ts';
import { flag } from '../case.steps.ts';
import { VILLAGE } from '../standing.service.ts';
import { endPostgres, freePort, ServerProcess } from './jieli.process.ts';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-process-'));
  server = new ServerProcess(folder, await freePort());
  await server.ready();
}, 180_000);
afterAll(async () => {
  await server.kill('SIGKILL');
  await endPostgres(folder);
  await rm(folder, { recursive: true, force: true });
});

/** The server with those that serve its connections, which would go on for a moment without it. */
function killWhole(postmaster: number): void {
  const serving = spawnSync('pgrep', ['-P', String(postmaster)], { encoding: 'utf8' }).stdout.split('\n');
  process.kill(postmaster, 'SIGKILL');
  spawnSync('kill', ['-9', ...serving.filter((pid) => pid !== '')]);
}

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly code: string | undefined;
}

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answered> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    // a connection of its own for each, so that every cut is a fault of the service
    headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
  return { status: answer.status, text, code: errors?.[0]?.extensions?.code };
}

const COMMAND =
  'mutation($input: RaiseFlagInput!) { outcome: raiseFlag(input: $input) { __typename ... on Accepted { view } } }';
const READ = '{ cases(first: 1) { edges { node { id childName } } } }';

it('that dies under a service is answered UNAVAILABLE each time, and the service goes on once it has been started again', async () => {
  const token = JSON.parse((await post('/demo/token', { officer: `rvc-${VILLAGE}` })).text) as { token: string };
  const ask = (query: string, variables: object = {}) =>
    post('/desks/residents-committee/graphql', { query, variables }, { authorization: `Bearer ${token.token}` });
  const command = (idempotencyKey: string) => ask(COMMAND, { input: flag({ idempotencyKey }) });
  expect((await command('before')).text).toContain('CAUGHT_UP');

  for (const round of [1, 2, 3]) {
    const dead = server.postgres();
    killWhole(dead);
    const seen: Answered[] = [];
    const works = async () => {
      const answers = await Promise.all([command(`during.${round}`), command(randomUUID()), ask(READ), ask(READ)]);
      seen.push(...answers);
      return answers.every(({ status, text }) => status === 200 && !text.includes('"errors"'));
    };
    expect(await until(works, 60_000)).toBe(true);
    const failed = seen.filter(({ status, code }) => status !== 200 || code !== undefined);
    expect(failed.length).toBeGreaterThan(0);
    for (const { status, code, text } of failed) {
      expect([status, code]).toEqual([503, 'UNAVAILABLE']);
      expect(text).toMatch(/暂时无法.*later/);
    }
    expect(server.postgres()).not.toBe(dead);
    expect(await until(async () => (await command(`after.${round}`)).text.includes('CAUGHT_UP'), 60_000)).toBe(true);
  }
}, 180_000);

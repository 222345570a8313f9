import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endPostgres, freePort, ServerProcess } from './jieli.process.ts';

const SIGN_IN = {
  NODE_ENV: 'production',
  JIELI_OIDC_ISSUER: 'http://127.0.0.1:1',
  JIELI_OIDC_AUDIENCE: 'urn:jieli:desks',
};

let folder: string;
let server: ServerProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-production-'));
});
afterEach(async () => {
  await server?.kill('SIGKILL');
  await endPostgres(folder);
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

const start = async (env: Record<string, string>) => {
  server = new ServerProcess(folder, await freePort(), env);
  return server;
};

it('does not start on the demo’s tokens, and tells everything that is wrong at once', async () => {
  const { code, stderr } = await (
    await start({ NODE_ENV: 'production', JIELI_RATE: 'many', DATABASE_URL: 'mysql://root:geheim@127.0.0.1/x' })
  ).end();
  expect(code).toBe(1);
  expect(stderr).not.toContain('geheim');
  for (const name of ['JIELI_OIDC_ISSUER', 'JIELI_RATE', 'DATABASE_URL']) expect(stderr).toContain(name);
  expect(stderr.trimEnd().split('\n')).toHaveLength(3);
});

it('does not take over what a demo was played into', async () => {
  await writeFile(join(folder, 'demo.json'), '{"finished":true}');
  const { code, stderr } = await (await start(SIGN_IN)).end();
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(folder) });
});

it('starts with an identity provider, be it unreachable for now, without any demo', async () => {
  const started = await start(SIGN_IN);
  await started.ready();
  expect(started.printed).not.toMatch(/demo|Playing/);
  const token = await fetch(`${started.url}/demo/token`, { method: 'POST', body: '{"officer":"psb-441502"}' });
  expect(token.status).toBe(404);
  expect(await started.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
});

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desks } from '#desks';
import { scenarioJsonSchema } from '#scenario';
import { deskPath } from '#service';
import { runningSince, until } from '../../libs/runtime/src/embedded/process.identity.ts';
import { committeeAt } from './committee.client.ts';
import { endPostgres, freePort, jieli, ServerProcess } from './jieli.process.ts';

let folder: string;
let servers: ServerProcess[];

async function endAll(): Promise<void> {
  for (const server of servers) await server.kill('SIGKILL');
  for (const { dataDir } of servers) await endPostgres(dataDir);
  servers = [];
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-process-'));
  servers = [];
});
afterEach(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir = folder): Promise<ServerProcess> {
  const server = new ServerProcess(dataDir, await freePort());
  servers.push(server);
  return server;
}

/** The cases in the log: streams, revisions and types, which the demo always makes the same. */
const cases = (server: ServerProcess) =>
  server.query<{ stream: string; revision: number; type: string }>(
    `select stream, revision, type from log.event where stream like 'case-%' order by stream, revision`,
  );

describe('a server', () => {
  /** A folder in which the demo has been played, and what came of it. */
  let played: string;
  let demo: Awaited<ReturnType<typeof cases>>;
  let welcome: string;

  beforeAll(async () => {
    servers = [];
    played = await mkdtemp(join(tmpdir(), 'jieli-process-'));
    const first = await start(played);
    await first.ready();
    welcome = first.printed.replaceAll(first.url, 'http://here');
    demo = await cases(first);
    const postgres = first.postgres();
    expect(runningSince(postgres)).toBeDefined();
    expect(await first.kill('SIGINT')).toMatchObject({ code: 0, stderr: '' });
    expect(runningSince(postgres)).toBeUndefined();
  }, 120_000);
  afterAll(() => rm(played, { recursive: true, force: true }));

  it('plays the demo when it starts first, and says where its desks are', () => {
    expect(demo.length).toBeGreaterThan(10);
    expect(welcome).toContain('Playing S01');
    for (const desk of desks) expect(welcome).toContain(`http://here${deskPath(desk)}`);
  });

  it('keeps what there was when it starts again, and does not play the demo twice', async () => {
    const second = await start(played);
    await second.ready();
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${second.url}/health/live`)).status).toBe(200);
    expect(second.printed).not.toContain('Playing');
    expect(await cases(second)).toEqual(demo);
    expect(await second.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });

  it('finishes a demo in which it was killed, and doubles nothing', async () => {
    const killed = await start();
    await killed.prints('Playing');
    expect(await until(async () => (await cases(killed)).length >= demo.length / 2, 60_000)).toBe(true);
    await killed.kill('SIGKILL');
    expect(killed.printed).not.toContain('/health/ready');
    const next = await start();
    await next.ready();
    expect(next.printed).toContain('Playing');
    expect(await cases(next)).toEqual(demo);
  }, 120_000);

  it('loses nothing that it has answered for, and does nothing twice, when it is killed under load', async () => {
    const killed = await start(played);
    await killed.ready();
    const committee = await committeeAt(killed);
    const acknowledged = new Map<string, string>();
    const sent: string[] = [];
    const writer = async (n: number) => {
      for (let turn = 0; ; turn += 1) {
        const key = `writer-${n}-${turn}`;
        sent.push(key);
        acknowledged.set(key, await committee.raise(key));
        if (acknowledged.size === 60) killed.kill('SIGKILL');
      }
    };
    const writers = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => writer(n)));
    expect(writers.map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
    expect(acknowledged.size).toBeGreaterThanOrEqual(60);
    await killed.end();

    const next = await start(played);
    await next.ready();
    const again = await committeeAt(next);
    for (const key of sent) {
      const caseId = await again.raise(key);
      expect(caseId).toBe(acknowledged.get(key) ?? caseId);
      acknowledged.set(key, caseId);
    }
    expect(new Set(acknowledged.values()).size).toBe(sent.length);
    const raised = (await cases(next)).filter(({ type }) => type === 'FlagRaised').map(({ stream }) => stream);
    for (const caseId of acknowledged.values()) {
      expect(raised.filter((stream) => stream === `case-${caseId}`)).toEqual([`case-${caseId}`]);
    }
    for (const [key, caseId] of acknowledged) expect(await again.facts(caseId)).toEqual([`线索 ${key}`]);
  });

  it('runs below a folder that nobody else may enter, and ends well while the demo plays', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const server = await start(join(closed, '数据'));
    await server.prints('Playing');
    const postgres = server.postgres();
    expect(await server.kill('SIGINT')).toMatchObject({ code: 0, stderr: '' });
    expect(runningSince(postgres)).toBeUndefined();
  });
});

describe('a mistake in the setup is told in one line, with exit code 1', () => {
  const failure = async (port: number | string, env: Record<string, string> = {}, dataDir = folder) => {
    const server = new ServerProcess(dataDir, port, env);
    servers.push(server);
    const { code, stderr } = await server.end();
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).not.toMatch(/\bat .*\.js|Error:/);
    expect(code).toBe(1);
    return stderr;
  };

  it.each(['three', '-1', '70000', '3000.5', ' '])('PORT=%j', async (port) => {
    expect(await failure(port)).toContain('PORT');
  });

  it('a port that is taken; PostgreSQL does not stay behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await failure(port)).toContain(`Port ${port} is taken`);
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('a data folder that is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await failure(await freePort(), {}, file)).toContain(file);
  });

  it.each([
    ['mysql://127.0.0.1/x', 'DATABASE_URL'],
    ['postgres://127.0.0.1:1/x', 'DATABASE_URL'],
    ['postgres://nobody:geheim@127.0.0.1:1/x', 'DATABASE_URL'],
    ['postgres://[', 'DATABASE_URL'],
  ])('DATABASE_URL=%s', async (url, names) => {
    const line = await failure(await freePort(), { DATABASE_URL: url });
    expect(line).toContain(names);
    expect(line).not.toContain('geheim');
  });

  it('a calendar that cannot be read', async () => {
    const missing = join(folder, 'calendar.yaml');
    expect(await failure(await freePort(), { JIELI_CALENDAR: missing })).toContain(missing);
  });
});

describe('jieli', () => {
  it('tells how it is used', async () => {
    const { code, stdout, stderr } = await jieli('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['scenario', 'policy', 'calendar']) expect(stdout).toContain(command);
  });

  it.each([['dance'], ['scenario', 'dance'], ['policy', 'dance'], ['scenario', 'run', '--loud']])(
    'does not take what it does not know: %s %s %s',
    async (...args) => {
      const { code, stdout, stderr } = await jieli(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^没有(命令|选项).*Unknown (command|option)/);
      expect(stderr).toContain('--help');
    },
  );

  it('prints the JSON Schema of scenarios, and nothing beside it', async () => {
    const { code, stdout } = await jieli('scenario', 'schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });

  it('fails on a scenario that is not there, and on one that is wrong', async () => {
    const missing = join(folder, 'missing.yaml');
    const wrong = join(folder, 'wrong.yaml');
    await writeFile(wrong, 'scenario: W1\ntitle: { zh: 错, en: Wrong }\nplace: "441502001001"\nsteps: []\n');
    const { code, stdout, stderr } = await jieli('scenario', 'run', missing, wrong);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain(missing);
    expect(stdout).toContain(`${wrong}:4:`);
    expect(stdout).toContain('0 passed, 2 failed');
  });

  it('checks the shipped packs', async () => {
    const { code, stdout, stderr } = await jieli('policy', 'check');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('0 errors, 0 warnings');
  });

  it('fails on a pack that is wrong, with its line, and on a folder that is not there', async () => {
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'pack.yaml'), 'pack: mine\ncolour: red\n');
    const wrong = await jieli('policy', 'check', folder);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/mine\/pack\.yaml:2:1: 不认识的字段“colour”。 unknown key "colour"/);
    const missing = await jieli('policy', 'check', join(folder, 'nowhere'));
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('nowhere');
  });

  it('checks and shows a calendar file', async () => {
    const file = join(folder, 'calendar.yaml');
    const year = 'source: { title: 通知, number: 第1号, published: 2026-11-04 }, restDays: [2027-01-01]';
    const notice = (worked: string) => `version: mine\nyears:\n  2027: { ${year}, workdays: [${worked}] }\n`;
    await writeFile(file, notice('2027-02-15'));
    const wrong = await jieli('calendar', 'check', file);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/calendar\.yaml:3:\d+: 2027-02-15 /)]);
    await writeFile(file, notice('2027-02-13'));
    expect(await jieli('calendar', 'check', file)).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await jieli('calendar', 'show', '2027', '--file', file);
    expect(stdout).toMatch(/通知 第1号（2026-11-04）\n休 rest {4}2027-01-01(?:.|\n)*班 worked {2}2027-02-13/);
  });
});

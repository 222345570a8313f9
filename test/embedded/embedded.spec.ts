import { chmod, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runningSince } from '../../libs/runtime/src/embedded/process.identity.ts';
import { asRoot, dataDir, eachInItsOwnFolder, othersReachUs, query, refusal, serverPid, start } from './stage.ts';

eachInItsOwnFolder();

it('serves the whole run from a throw-away server', async () => {
  expect(await query(process.env.JIELI_TEST_DATABASE_URL ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

describe('starting and stopping', () => {
  it('keeps the data from one start to the next', async () => {
    const first = await start({}, { dataDir, durable: true });
    expect(first.adopted).toBe(false);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start({}, { dataDir, durable: true });
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await query(second.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  });

  it('really stops, and only once', async () => {
    const server = await start();
    const pid = await serverPid();
    expect(runningSince(pid)).toBeDefined();
    await server.stop();
    await server.stop();
    expect(runningSince(pid)).toBeUndefined();
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect((await readdir(dataDir)).toSorted()).toEqual([
      'jieli.lock',
      'postgres',
      'postgres.log',
      'postgres.password',
    ]);
  });

  it('is PostgreSQL 18 in UTF-8 with checksums, on 127.0.0.1 alone', async () => {
    const { url } = await start();
    const names = ['server_version', 'server_encoding', 'data_checksums', 'listen_addresses', 'TimeZone', 'jit'];
    const settings = await Promise.all(
      names.map(async (name) => Object.values((await query(url, `SHOW ${name}`))[0] ?? {})[0]),
    );
    expect(settings).toEqual([expect.stringMatching(/^18\./), 'UTF8', 'on', '127.0.0.1', 'UTC', 'off']);
    expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  it('keeps its password to itself and asks for it', async () => {
    const { url } = await start();
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(String(wrong), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('writes no data into its log', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE children (name text PRIMARY KEY, born date)');
    await query(url, 'INSERT INTO children VALUES ($1, now())', ['王小明']);
    await expect(query(url, 'INSERT INTO children VALUES ($1, now())', ['王小明'])).rejects.toThrow('duplicate');
    await expect(query(url, 'INSERT INTO children VALUES ($1, $2)', ['x', '王小明'])).rejects.toThrow('王小明');
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toMatch(/王小明|children/);
  });

  it('begins its log again when it has grown too long', async () => {
    const log = join(dataDir, 'postgres.log');
    await writeFile(log, '');
    await truncate(log, 11 * 1024 * 1024);
    await start();
    expect((await stat(log)).size).toBeLessThan(100_000);
  });

  it('runs below a folder that nobody else may enter', async () => {
    const closed = join(dataDir, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const server = await start({}, { dataDir: join(closed, 'deep', '数据 1') });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
  });
});

// Only root has to give PostgreSQL another user, and only Linux has the user namespaces that it does so with.
(asRoot && process.platform === 'linux' ? describe : describe.skip)('as root', () => {
  if (!othersReachUs)
    console.log('PostgreSQL under another account is not tried: the project stands in a closed folder');
  // Another account cannot read PostgreSQL's binaries below a closed folder.
  const reachable = othersReachUs ? it : it.skip;

  reachable('runs under another account where user namespaces are refused, and stays with it', async () => {
    await chmod(dataDir, 0o755);
    const first = await start({ rootWays: ['account'] });
    await query(first.url, 'CREATE TABLE kept AS SELECT 5 AS answer');
    const owner = (await stat(join(dataDir, 'postgres'))).uid;
    expect(owner).not.toBe(0);
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 5 }]);
    expect((await stat(join(dataDir, 'postgres', 'postmaster.pid'))).uid).toBe(owner);
  });

  reachable('hands data made in a namespace over to the other account', async () => {
    await chmod(dataDir, 0o755);
    await (await start()).stop();
    const server = await start({ rootWays: ['account'] });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says what to do where neither way is open', async () => {
    expect((await refusal(start({ rootWays: ['account'] }))).message).toContain('start Jieli as an ordinary user');
  });
});

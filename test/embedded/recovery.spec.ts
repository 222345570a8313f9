import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runningSince, until } from '../../libs/runtime/src/embedded/process.identity.ts';
import { dataDir, eachInItsOwnFolder, query, serverPid, start, startParent } from './stage.ts';

eachInItsOwnFolder();

describe('after a parent that ended badly', () => {
  it('adopts the living server of a killed one with its data, and stops it', async () => {
    const { parent, url } = await startParent();
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS answer');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const pid = await serverPid();
    expect(runningSince(pid)).toBeDefined();

    const server = await start();
    expect(server).toMatchObject({ adopted: true, url });
    expect(await serverPid()).toBe(pid);
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 7 }]);
    await server.stop();
    expect(runningSince(pid)).toBeUndefined();
  });

  it('stops with one that dies of an exception, and starts again at once', async () => {
    const { parent } = await startParent();
    const pid = await serverPid();
    const ended = once(parent, 'exit');
    parent.kill('SIGUSR2'); // it throws
    await ended;
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await serverPid()).not.toBe(pid);
  });

  it('recovers when parent and server were both killed', async () => {
    const { parent, url } = await startParent();
    await query(url, 'CREATE TABLE kept AS SELECT 9 AS answer');
    const pid = await serverPid();
    const ended = once(parent, 'exit');
    parent.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await ended; // its lock on the folder ends with it, which may be after the server
    await until(() => runningSince(pid) === undefined, 10_000);
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 9 }]);
  });

  it.each([
    ['of a process that is no server', `${process.pid}\n/elsewhere\n1\n1\n\n127.0.0.1\n\nready\n`],
    ['that is empty', ''],
  ])('is not held up by a pid file %s', async (_, content) => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), content);
    expect((await start()).adopted).toBe(false);
  });

  it('is not held up by what a killed process left of its lock', async () => {
    await writeFile(join(dataDir, 'jieli.lock'), '');
    await writeFile(join(dataDir, 'jieli.pid'), `${process.pid}\n`);
    expect((await start()).adopted).toBe(false);
  });

  it('makes a half-made database anew', async () => {
    await mkdir(join(dataDir, 'postgres.new-abc', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres.new-abc', 'PG_VERSION'), '18\n');
    await writeFile(join(dataDir, 'postgres.password'), 'kept\n', { mode: 0o600 });
    const server = await start();
    expect(new URL(server.url).password).toBe('kept');
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });
});

describe('a signal to the whole process group', () => {
  it('leaves the server running until the parent stops it', async () => {
    const { parent, url } = await startParent('deaf');
    process.kill(-Number(parent.pid), 'SIGINT'); // what Ctrl-C in a terminal does
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const pid = await serverPid();
    parent.kill('SIGTERM');
    await once(parent, 'exit');
    expect(await until(() => runningSince(pid) === undefined, 10_000)).toBe(true);
  });
});

describe('when the server dies under a living parent', () => {
  it('is started again at the same address, with its data, and stopped in the end', async () => {
    const server = await start();
    await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS answer');
    const pid = await serverPid();
    process.kill(pid, 'SIGKILL');
    const answers = async () => (await query(server.url, 'SELECT answer FROM kept').catch(() => []))[0]?.answer;
    expect(await until(async () => (await answers()) === 7, 60_000)).toBe(true);
    const next = await serverPid();
    expect(next).not.toBe(pid);
    await server.stop();
    expect(runningSince(next)).toBeUndefined();
  });

  it('says so once when it cannot be started again', async () => {
    let told: (error: Error) => void = () => undefined;
    const lost = new Promise<Error>((resolve) => {
      told = resolve;
    });
    await start({ relaunchFor: 0 }, { lost: (error) => told(error) });
    const pid = await serverPid();
    await rm(join(dataDir, 'postgres', 'PG_VERSION'));
    process.kill(pid, 'SIGKILL');
    expect((await lost).message).toMatch(/PostgreSQL did not start/);
  });
});

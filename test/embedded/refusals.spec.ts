import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { platformPackage } from '../../libs/runtime/src/embedded/platform.package.ts';
import { asRoot, dataDir, eachInItsOwnFolder, query, refusal, start, startParent } from './stage.ts';

eachInItsOwnFolder();

describe('in one line', () => {
  it('refuses a second living parent', async () => {
    const { parent } = await startParent();
    expect((await refusal(start())).message).toContain(
      `Another Jieli is running on this data folder, pid ${parent.pid}`,
    );
  });

  it('refuses a second server of this same process', async () => {
    const server = await start();
    expect((await refusal(start())).message).toContain(`pid ${process.pid}`);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says that the data folder is a file', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below')]) {
      expect((await refusal(start({}, { dataDir: path }))).message).toContain(`${path} is, or lies below, a file`);
    }
  });

  // Root may write any folder whatever its mode.
  (asRoot ? it.skip : it)('says that the data folder may not be written', async () => {
    await chmod(dataDir, 0o500);
    expect((await refusal(start())).message).toContain('No permission');
    await chmod(dataDir, 0o700);
  });

  it('says that the folder holds something else', async () => {
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect((await refusal(start())).message).toContain('no PostgreSQL 18 data (17)');
  });

  it('says that the password is lost', async () => {
    await (await start()).stop();
    await rm(join(dataDir, 'postgres.password'));
    expect((await refusal(start())).message).toContain('restore it from a backup');
  });

  it('tells why the server did not start, and leaves the folder free', async () => {
    await (await start()).stop();
    const control = join(dataDir, 'postgres', 'global', 'pg_control');
    const whole = await readFile(control);
    await rm(control);
    const error = await refusal(start());
    expect(error.message).toContain('pg_control');
    expect(error.cause).toBeDefined();
    await writeFile(control, whole, { mode: 0o600 });
    await start();
  });

  it('says which command makes the missing symbolic links', async () => {
    // The package as it is when no install script ran: everything but the links.
    const installed = dirname(dirname(createRequire(import.meta.url).resolve(platformPackage)));
    const links = await readFile(join(installed, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
    const packageDir = join(dataDir, 'package');
    await mkdir(join(packageDir, 'native'), { recursive: true });
    await symlink(join(installed, 'native', 'bin'), join(packageDir, 'native', 'bin'));
    await writeFile(join(packageDir, 'native', 'pg-symlinks.json'), links);
    if (links.trim() === '[]') return; // nothing to link on this platform
    const error = await refusal(start({ packageDir }));
    expect(error.message).toContain(`Run: npm rebuild ${platformPackage} --ignore-scripts=false`);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });

  it('says that PostgreSQL is not installed whole', async () => {
    expect((await refusal(start({ packageDir: dataDir }))).message).toContain('run npm ci again');
  });
});

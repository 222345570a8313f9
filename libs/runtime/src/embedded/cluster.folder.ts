import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Account, give } from './account.ts';
import { codeOf, EmbeddedPostgresError, folderError } from './embedded.error.ts';

/** The major version whose data these programs read. */
const majorVersion = '18';

/** Makes the data folder if need be and answers its real path. */
export async function openDataFolder(path: string): Promise<string> {
  try {
    await makeFolder(resolve(path));
    const real = await realpath(path);
    await readdir(real);
    await access(real, constants.W_OK);
    return real;
  } catch (cause) {
    throw folderError(path, cause);
  }
}

/** Whether the folder holds a database of this version; throws when it holds anything else. */
export async function holdsCluster(cluster: string): Promise<boolean> {
  const entries = await readdir(cluster).catch((cause) => {
    if (codeOf(cause) === 'ENOENT') return [];
    throw folderError(cluster, cause);
  });
  if (entries.length === 0) return false;
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === majorVersion) return true;
  throw new EmbeddedPostgresError(
    `${cluster} 不是 PostgreSQL ${majorVersion} 的数据(${version.trim() || '无版本'}),请移走它或换一个数据目录`,
    `${cluster} holds no PostgreSQL ${majorVersion} data (${version.trim() || 'no version'}): move it away or choose another data folder`,
  );
}

/** The superuser's password: kept from the first start on, and never made anew for data that exist. */
export async function superuserPassword(path: string, clusterExists: boolean): Promise<string> {
  const kept = await readFile(path, 'utf8').catch((cause) => {
    if (codeOf(cause) === 'ENOENT') return '';
    throw folderError(path, cause);
  });
  if (kept.trim()) return kept.trim();
  if (clusterExists) {
    throw new EmbeddedPostgresError(
      `数据库密码文件 ${path} 丢失,请从备份恢复它`,
      `The database's password file ${path} is lost: restore it from a backup`,
    );
  }
  const password = randomBytes(24).toString('hex');
  try {
    const draft = `${path}.new`;
    await rm(draft, { force: true });
    const file = await open(draft, 'wx', 0o600);
    await file.writeFile(`${password}\n`);
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (cause) {
    throw folderError(path, cause);
  }
  return password;
}

export interface Initialisation {
  readonly initdb: string;
  readonly account: Account;
  readonly dataDir: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly durable: boolean;
}

/** Creates the database beside its place and renames it there when whole, so that half a one is never taken for one. */
export async function initialise(options: Initialisation): Promise<void> {
  const { account, dataDir, cluster, passwordFile, durable } = options;
  // A name of its own for each attempt: an initdb whose parent was killed may still be writing into the last one.
  const draft = await mkdtemp(join(dataDir, 'postgres.new-')).catch((cause) => {
    throw folderError(dataDir, cause);
  });
  try {
    await give(draft, account);
    await give(passwordFile, account);
    await runInitdb(options.initdb, account, [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ]);
    await rename(draft, cluster);
    if (durable) await syncFolder(dataDir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw error instanceof EmbeddedPostgresError ? error : folderError(cluster, error);
  }
}

/** Removes what interrupted initialisations left behind. */
export async function removeHalfDone(dataDir: string): Promise<boolean> {
  const left = (await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'));
  // What an orphaned initdb still writes makes this fail; the next start removes it.
  for (const name of left) await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
  return left.length > 0;
}

/** Nothing of our own environment is passed on: it may hold keys, or PG* variables meant for another server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SystemDrive', 'LD_LIBRARY_PATH'];
  const entries = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(entries), LC_ALL: 'C', LANG: 'C' };
}

/** What to say when the system does not run a program of PostgreSQL's at all. */
export function notRunnable(program: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `本系统无法运行 ${program}(${codeOf(cause)}),请用 DATABASE_URL 指定自己的 PostgreSQL`,
    `This system cannot run ${program} (${codeOf(cause)}): set DATABASE_URL to a PostgreSQL of your own`,
    cause,
  );
}

function runInitdb(initdb: string, account: Account, flags: readonly string[]): Promise<void> {
  const [program = initdb, ...rest] = [...account.prefix, initdb, ...flags];
  return new Promise((done, fail) => {
    const child = spawn(program, rest, {
      ...account.ids,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('error', (cause) => fail(notRunnable(initdb, cause)));
    child.on('close', (code, signal) => {
      if (code === 0) return done();
      const lines = complaint.trim().split('\n');
      const line = lines.findLast((text) => /error|fatal|could not/i.test(text)) ?? lines.at(-1) ?? '';
      const why = line.replace(/^.*?\b(FATAL|PANIC):\s+/, '') || String(signal ?? code);
      fail(
        new EmbeddedPostgresError(
          `初始化数据库失败(${why}),请按提示处理后重新启动`,
          `Creating the database failed (${why}): put that right and start again`,
          new Error(complaint.trim() || `initdb ended with ${signal ?? code}`),
        ),
      );
    });
  });
}

/** Node's own recursive way never ends where a folder exists that nothing can be made in (/proc). */
async function makeFolder(path: string): Promise<void> {
  const make = () =>
    // Others may pass but not look: the fall-back account has to reach its own folder inside.
    mkdir(path, { mode: 0o711 }).catch(async (error) => {
      if (codeOf(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
    });
  try {
    await make();
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || (await stat(parent).catch(() => undefined))) throw error;
    await makeFolder(parent);
    await make();
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

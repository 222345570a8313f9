import { spawn } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { EmbeddedPostgresError } from './embedded.error.ts';

/** As whom PostgreSQL runs: it refuses to run as root. */
export interface Account {
  /** What stands before the program on the command line. */
  readonly prefix: readonly string[];
  readonly ids?: { readonly uid: number; readonly gid: number };
}

/** The ways round root: a user namespace, or another account of the operating system. */
export type RootWay = 'namespace' | 'account';

/**
 * A user namespace in which we bear another number: our own files are still ours there, so folders that only we may
 * enter can be reached. The number must be one that has a name, because initdb asks for it.
 */
async function namespace(): Promise<Account> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const numbers = users.split('\n').map((line) => Number(line.split(':')[2]));
  const id = numbers.includes(1000) ? 1000 : (numbers.find((number) => number > 0) ?? 1000);
  return { prefix: ['unshare', '--user', `--map-user=${id}`, `--map-group=${id}`] };
}

const nobody = 65534;

/** Chooses as whom to run: as ourselves, or as root by the first way that reaches both program and data. */
export async function chooseAccount(
  program: string,
  dataDir: string,
  cluster: string,
  ways: readonly RootWay[] = ['namespace', 'account'],
): Promise<Account> {
  const self = process.getuid?.();
  const owner = await stat(cluster).catch(() => undefined);
  const reached = (account: Account) => succeeds(account, ['test', '-x', program, '-a', '-x', dataDir]);
  if (self !== 0) {
    if (owner && self !== undefined && owner.uid !== self) throw foreign(cluster, owner.uid);
    if (owner || hasName()) return { prefix: [] };
    const account = await namespace();
    if (await reached(account)) return account;
    throw new EmbeddedPostgresError(
      `当前用户(uid ${self})没有用户名,PostgreSQL 无法初始化;请在 /etc/passwd 中为它加一行,或用 DATABASE_URL 指定自己的 PostgreSQL`,
      `This user (uid ${self}) has no name, which PostgreSQL needs to create its database: add a line for it to /etc/passwd or set DATABASE_URL to a PostgreSQL of your own`,
    );
  }
  if (owner && owner.uid !== 0) {
    const account = { prefix: [], ids: { uid: owner.uid, gid: owner.gid } };
    if (await reached(account)) return account;
    throw foreign(cluster, owner.uid);
  }
  if (ways.includes('namespace') && process.platform === 'linux') {
    const account = await namespace();
    if (await reached(account)) return account;
  }
  if (ways.includes('account')) {
    const sudoer = sudoAccount();
    if (sudoer && (await reached(sudoer))) return sudoer;
    // No account is created on this machine unless an ordinary one can reach the folders at all.
    if (await reached({ prefix: [], ids: { uid: nobody, gid: nobody } })) {
      const account = (await named('postgres')) ?? (await created('postgres'));
      if (account && (await reached(account))) return account;
    }
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL 不能以 root 运行,而本系统不允许用户命名空间(unshare),普通用户又进不了 ${dataDir} 或程序目录;请改用普通用户启动,或把项目移到普通用户可进入的目录,或用 DATABASE_URL 指定自己的 PostgreSQL`,
    `PostgreSQL refuses to run as root, this system refuses user namespaces (unshare), and no ordinary user reaches ${dataDir} and the programs: start Jieli as an ordinary user, or move it where ordinary users may enter, or set DATABASE_URL to a PostgreSQL of your own`,
  );
}

/** Gives a file or folder, with all that is in it, to the account. */
export async function give(path: string, account: Account): Promise<void> {
  if (!account.ids) return;
  const { uid, gid } = account.ids;
  const now = await stat(path);
  if (now.uid === uid) return;
  const all = now.isDirectory() && (await succeeds({ prefix: [] }, ['chown', '-R', `${uid}:${gid}`, path]));
  if (!all) await chown(path, uid, gid);
}

function foreign(cluster: string, uid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `数据 ${cluster} 属于另一个用户(uid ${uid}),请以该用户启动,或用 chown -R 把它交给当前用户`,
    `The data in ${cluster} belong to another user (uid ${uid}): start as that user, or give them to this one with chown -R`,
  );
}

/** Containers are often run under a number that no account bears. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function sudoAccount(): Account | undefined {
  const [uid, gid] = [Number(process.env.SUDO_UID), Number(process.env.SUDO_GID)];
  return uid > 0 && gid > 0 ? { prefix: [], ids: { uid, gid } } : undefined;
}

async function named(name: string): Promise<Account | undefined> {
  const [uid, gid] = [Number(await output(['id', '-u', name])), Number(await output(['id', '-g', name]))];
  return uid > 0 && gid > 0 ? { prefix: [], ids: { uid, gid } } : undefined;
}

async function created(name: string): Promise<Account | undefined> {
  if (process.platform !== 'linux') return undefined;
  await succeeds({ prefix: [] }, ['groupadd', '--system', name]);
  await succeeds({ prefix: [] }, ['useradd', '--system', '--no-create-home', '-g', name, name]);
  return named(name);
}

async function succeeds(account: Account, command: readonly string[]): Promise<boolean> {
  return (await output(command, account)) !== undefined;
}

/** What a short command prints, undefined when it fails or does not exist. */
function output(command: readonly string[], account: Account = { prefix: [] }): Promise<string | undefined> {
  const [program = '', ...rest] = [...account.prefix, ...command];
  return new Promise((done) => {
    const child = spawn(program, rest, { ...account.ids, cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', () => done(undefined));
    child.on('close', (code) => done(code === 0 ? text.trim() : undefined));
  });
}

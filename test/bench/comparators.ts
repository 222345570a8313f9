import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '#runtime';

const declared = join(projectRoot, 'test/bench/comparators');
/** Beside the project's own packages and out of every tool's sight: no linter, compiler or test runner walks through it. */
const folder = join(projectRoot, 'node_modules/.cache/jieli-bench');
const LOCK = 'package-lock.json';

/** Installs what the bench compares with, as its lockfile says, unless it is there; says in one line why it cannot. */
export async function installComparators(progress: (line: string) => void): Promise<void> {
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const done = join(folder, 'installed.json');
  if (read(done) === read(join(declared, LOCK))) return;
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', LOCK]) copyFileSync(join(declared, file), join(folder, file));
  writeFileSync(join(folder, 'load.mjs'), 'export const load = (name) => import(name);\n');
  progress(`installing the comparators into ${folder}`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const ci = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await promisify(execFile)(npm, ci, { shell: process.platform === 'win32' });
    copyFileSync(join(declared, LOCK), done);
  } catch (error) {
    const why = (error as { stderr?: string }).stderr ?? String(error);
    progress(`the comparators cannot be installed, rows run without them: ${why.trim().split('\n').at(0)}`);
  }
}

/** A comparator's module, or why it is not there. Its types are declared by who uses it, for it may not be installed. */
export async function comparator<T>(name: string): Promise<T | undefined> {
  try {
    const { load } = (await import(pathToFileURL(join(folder, 'load.mjs')).href)) as {
      load: (name: string) => Promise<T>;
    };
    return await load(name);
  } catch {
    return undefined;
  }
}

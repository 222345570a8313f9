import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  rmSync(done, { force: true });
  for (const file of ['package.json', LOCK]) copyFileSync(join(declared, file), join(folder, file));
  writeFileSync(join(folder, 'load.mjs'), 'export const load = (name) => import(name);\n');
  progress(`installing the comparators into ${folder}`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const ci = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await promisify(execFile)(npm, ci, { shell: process.platform === 'win32' });
    copyFileSync(join(declared, LOCK), done);
  } catch (error) {
    const said = ((error as { stderr?: string }).stderr || String(error)).split('\n');
    const why = said.find((line) => /^npm (error|ERR!)/.test(line)) ?? said.find((line) => line !== '');
    progress(`the comparators cannot be installed, rows run without them: ${why}`);
  }
}

/**
 * A comparator's module, or nothing where it is not installed. Its types are declared by who uses it.
 *
 * @throws whatever it throws when it is there and cannot be loaded.
 */
export async function comparator<T>(name: string): Promise<T | undefined> {
  if (!existsSync(join(folder, 'installed.json'))) return undefined;
  const { load } = (await import(pathToFileURL(join(folder, 'load.mjs')).href)) as {
    load: (name: string) => Promise<T>;
  };
  return load(name);
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Measures transactions a second of one statement with PostgreSQL's own pgbench; nothing where it is not installed. */
export async function pgbench(
  url: string,
  clients: number,
  statement: string,
): Promise<((milliseconds: number) => Promise<number>) | undefined> {
  try {
    await run('pgbench', ['--version']);
  } catch {
    return undefined;
  }
  return async (milliseconds) => {
    const folder = await mkdtemp(join(tmpdir(), 'jieli-pgbench-'));
    try {
      const script = join(folder, 'insert.sql');
      await writeFile(script, `${statement};\n`);
      const seconds = String(Math.max(1, Math.round(milliseconds / 1000)));
      const options = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', seconds, '-f', script];
      const { stdout } = await run('pgbench', [...options, url]);
      const tps = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
      if (tps === undefined) throw new Error(`pgbench said: ${stdout}`);
      return Number(tps);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

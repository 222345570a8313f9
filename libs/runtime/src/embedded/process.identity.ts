import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * When the process of this number began, in a form that only compares: a number given again to another process has
 * another beginning. Undefined when no such process runs. A process that has ended but was never reaped (an orphan in
 * a container whose first process does not reap) counts as ended.
 */
export function runningSince(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  if (process.platform === 'win32') return 'running'; // no cheap way to ask for the beginning
  if (process.platform === 'linux') {
    const stat = contents(`/proc/${pid}/stat`);
    // The name in brackets may hold anything; what follows the last bracket are the fields from the third on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!stat || fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${contents('/proc/sys/kernel/random/boot_id').trim()}/${fields[19]}`;
  }
  const line = ps(pid, 'stat=,lstart=');
  return !line || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

/** The command line of a running process, undefined where the system does not tell. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined;
  const line = process.platform === 'linux' ? contents(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') : ps(pid, 'args=');
  return line || undefined;
}

/** Waits until the process has ended; false when it still runs after `milliseconds`. */
export async function ended(pid: number, since: string, milliseconds: number): Promise<boolean> {
  return until(() => runningSince(pid) !== since, milliseconds);
}

/** Asks again until the condition holds; false when it does not within `milliseconds`. */
export async function until(condition: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

function contents(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function ps(pid: number, columns: string): string {
  try {
    const env = { PATH: process.env.PATH, LC_ALL: 'C' };
    return execFileSync('ps', ['-ww', '-o', columns, '-p', String(pid)], { encoding: 'utf8', env }).trim();
  } catch {
    return '';
  }
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '#runtime';

const DOCKERFILE = readFileSync(join(projectRoot, 'docker/Dockerfile'), 'utf8').split('\n');
/** Of the last stage: what is in the image, and how it is run. */
const STAGE = DOCKERFILE.slice(DOCKERFILE.findLastIndex((line) => line.startsWith('FROM ')));

/** What an instruction of the image says in brackets. */
function told(instruction: string): readonly string[] {
  const line = STAGE.find((one) => one.startsWith(`${instruction} `)) ?? '';
  return JSON.parse(/\[.*\]$/.exec(line)?.[0] ?? '[]') as string[];
}

const compose = parse(readFileSync(join(projectRoot, 'docker/compose.yaml'), 'utf8'), { merge: true }) as {
  services: Readonly<Record<string, { command: string[]; stop_grace_period: string }>>;
};

/**
 * The image without a container: its files in a folder of their own, copied as the Dockerfile says, except for the packages, which
 * stay where npm put them. The bundles of the roles have to be built before.
 */
export function imageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jieli-image-'));
  for (const [, from, source = '', target = ''] of STAGE.map(
    (line) => /^COPY (--from=\w+ )?(\S+) (\S+)$/.exec(line) ?? [],
  )) {
    const to = join(folder, target.endsWith('./') ? join(target, basename(source)) : target);
    if (source.endsWith('/node_modules')) symlinkSync(join(projectRoot, 'node_modules'), to);
    else if (source) cpSync(join(projectRoot, from ? source.replace('/build/', '') : source), to, { recursive: true });
  }
  mkdirSync(join(folder, 'data'));
  return folder;
}

/** The command lines of a container and of its health check, and how long it may take to end, in milliseconds. */
export function runOf(role: string): { readonly command: string[]; readonly health: string[]; readonly grace: number } {
  const { command = [...told('CMD')], stop_grace_period: grace = '' } = compose.services[role] ?? {};
  const [, ...entry] = told('ENTRYPOINT');
  const [, ...health] = told('HEALTHCHECK');
  return { command: [...entry, ...command], health, grace: Number.parseInt(grace, 10) * 1_000 };
}

/** A root that cannot be written, but for the data and what is passing (read_only, tmpfs): Node refuses everything else. */
export function readOnlyBut(...folders: readonly string[]): string {
  const writable = folders.map((folder) => `--allow-fs-write=${folder}`).join(' ');
  const quiet = '--disable-warning=SecurityWarning --disable-warning=ExperimentalWarning';
  return `--permission --allow-fs-read=* ${writable} --allow-net --allow-addons --allow-worker ${quiet}`;
}

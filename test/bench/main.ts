import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#runtime';
import { fitHeap } from '#service';
import { commandLine } from '../command.line.ts';
import { installComparators } from './comparators.ts';
import { type Bench, type Figure, type Row, scope } from './harness.ts';
import { apiRole } from './roles/api.ts';
import { loadRole } from './roles/load.ts';
import { postgraphileRole } from './roles/postgraphile.ts';
import { rebuildRole } from './roles/rebuild.ts';
import { append } from './rows/append.ts';
import { catchup } from './rows/catchup.ts';
import { clocks } from './rows/clocks.ts';
import { command } from './rows/command.ts';
import { inbox } from './rows/inbox.ts';
import { lag } from './rows/lag.ts';
import { mutation } from './rows/mutation.ts';
import { timeline } from './rows/timeline.ts';
import { verify } from './rows/verify.ts';
import { table, writeResults } from './table.ts';

const ROLES: Readonly<Record<string, () => void>> = {
  api: apiRole,
  load: loadRole,
  postgraphile: postgraphileRole,
  rebuild: rebuildRole,
};

const ROWS: readonly Row[] = [append, command, catchup, lag, mutation, inbox, timeline, clocks, verify];

const FIGURES = ROWS.flatMap(({ figures }) => figures);

const help = `npm run bench -- [--only figure,…] [--rounds 5] [--full | --quick]

Measures, each figure beside its comparator, and prints one table; progress goes to stderr. It takes some minutes.
  --only    ${FIGURES.join(', ')}; the first part of a name takes all that begin so
  --rounds  how often each side is measured; the median counts
  --full    the sizes of a country: a log of 10,000,000 events, 1,000,000 clocks
  --quick   only whether everything runs: small sizes, nothing is written`;

const progress = (line: string) => process.stderr.write(`${line}\n`);

const { values, whole, refuse } = commandLine(help, {
  role: { type: 'string' },
  only: { type: 'string' },
  rounds: { type: 'string' },
  full: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
});
const rounds = whole('rounds', values.rounds, 1) ?? 5;

async function bench(): Promise<void> {
  fitHeap(); // as the service does; what runs beside ours in this process has it, too
  const only = values.only?.split(',');
  const wants = (name: string) => !only || only.some((one) => name === one || name.startsWith(`${one}.`));
  const strange = only?.find((one) => !FIGURES.some((name) => name === one || name.startsWith(`${one}.`)));
  if (strange !== undefined) refuse(`--only: no figure is called ${strange}`);
  const wanted = ROWS.filter((row) => row.figures.some(wants));
  const began = performance.now();
  await installComparators(progress);
  const figures: Figure[] = [];
  await scope(async (closing) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'jieli-bench-'));
    closing(() => rm(dataDir, { recursive: true, force: true }));
    const server = await startEmbeddedPostgres({ dataDir, durable: true });
    closing(() => server.stop());
    const given: Bench = {
      serverUrl: server.url,
      rounds,
      window: values.quick ? 250 : 1_500,
      size: (standard, full, quick = standard / 100) => Math.ceil(values.full ? full : values.quick ? quick : standard),
      wants,
      progress,
    };
    for (const row of wanted) {
      try {
        figures.push(...(await row.run(given)).filter(({ name }) => wants(name)));
      } catch (error) {
        progress(`${row.name} failed: ${error instanceof Error ? error.stack : error}`);
        process.exitCode = 1;
      }
    }
  });
  console.log(table(figures));
  const file = values.quick ? 'quick: nothing written' : writeResults(figures);
  const seconds = Math.round((performance.now() - began) / 1000);
  progress(`${file}; ${seconds} s, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
}

// an exit that is not awaited stops the database all the same
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (values.role === undefined) await bench();
else ROLES[values.role]?.();

import { createHash } from 'node:crypto';
import { instantAt } from '#calendar';
import { isRefusal } from '#case';
import type { Request } from '#runtime';
import { type Answered, clients } from './clients.ts';
import { type FaultCounts, ratesFor } from './faults.ts';
import { violations } from './invariants.ts';
import { DutyLock, Node, type Wrapping } from './node.ts';
import { World } from './world.ts';

/** What one seed came to. */
export interface Run {
  readonly seed: number;
  /** What did not hold, the first found first. */
  readonly violations: readonly string[];
  readonly faults: FaultCounts;
  readonly accepted: number;
  readonly refused: number;
  readonly events: number;
  /** SHA-256 of the whole log, byte by byte. */
  readonly log: string;
}

/** A bug planted into a run. */
export interface Planted extends Wrapping {
  readonly retry?: (request: Request, attempt: number) => Request;
  /** Touches the world once it stands. */
  readonly world?: (world: World) => void;
  /** Changes code in place; returns how to change it back. */
  readonly patch?: () => () => void;
}

const AT_MOST = 30 * 60_000;
const SETTLES_WITHIN = 3 * 60_000;

/** Runs the real runtime under everything that this seed brings, lets it settle, and looks at what is left. */
export async function simulate(seed: number, planted: Planted = {}): Promise<Run> {
  const mend = planted.patch?.();
  try {
    return await run(seed, planted);
  } finally {
    mend?.();
  }
}

async function run(seed: number, planted: Planted): Promise<Run> {
  const world = new World(seed);
  const { random, scheduler } = world;
  world.rates = ratesFor(random);
  planted.world?.(world);
  const lock = new DutyLock(world);
  const nodes = Array.from({ length: random.whole(1, 2) }, (_, n) => new Node(world, lock, `node ${n + 1}`, planted));
  const work = clients(world, nodes, {
    clients: random.whole(2, 5),
    commands: random.whole(20, 50),
    retry: planted.retry,
  });
  let answered: readonly Answered[] | undefined;
  let failed: unknown;
  work.then(
    (all) => {
      answered = all;
    },
    (error) => {
      failed = error;
    },
  );
  while (!answered && failed === undefined && scheduler.now < AT_MOST && (await scheduler.step()));
  if (failed !== undefined) throw failed;
  if (!answered) world.surprises.push('the clients never come to an end');
  const settled = await settle(world);
  const found = [...world.surprises];
  if (settled !== undefined) found.push(settled);
  if (found.length === 0) found.push(...(await violations(world, answered ?? [])));
  const events = await world.events();
  const log = createHash('sha256');
  for (const event of events) log.update(`${JSON.stringify(event)}\n`);
  const outcomes = (answered ?? []).map(({ outcome }) => isRefusal(outcome));
  const refused = outcomes.filter(Boolean).length;
  return {
    seed,
    violations: found,
    faults: { ...world.counts },
    accepted: outcomes.length - refused,
    refused,
    events: events.length,
    log: log.digest('hex'),
  };
}

/** No more faults: whatever is behind must now come through by itself. */
async function settle(world: World): Promise<string | undefined> {
  const { scheduler } = world;
  world.calmDown();
  const until = scheduler.now + SETTLES_WITHIN;
  let waits = '';
  for (let next = scheduler.now; scheduler.now < until; ) {
    if (!(await scheduler.step())) break;
    if (scheduler.now < next) continue;
    next = scheduler.now + 500;
    waits = await unsettled(world);
    if (waits === '') return undefined;
  }
  return `it does not settle: ${waits}`;
}

async function unsettled(world: World): Promise<string> {
  const { log, views } = world;
  const head = await log.head();
  if ((await views.checkpoint()) !== head) return `the views stand at ${await views.checkpoint()}, the log at ${head}`;
  if (world.processed !== head) return `the processes stand at ${world.processed}, the log at ${head}`;
  const [due] = await views.dueBefore(instantAt(world.wall()), 1);
  return due === undefined ? '' : `a clock of case ${due.caseId} was due ${due.due} and does not run out`;
}

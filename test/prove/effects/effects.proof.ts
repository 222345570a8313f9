import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { desks } from '#desks';
import { postgresStore, type StoredEvent } from '#event-store';
import { postgresViews, postgresWebhooks, type WebhookSubscription } from '#runtime';
import { freshDatabase } from '#service';
import { type Receiver, receiver } from '../../webhooks/receiver.ts';
import { ground } from '../postgres/ground.ts';
import { copied, history, pour } from '../postgres/history.ts';
import type { Proof, ProofOptions, Proved } from '../proof.ts';
import { type Life, PLANTS, type Plant } from './effects.child.ts';

const SHORT = 8;
const FULL = 1_000;
const PLANTED = 3;
/** Dangerous places that a life may get by. */
const LONGEST_LIFE = 4;
const AGENCIES = ['psb-441502', 'rvc-441502001001', 'wccw-441502', 'ca-441502'];
const LONG_AGO = '2000-01-01T00:00:00.000+08:00' as WebhookSubscription['since'];
const KEY = { id: 'key', secret: 'secret' as WebhookSubscription['keys'][number]['secret'], since: LONG_AGO };

/** What a receiver has done: each idempotency key once, by subscription and case, in the order it first came. */
type Done = ReadonlyMap<string, readonly string[]>;

interface Outcome {
  readonly done: Done;
  readonly crashes: number;
  readonly deliveries: number;
  readonly repeated: number;
}

/** The process that sends is killed where it hurts; receivers that heed the idempotency key do all once and in order. */
export const effects: Proof = async (options) => {
  const server = await ground();
  try {
    return await proved(server.url, options);
  } finally {
    await server.close();
  }
};

async function proved(server: string, { full, seed = 1, tell }: ProofOptions): Promise<Proved> {
  const crashes = full ? FULL : SHORT;
  const few = await log(seed, 1);
  const expectedOfFew = await told(server, few, { crashes: 0 });
  const caught: string[] = [];
  for (const plant of PLANTS) {
    const { done } = await told(server, few, { crashes: PLANTED, plant });
    const found = different(expectedOfFew.done, done);
    tell(`effects: ${plant} ${found ? `caught: ${found}` : 'NOT caught'}`);
    if (found) caught.push(plant);
  }
  const events = full ? await log(seed, 20) : few;
  const expected = full ? await told(server, events, { crashes: 0 }) : expectedOfFew;
  const outcome = await told(server, events, { crashes, tell });
  const wrong = different(expected.done, outcome.done);
  return {
    holds: wrong === undefined && outcome.crashes === crashes && caught.length === PLANTS.length,
    figures: [
      `${outcome.crashes} crashes between sending and acknowledging or around keeping, ${outcome.deliveries} deliveries came`,
      `${outcome.repeated} came again under a key that was known; ${wrong ?? '0 lost, 0 done twice, 0 out of order'}`,
      `${caught.length} of ${PLANTS.length} planted bugs caught: ${caught.join(', ')}`,
    ],
  };
}

async function log(seed: number, copies: number): Promise<readonly StoredEvent[]> {
  const base = await history(seed);
  return Array.from({ length: copies }, (_, copy) => copied(base, copy)).flat();
}

interface Telling {
  readonly crashes: number;
  readonly plant?: Plant;
  readonly tell?: (line: string) => void;
}

/** Tells a whole log to receivers, with so many crashes on the way. */
async function told(
  server: string,
  events: readonly StoredEvent[],
  { crashes, plant, tell }: Telling,
): Promise<Outcome> {
  const { url, drop } = await freshDatabase(server);
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const store = await postgresStore({ pool, listen: false });
  const ears: Receiver[] = [];
  try {
    await (await postgresViews({ pool, url, desks })).close();
    for (const _ of AGENCIES) ears.push(await receiver());
    await subscribe(pool, ears);
    await pour(store, events);
    let died = 0;
    for (;;) {
      const lives = died < crashes ? 1 + (died % LONGEST_LIFE) : 0;
      if (await lifeOf({ url, lives, plant })) break;
      died += 1;
      if (died % 50 === 0) tell?.(`effects: ${died} crashes`);
      if (died > crashes) throw new Error('a process died that nobody killed');
    }
    return { crashes: died, ...gathered(ears) };
  } finally {
    await Promise.all(ears.map((ear) => ear.close()));
    await store.close();
    await pool.end();
    await drop();
  }
}

async function subscribe(pool: pg.Pool, ears: readonly Receiver[]): Promise<void> {
  const store = await postgresWebhooks({ pool, trouble: () => undefined });
  for (const [n, agency] of AGENCIES.entries()) {
    const id = `00000000-0000-4000-8000-00000000000${n}`;
    await store.save({ id, agency, url: ears[n]?.url ?? '', keys: [KEY], since: LONG_AGO });
  }
}

/** Whether a life came to its end by itself. */
async function lifeOf(life: Life): Promise<boolean> {
  const env = { ...process.env, JIELI_PROVE_LIFE: JSON.stringify(life) };
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'effects-child'], { env, stdio: [...stdio] });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`a process ended with ${code ?? signal}`);
  return code === 0;
}

function gathered(ears: readonly Receiver[]): Omit<Outcome, 'crashes'> {
  const done = new Map<string, string[]>();
  let [deliveries, repeated] = [0, 0];
  for (const [n, { taken }] of ears.entries()) {
    const known = new Set<string>();
    for (const { headers, body } of taken) {
      deliveries += 1;
      const key = String(headers['idempotency-key']);
      if (known.has(key)) repeated += 1;
      else {
        const line = `${n} ${(JSON.parse(body) as { subject: string }).subject}`;
        done.set(line, [...(done.get(line) ?? []), `${key} ${body}`]);
      }
      known.add(key);
    }
  }
  return { done, deliveries, repeated };
}

/** What was done otherwise than without any crash; undefined when nothing was. */
function different(expected: Done, actual: Done): string | undefined {
  for (const line of new Set([...expected.keys(), ...actual.keys()])) {
    const [ours, theirs] = [expected.get(line) ?? [], actual.get(line) ?? []];
    const [should, did] = [new Set(ours), new Set(theirs)];
    const lost = ours.filter((one) => !did.has(one)).length;
    const strange = theirs.filter((one) => !should.has(one)).length;
    if (lost + strange > 0) return `${line}: ${lost} lost, ${strange} under a key of their own`;
    if (ours.some((one, n) => one !== theirs[n])) return `${line}: out of order`;
  }
  return undefined;
}

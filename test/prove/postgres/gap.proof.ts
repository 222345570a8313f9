import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type EventOrder, type Position, postgresStore } from '#event-store';
import { positionOf } from '../../../libs/event-store/src/postgres/place.ts';
import type { Proof } from '../proof.ts';
import { random } from '../random.ts';
import { ground } from './ground.ts';

const WRITERS = 16;
const PAGE = 200;

/** 16 writers whose commits are late; followers of the log must miss nothing, a reader that trusts a sequence must miss some. */
export const gap: Proof = async ({ full, seed = 1, tell }) => {
  const events = full ? 20_000 : 4_000;
  const place = await ground();
  try {
    const pool = place.pool(2 * WRITERS + 8);
    tell('gap: the engine, by its sequencer');
    const numbered = await engine(pool, events, seed, 'sequencer');
    tell('gap: the engine, by the horizon');
    const horizon = await engine(pool, events, seed, 'horizon');
    tell('gap: the naive reader');
    const naive = await sequence(pool, events, seed);
    return {
      holds:
        [numbered, horizon].every((ours) => ours.missed + ours.doubled + ours.late === 0) &&
        numbered.gaps === 0 &&
        naive > 0,
      figures: [
        `${events} events by ${WRITERS} writers, by the sequencer: ${told(numbered)}, ${numbered.gaps} gaps in positions`,
        `the same by the horizon: ${told(horizon)}`,
        `a reader by sequence number alone missed ${naive} of ${events}`,
      ],
    };
  } finally {
    await place.close();
  }
};

const told = ({ missed, doubled, late }: Awaited<ReturnType<typeof engine>>) =>
  `${missed} missed, ${doubled} doubled, ${late} out of order`;

/** Shares the events out, four a commit, each writer with chance of its own. */
async function writers(events: number, seed: number, write: (late: number) => Promise<void>): Promise<void> {
  let left = events;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, n) => {
      const chance = random(seed * 100 + n);
      while (left > 0) {
        left -= 4;
        await write(chance.chance(0.2) ? 1 + chance.next() * 8 : 0);
      }
    }),
  );
}

async function engine(pool: Pool, events: number, seed: number, order: EventOrder) {
  const schema = `by_${order}`;
  const store = await postgresStore({ pool, schema, order });
  const seen: Position[] = [];
  const subscription = store.follow({
    after: null,
    batch: 100,
    handle: async (batch) => void seen.push(...batch.map(({ position }) => position)),
  });
  await writers(events, seed, async (late) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`select from "${schema}".append($1, $2, $3, $4, $5, $6, $7, null)`, [
        [true, false, false, false],
        Array(4).fill(randomUUID()),
        [0, 1, 2, 3],
        Array.from({ length: 4 }, () => randomUUID()),
        Array(4).fill('Late'),
        Array(4).fill('{}'),
        Array(4).fill('{}'),
      ]);
      if (late > 0) await sleep(late);
      await client.query('commit');
    } finally {
      client.release();
    }
  });
  const { rows } = await pool.query<{ turn: string; pos: string }>(
    `select turn, pos from "${schema}".event order by turn, pos`,
  );
  while (seen.length < rows.length) await sleep(50);
  await subscription.close();
  await store.close();
  const known = new Set(seen);
  return {
    missed: rows.filter(({ turn, pos }) => !known.has(positionOf({ turn: Number(turn), pos: Number(pos) }))).length,
    doubled: seen.length - known.size,
    late: seen.filter((position, n) => store.compare(seen[n - 1] ?? null, position) >= 0).length,
    gaps: rows.filter(({ pos }, n) => Number(pos) !== n + 1).length,
  };
}

/** What many do: a `bigserial`, and a reader that remembers the highest number it has seen. */
async function sequence(pool: Pool, events: number, seed: number): Promise<number> {
  await pool.query('create table naive (pos bigserial primary key, data text not null)');
  const seen = new Set<string>();
  let writing = true;
  const reading = (async () => {
    for (let last = '0'; ; ) {
      const ends = !writing;
      const { rows } = await pool.query<{ pos: string }>('select pos from naive where pos > $1 order by pos limit $2', [
        last,
        PAGE,
      ]);
      for (const { pos } of rows) seen.add(pos);
      last = rows.at(-1)?.pos ?? last;
      if (ends && rows.length === 0) return;
    }
  })();
  await writers(events, seed, async (late) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`insert into naive (data) values ('{}'), ('{}'), ('{}'), ('{}')`);
      if (late > 0) await sleep(late);
      await client.query('commit');
    } finally {
      client.release();
    }
  });
  writing = false;
  await reading;
  const { rows } = await pool.query<{ pos: string }>('select pos from naive');
  return rows.filter(({ pos }) => !seen.has(pos)).length;
}

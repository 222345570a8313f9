import pg from 'pg';
import { recordConflict } from '#access';
import { flag } from '../../case.steps.ts';
import { DeskClient } from '../../desk.client.ts';
import { VILLAGE } from '../../standing.service.ts';
import type { Proof } from '../proof.ts';
import { type HiddenPlace, hiddenPlace } from './hidden.place.ts';
import { compareNumbers } from './outsiders.swaps.ts';
import {
  asking,
  compareEntries,
  comparePair,
  difference,
  type Leaks,
  questionsOf,
  registerMutants,
  resolverMutants,
  resolversMissed,
} from './swaps.ts';

const FULL_PAIRS = 1_000;
const SHORT_PAIRS = 120;
const COMMITTEE = `rvc-${VILLAGE}`;

/**
 * Whoever may not know of a case cannot tell it from one that never was, byte for byte, headers included: not of another's case, not
 * of one that the officer is kept out of. Get, next steps, timeline, lists, cursors and every command's errors; there is
 * neither search nor export nor a count to ask.
 */
export const sealed: Proof = async ({ full, tell }) => {
  const wanted = full ? FULL_PAIRS : SHORT_PAIRS;
  const place = await hiddenPlace(full ? 8 : 2);
  try {
    tell('sealed: another’s case');
    const found: Leaks = { pairs: 0, leaks: [] };
    const seats = asking(full).flatMap(([type, desk]) =>
      questionsOf(desk).map((question) => [type, question] as const),
    );
    for (let n = 0; found.pairs < wanted; n += 1) {
      const [type, question] = seats[(n * 7) % seats.length] ?? seats[0] ?? [];
      const hidden = place.hidden[n % place.hidden.length] ?? '';
      if (type && question) await comparePair(place, place.agency(type), question, hidden, undefined, found);
    }
    tell('sealed: kept out');
    const kept = await keptOut(place);
    tell('sealed: identity numbers');
    const numbers = await compareNumbers(place);
    tell('sealed: the key-minor register');
    const entries = await compareEntries(place, (pairs) => tell(`sealed: ${pairs} entries`));
    tell('sealed: planted mistakes');
    const bent = [...resolverMutants, ...registerMutants].map(([name]) => name);
    const missed = await resolversMissed(place);
    return {
      holds: found.leaks.length + kept.leaks.length + numbers.leaks.length + entries.leaks.length + missed.length === 0,
      figures: [
        `${found.pairs} pairs of a hidden case and one that never was: ${found.leaks.length} differ`,
        ...found.leaks.slice(0, 5),
        `${kept.pairs} pairs of a case that the officer is kept out of (回避): ${kept.leaks.length} differ`,
        ...kept.leaks.slice(0, 5),
        `${numbers.pairs} pairs of a number whose child the officer is kept from and one that nobody had: ${numbers.leaks.length} differ`,
        ...numbers.leaks.slice(0, 5),
        `${entries.pairs} pairs of an entry on the key-minor register and one that never was: ${entries.leaks.length} differ`,
        ...entries.leaks.slice(0, 5),
        `${bent.length - missed.length} of ${bent.length} planted mistakes found: ${bent.join('; ')}`,
        ...missed.map((name) => `MISSED: ${name}`),
      ],
    };
  } finally {
    await place.close();
  }
};

const LIST =
  'query($first: Int, $after: String) { cases(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }';

/** A committee's own cases, one of which its officer is kept out of: asked for by id, and listed beside a list that never had it. */
async function keptOut(place: HiddenPlace): Promise<Leaks> {
  const { standing } = place;
  const committee = new DeskClient(standing, COMMITTEE);
  const found: Leaks = { pairs: 0, leaks: [] };
  const ids: string[] = [];
  const raise = async (n: number) =>
    ids.push((await committee.accepted('RaiseFlag', flag({ facts: `线索 ${n}` }))).caseId);
  for (let n = 0; n < 5; n += 1) await raise(n);
  const list = (first: number, after: string | null = null) =>
    place.ask(COMMITTEE, { query: LIST, variables: { first, after } });
  await standing.stage.settled();
  const before = [await list(3), await list(50)];
  standing.host.moveTo('2025-03-03T10:00:00.000+08:00' as never);
  await raise(6); // the newest of all: it would stand first
  await standing.stage.settled();
  const kept = ids.at(-1) ?? '';
  await barIn(place, kept);
  const after = [await list(3), await list(50)];
  for (const [n, one] of before.entries()) {
    found.pairs += 1;
    const other = after[n];
    const differs = other && difference(one, other);
    if (differs || !other) found.leaks.push(`list: ${differs}`);
  }
  const desk = asking(false).find(([type]) => type === 'RVC')?.[1];
  for (const question of desk ? questionsOf(desk) : []) {
    await comparePair(place, COMMITTEE, question, kept, undefined, found);
  }
  return found;
}

async function barIn({ standing }: HiddenPlace, caseId: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  await recordConflict(pool, { officer: COMMITTEE, caseId, reason: '证明', by: '证明' }, standing.host.now());
  await pool.end();
}

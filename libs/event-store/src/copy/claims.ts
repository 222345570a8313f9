import { createHash } from 'node:crypto';
import { type EventStore, StoreError } from '../port.ts';
import { CopyError } from './ledger.ts';
import { patiently } from './runs.ts';

type Claiming = Pick<EventStore, 'claims' | 'claim'>;

const PAGE = 500;

/**
 * Gives every claim of a log to the same stream of the other, and compares all of both; says how many there are. What is there
 * already is passed over: a copy that was broken off goes on when it is run again.
 *
 * @throws CopyError `claims` when one belongs to another stream there, or there are others.
 */
export async function copyClaims(from: Claiming, to: Claiming, gone: (claims: number) => void): Promise<number> {
  const before = await sumOf(from);
  if (sameSum(before, await sumOf(to))) return before.claims;
  let given = 0;
  for (let after: string | null = null, more = true; more; ) {
    const { claims, next } = await patiently(() => from.claims(after, PAGE));
    if (claims.length > 0) {
      await patiently(() => to.claim(claims)).catch((error) => {
        throw error instanceof StoreError && error.code === 'claimed' ? new CopyError('claims', before.claims) : error;
      });
    }
    given += claims.length;
    gone(given);
    after = next;
    more = next !== null;
  }
  if (!sameSum(await sumOf(from), await sumOf(to))) throw new CopyError('claims', before.claims);
  return before.claims;
}

interface Sum {
  readonly claims: number;
  readonly sum: bigint;
}

const sameSum = (one: Sum, other: Sum) => one.claims === other.claims && one.sum === other.sum;
const WIDTH = 256;

/** SHA-256 of every claim and whose it is, added up: the same in whatever order an engine tells them. */
async function sumOf(log: Claiming): Promise<Sum> {
  let sum = 0n;
  let count = 0;
  for (let after: string | null = null, more = true; more; ) {
    const { claims, next } = await patiently(() => log.claims(after, PAGE));
    for (const { claim, stream } of claims) {
      const hash = createHash('sha256')
        .update(JSON.stringify([claim, stream]))
        .digest('hex');
      sum = BigInt.asUintN(WIDTH, sum + BigInt(`0x${hash}`));
    }
    count += claims.length;
    after = next;
    more = next !== null;
  }
  return { claims: count, sum };
}

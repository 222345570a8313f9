import type { Pool } from 'pg';
import type { Envelope } from '../envelope.ts';
import { type Appended, type Claim, claimedBy, type ExpectedRevision, StoreError } from '../port.ts';
import { bools, ints, texts, uuids } from './binary.ts';
import { connected, processIdOf, rows } from './connection.ts';
import { failure } from './failure.ts';
import { placeOf, positionOf } from './place.ts';
import type { Committed } from './recent.ts';

/** One append on its way. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly Envelope[];
  /** What from now on belongs to the stream. */
  readonly claim?: string | undefined;
}

/** What `append_checked` says of one append; on `conflict` the revision is the stream's last, on `claimed` there is a claimant. */
interface Outcome {
  readonly outcome: 'ok' | 'repeated' | 'conflict' | 'claimed';
  readonly revision: number;
  readonly turn?: number;
  readonly position?: number;
  readonly claimant?: string;
}

/**
 * Commits a batch with one call and answers for each of its appends. What it sends, and the connection, are ready when `before`
 * settles, which is when it is sent: a connection that is lent only then costs a quarter of a crowd's appends.
 *
 * When the server refuses the whole batch for what it holds, each append is tried alone: one that is spoiled does not take
 * its neighbours with it.
 */
export function committer(
  pool: Pool,
  schema: string,
  told: CommitterEvents,
): (batch: readonly Append[], before: Promise<void>) => Promise<readonly Answer[]> {
  const commit = async (batch: readonly Append[], before: Promise<void>) => {
    const answers = await send(pool, schema, batch, before, told);
    batch.forEach(({ stream, events }, index) => {
      const answer = answers[index];
      if (!answer || answer instanceof StoreError || answer.repeated) return;
      const before = events.length - 1;
      told.committed({
        stream,
        revision: answer.revision - before,
        number: placeOf(answer.position).pos - before,
        events,
      });
    });
    return answers;
  };
  return async (batch, before) => {
    try {
      return await commit(batch, before);
    } catch (error) {
      const reason = failure(error);
      if (reason.code !== 'invalid' || batch.length === 1) throw reason;
      const answers: Answer[] = [];
      for (const append of batch) answers.push(...(await commit([append], before).catch((alone) => [failure(alone)])));
      return answers;
    }
  };
}

/** Gives claims to streams. @throws StoreError `claimed` when one is another's; then none has been given. */
export async function giveClaims(pool: Pool, schema: string, claims: readonly Claim[]): Promise<void> {
  const values = [uuids(claims.map(({ claim }) => claim)), texts(claims.map(({ stream }) => stream))];
  const text = `with given as (select * from unnest($1::uuid[], $2::text[]) as given (id, stream)),
      put as (insert into "${schema}".claim (id, stream) select distinct on (id) id, stream from given order by id, stream
        on conflict do nothing returning id, stream)
    select coalesce(put.stream, there.stream) from given
      left join put using (id) left join "${schema}".claim there using (id)
    where given.stream is distinct from coalesce(put.stream, there.stream) limit 1`;
  await connected(pool, async (client) => {
    await client.query('begin');
    try {
      const [refused] = await rows(client, { name: `${schema} claim`, text, values });
      if (refused) throw claimedBy(refused[0] ?? '');
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
}

export type Answer = Appended | StoreError;

/** What the committer tells the store. */
export interface CommitterEvents {
  /** An append goes out over the connection of this server process. */
  sending(processId: number): void;
  /** What has been written, in the order of its commit. */
  committed(append: Committed): void;
}

async function send(
  pool: Pool,
  schema: string,
  batch: readonly Append[],
  before: Promise<void>,
  { sending }: CommitterEvents,
): Promise<readonly Answer[]> {
  const events = batch.flatMap((append) => append.events);
  const values = [
    bools(batch.flatMap((append) => append.events.map((_, index) => index === 0))),
    texts(batch.flatMap((append) => append.events.map(() => append.stream))),
    ints(batch.flatMap((append) => append.events.map((_, index) => firstRevision(append) + index))),
    uuids(events.map((event) => event.id)),
    texts(events.map((event) => event.type)),
    texts(events.map((event) => event.data)),
    texts(events.map((event) => event.meta)),
    claimsOf(batch),
  ];
  const name = `${schema} append`;
  const text = `select base, outcomes, turn from "${schema}".append($1, $2, $3, $4, $5, $6, $7, $8)`;
  if (pool.options.max < 2) await before; // the one connection is kept for whoever is before, should it have to try again
  const [row] = await connected(pool, async (client) => {
    await before;
    sending(processIdOf(client));
    return rows(client, { name, text, values });
  });
  const outcomes = row?.[1];
  if (outcomes) return (JSON.parse(outcomes) as Outcome[]).map((outcome, index) => answer(outcome, batch[index]));
  let pos = Number(row?.[0]);
  const turn = Number(row?.[2]);
  return batch.map((append) => {
    const size = append.events.length;
    pos += size;
    return { revision: firstRevision(append) + size - 1, position: positionOf({ turn, pos }), repeated: false };
  });
}

/** Each append's claim beside its first event; null when none has one. */
function claimsOf(batch: readonly Append[]): Buffer | null {
  if (batch.every(({ claim }) => claim === undefined)) return null;
  return uuids(batch.flatMap(({ claim, events }) => events.map((_, index) => (index === 0 ? claim : undefined))));
}

/** The revision of the first event, or -1 when the server is to find it; `append` looks at an append's first alone. */
function firstRevision({ expected }: Append): number {
  if (expected === 'any') return -1;
  return expected === 'no-stream' ? 0 : expected + 1;
}

function answer({ outcome, revision, turn = 0, position, claimant }: Outcome, append: Append | undefined): Answer {
  if (claimant !== undefined) return claimedBy(claimant);
  if (outcome === 'conflict' || position === undefined) {
    return new StoreError('conflict', `the stream stands at ${revision}, not at ${append?.expected}`, revision);
  }
  return { revision, position: positionOf({ turn, pos: position }), repeated: outcome === 'repeated' };
}

import type { ClientBase, Pool } from 'pg';
import { type Hash, hashBytes, hashOf } from '../digest.ts';
import { type Bound, type Grown, TreeMoved, type TreeStore } from '../tree.store.ts';

/** Each statement may run again on a database that has it already. */
const MIGRATION = `
create schema if not exists audit;
create table if not exists audit.leaf (
  nth bigint primary key, stream text collate "C" not null, revision int not null, position text not null,
  hash bytea not null, unique (stream, revision));
create table if not exists audit.node (
  level smallint not null check (level > 0), nth bigint not null, hash bytea not null, primary key (level, nth));
create table if not exists audit.checkpoint (
  size bigint primary key, note text not null, at timestamptz not null default clock_timestamp());
create table if not exists audit.tree (
  one boolean primary key default true check (one), size bigint not null, signer text);
alter table audit.tree add column if not exists digest text not null default 'sha256' check (digest in ('sha256', 'sm3'));
insert into audit.tree (size) values (0) on conflict do nothing;
create or replace function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was noted is only added to' using errcode = 'restrict_violation';
end $$;
${['leaf', 'node', 'checkpoint']
  .map(
    (table) => `create or replace trigger append_only before update or delete or truncate on audit.${table}
    for each statement execute function audit.refuse_change();`,
  )
  .join('\n')}`;

/** Creates schema `audit` where it is missing; of several processes that start at once one does it, the others wait. */
export async function migrateTree(client: ClientBase | Pool): Promise<void> {
  // One query is one transaction, so that the lock holds from the first statement to the last.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('jieli audit', 0)); ${MIGRATION}`);
}

const GROWN = `
  select tree.size, (select position from audit.leaf where nth = tree.size - 1) as position,
    coalesce((select max(size) from audit.checkpoint), 0) as noted
  from audit.tree`;

const NODES = `
  select coalesce(node.hash, leaf.hash) as hash
  from unnest($1::int[], $2::bigint[]) with ordinality as wanted (level, nth, ord)
  left join audit.node on node.level = wanted.level and node.nth = wanted.nth
  left join audit.leaf on wanted.level = 0 and leaf.nth = wanted.nth
  order by wanted.ord`;

const LEAVES_OF = `
  select leaf.hash from unnest($1::text[], $2::int[]) with ordinality as wanted (stream, revision, ord)
  left join audit.leaf on leaf.stream = wanted.stream and leaf.revision = wanted.revision
  order by wanted.ord`;

const ADD_LEAVES = `
  insert into audit.leaf (nth, stream, revision, position, hash)
  select $1::bigint + ord - 1, stream, revision, position, hash
  from unnest($2::text[], $3::int[], $4::text[], $5::bytea[]) with ordinality as e (stream, revision, position, hash, ord)`;

const ADD_NODES = `
  insert into audit.node (level, nth, hash) select * from unnest($1::int[], $2::bigint[], $3::bytea[])`;

/** Of two processes that start at once the second finds what the first one bound. */
const BIND = `
  update audit.tree set signer = coalesce(signer, $1), digest = case when signer is null then $2 else digest end
  returning signer, digest`;

interface BoundRow {
  readonly signer: string | null;
  readonly digest: Bound['digest'];
}

/** The tree in PostgreSQL, schema `audit` (see {@link migrateTree}). Errors are those of `pg`. */
export function postgresTree(pool: Pool): TreeStore {
  const hashes = async (text: string, values: unknown[]) =>
    (await pool.query<{ hash: Buffer | null }>(text, values)).rows.map(({ hash }) => (hash ? hashOf(hash) : undefined));
  const notes = async (text: string, values: unknown[]) =>
    (await pool.query<{ note: string }>(text, values)).rows.map(({ note }) => note);
  return {
    async grown() {
      const { rows } = await pool.query<{ size: string; position: string | null; noted: string }>(GROWN);
      const { size = '0', position = null, noted = '0' } = rows[0] ?? {};
      return { size: Number(size), position, noted: Number(noted) } satisfies Grown;
    },
    async nodes(wanted) {
      if (wanted.length === 0) return [];
      const found = await hashes(NODES, [wanted.map(({ level }) => level), wanted.map(({ nth }) => nth)]);
      const whole = found.filter((hash): hash is Hash => hash !== undefined);
      if (whole.length !== wanted.length) throw new Error('the tree lacks a node: schema audit is damaged');
      return whole;
    },
    leavesOf: (places) =>
      hashes(LEAVES_OF, [places.map(({ stream }) => stream), places.map(({ revision }) => revision)]),
    async leaves(from, to) {
      const found = await hashes('select hash from audit.leaf where nth >= $1 and nth < $2 order by nth', [from, to]);
      return found.filter((hash): hash is Hash => hash !== undefined);
    },
    async indexOf({ stream, revision }) {
      const text = 'select nth from audit.leaf where stream = $1 and revision = $2';
      const { rows } = await pool.query<{ nth: string }>(text, [stream, revision]);
      return rows[0] ? Number(rows[0].nth) : null;
    },
    async grow({ from, leaves, nodes }) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin');
        const to = from + leaves.length;
        const moved = await client.query('update audit.tree set size = $2 where size = $1', [from, to]);
        if (moved.rowCount !== 1) throw new TreeMoved(`the tree is not at ${from} any more`);
        await client.query(ADD_LEAVES, [
          from,
          leaves.map(({ stream }) => stream),
          leaves.map(({ revision }) => revision),
          leaves.map(({ position }) => position),
          leaves.map(({ hash }) => hashBytes(hash)),
        ]);
        const above = nodes.filter(({ level }) => level > 0);
        await client.query(ADD_NODES, [
          above.map(({ level }) => level),
          above.map(({ nth }) => nth),
          above.map(({ hash }) => hashBytes(hash)),
        ]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async note(size, note) {
      await pool.query('insert into audit.checkpoint (size, note) values ($1, $2) on conflict do nothing', [
        size,
        note,
      ]);
    },
    async bind(to) {
      const { rows } = to
        ? await pool.query<BoundRow>(BIND, [to.verifier, to.digest])
        : await pool.query<BoundRow>('select signer, digest from audit.tree');
      const { signer = null, digest = 'sha256' } = rows[0] ?? {};
      return signer === null ? null : { verifier: signer, digest };
    },
    async newest() {
      return (await notes('select note from audit.checkpoint order by size desc limit 1', []))[0] ?? null;
    },
    notes: (after, limit) =>
      notes('select note from audit.checkpoint where size > $1 order by size limit $2', [after, limit]),
  };
}

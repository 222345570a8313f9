import type pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { postgresViews } from '#runtime';
import { startChild } from '../children.ts';
import { database, settle } from '../databases.ts';
import { atLeast, figure, interleaved, type Row, scope } from '../harness.ts';
import { WHO } from '../history.ts';
import type { ApiMethods } from '../roles/api.ts';
import type { LoadMethods } from '../roles/load.ts';
import type { PostgraphileMethods } from '../roles/postgraphile.ts';
import { rated } from './rated.ts';

const CLOCKS = { standard: 100_000, full: 1_000_000 };
const IN_FLIGHT = 32;
/** Rounds of each that are not counted: in the first of them a query takes up to twice as long as in those that follow. */
const WARMING = 5;
const SCHEMA = 'desk_service_agency';
const PATH = '/desks/service-agency/graphql';

/** A page of twenty open clocks by due time, against PostGraphile on the same table. */
export const inbox: Row = {
  name: 'inbox',
  figures: ['inbox'],
  run: (bench) =>
    scope(async (closing) => {
      const own = await database(bench, closing);
      const store = await postgresStore({ pool: own.pool });
      const views = await postgresViews({ ...own, desks });
      const clocks = bench.size(CLOCKS.standard, CLOCKS.full);
      await fill(own.pool, clocks);
      await views.close();
      await store.close();
      await settle(own);
      const api = startChild<ApiMethods>('api');
      closing(() => api.close());
      const url = await api.ask('start', own.url);
      const token = await api.ask('token', WHO.federation);
      const load = startChild<LoadMethods>('load');
      closing(() => load.close());
      const other = startChild<PostgraphileMethods>('postgraphile');
      closing(() => other.close());
      const theirUrl = await other.ask('start', { databaseUrl: own.url, schema: SCHEMA });
      const common = { cases: 1, inFlight: IN_FLIGHT, window: bench.window, expected: '"hasNextPage":true' };
      const asked = () => load.ask('rate', { ...common, url: url + PATH, token, body: body(OURS) });
      const ours = () => rated(bench, 'inbox', api, asked);
      const theirs = (at: string) => load.ask('rate', { ...common, url: at, body: body(THEIRS) });
      for (let round = 0; round < WARMING; round += 1) {
        await ours();
        if (theirUrl) await theirs(theirUrl);
      }
      const medians = await interleaved(bench, 'inbox', {
        ours,
        ...(theirUrl ? { postgraphile: () => theirs(theirUrl) } : {}),
      });
      return [
        figure({
          name: 'inbox',
          unit: 'queries/s',
          goal: atLeast(1.6),
          ours: medians.ours ?? Number.NaN,
          theirs: medians.postgraphile,
          note: theirUrl
            ? `PostGraphile 5, plain, ${clocks.toLocaleString('en-US')} clocks, 32 at once`
            : 'PostGraphile is not installed',
        }),
      ];
    }),
};

const body = (query: string) => JSON.stringify({ query });
const OURS =
  '{ page: inbox(first: 20) { edges { cursor node { id caseId due } } pageInfo { hasNextPage endCursor } } }';
const THEIRS = `{ page: allRows(first: 20, orderBy: [SORT_ASC, KEY_ASC], condition: { agency: "${WHO.federation}", kind: "inbox" }) {
  edges { cursor node { key caseId sort } } pageInfo { hasNextPage endCursor } } }`;

/**
 * Writes the rows that the projector would write for open clocks: the same columns, and as document an inbox entry with its
 * clock. All are one agency's, which is the longest list there can be.
 */
async function fill(pool: pg.Pool, clocks: number): Promise<void> {
  const clock = {
    id: '%ID%',
    clock: 'ORDER_SESSION',
    kind: 'duty',
    scope: 'order',
    item: '%CASE%',
    holder: WHO.federation,
    start: '2025-04-08T10:00:00.000+08:00',
    yellowAt: '2025-05-08T23:59:59.999+08:00',
    due: '%DUE%',
    pack: 'national@1',
    state: 'running',
  };
  const doc = JSON.stringify({ id: '%ID%', caseId: '%CASE%', clock });
  await pool.query(
    `insert into ${SCHEMA}.row (agency, kind, key, case_id, sort, doc)
     select $2, 'inbox', own.id, own.case_id, own.due,
       replace(replace(replace($3, '%ID%', own.id), '%CASE%', own.case_id), '%DUE%', own.due)
     from generate_series(1, $1::int) as n, lateral (select
       md5('clock' || n)::uuid::text as id,
       md5('case' || n)::uuid::text as case_id,
       to_char(timestamp '2025-05-01' + (hashint4(n) & 8388607) * interval '1 second',
         'YYYY-MM-DD"T"HH24:MI:SS".999+08:00"') as due) own`,
    [clocks, WHO.federation, doc],
  );
}

import { bools, texts } from '#event-store';
import { sharedPlace } from '../reader.key.ts';
import type { DeskSelectors, ViewRow } from '../view.ts';
import type { Send } from './send.ts';
import { deskSchema, primaryKey, type Tables } from './tables.ts';
import { tallyKeys, tallyTables } from './tally.tables.ts';

/** How many digits of a division name a province, a city, a county: each level is looked up by an index of its own. */
export const LEVELS = [2, 4, 6] as const;

/** One index a level over what a list is sorted by; the last one is the whole country's. */
function byPlace(schema: string, table: string, first: string, sorted: string): readonly string[] {
  return [...LEVELS, 0].map((digits) => {
    const place = digits === 0 ? '' : `left(division, ${digits}), `;
    const name = `${table}_place_${digits}`;
    return `create index if not exists ${name} on ${schema}.${table} (${first}, ${place}${sorted});`;
  });
}

/** The tables of a desk whose agencies share rows, without keys: one row a case, and one a running clock. */
export const sharedTables = (schema: string): string => `
create table if not exists ${schema}.shared_case (
  audience text not null, division text collate "C" not null, case_id text not null, open boolean not null,
  sort text collate "C" not null, doc text not null);
create table if not exists ${schema}.shared_clock (
  audience text not null, division text collate "C" not null, id text not null, case_id text not null, holder text,
  clock text not null, state text not null, yellow_at text collate "C" not null, due text collate "C" not null,
  doc text not null);
${tallyTables(schema)}`;

/** Keys and indexes of {@link sharedTables}, those of each table together. */
export const sharedKeys = (schema: string): readonly string[] => [
  [
    primaryKey(`${schema}.shared_clock`, 'audience, id'),
    ...byPlace(schema, 'shared_clock', 'audience, state', 'due, id'),
    `create index if not exists shared_clock_holder on ${schema}.shared_clock (audience, holder, state, due, id);`,
    `create index if not exists shared_clock_case on ${schema}.shared_clock (case_id);`,
  ].join('\n'),
  [
    primaryKey(`${schema}.shared_case`, 'case_id, audience'), // timelines ask by the case alone
    ...byPlace(schema, 'shared_case', 'audience', 'sort, case_id'),
  ].join('\n'),
  ...tallyKeys(schema),
];

const OF_CASES = ['shared_case', 'shared_clock', 'tally_case'];

type Named = Pick<DeskSelectors, 'name' | 'shared'>;

const named = ({ name }: Named, tables: readonly string[]) => tables.map((table) => `${deskSchema(name)}.${table}`);

/** Every table of a desk, named with its schema. */
export function deskTableNames(desk: Named): readonly string[] {
  return [...tablesOfCases(desk), ...named(desk, desk.shared ? ['tally'] : [])];
}

/** Those whose rows each belong to one case. */
export function tablesOfCases(desk: Named): readonly string[] {
  return named(desk, ['row', 'timeline', ...(desk.shared ? OF_CASES : [])]);
}

const isShared = ({ kind }: ViewRow) => kind === 'shared-case' || kind === 'shared-clock';

/** The rows that are an agency's own, and those that are shared. */
export function apart(rows: readonly ViewRow[]): {
  readonly own: readonly ViewRow[];
  readonly shared: readonly ViewRow[];
} {
  return { own: rows.filter((row) => !isShared(row)), shared: rows.filter(isShared) };
}

/** Writes the shared rows that changed, in one statement a table. */
export function sendShared(send: Send, tables: Tables, deletes: readonly ViewRow[], upserts: readonly ViewRow[]): void {
  for (const [desk, gone] of Map.groupBy(deletes, (row) => row.desk)) {
    const schema = tables.desk(desk);
    for (const [kind, own] of Map.groupBy(gone, (row) => row.kind)) {
      const [table, key] = kind === 'shared-case' ? ['shared_case', 'case_id'] : ['shared_clock', 'id'];
      send(
        `delete ${kind}`,
        schema,
        `delete from ${schema}.${table} as kept using unnest($1::text[], $2::text[], $3::text[])
           as gone (audience, division, key)
         where kept.audience = gone.audience and kept.division = gone.division and kept.${key} = gone.key`,
        [...places(own), texts(own.map(({ key: gone }) => gone))],
      );
    }
  }
  for (const [desk, changed] of Map.groupBy(upserts, (row) => row.desk)) {
    const schema = tables.desk(desk);
    const cases = changed.filter(({ kind }) => kind === 'shared-case');
    if (cases.length > 0) {
      send(
        'put shared-case',
        schema,
        `insert into ${schema}.shared_case (audience, division, case_id, open, sort, doc)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[])
         on conflict (audience, case_id) do update set division = excluded.division, open = excluded.open,
           sort = excluded.sort, doc = excluded.doc`,
        [
          ...places(cases),
          texts(cases.map(({ caseId }) => caseId)),
          bools(cases.map(({ about }) => about?.open === true)),
          texts(cases.map(({ sort }) => sort)),
          texts(cases.map(({ doc }) => doc)),
        ],
      );
    }
    const clocks = changed.filter(({ kind }) => kind === 'shared-clock');
    if (clocks.length > 0) {
      send(
        'put shared-clock',
        schema,
        `insert into ${schema}.shared_clock
           (audience, division, id, case_id, holder, clock, state, yellow_at, due, doc)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[], $10::text[])
         on conflict (audience, id) do update set division = excluded.division, holder = excluded.holder,
           state = excluded.state, yellow_at = excluded.yellow_at, due = excluded.due, doc = excluded.doc`,
        [
          ...places(clocks),
          texts(clocks.map(({ key }) => key)),
          texts(clocks.map(({ caseId }) => caseId)),
          clocks.map(({ about }) => about?.holder ?? null), // the binary form knows no nulls
          texts(clocks.map(({ about }) => about?.clock ?? '')),
          texts(clocks.map(({ about }) => about?.state ?? '')),
          texts(clocks.map(({ about }) => about?.yellowAt ?? '')),
          texts(clocks.map(({ sort }) => sort)),
          texts(clocks.map(({ doc }) => doc)),
        ],
      );
    }
  }
}

function places(rows: readonly ViewRow[]): readonly [audiences: Buffer, divisions: Buffer] {
  const read = rows.map(({ agency }) => sharedPlace(agency));
  return [texts(read.map(({ audience }) => audience)), texts(read.map(({ division }) => division))];
}

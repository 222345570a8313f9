/** Where a set of views stands: the live one, or the one that is being built beside it. */
export interface Tables {
  /** The schema of a desk's tables. */
  desk(name: string): string;
  /** The schema of running clocks, match tags and parked streams. */
  readonly runtime: string;
}

/** The PostgreSQL schema of a desk's tables. */
export function deskSchema(desk: string): string {
  return `desk_${desk.replaceAll('-', '_')}`;
}

export const live: Tables = { desk: deskSchema, runtime: 'runtime' };
export const beside: Tables = { desk: (name) => `${deskSchema(name)}_next`, runtime: 'runtime_next' };

/** For whom a connection reads: without it nothing is there. What it was told holds until it is told otherwise. */
export const READS_FOR = `select set_config('jieli.agency', $1, false), set_config('jieli.barred', $2, false)`;

/** Rows of the agency that is read for, cases that the officer is kept out of excepted. */
const OWN = `agency = (select current_setting('jieli.agency', true))
  and case_id <> all ((select string_to_array(coalesce(current_setting('jieli.barred', true), ''), ' '))::text[])`;

/**
 * Row security (行级安全): the desk's role sees what the policy lets through, whatever it asks for. Made once, since making it locks the
 * table; under its name it takes the place of any other.
 */
const policy = (table: string, name: string, using: string): string => `
do $$ begin
  if not exists (select from pg_policy where polrelid = '${table}'::regclass and polname = '${name}') then
    drop policy if exists own on ${table};
    alter table ${table} enable row level security;
    create policy ${name} on ${table} for select using (${using});
  end if;
end $$;`;

const NOT_BARRED = `case_id <> all ((select string_to_array(coalesce(current_setting('jieli.barred', true), ''), ' '))::text[])`;

/**
 * Lines of the cases that the reader sees among the rows that the desk's agencies share. Asked as a value and not by `exists`, for
 * which the server may read all cases that the reader sees, to look up one.
 */
const ofShared = (schema: string) => `${NOT_BARRED} and (select true from ${schema}.shared_case c
  where c.case_id = timeline.case_id
    and starts_with('~' || c.audience || ':' || c.division, (select current_setting('jieli.agency', true))) limit 1)`;

/** What guards the timeline of a desk whose agencies share rows; made once those tables are there. */
export const sharedPolicy = (schema: string): string => policy(`${schema}.timeline`, 'seen', ofShared(schema));

const ofOwn = (schema: string) =>
  `(select true from ${schema}.row r where ${OWN} and r.kind = 'case' and r.key = timeline.case_id)`;

/** What guards the timeline of every other desk. */
export const ownPolicy = (schema: string): string => policy(`${schema}.timeline`, 'seen', ofOwn(schema));

/** A primary key (主键), made once. */
export const primaryKey = (table: string, columns: string): string => `
do $$ begin
  if not exists (select from pg_constraint where conrelid = '${table}'::regclass and contype = 'p') then
    alter table ${table} add primary key (${columns});
  end if;
end $$;`;

/** The tables of one desk, without the keys and indexes that they are filled faster without. */
export const deskTables = (schema: string): string => `
create schema if not exists ${schema};
create table if not exists ${schema}.row (
  agency text not null, kind text not null, key text not null, case_id text not null,
  sort text collate "C" not null, doc text not null);
create table if not exists ${schema}.timeline (case_id text not null, revision int not null, doc text not null);
${policy(`${schema}.row`, 'own', OWN)}
`;

/** Keys and indexes of {@link deskTables}, those of each table together. */
export const deskKeys = (schema: string): readonly string[] => [
  primaryKey(`${schema}.row`, 'agency, kind, key') +
    `create index if not exists row_sorted on ${schema}.row (agency, kind, sort, key);`,
  primaryKey(`${schema}.timeline`, 'case_id, revision'),
];

/** What the runtime keeps beside the desks, built from the log like them. */
export const runtimeTables = (schema: string): string => `
create schema if not exists ${schema};
create table if not exists ${schema}.clock (id text not null, case_id text not null, due text collate "C" not null);
create table if not exists ${schema}.tag (
  tag text not null, nth bigint generated always as identity, case_id text not null, open boolean not null);
create table if not exists ${schema}.forgotten (case_id text not null);
create table if not exists ${schema}.parked (stream text not null, position text not null, error text not null);
`;

/** The tables that {@link runtimeTables} makes. */
export const runtimeTableNames: readonly string[] = ['clock', 'tag', 'forgotten', 'parked'];

/** Keys and indexes of {@link runtimeTables}, those of each table together. */
export const runtimeKeys = (schema: string): readonly string[] => [
  `${primaryKey(`${schema}.clock`, 'id')} create index if not exists clock_due on ${schema}.clock (due);`,
  `${primaryKey(`${schema}.tag`, 'tag, case_id')} create index if not exists tag_case on ${schema}.tag (case_id);`,
  primaryKey(`${schema}.forgotten`, 'case_id'),
  primaryKey(`${schema}.parked`, 'stream'),
];

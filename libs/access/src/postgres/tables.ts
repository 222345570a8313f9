import type { PoolClient } from 'pg';

/** Agencies, officers, deputies and what is revoked. Dates are text of one width, so that comparing text compares time. */
const TABLES = `
create schema if not exists access;
create table if not exists access.agency (
  id text primary key, type text not null, division text not null, name_zh text not null, name_en text not null,
  valid_from text, valid_until text);
create table if not exists access.officer (
  id text primary key, subject text not null unique deferrable initially deferred, agency text not null references access.agency, name text not null,
  role text not null, valid_from text, valid_until text);
create table if not exists access.deputy (
  officer text not null references access.officer, agency text not null references access.agency,
  valid_from text not null, valid_until text not null, primary key (officer, agency, valid_from));
create table if not exists access.revoked (
  kind text not null check (kind in ('token', 'officer')), value text not null, at text not null, reason text not null,
  primary key (kind, value));
create table if not exists access.conflict (
  officer text not null, case_id text not null, reason text not null, recorded_by text not null, at text not null,
  ended_at text, primary key (officer, case_id));
create table if not exists access.glass (
  id text primary key, officer text not null, agency text not null, case_id text not null, at text not null,
  until text not null, review_by text not null, reason text not null,
  reviewed_at text, reviewed_by text, justified boolean);
alter table access.glass add column if not exists overdue_noted_at text;
create index if not exists glass_live on access.glass (officer, case_id);
create table if not exists access.version (single boolean primary key default true check (single), n bigint not null);
insert into access.version values (true, 0) on conflict do nothing;
`;

/** Makes what is missing; whoever comes second waits for who came first. */
export async function prepareAccess(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('jieli access'))`);
  await client.query(TABLES);
}

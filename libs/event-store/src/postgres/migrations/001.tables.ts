/**
 * The log. `data` and `meta` are text that the database never looks into: it is parsed once, by who reads it, and text keeps
 * what jsonb would refuse (NUL as an escape). No table of stream heads and no index of event ids: the unique constraint
 * serves both.
 */
export const tables = (schema: string): string => `
create table "${schema}".event (
  pos bigint primary key,
  stream text collate "C" not null,
  revision int not null check (revision >= 0),
  event_id uuid not null,
  type text collate "C" not null,
  at timestamptz not null default clock_timestamp(),
  data text not null,
  meta text not null,
  unique (stream, revision)
);

-- One row that all writers wait for: whoever holds it gives the next positions, and lets go with its commit. Hence
-- positions have no gap and stand in the order of commits. The free space lets the row be updated in its page.
create table "${schema}".sequencer (
  one boolean primary key default true check (one),
  last bigint not null
) with (fillfactor = 10);
insert into "${schema}".sequencer (last) values (0);

create function "${schema}".refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is only appended to' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on "${schema}".event
  for each statement execute function "${schema}".refuse_change();
`;

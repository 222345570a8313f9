/** Sequential scans are off because a plan made while the table was small must not survive its growth. */
const PLANNING = `set enable_seqscan = off set plan_cache_mode = force_generic_plan set jit = off`;

/**
 * The events of a batch, one element each; `firsts` marks where an append begins. Its revision is -1 for "any". `claims` is null
 * where no append has one, and has each append's beside its first event.
 */
const BATCH = `firsts boolean[], streams text[], revisions int[], ids uuid[], types text[], datas text[], metas text[],
  claims uuid[]`;

/**
 * Claims (占用): whose they are stands in a table of its own, written in the transaction of the append. The functions are those of
 * the version before with claims besides, and take their place: a program that knew of no claims would let keys be used twice.
 *
 * `append` writes a batch in one go and gives the position before it in `base`. When it meets a conflict, a repetition or a claim it
 * undoes that, and `append_checked` decides each append by itself and gives their `outcomes`.
 *
 * Both hold the sequencer's row from the beginning, so nobody else writes meanwhile, and what they read is all there is.
 */
export const claims = (schema: string): string => `
create table "${schema}".claim (id uuid primary key, stream text collate "C" not null);
create trigger append_only before update or delete or truncate on "${schema}".claim
  for each statement execute function "${schema}".refuse_change();

drop function "${schema}".append(boolean[], text[], int[], uuid[], text[], text[], text[]);
drop function "${schema}".append_checked(bigint, boolean[], text[], int[], uuid[], text[], text[], text[]);

create function "${schema}".append_checked(base bigint, ${BATCH}) returns json
language plpgsql ${PLANNING} as $$
declare
  starts constant int[] := array(
    select f.ord from unnest(firsts) with ordinality as f (first, ord) where f.first order by f.ord);
  written bigint := base;
  outcomes json[];
  lower int;
  upper int;
  size int;
  head int;
  start int;
  there uuid[];
  there_last bigint;
  claimant text;
begin
  for i in 1 .. cardinality(starts) loop
    lower := starts[i];
    upper := coalesce(starts[i + 1] - 1, cardinality(ids));
    size := upper - lower + 1;
    head := coalesce((select max(e.revision) from "${schema}".event e where e.stream = streams[lower]), -1);
    -- where the first of these events stands if it is there already
    start := case revisions[lower] when -1 then greatest(head + 1 - size, 0) else revisions[lower] end;
    select array_agg(e.event_id order by e.revision), max(e.pos) into there, there_last
      from "${schema}".event e
      where e.stream = streams[lower] and e.revision between start and start + size - 1;
    if there = ids[lower:upper] then
      outcomes[i] := json_build_object('outcome', 'repeated', 'revision', start + size - 1, 'position', there_last);
      continue;
    end if;
    select c.stream into claimant from "${schema}".claim c where c.id = claims[lower];
    if claimant <> streams[lower] then
      outcomes[i] := json_build_object('outcome', 'claimed', 'revision', head, 'claimant', claimant);
    elsif revisions[lower] = head + 1 or (revisions[lower] = -1 and not coalesce(there && ids[lower:upper], false)) then
      insert into "${schema}".event (pos, stream, revision, event_id, type, data, meta)
        select written + e.ord, streams[lower], head + e.ord::int, e.id, e.type, e.data, e.meta
        from unnest(ids[lower:upper], types[lower:upper], datas[lower:upper], metas[lower:upper])
          with ordinality as e (id, type, data, meta, ord);
      written := written + size;
      if claims[lower] is not null and claimant is null then
        insert into "${schema}".claim (id, stream) values (claims[lower], streams[lower]);
      end if;
      outcomes[i] := json_build_object('outcome', 'ok', 'revision', head + size, 'position', written);
    else
      outcomes[i] := json_build_object('outcome', 'conflict', 'revision', head);
    end if;
  end loop;
  update "${schema}".sequencer set last = written where one;
  return array_to_json(outcomes);
end $$;

create function "${schema}".append(${BATCH}, out base bigint, out outcomes json)
language plpgsql ${PLANNING} as $$
declare
  size constant bigint := cardinality(ids);
begin
  update "${schema}".sequencer set last = last + size where one returning last - size into base;
  if -1 = any (revisions) then
    outcomes := "${schema}".append_checked(base, firsts, streams, revisions, ids, types, datas, metas, claims);
  else
    begin
      insert into "${schema}".event (pos, stream, revision, event_id, type, data, meta)
        select base + e.ord, e.stream, e.revision, e.id, e.type, e.data, e.meta
        from unnest(streams, revisions, ids, types, datas, metas)
          with ordinality as e (stream, revision, id, type, data, meta, ord);
      if claims is not null then
        insert into "${schema}".claim (id, stream)
          select c.id, c.stream from unnest(claims, streams) as c (id, stream) where c.id is not null;
      end if;
      -- the unique constraint refuses who comes late; who runs ahead of the stream would leave a hole in it
      if exists (
        select from unnest(firsts, streams, revisions) as e (first, stream, revision)
        where e.first and e.revision > 0 and (
          select b.pos from "${schema}".event b where b.stream = e.stream and b.revision = e.revision - 1) is null
      ) then
        raise unique_violation;
      end if;
    exception when unique_violation then
      outcomes := "${schema}".append_checked(base, firsts, streams, revisions, ids, types, datas, metas, claims);
    end;
  end if;
  perform pg_notify('${schema}', '');
end $$;
`;

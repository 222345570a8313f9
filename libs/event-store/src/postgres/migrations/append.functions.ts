/** Sequential scans are off because a plan made while the table was small must not survive its growth. */
const PLANNING = `set enable_seqscan = off set plan_cache_mode = force_generic_plan set jit = off`;

/**
 * The events of a batch, one element each; `firsts` marks where an append begins. Its revision is -1 for "any". `claims` is null
 * where no append has one, and has each append's beside its first event.
 */
const BATCH = `firsts boolean[], streams text[], revisions int[], ids uuid[], types text[], datas text[], metas text[],
  claims uuid[]`;
const TYPES = 'boolean[], text[], int[], uuid[], text[], text[], text[], uuid[]';

/** What the two orders do each in its own way. */
const ORDERS = {
  /** All writers wait for one row, from the beginning: nobody else writes meanwhile. It is told in the commit itself. */
  sequencer: {
    begin: (schema: string) => `
  turn := 0;
  update "${schema}".sequencer set last = last + size where one returning last - size into base;`,
    written: (schema: string) => `update "${schema}".sequencer set last = written where one;`,
    end: (schema: string) => `perform pg_notify('${schema}', '');`,
  },
  /**
   * Writers wait for those of their own streams and claims, in one order, so that no two wait for each other. The id of the
   * transaction is taken behind that wait: who writes after another in a stream stands after it in the log. NOTIFY is left to the
   * caller, for commits with one wait for each other.
   */
  horizon: {
    begin: (schema: string) => `
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'an append is the first that its transaction writes' using errcode = 'invalid_transaction_state';
  end if;
  perform pg_advisory_xact_lock(own.key) from (
    select distinct hashtextextended('${schema} ' || name, 0) as key
    from unnest(streams || claims::text[]) as own (name) where name is not null order by 1) as own;
  base := 0;
  turn := pg_current_xact_id()::text::bigint + (select o.shift from "${schema}".ordering o);`,
    written: () => '',
    end: () => '',
  },
} as const;

/**
 * `append` writes a batch in one go and gives the position before it in `base`, and the `turn` of its transaction. When it meets a
 * conflict, a repetition or a claim it undoes that, and `append_checked` decides each append by itself and gives their `outcomes`.
 *
 * Both hold what their order waits for from the beginning: what they read of their streams is all there is. They take the place
 * of those that are there.
 */
export const appendFunctions = (schema: string, order: keyof typeof ORDERS): string => {
  const { begin, written, end } = ORDERS[order];
  return `
drop function if exists "${schema}".append(${TYPES});
drop function if exists "${schema}".append_checked(bigint, ${TYPES});
drop function if exists "${schema}".append_checked(bigint, bigint, ${TYPES});

create function "${schema}".append_checked(turn bigint, base bigint, ${BATCH}) returns json
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
  there_turn bigint;
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
    select array_agg(e.event_id order by e.revision),
        (array_agg(e.turn order by e.revision desc))[1], (array_agg(e.pos order by e.revision desc))[1]
      into there, there_turn, there_last
      from "${schema}".event e
      where e.stream = streams[lower] and e.revision between start and start + size - 1;
    if there = ids[lower:upper] then
      outcomes[i] := json_build_object('outcome', 'repeated', 'revision', start + size - 1,
        'turn', there_turn, 'position', there_last);
      continue;
    end if;
    select c.stream into claimant from "${schema}".claim c where c.id = claims[lower];
    if claimant <> streams[lower] then
      outcomes[i] := json_build_object('outcome', 'claimed', 'revision', head, 'claimant', claimant);
    elsif revisions[lower] = head + 1 or (revisions[lower] = -1 and not coalesce(there && ids[lower:upper], false)) then
      insert into "${schema}".event (turn, pos, stream, revision, event_id, type, data, meta)
        select append_checked.turn, written + e.ord, streams[lower], head + e.ord::int, e.id, e.type, e.data, e.meta
        from unnest(ids[lower:upper], types[lower:upper], datas[lower:upper], metas[lower:upper])
          with ordinality as e (id, type, data, meta, ord);
      written := written + size;
      if claims[lower] is not null and claimant is null then
        insert into "${schema}".claim (id, stream) values (claims[lower], streams[lower]);
      end if;
      outcomes[i] := json_build_object('outcome', 'ok', 'revision', head + size, 'turn', turn, 'position', written);
    else
      outcomes[i] := json_build_object('outcome', 'conflict', 'revision', head);
    end if;
  end loop;
  ${written(schema)}
  return array_to_json(outcomes);
end $$;

create function "${schema}".append(${BATCH}, out base bigint, out outcomes json, out turn bigint)
language plpgsql ${PLANNING} as $$
declare
  size constant bigint := cardinality(ids);
begin${begin(schema)}
  if -1 = any (revisions) then
    outcomes := "${schema}".append_checked(turn, base, firsts, streams, revisions, ids, types, datas, metas, claims);
  else
    begin
      insert into "${schema}".event (turn, pos, stream, revision, event_id, type, data, meta)
        select append.turn, base + e.ord, e.stream, e.revision, e.id, e.type, e.data, e.meta
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
      outcomes := "${schema}".append_checked(turn, base, firsts, streams, revisions, ids, types, datas, metas, claims);
    end;
  end if;
  ${end(schema)}
end $$;
`;
};

import type { ClientBase } from 'pg';
import { sharedPlace } from '../reader.key.ts';
import { summed } from '../tally.ts';
import type { ViewRows } from '../view.store.ts';
import { copyIn, type Field } from './copy.in.ts';
import { apart } from './shared.tables.ts';
import type { Tables } from './tables.ts';

/** Fills tables that hold none of these rows yet, and have no keys. */
export async function fillRows(client: ClientBase, tables: Tables, rows: ViewRows): Promise<void> {
  const { own, shared } = apart(rows.upserts);
  const desk = async <T extends { readonly desk: string }>(
    all: readonly T[],
    table: string,
    columns: readonly string[],
    fields: (row: T) => readonly Field[],
  ) => {
    for (const [name, some] of Map.groupBy(all, (row) => row.desk)) {
      await copyIn(client, `${tables.desk(name)}.${table}`, columns, some.map(fields));
    }
  };
  await desk(own, 'row', ['agency', 'kind', 'key', 'case_id', 'sort', 'doc'], (r) => [
    r.agency,
    r.kind,
    r.key,
    r.caseId,
    r.sort,
    r.doc,
  ]);
  await desk(
    shared.filter(({ kind }) => kind === 'shared-case'),
    'shared_case',
    ['audience', 'division', 'case_id', 'open', 'sort', 'doc'],
    ({ agency, caseId, about, sort, doc }) => [...placed(agency), caseId, about?.open === true, sort, doc],
  );
  await desk(
    shared.filter(({ kind }) => kind === 'shared-clock'),
    'shared_clock',
    ['audience', 'division', 'id', 'case_id', 'holder', 'clock', 'state', 'yellow_at', 'due', 'doc'],
    ({ agency, key, caseId, about, sort, doc }) => [
      ...placed(agency),
      key,
      caseId,
      about?.holder ?? null,
      about?.clock ?? '',
      about?.state ?? '',
      about?.yellowAt ?? '',
      sort,
      doc,
    ],
  );
  await desk(
    summed(rows.tallies ?? []),
    'tally',
    ['division', 'month', 'agency', 'measure', 'bucket', 'count'],
    (t) => [t.division, t.month, t.agency, t.measure, t.bucket, t.count],
  );
  await desk(rows.tallied ?? [], 'tally_case', ['agency', 'month', 'division', 'case_id'], (t) => [
    t.agency,
    t.month,
    t.division,
    t.caseId,
  ]);
  await desk(rows.timeline, 'timeline', ['case_id', 'revision', 'doc'], (t) => [t.caseId, t.revision, t.doc]);
  const { runtime } = tables;
  await copyIn(
    client,
    `${runtime}.tag`,
    ['tag', 'case_id', 'open'],
    rows.tags.map((t) => [t.tag, t.caseId, t.open]),
  );
  await copyIn(
    client,
    `${runtime}.clock`,
    ['id', 'case_id', 'due'],
    rows.clocksRunning.map((c) => [c.id, c.caseId, c.due]),
  );
  await copyIn(
    client,
    `${runtime}.forgotten`,
    ['case_id'],
    [...new Set(rows.forgotten)].map((caseId) => [caseId]),
  );
  await copyIn(
    client,
    `${runtime}.parked`,
    ['stream', 'position', 'error'],
    rows.parked.map((p) => [p.stream, p.position, p.error]),
  );
}

function placed(key: string): readonly [audience: string, division: string] {
  const { audience, division } = sharedPlace(key);
  return [audience, division];
}

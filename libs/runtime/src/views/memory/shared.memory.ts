import { sharedPlace } from '../reader.key.ts';
import { cursorOf, type DeskReader, type Page, readCursor, type SharedReader } from '../view.store.ts';
import type { ViewRow } from '../view.ts';

/** What of a shared reader is rows of cases and clocks. */
export type SharedLists = Pick<SharedReader, 'clocks' | 'quiet'> & Pick<DeskReader, 'inbox' | 'cases' | 'case'>;

type Place = Pick<ViewRow, 'sort' | 'key'>;
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** One page of rows in their order; the cursor names the last one that was read. */
export function pageOf(rows: readonly ViewRow[], direction: 1 | -1, first: number, after?: string): Page {
  const order = (a: Place, b: Place) => direction * (byText(a.sort, b.sort) || byText(a.key, b.key));
  const [sort, key] = after === undefined ? [] : readCursor(after);
  const left = rows
    .filter((row) => sort === undefined || key === undefined || order(row, { sort, key }) > 0)
    .sort(order);
  const shown = left.slice(0, first).map((row) => ({ cursor: cursorOf(row.sort, row.key), doc: row.doc }));
  return { rows: shown, hasNext: left.length > first };
}

/** Reads shared rows of a desk in memory: the same answers as PostgreSQL's. */
export function sharedMemoryReader(desk: string, kept: () => Iterable<ViewRow>): SharedLists {
  const seen = (reader: string, kind: ViewRow['kind'], division = '') => {
    const own = sharedPlace(reader);
    return [...kept()].filter((row) => {
      const place = sharedPlace(row.agency);
      const within = place.division.startsWith(own.division) && place.division.startsWith(division);
      return row.desk === desk && row.kind === kind && place.audience === own.audience && within;
    });
  };
  const clocks: SharedReader['clocks'] = async (reader, { state, division, holder, clock, near }, first, after) => {
    const wanted = seen(reader, 'shared-clock', division).filter(
      ({ sort, about = {} }) =>
        about.state === state &&
        (holder === undefined || about.holder === holder) &&
        (clock === undefined || about.clock === clock) &&
        (!near || (about.yellowAt ?? '') <= near.yellowBy || sort <= near.dueBy),
    );
    return pageOf(wanted, 1, first, after);
  };
  return {
    clocks,
    quiet: async (reader, { before, division, holder, clock }, first, after) => {
      const charged = new Set(
        seen(reader, 'shared-clock')
          .filter(({ about }) => holder === undefined || about?.holder === holder)
          .filter(({ about }) => clock === undefined || about?.clock === clock)
          .map(({ caseId }) => caseId),
      );
      const asked = holder !== undefined || clock !== undefined;
      const wanted = seen(reader, 'shared-case', division)
        .filter(({ sort, about }) => about?.open === true && sort < before)
        .filter(({ caseId }) => !asked || charged.has(caseId));
      return pageOf(wanted, 1, first, after);
    },
    inbox: (reader, first, after) => clocks(reader, { state: 'overdue' }, first, after),
    cases: async (reader, first, after) => pageOf(seen(reader, 'shared-case'), -1, first, after),
    case: async (reader, caseId) => seen(reader, 'shared-case').find(({ key }) => key === caseId)?.doc ?? null,
  };
}

import type { AgencyDirectory } from '#access';
import type { CaseRecord } from '#case';
import { type ShownEntry, sharedKey } from './shared.ts';
import { type DeskSelectors, type InboxEntry, type ViewRow, versionOf } from './view.ts';

/** What each desk whose agencies share rows has been shown of a case: its timeline, as it stands in the tables. */
export type Told = ReadonlyMap<string, readonly ShownEntry[]>;

export const nothingTold: Told = new Map();

/** With one more line on a desk's timeline. */
export function toldOf(told: Told, desk: DeskSelectors, entry: ShownEntry): Told {
  return desk.shared ? new Map(told).set(desk.name, [...(told.get(desk.name) ?? []), entry]) : told;
}

/** Every shared row that a case has, by a key of its own: one copy for all who look after its place. */
export function sharedRowsOf(
  record: CaseRecord,
  told: Told,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  const rows = new Map<string, ViewRow>();
  if (record.status === 'none') return rows;
  const put = (row: ViewRow) => rows.set(`${row.desk} ${row.agency} ${row.kind} ${row.key}`, row);
  for (const { name, shared } of desks) {
    for (const audience of shared?.audiences ?? []) {
      const seen = shared?.view(record, audience, directory);
      if (!shared || !seen) continue;
      const lines = shared.entries((told.get(name) ?? []) as never[], audience, directory);
      const lastEventAt = lines.findLast(({ by }) => by !== 'system')?.at ?? record.openedAt ?? '';
      const base = { desk: name, agency: sharedKey(audience, record.division), caseId: record.id };
      const doc = JSON.stringify({ ...seen, lastEventAt, version: versionOf(seen) });
      const about = { open: record.status === 'open' };
      put({ ...base, kind: 'shared-case', key: record.id, sort: lastEventAt, doc, about });
      for (const clock of shared.clocks(record, audience, directory)) {
        const entry: InboxEntry = { id: clock.id, caseId: record.id, clock };
        const { holder, state, yellowAt } = clock;
        const about = { holder, clock: clock.clock, state, yellowAt };
        put({ ...base, kind: 'shared-clock', key: clock.id, sort: clock.due, doc: JSON.stringify(entry), about });
      }
    }
  }
  return rows;
}

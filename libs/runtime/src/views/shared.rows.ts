import type { AgencyDirectory } from '#access';
import type { CaseRecord } from '#case';
import { sharedKey } from './reader.key.ts';
import { extended, gathered, type Offer, offerClock } from './rows.ts';
import type { ShownEntry } from './shared.selectors.ts';
import { type DeskSelectors, type ViewRow, versionOfText } from './view.ts';

/** What each desk whose agencies share rows has been shown of a case: its timeline, as it stands in the tables. */
export type Told = ReadonlyMap<string, readonly ShownEntry[]>;

export const nothingTold: Told = new Map();

/** With more lines on a desk's timeline. */
export function toldOf(told: Told, desk: Pick<DeskSelectors, 'name' | 'shared'>, entries: readonly ShownEntry[]): Told {
  if (!desk.shared || entries.length === 0) return told;
  return new Map(told).set(desk.name, [...(told.get(desk.name) ?? []), ...entries]);
}

/** Every row that a case has where agencies share them: one copy for all who look after its place. */
export function offerShared(
  record: CaseRecord,
  told: Told,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
  offer: Offer,
): void {
  if (record.status === 'none') return;
  const open = record.status === 'open';
  for (const { name, shared } of desks) {
    for (const audience of shared?.audiences ?? []) {
      const seen = shared?.view(record, audience, directory);
      if (!shared || !seen) continue;
      const lines = shared.entries((told.get(name) ?? []) as never[], audience, directory);
      const sort = lines.findLast(({ by }) => by !== 'system')?.at ?? record.openedAt ?? '';
      const base = { desk: name, agency: sharedKey(audience, record.division), caseId: record.id };
      const text = JSON.stringify(seen);
      const version = versionOfText(text);
      const more = () => `"lastEventAt":${JSON.stringify(sort)},"version":"${version}"`;
      const held = () => ({ sort, doc: extended(text, more()), about: { open } });
      offer({ ...base, kind: 'shared-case', key: record.id }, { stamp: () => `${sort} ${version} ${open}`, held });
      for (const clock of shared.clocks(record, audience, directory)) {
        const { holder, state, yellowAt } = clock;
        const about = { holder, clock: clock.clock, state, yellowAt };
        offerClock({ id: clock.id, caseId: record.id, clock }, { ...base, kind: 'shared-clock' }, offer, about);
      }
    }
  }
}

/** The same, by the keys of the rows. */
export function sharedRowsOf(
  record: CaseRecord,
  told: Told,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  return gathered((offer) => offerShared(record, told, desks, directory, offer));
}

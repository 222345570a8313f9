import { isOnDuty, readsMeasure, readsWhatWasFound } from '#ledger';
import { agencyTypes } from '#policy';
import type { Compared } from './matrix.ts';
import { ENTRIES, ON_DUTY, STANDS } from './register.table.ts';

/** What is decided by: the code's own, or a planted mistake. */
interface Deciding {
  readonly isOnDuty: typeof isOnDuty;
  readonly readsWhatWasFound: typeof readsWhatWasFound;
  readonly readsMeasure: typeof readsMeasure;
}

const shipped: Deciding = { isOnDuty, readsWhatWasFound, readsMeasure };
const IDS = ['finder', 'giver', 'another'] as const;

/** Compares who knows of an entry on the key-minor register, and who reads what in it: situation × agency type × place × name. */
export function compareRegister(deciding: Deciding = shipped): Compared {
  const result: Compared = { compared: 0, mismatches: [] };
  const tell = (what: readonly unknown[], expected: boolean, found: boolean) => {
    result.compared += 1;
    if (expected !== found) result.mismatches.push(`register: ${what.join(' · ')}: ${found}, not ${expected}`);
  };
  for (const type of agencyTypes) {
    for (const [division, atHome, whereItMoved] of STANDS) {
      for (const { name, record, known, moved } of ENTRIES) {
        const expected = known && ON_DUTY.includes(type) && (moved ? whereItMoved : atHome);
        tell([name, type, division], expected, deciding.isOnDuty(record, { type, division }));
      }
    }
    for (const id of IDS) {
      const facts = id === 'finder' || type === 'PSB';
      tell(['facts', type, id], facts, deciding.readsWhatWasFound({ by: 'finder' }, { id, type }));
      tell(['note', type, id], id === 'giver', deciding.readsMeasure({ by: 'giver' }, { id }));
    }
  }
  return result;
}

type Entry = Parameters<typeof isOnDuty>[0];
type Asks = Parameters<typeof isOnDuty>[1];
const knows = (bend: (entry: Entry, asks: Asks) => boolean): Deciding => ({ ...shipped, isOnDuty: bend });

/** Planted mistakes: each must be found by the comparison. */
export const registerMatrixMutants: readonly (readonly [name: string, deciding: Deciding])[] = [
  ['whoever answers for the place', knows((entry, asks) => isOnDuty({ ...entry, duty: agencyTypes }, asks))],
  ['duty without a place', knows((entry, asks) => isOnDuty(entry, { ...asks, division: entry.division }))],
  ['superiors too', knows((entry, asks) => isOnDuty(entry, { ...asks, division: asks.division.padEnd(6, '1722') }))],
  ['a mistake is still seen', knows((entry, asks) => isOnDuty({ ...entry, closed: null }, asks))],
  ['closed is gone', knows((entry, asks) => entry.closed === null && isOnDuty(entry, asks))],
  ['by the county alone', knows((entry, asks) => isOnDuty(entry, { ...asks, division: asks.division.slice(0, 6) }))],
  [
    'an entry that is not there',
    knows((entry, asks) => isOnDuty({ ...entry, status: 'open' }, asks) || entry.duty.length === 0),
  ],
  ['the facts for all', { ...shipped, readsWhatWasFound: () => true }],
  ['the facts for the finder alone', { ...shipped, readsWhatWasFound: ({ by }, { id }) => by === id }],
  ['notes for all', { ...shipped, readsMeasure: () => true }],
];

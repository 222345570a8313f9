import { type CaseRecord, noCase } from './record.ts';

/** Fields of a case record (个案记录的字段), a bit for each; a record has more of them than one number has bits to work with. */
export interface Fields {
  readonly low: number;
  readonly high: number;
}

const BITS = 31;
const ALL: Fields = { low: -1, high: -1 };

/** Whether they have one in common. */
export function haveCommon(some: Fields, others: Fields): boolean {
  return (some.low & others.low) !== 0 || (some.high & others.high) !== 0;
}

/** The fields that an event, or several, gave another value: all others are the same objects as before. */
export function changedFields(before: CaseRecord, after: CaseRecord): Fields {
  let [low, high] = [0, 0];
  for (const { name, bit } of fields()) {
    if (before[name] === after[name]) continue;
    low |= bit.low;
    high |= bit.high;
  }
  return { low, high };
}

/**
 * A case record that notes which of its fields are read while somebody is shown it (读取留痕), so that what was shown need not be made
 * anew as long as those stay as they are. How the agency stands to the case is no field: whoever watches compares it himself.
 */
class WatchedRecord {
  low = 0;
  high = 0;
  constructor(
    readonly watched: CaseRecord,
    readonly agency: string,
  ) {}
}

interface Field {
  readonly name: keyof CaseRecord;
  readonly bit: Fields;
}

let known: readonly Field[] | undefined;

/** Found when they are first asked for: what a record holds is declared by its parts, which come after this. */
function fields(): readonly Field[] {
  if (known) return known;
  const names = Object.keys(noCase('')) as (keyof CaseRecord)[];
  if (names.length > 2 * BITS) throw new Error('a case record has more fields than can be told apart');
  known = names.map((name, n) => ({
    name,
    bit: n < BITS ? { low: 1 << n, high: 0 } : { low: 0, high: 1 << (n - BITS) },
  }));
  for (const { name, bit } of known) {
    Object.defineProperty(WatchedRecord.prototype, name, {
      get(this: WatchedRecord) {
        this.low |= bit.low;
        this.high |= bit.high;
        return this.watched[name];
      },
    });
  }
  return known;
}

/** The record, to be shown to one agency, and which of its fields have been read by then. */
export function watch(
  record: CaseRecord,
  agency: string,
): { readonly record: CaseRecord; readonly read: () => Fields } {
  fields();
  const watched = new WatchedRecord(record, agency);
  return {
    record: watched as unknown as CaseRecord,
    read: () => ({ low: watched.low, high: watched.high }),
  };
}

/** The record itself, for what is found once for all who ask: how this agency stands to it. That of another counts as all fields read. */
export function unwatched(record: CaseRecord, agency: string): CaseRecord {
  if (!(record instanceof WatchedRecord)) return record;
  if (record.agency !== agency) Object.assign(record, ALL);
  return record.watched;
}

import type { Agency } from '#policy';
import { type CaseRecord, noCase } from './record.ts';

/** Fields of a case record (个案记录的字段), a bit for each; a record has more of them than one number has bits to work with. */
export interface Fields {
  readonly low: number;
  readonly high: number;
}

const BITS = 31;

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
 * A case record that notes which of its fields are read while an agency is shown it (读取留痕), so that what was shown need not be made
 * anew as long as those stay as they are. It has no fields of its own: copied whole, it is empty.
 *
 * How that agency stands to the case is no field, since it is found once for all who ask: whoever watches compares it.
 */
export class WatchedRecord {
  readonly #record: CaseRecord;
  readonly #agency: Agency;
  #low = 0;
  #high = 0;

  private constructor(record: CaseRecord, agency: Agency) {
    this.#record = record;
    this.#agency = agency;
  }

  /** The record, to be shown to one agency, and which of its fields have been read by then. */
  static watch(record: CaseRecord, agency: Agency): { readonly record: CaseRecord; readonly read: () => Fields } {
    fields(); // there are none to read before
    const watched = new WatchedRecord(record, agency);
    return {
      record: watched as unknown as CaseRecord,
      read: () => ({ low: watched.#low, high: watched.#high }),
    };
  }

  /** Has each field noted when it is read. */
  static declare(declared: readonly Field[]): void {
    for (const { name, bit } of declared) {
      const get = function (this: WatchedRecord) {
        this.#low |= bit.low;
        this.#high |= bit.high;
        return this.#record[name];
      };
      Object.defineProperty(WatchedRecord.prototype, name, { get });
    }
  }

  /** The record itself, to find how an agency stands to it; where that is another than it is shown to, all of it counts as read. */
  beheldBy(agency: Agency): CaseRecord {
    if (agency !== this.#agency) [this.#low, this.#high] = [-1, -1];
    return this.#record;
  }
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
  WatchedRecord.declare(known);
  return known;
}

import { epochOf, type Instant, instantAt } from '#calendar';

/** A message as it came over the wire: only fields that were sent. */
export type Message = Readonly<Record<string, unknown>>;

/** google.protobuf.Timestamp. */
export interface Timestamp {
  readonly seconds?: number;
  readonly nanos?: number;
}

const LATEST = 253_402_300_799; // the last second of the year 9999, by definition of the type

export function timestampOf(instant: Instant): Timestamp {
  const epoch = epochOf(instant);
  const seconds = Math.floor(epoch / 1_000);
  return { seconds, nanos: (epoch - seconds * 1_000) * 1_000_000 };
}

/** The moment in our own form, or text that no rule will take for a moment. */
export function momentOf({ seconds = 0, nanos = 0 }: Timestamp): string {
  const fits = seconds >= 0 && seconds <= LATEST && nanos >= 0 && nanos < 1_000_000_000;
  return fits ? instantAt(seconds * 1_000 + Math.floor(nanos / 1_000_000)) : '?';
}

/** Fields that hold an enumeration, and what stands before its names in the contract. */
export const ENUM_PREFIX: Readonly<Record<string, string>> = {
  sex: 'SEX_',
  notAcceptedBecause: 'NOT_ACCEPTED_BECAUSE_',
  declinedBecause: 'DECLINED_BECAUSE_',
  returnedBecause: 'RETURNED_BECAUSE_',
  result: 'WORK_ORDER_RESULT_',
  disposal: 'BREACH_DISPOSAL_',
};

/**
 * A message's fields as the door of commands takes them: of an enumeration the name without its prefix (`SEX_FEMALE` is
 * `FEMALE`), of a group its fields. Empty text and what was left unspecified was not given.
 */
export function plainOf(message: Message): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    const prefix = ENUM_PREFIX[name];
    if (value === '' || (prefix && value === `${prefix}UNSPECIFIED`)) continue;
    if (Array.isArray(value)) {
      if (value.length > 0) plain[name] = value; // an empty list is one that was not filled in
    } else if (typeof value === 'object' && value !== null) plain[name] = plainOf(value as Message);
    else plain[name] = prefix ? named(prefix, value) : value;
  }
  return plain;
}

/** A number that the contract does not name stays what it is, as text: the door answers with the names that there are. */
function named(prefix: string, value: unknown): unknown {
  return typeof value === 'string' ? value.slice(prefix.length) : String(value);
}

import type { CaseRecord } from '../record.ts';
import type { EventMeta } from './event.ts';

/** One handler for each event of a map: what changes in the record. One left out does not compile. */
export type Evolve<M> = {
  readonly [T in keyof M]: (record: CaseRecord, data: M[T], meta: EventMeta) => Partial<CaseRecord>;
};

/** A list with one item replaced. */
export function changed<T extends { readonly id: string }>(
  items: readonly T[],
  id: string,
  change: Partial<T>,
): readonly T[] {
  return items.map((item) => (item.id === id ? { ...item, ...change } : item));
}

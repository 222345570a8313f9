import type { Instant } from '#calendar';
import { advanced } from '../kernel/advanced.ts';
import type { EventMeta } from '../kernel/event.ts';
import type { CaseRecord } from '../record.ts';

/** A line of what has happened: no content. Nobody did what time alone brought about. */
export interface Happening {
  readonly event: string;
  readonly at: Instant;
  readonly by: string | null;
}

/** One handler for each event of a map: what changes in a record that stands beside cases. One left out does not compile. */
export type ChangesOf<R, M> = {
  readonly [T in keyof M]: (record: R, data: M[T], meta: EventMeta) => Partial<R>;
};

interface FoldedBeside extends Pick<CaseRecord, 'revision' | 'at' | 'clocks' | 'answers'> {
  readonly history: readonly Happening[];
}

/** Folds a record that stands beside cases, one event at a time; never reads a pack. @throws Error on an event that is none of its own. */
export function evolving<R extends FoldedBeside, M>(changes: ChangesOf<R, M>) {
  return (record: R, event: { readonly type: string; readonly data: object; readonly meta: EventMeta }): R => {
    const { type, meta } = event;
    if (!Object.hasOwn(changes, type)) throw new Error(`unknown event type ${type}`);
    const change = changes[type as keyof M] as (record: R, data: object, meta: EventMeta) => Partial<R>;
    const { at, occurredAt, actor } = meta;
    const time = actor.agency.type === 'SYSTEM';
    const line = { event: type, at: time ? at : occurredAt, by: time ? null : actor.agency.id };
    return advanced(record, { ...change(record, event.data, meta), history: [...record.history, line] }, event);
  };
}

import type { Instant } from '#calendar';
import type { Host } from '../host.ts';
import { type ItemKind, owned } from '../stream.kind.ts';
import type { Shown } from './shown.ts';

/** Something changed in what an agency sees at its desk (待办变动). */
export interface InboxChange {
  readonly caseIds: readonly string[];
  readonly recommendationIds: readonly string[];
  readonly ledgerEntryIds: readonly string[];
  readonly keyMinorEntryIds: readonly string[];
  readonly surveyWorkIds: readonly string[];
  readonly at: Instant;
}

/**
 * Changes as an endless sequence. What changes while nobody reads is gathered into one, so that a slow reader gets less often
 * told, never more to hold.
 */
export function changesOf(
  shown: Pick<Shown, 'onChange'>,
  host: Pick<Host, 'now'>,
  desk: string,
  readers: readonly string[],
  barred: ReadonlySet<string> = new Set(),
): AsyncIterableIterator<InboxChange> {
  const gathered = new Set<string>();
  let ended = false;
  let wake: () => void = () => undefined;
  const stops = readers.map((reader) =>
    shown.onChange(desk, reader, (caseIds) => {
      for (const caseId of caseIds) if (!barred.has(caseId)) gathered.add(caseId);
      wake();
    }),
  );
  const end = (): Promise<IteratorResult<InboxChange>> => {
    ended = true;
    for (const stop of stops) stop();
    wake();
    return Promise.resolve({ done: true, value: undefined });
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      while (gathered.size === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (ended) return { done: true, value: undefined };
      const changed = [...gathered].map(owned);
      gathered.clear();
      const ids = (of: ItemKind) => changed.filter(({ kind }) => kind.of === of).map(({ id }) => id);
      const value = {
        caseIds: ids('case'),
        recommendationIds: ids('recommendation'),
        ledgerEntryIds: ids('ledger-entry'),
        keyMinorEntryIds: ids('key-minor'),
        surveyWorkIds: ids('survey-work'),
        at: host.now(),
      };
      return { done: false, value };
    },
    return: end,
    throw: end,
  };
}

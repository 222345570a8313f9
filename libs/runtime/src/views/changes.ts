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
  /** Emergency readings whose review became overdue or was made, for those who review. */
  readonly reviewIds: readonly string[];
  readonly at: Instant;
}

/** Who listens, and for what. */
export interface Listening {
  /** Keys under which the agency reads: `inboxReaders`. */
  readonly readers: readonly string[];
  /** Cases that the officer is kept out of (回避). */
  readonly barred?: ReadonlySet<string>;
  /** Whether the officer reviews what others of the agency read in an emergency. */
  readonly reviews?: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Changes as an endless sequence. What changes while nobody reads is gathered into one, so that a slow reader gets less often
 * told, never more to hold.
 */
export function changesOf(
  shown: Pick<Shown, 'onChange'>,
  host: Pick<Host, 'now'>,
  desk: string,
  { readers, barred = NOTHING, reviews = false }: Listening,
): AsyncIterableIterator<InboxChange> {
  const gathered = new Set<string>();
  const reviewIds = new Set<string>();
  let ended = false;
  let wake: () => void = () => undefined;
  const stops = readers.map((reader) =>
    shown.onChange(desk, reader, (changes) => {
      for (const { caseId, review } of changes) {
        if (barred.has(caseId)) continue;
        if (review === undefined) gathered.add(caseId);
        else if (reviews) reviewIds.add(review);
      }
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
      while (gathered.size + reviewIds.size === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (ended) return { done: true, value: undefined };
      const changed = [...gathered].map(owned);
      const ids = (of: ItemKind) => changed.filter(({ kind }) => kind.of === of).map(({ id }) => id);
      const value = {
        caseIds: ids('case'),
        recommendationIds: ids('recommendation'),
        ledgerEntryIds: ids('ledger-entry'),
        keyMinorEntryIds: ids('key-minor'),
        surveyWorkIds: ids('survey-work'),
        reviewIds: [...reviewIds],
        at: host.now(),
      };
      gathered.clear();
      reviewIds.clear();
      return { done: false, value };
    },
    return: end,
    throw: end,
  };
}

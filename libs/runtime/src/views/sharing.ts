import { isShared } from './reader.key.ts';
import type { DeskReader } from './view.store.ts';

/**
 * The reader of a desk whose agencies share rows: cases are read under a `sharedKey` alone; in an inbox an agency has rows of
 * its own besides, those of what is no case.
 */
export function sharing(own: DeskReader, shared: Pick<DeskReader, 'inbox' | 'cases' | 'case'>): DeskReader {
  const inbox: DeskReader['inbox'] = (reader, first, after) =>
    (isShared(reader) ? shared : own).inbox(reader, first, after);
  return { ...own, cases: shared.cases, case: shared.case, inbox };
}

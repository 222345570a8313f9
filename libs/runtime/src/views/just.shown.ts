import type { EventStore, Position } from '#event-store';
import { rowKey } from './rows.ts';
import type { ViewRow } from './view.ts';

/** The documents that one reader's row of a case holds, as this process has just written them (刚写入的视图). */
export interface JustShown {
  /** What has been written, as of a position. */
  put(upserts: readonly ViewRow[], deletes: readonly ViewRow[], position: Position): void;
  /**
   * What the row holds as of a position or later; undefined where this process has not written it since, and the table is to be
   * asked.
   */
  get(row: Pick<ViewRow, 'desk' | 'agency' | 'kind' | 'key'>, since: Position): string | undefined;
}

/** Rows that answers to commands show; lists are always read. */
const KINDS: ReadonlySet<ViewRow['kind']> = new Set(['case', 'recommendation', 'ledger-entry', 'key-minor']);
const MOST = 1_000;

/** So that whoever has just given a command need not have the table read for what this process holds in its hands. */
export function justShown({ compare }: Pick<EventStore, 'compare'>, most = MOST): JustShown {
  const docs = new Map<string, { readonly doc: string; readonly position: Position }>();
  return {
    put: (upserts, deletes, position) => {
      for (const row of deletes) docs.delete(rowKey(row));
      // a batch has each row once, so of a large one only the last would be left
      for (const row of upserts.filter(({ kind }) => KINDS.has(kind)).slice(-most)) {
        const name = rowKey(row);
        docs.delete(name);
        docs.set(name, { doc: row.doc, position });
      }
      for (const name of docs.keys()) {
        if (docs.size <= most) break;
        docs.delete(name);
      }
    },
    get: (row, since) => {
      const kept = docs.get(rowKey(row));
      return kept && compare(kept.position, since) >= 0 ? kept.doc : undefined;
    },
  };
}

import type { EventStore, Position } from '#event-store';
import type { Host } from '../host.ts';
import { readersOf } from './reader.key.ts';
import type { ViewRow } from './view.ts';

/** What changed: a case, or the review of an emergency reading of it (紧急调阅复核), of which no row of the views tells. */
export interface Changed extends Pick<ViewRow, 'caseId'> {
  readonly review?: string;
}

/** What changed for which agency at which desk. */
export type ChangedRow = Changed & Pick<ViewRow, 'desk' | 'agency'>;

/** One text for each row that may change: what changed twice is told once. */
export function changedKey({ desk, agency, caseId, review = '' }: ChangedRow): string {
  return `${desk} ${agency} ${caseId} ${review}`;
}

/**
 * How far the views have come, as this process knows it (已展示到的位置): by its own projector, or told by the process that is
 * on duty.
 */
export interface Shown {
  position(): Position | null;
  /** The views show everything up to here. */
  reach(position: Position | null): void;
  /** Tells whoever listens for these agencies. */
  announce(rows: readonly ChangedRow[]): void;
  /** Resolves true once the views show everything up to a position, false when it took longer than `milliseconds`. */
  caughtUp(position: Position, milliseconds: number): Promise<boolean>;
  /** Told of what changed for one reader at one desk; returns how to stop. */
  onChange(desk: string, agency: string, tell: (changed: readonly Changed[]) => void): () => void;
  /** Nobody waits any longer. */
  close(): void;
}

export function shownViews(store: Pick<EventStore, 'compare'>, host: Host, start: Position | null): Shown {
  const listeners = new Map<string, Set<(changed: readonly Changed[]) => void>>();
  const waiting = new Set<{ position: Position; tell: (caughtUp: boolean) => void }>();
  let shown = start;
  return {
    position: () => shown,
    reach: (position) => {
      shown = position;
      for (const waiter of [...waiting]) {
        if (store.compare(waiter.position, shown) <= 0) waiter.tell(true);
      }
    },
    announce: (rows) => {
      if (listeners.size === 0) return;
      const told = new Map<string, Map<string, Changed>>();
      for (const row of rows) {
        for (const reader of readersOf(row.agency)) {
          const whom = `${row.desk} ${reader}`;
          if (!listeners.has(whom)) continue;
          const own = told.get(whom) ?? new Map<string, Changed>();
          told.set(whom, own.set(changedKey(row), row));
        }
      }
      for (const [whom, changed] of told) for (const tell of listeners.get(whom) ?? []) tell([...changed.values()]);
    },
    caughtUp: (position, milliseconds) => {
      if (shown !== null && store.compare(position, shown) <= 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const waiter = {
          position,
          tell: (caughtUp: boolean) => {
            cancel();
            waiting.delete(waiter);
            resolve(caughtUp);
          },
        };
        const cancel = host.after(milliseconds, () => waiter.tell(false));
        waiting.add(waiter);
      });
    },
    onChange: (desk, agency, tell) => {
      const whom = `${desk} ${agency}`;
      const own = listeners.get(whom) ?? new Set();
      listeners.set(whom, own.add(tell));
      return () => {
        own.delete(tell);
        if (own.size === 0) listeners.delete(whom);
      };
    },
    close: () => {
      for (const waiter of [...waiting]) waiter.tell(false);
    },
  };
}

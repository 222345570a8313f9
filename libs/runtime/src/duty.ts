import type { Position } from '#event-store';
import type { ChangedRow } from './views/shown.ts';

/** This process is the one on duty until the lease is lost or given back. */
export interface Lease {
  /** Resolves when the lease is gone: the work must stop at once. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Who of several processes on one database does the work that only one may do (值守): projection, processes and clocks. The
 * others serve requests and are told how far the views have come.
 */
export interface Duty {
  /** The lease, or null while another process has it. */
  take(): Promise<Lease | null>;
  /** Tells how far the process on duty has come, and what changed; returns how to stop. */
  watch(tell: (position: Position | null, rows: readonly ChangedRow[]) => void): Promise<() => Promise<void>>;
}

/** The only process there is: always on duty. */
export const alone: Duty = {
  take: async () => ({ lost: new Promise(() => undefined), release: async () => undefined }),
  watch: async () => async () => undefined,
};

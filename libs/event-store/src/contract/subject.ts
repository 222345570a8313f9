import type { EventStore } from '../port.ts';
import type { Line } from './line.ts';

/** An append that another writer has begun: it takes its place in the log, and is not committed yet. */
export interface Delayed {
  /** Settles when another append waits for this one; never where appends pass each other. */
  waitedFor(): Promise<void>;
  commit(): Promise<void>;
}

/** One engine on an empty log, what a test may do to it, and how to clear it away. */
export interface Subject {
  /** It reaches its log over `line`. */
  readonly store: EventStore;
  readonly line: Line;
  /** Another store on the same log, as another process has one; nothing troubles its way. */
  another(): Promise<EventStore>;
  /** Begins an append of one event to a stream that does not exist. */
  delayed(stream: string): Promise<Delayed>;
  /** Ends everything but `store`. */
  cleanup(): Promise<void>;
}

/** Gives a test its own empty log, with all that may be done to it. */
export type Troubled = () => Promise<Subject>;

import type { Instant } from '#calendar';
import type { Clock } from '#case';

/** What a shared row is looked up by, beside its place: of a case, or of one of its clocks. */
export interface SharedAbout {
  /** The case is open. */
  readonly open?: boolean;
  readonly holder?: string | null;
  readonly clock?: string;
  readonly state?: Clock['state'];
  readonly yellowAt?: Instant;
}

/** Which shared clocks are wanted. */
export interface ClockFilter {
  readonly state: 'running' | 'overdue';
  /** A division within the reader's own. */
  readonly division?: string;
  /** The agency charged with the time. */
  readonly holder?: string;
  readonly clock?: string;
  /** Only clocks that have turned yellow by then, or are due by then. */
  readonly near?: { readonly yellowBy: Instant; readonly dueBy: Instant };
}

/** Which open cases are wanted: those of which nothing has been seen since. */
export interface QuietFilter {
  readonly before: Instant;
  readonly division?: string;
  /** An agency that is charged with a clock of the case. */
  readonly holder?: string;
  /** A clock that runs in the case. */
  readonly clock?: string;
}

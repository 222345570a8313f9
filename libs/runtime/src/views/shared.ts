import type { AgencyDirectory, NamedAgency } from '#access';
import type { Instant } from '#calendar';
import type { CaseRecord, Clock } from '#case';

/** A line of a desk's timeline, as much of it as the runtime itself reads. */
export interface ShownEntry {
  /** When the event was recorded. */
  readonly at: Instant;
  /** The agency that did it; `system` where time alone did. */
  readonly by?: string | null;
}

/** How often something was the case (计数), by agency, place, month and, where it is a length of time, by its bucket. */
export interface Tally {
  readonly agency: string;
  readonly division: string;
  /** `2025-03` */
  readonly month: string;
  readonly measure: string;
  readonly bucket: number;
  readonly count: number;
}

/**
 * What the agencies of a desk share (共用视图): one copy of a case for all who look after a place, read by the division that
 * each answers for. Audiences tell apart who may see more and who less of it.
 */
export interface SharedSelectors {
  readonly audiences: readonly string[];
  /** The audience that an agency of the desk belongs to. */
  readonly audience: (agency: NamedAgency) => string;
  /** What an audience may see of a case, or nothing. */
  readonly view: (record: CaseRecord, audience: string, directory: AgencyDirectory) => object | null;
  /** The clocks that run and that an audience may see. */
  readonly clocks: (record: CaseRecord, audience: string, directory: AgencyDirectory) => readonly Clock[];
  /** What an audience may see of a timeline, given the lines that the desk's own `entry` has made. */
  readonly entries: (lines: readonly never[], audience: string, directory: AgencyDirectory) => readonly ShownEntry[];
  /** What a case counts for in statistics, by all that its timeline tells. */
  readonly tallies: (lines: readonly never[]) => readonly Tally[];
}

/** What a shared row is looked up by, beside its place: of a case, or of one of its clocks. */
export interface SharedAbout {
  /** The case is open. */
  readonly open?: boolean;
  readonly holder?: string | null;
  readonly clock?: string;
  readonly state?: Clock['state'];
  readonly yellowAt?: Instant;
}

/** Reader keys of shared rows begin so; ids of agencies do not. */
const SHARED = '~';

/** Who reads: an audience and the place it answers for; of a row, the place that the case is in. */
export function sharedKey(audience: string, division: string): string {
  return `${SHARED}${audience}:${division}`;
}

/** Whether a key is of rows that are shared. */
export function isShared(key: string): boolean {
  return key.startsWith(SHARED);
}

/** The audience and the division in a {@link sharedKey}; of another text, nothing that matches. */
export function sharedPlace(key: string): { readonly audience: string; readonly division: string } {
  const [, audience = '', division = ''] = /^~([^:]*):(\d*)$/.exec(key) ?? [];
  return { audience, division };
}

/** Everyone who reads a row: the agency whose it is, or all that share it, from the village up to the country. */
export function readersOf(key: string): readonly string[] {
  if (!isShared(key)) return [key];
  const { audience, division } = sharedPlace(key);
  return Array.from({ length: division.length + 1 }, (_, digits) => sharedKey(audience, division.slice(0, digits)));
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

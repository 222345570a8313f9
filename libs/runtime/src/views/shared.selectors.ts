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

import type { Sight } from './desk.client.ts';

/** What became of a clock, as a step was answered or a supervisor is told. */
export interface ClockChange {
  readonly effect: string;
  readonly id: string;
  readonly clock: string;
  readonly due?: string;
  readonly kind?: string;
  readonly late?: boolean;
}

/** A clock as it stands beside what it is about. */
interface ShownClock {
  readonly id: string;
  readonly clock: string;
  readonly kind: string;
  readonly state: string;
  readonly from: string;
  readonly due: string;
  readonly stoppedAt?: string | null;
}

const ENDS: Readonly<Record<string, string>> = {
  paused: 'pause',
  overdue: 'breach',
  expired: 'expire',
  stopped: 'stop',
};

/** A line of what is told of a case, or of what is none; lines of the latter tell no clocks. */
export interface ToldLine {
  readonly event: string;
  readonly clocks?: readonly ClockChange[];
}

/** What can be read of the clocks: off the timeline of a case, or off the clocks of what is none. */
export function changesIn(sight: Sight): readonly ClockChange[] {
  const { timeline } = sight;
  return timeline ? (timeline as readonly ToldLine[]).flatMap(({ clocks = [] }) => clocks) : clocksAsTheyStand(sight);
}

/** What has become of the clocks of what is no case: each began, and what ended it is told by how it stands. */
export function clocksAsTheyStand({ shown }: Sight): readonly ClockChange[] {
  const clocks = (shown?.clocks ?? []) as readonly ShownClock[];
  return clocks.toSorted((a, b) => a.from.localeCompare(b.from)).flatMap(becameOf);
}

function becameOf({ id, clock, kind, state, due, stoppedAt }: ShownClock): readonly ClockChange[] {
  const begun = { effect: 'start', id, clock, kind, due };
  const effect = ENDS[state];
  return effect === undefined ? [begun] : [begun, { effect, id, clock, late: (stoppedAt ?? '') > due }];
}

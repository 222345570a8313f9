import { epochOf, type Instant } from '#calendar';
import type { RecordedEvent } from '#case';
import type { Tally } from '#runtime';
import { bucketOf } from './histogram.ts';
import { STEPS } from './milestones.ts';
import type { ClockBegun, OversightEntry } from './oversight.entry.ts';
import { begins } from './system.ts';

/** What is counted: how many, and of lengths of time, how many in each bucket. */
export const MEASURES = ['duties', 'breached', 'returned', 'signed', 'accepted', 'finished'] as const;
export type Measure = (typeof MEASURES)[number];

/** Duties of the ledger are counted apart from those of cases, each clock of its own. */
const measureOf = ({ scope, clock }: Pick<ClockBegun, 'scope' | 'clock'>, measure: Measure): string =>
  scope === 'ledger' ? `${clock} ${measure}` : measure;

/** The clock of the ledger that a measure is about, and what is counted of it; undefined for what is counted of cases. */
export function ofLedger(measure: string): { readonly clock: string; readonly measure: Measure } | undefined {
  const [clock, counted] = measure.split(' ');
  return clock && counted ? { clock, measure: counted as Measure } : undefined;
}

/** By these an agency gives back or on what it was charged with, which is neither finished nor left undone. */
const RETURNS: readonly RecordedEvent['type'][] = [
  'ReportHandedOver',
  'ReportNotAccepted',
  'ReferralDeclined',
  'ProvisionDeclined',
  'WorkOrderReturned',
];

/** Tallies go down to the township: nine digits. */
const TOWNSHIP = 9;

/** Where something is counted: with whom, where and in which month it was begun. */
type Cell = Pick<Tally, 'agency' | 'division' | 'month'>;

/** Something that was sent to somebody, until it has been signed for and accepted. */
interface Sent {
  readonly at: Instant;
  readonly division: string;
  readonly left: Set<'signed' | 'accepted'>;
}

/**
 * What one case adds to the scorecard (评分卡), by its timeline alone. Each duty counts once, for the agency charged with it and
 * for the month in which it began, whatever becomes of it later; what comes over overdue was counted where it ran out, and an
 * agency that may not be named is not counted.
 */
export function talliesOf(entries: readonly OversightEntry[]): readonly Tally[] {
  const tallies: Tally[] = [];
  const count = (cell: Cell, measure: string, bucket = 0) => tallies.push({ ...cell, measure, bucket, count: 1 });
  const duties = new Map<string, { readonly cell: Cell; readonly clock: ClockBegun; breached: boolean }>();
  const sent = new Map<string, Sent>();
  for (const { event, at, occurredAt, by, item, division, clocks } of entries) {
    const place = division.slice(0, TOWNSHIP);
    const returns = RETURNS.includes(event);
    let returned = false;
    for (const line of clocks) {
      if (begins(line)) {
        if (line.kind !== 'duty' || line.holder === null || line.overdue || duties.has(line.id)) continue;
        const cell = { agency: line.holder, division: place, month: line.from.slice(0, 7) };
        duties.set(line.id, { cell, clock: line, breached: false });
        count(cell, measureOf(line, 'duties'));
        continue;
      }
      const duty = duties.get(line.id);
      if (!duty) continue;
      const { cell, clock } = duty;
      const over = line.effect === 'breach' || line.late === true;
      if (over && !duty.breached) {
        duty.breached = true;
        count(cell, measureOf(clock, 'breached'));
      }
      // what passes on with the work ends with whoever gives it back: a provider that declines has returned its session
      const gaveBack = returns && cell.agency === by;
      if (line.effect !== 'stop' || (line.cause !== 'done' && !gaveBack)) continue;
      if (!returns) count(cell, measureOf(clock, 'finished'), bucketOf(epochOf(line.at ?? at) - epochOf(clock.from)));
      else if (!returned) {
        returned = true;
        count(cell, measureOf(clock, 'returned'));
      }
    }
    const step = STEPS[event];
    if (item === null || step === undefined) continue;
    if (step === 'sent' || event === 'ReportHandedOver') {
      sent.set(item, { at: occurredAt, division: place, left: new Set(['signed', 'accepted']) });
    } else if ((step === 'signed' || step === 'accepted') && by !== null) {
      const waiting = sent.get(item);
      if (!waiting?.left.delete(step)) continue;
      const cell = { agency: by, division: waiting.division, month: waiting.at.slice(0, 7) };
      count(cell, step, bucketOf(epochOf(occurredAt) - epochOf(waiting.at)));
    }
  }
  return tallies;
}

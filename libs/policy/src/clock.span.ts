import { type CalendarDate, DAY, epochOf, type Instant, instantAt, type Span } from '#calendar';
import type { ClockRule, EventTrigger } from './pack.schema.ts';

type Data = Readonly<Record<string, unknown>>;

const NEAR = 0.75;

/**
 * How long a clock runs (期间) for the event that starts it: the first variant that fits, the number or day that the document
 * sets where it sets one, and of a cadence the month or quarter that is meant.
 *
 * @param again whether what starts the clock has just stopped it: then a cadence means the next month or quarter.
 */
export function spanOf(rule: Pick<ClockRule, 'within' | 'variants'>, data: object, again: boolean): Span {
  const within = rule.variants?.find(({ when }) => fits(when, data))?.within ?? rule.within;
  if ('each' in within) return { endOf: again ? `next-${within.each}` : within.each };
  if ('until' in within) return { until: within.until as CalendarDate };
  if ('untilWritten' in within) return { until: (data as Data)[within.untilWritten] as CalendarDate };
  if ('endOf' in within || 'on' in within) return within;
  const { asWritten = '', most = Number.POSITIVE_INFINITY, ...span } = within;
  const written = (data as Data)[asWritten];
  if (typeof written !== 'number') return span;
  const [unit] = Object.keys(span);
  return { [unit as string]: Math.min(written, most) } as unknown as Span;
}

/** From when a clock is near its end (临期): a part of its time, or so many days before, but not before it starts. */
export function yellowFrom({ yellow = NEAR }: Pick<ClockRule, 'yellow'>, from: Instant, due: Instant): Instant {
  const [start, end] = [epochOf(from), epochOf(due)];
  if (typeof yellow === 'number') return instantAt(Math.floor(start + (end - start) * yellow));
  return instantAt(Math.max(start, end - yellow.daysBefore * DAY));
}

/** Whether an event has all of these fields; one that it lacks equals null. */
export function fits(when: EventTrigger['when'], data: object): boolean {
  return Object.entries(when).every(([field, value]) => ((data as Data)[field] ?? null) === value);
}

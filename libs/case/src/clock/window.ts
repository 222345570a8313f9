import type { ClockRule } from '#policy';
import { binds, type Context, type Departure } from '../kernel/command.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { CaseRecord } from '../record.ts';

/** When the right was used (what is entered late counts where it occurred), and the pack that its window began under. */
type Use = Pick<Context, 'packOf' | 'occurredAt'>;

/** Whether the window of an item still runs: the right is listed as a next step so long. */
export function windowRuns(window: string, item: string, { clocks }: Pick<CaseRecord, 'clocks'>): boolean {
  return clocks.some(({ clock, item: of, state }) => clock === window && of === item && state === 'running');
}

/** Whether the item ever had the window, open still or lapsed. */
export function hadWindow(window: string, item: string, { clocks }: Pick<CaseRecord, 'clocks'>): boolean {
  return clocks.some(({ clock, item: of }) => clock === window && of === item);
}

/** The rule of a window that had lapsed (期限届满) when the right was used. */
export function lapsed(
  window: string,
  item: string,
  { clocks }: Pick<CaseRecord, 'clocks'>,
  { packOf, occurredAt }: Use,
): ClockRule | undefined {
  const clock = clocks.findLast(({ clock, item: of }) => clock === window && of === item);
  return clock && occurredAt > clock.due ? packOf(clock).clocks[window] : undefined;
}

/** A right that the law lets lapse is refused once it has. */
export function windowClosed(
  window: string,
  item: string,
  record: Pick<CaseRecord, 'clocks'>,
  use: Use,
): Refusal | undefined {
  const rule = lapsed(window, item, record, use);
  return rule && binds(rule) ? refuse('WINDOW_CLOSED', rule, { window: rule.name }) : undefined;
}

/** A window that is no law's is departed from, with a reason. */
export function windowDepartures(
  window: string,
  item: string,
  record: Pick<CaseRecord, 'clocks'>,
  use: Use,
): readonly Departure[] {
  const rule = lapsed(window, item, record, use);
  return rule && !binds(rule) ? [{ rule: `clocks.${window}`, basis: rule }] : [];
}

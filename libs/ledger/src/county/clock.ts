import { epochOf, type Instant, instantAt } from '#calendar';
import { type Clock, type Context, clockOf, type Directory, type EndedItem } from '#case';
import type { HolderRole } from '#policy';
import type { SurveyWorkEvent } from './events.ts';
import type { SurveyWorkRecord } from './record.ts';

/** What is over when its day has passed: the pack says so by what begins the next. What is owed is owed on. */
function isOver(clock: Clock, { packOf }: Pick<Context, 'packOf'>): boolean {
  const starts = packOf(clock).clocks[clock.clock]?.starts ?? [];
  return starts.some(({ event }) => event === 'WorkPeriodMissed');
}

/** What time alone makes of a clock that has run out. */
export function ranOutOf(
  { id: surveyWorkId }: SurveyWorkRecord,
  clock: Clock,
  context: Pick<Context, 'packOf'>,
): SurveyWorkEvent {
  const data = { surveyWorkId, clockId: clock.id, clock: clock.clock, due: clock.due, holder: clock.holder };
  return { type: isOver(clock, context) ? 'WorkPeriodMissed' : 'WorkDutyOverdue', data };
}

/** A missed year ends its own clock, whatever that counts. */
export function surveyWorkEndedBy(event: SurveyWorkEvent, record: SurveyWorkRecord): readonly EndedItem[] {
  if (event.type !== 'WorkPeriodMissed') return [];
  const { clockId } = event.data;
  const clock = clockOf(record, clockId);
  return clock ? [{ scope: clock.scope, item: clock.item, spares: ({ id }) => id !== clockId }] : [];
}

/** Whose time it is: the department's that gives the data, or civil affairs'. */
export function surveyWorkHolderOf(
  role: HolderRole,
  event: { readonly data: object },
  { division }: SurveyWorkRecord,
  actor: string,
  directory: Directory,
): string | null {
  if (role === 'department') return (event.data as { readonly department?: string }).department ?? null;
  if (role === 'civil-affairs') return directory.nearest('CA', division)?.id ?? null;
  return role === 'actor' ? actor : null;
}

export function surveyWorkStartOf(event: SurveyWorkEvent, occurredAt: Instant): Instant {
  return 'due' in event.data ? instantAt(epochOf(event.data.due) + 1) : occurredAt;
}

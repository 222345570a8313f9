import { addDays, type CalendarDate, dateOf, endOfDay, type Instant, startOfDay, type WorkCalendar } from '#calendar';
import { readerOf } from '#runtime';
import type { Resolver } from '../desk.ts';
import type { DeskContext } from '../graphql/context.ts';
import { checkedFirst, connection, type Paging } from '../graphql/paging.ts';
import { checkedDays, type Filters, narrowed } from './filters.ts';
import { here } from './here.ts';

type Asked = Filters & Paging;

const shared = ({ runtime, officer }: DeskContext) => ({
  ...runtime.shared(here.name, officer.barred),
  reader: readerOf(here, officer.agency),
});

/** 超期、临期、停滞: what a supervisor looks for in its area. */
export const oversightLists: Readonly<Record<string, Resolver>> = {
  overdue: async (_, { first, after, ...filters }: Asked, context) => {
    const { clocks, reader } = shared(context);
    const filter = { ...narrowed(filters, context), state: 'overdue' } as const;
    return connection(await clocks(reader, filter, checkedFirst(first), after ?? undefined));
  },
  dueSoon: async (_, { first, after, days = null, ...filters }: Asked & { days?: number | null }, context) => {
    const { clocks, reader } = shared(context);
    const now = context.runtime.host.now();
    const dueBy = days === null ? now : endOfDay(addDays(dateOf(now), checkedDays('days', days, 0)));
    const filter = { ...narrowed(filters, context), state: 'running', near: { yellowBy: now, dueBy } } as const;
    return connection(await clocks(reader, filter, checkedFirst(first), after ?? undefined));
  },
  stuck: async (_, { first, after, workingDays, ...filters }: Asked & { workingDays: number | null }, context) => {
    const { quiet, reader } = shared(context);
    const { host, calendar } = context.runtime;
    const before = quietSince(host.now(), checkedDays('workingDays', workingDays, 1), calendar);
    const filter = { ...narrowed(filters, context), before };
    return connection(await quiet(reader, filter, checkedFirst(first), after ?? undefined));
  },
};

/**
 * Before which moment the last event must lie so that `workingDays` whole workdays have passed since: the day of the event is
 * not counted (民法典201), nor is today, which is not over.
 */
function quietSince(now: Instant, workingDays: number, calendar: WorkCalendar): Instant {
  let day: CalendarDate = dateOf(now);
  for (let left = workingDays; left > 0; ) {
    day = addDays(day, -1);
    if (!calendar.isRestDay(day)) left -= 1;
  }
  return startOfDay(day);
}

import { caseEvents } from '#case';
import type { Desk, Resolver } from '../desk.ts';
import type { Fields } from '../graphql/fields.ts';
import { oversightShared } from './oversight.view.ts';
import { type AsOf, timelineOf } from './timeline.ts';

const here = { name: 'oversight', shared: oversightShared } satisfies Pick<Desk, 'name' | 'shared'>;

/** What the oversight desk answers beside lists of cases. */
export const oversightQueries: Readonly<Record<string, Resolver>> = {
  timeline: (_, asked: AsOf, context) => timelineOf(here, asked, context),
};

/** Fields of its own types that are looked up when they are asked for. */
export const oversightFields: Fields = {
  TimelineEntry: {
    title: ({ event }: { event: keyof typeof caseEvents }) => caseEvents[event].name,
  },
};

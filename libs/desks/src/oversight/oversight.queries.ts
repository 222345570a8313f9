import { caseEvents } from '#case';
import type { Resolver } from '../desk.ts';
import type { Asker } from '../graphql/context.ts';
import { type Fields, ruleOf, shownCitation } from '../graphql/fields.ts';
import { agencySystemsQueries } from './agency.systems.ts';
import { durationOf } from './duration.ts';
import { type Handoff, handoffsIn, timeByAgency } from './handoffs.ts';
import { here } from './here.ts';
import { ledgerScorecardQueries } from './ledger.scorecard.ts';
import { oversightLists } from './lists.ts';
import type { ExtensionToDecide } from './own.ts';
import { scorecardFields, scorecardQueries } from './scorecard.queries.ts';
import { type AsOf, timelineOf } from './timeline.ts';

/** What the oversight desk answers beside lists of cases. */
export const oversightQueries: Readonly<Record<string, Resolver>> = {
  ...oversightLists,
  ...scorecardQueries,
  ...ledgerScorecardQueries,
  ...agencySystemsQueries,
  timeline: (_, asked: AsOf, context) => timelineOf(here, asked, context),
  handoffs: async (_, asked: AsOf, context) => {
    const entries = await timelineOf(here, asked, context);
    if (entries === null) return null;
    const { host, calendar } = context.runtime;
    const asOf = asked.asOf ?? host.now();
    const handoffs = handoffsIn(entries, asOf, calendar);
    return { asOf, handoffs, totals: timeByAgency(handoffs) };
  },
};

interface Lengths {
  readonly wall: number;
  readonly working: number;
}
const lengths = {
  wall: ({ wall }: Lengths) => durationOf(wall),
  working: ({ working }: Lengths) => durationOf(working),
};

/** The extension that would be granted, as the pack says it under which the clock began. */
function extensionRule({ about }: ExtensionToDecide, context: Asker) {
  return ruleOf(about, context)?.extensions?.[about.extended ?? 0];
}

/** Fields of its own types that are looked up when they are asked for. */
export const oversightFields: Fields = {
  ...scorecardFields,
  TimelineEntry: {
    title: ({ event }: { event: keyof typeof caseEvents }) => caseEvents[event].name,
  },
  Handoff: {
    ...lengths,
    title: (handoff: Handoff, _: never, context) =>
      ruleOf(handoff, context)?.name ?? { zh: handoff.clock, en: handoff.clock },
    cite: (handoff: Handoff, _: never, context) => shownCitation(ruleOf(handoff, context)?.cite, context),
    late: ({ late }: Handoff) => (late === null ? null : durationOf(late)),
  },
  ExtensionToDecide: {
    rule: (asked: ExtensionToDecide, _: never, context) => extensionRule(asked, context)?.name,
    cite: (asked: ExtensionToDecide, _: never, context) => shownCitation(extensionRule(asked, context)?.cite, context),
  },
  LedgerScorecard: {
    title: ({ clock }: { clock: string }, _: never, { runtime }) =>
      runtime.packs.names.map((pack) => runtime.packs.get(pack)?.clocks[clock]?.name).find((name) => name) ?? {
        zh: clock,
        en: clock,
      },
  },
  Holding: lengths,
  AgencyTime: lengths,
};

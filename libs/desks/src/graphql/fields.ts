import type { Clock } from '#case';
import { keyMinorEvents, ledgerEvents, surveyWorkEvents } from '#ledger';
import type { Citation } from '#policy';
import { type Handoff, recommendationEvents } from '#recommendation';
import type { InboxEntry } from '#runtime';
import type { Resolver } from '../desk.ts';
import type { Asker, DeskContext } from './context.ts';

/** Resolvers of fields, by type. */
export type Fields = Record<string, Record<string, (source: never, args: never, context: DeskContext) => unknown>>;

/** A citation as one shape for every desk; a document is named by its title. */
export function shownCitation(cite: Citation | null | undefined, { runtime }: Pick<DeskContext, 'runtime'>) {
  if (!cite) return null;
  if ('seed' in cite) {
    return { source: runtime.packs.titleOf(cite.seed) ?? cite.seed, clause: cite.clause, quote: cite.quote };
  }
  if ('law' in cite) return { source: cite.law, clause: cite.article, quote: cite.quote };
  return { note: cite.none };
}

function colourOf({ state, due, yellowAt }: Clock, now: string): string {
  if (state === 'overdue' || (state === 'running' && now > due)) return 'RED';
  return state === 'running' && now >= yellowAt ? 'YELLOW' : 'BLUE';
}

/** The rule of a clock, as the pack says it that was in force when the clock began. */
export function ruleOf(clock: Pick<Clock, 'clock' | 'pack' | 'from'>, { runtime }: Pick<Asker, 'runtime'>) {
  const [jurisdiction = ''] = clock.pack.split('@');
  return runtime.packs.get(jurisdiction, clock.from.slice(0, 10))?.clocks[clock.clock];
}

/** What a recommendation cites, as far as the agency is shown it. */
interface Cited {
  readonly handoffs: readonly Pick<Handoff, 'caseId'>[];
  readonly cited: number;
}

const ALL_EVENTS = { ...ledgerEvents, ...keyMinorEvents, ...surveyWorkEvents };

/** Fields of the ledger, the key-minor register and survey work, at the desks that show any of them. */
export const ledgerFields: Fields = {
  LedgerHappening: {
    title: ({ event }: { event: keyof typeof ALL_EVENTS }) => ALL_EVENTS[event].name,
  },
};

/** What was looked up for a case that is being answered: asked for under several names, it is read once. */
const below = new WeakMap<object, Promise<readonly Clock[]>>();

/** A field of cases at desks whose agencies hold clocks: a row for it would be written with every clock that runs out. */
export const heldFields: Readonly<Record<string, Resolver>> = {
  breachesBelow: (shown, _, { runtime, officer }) => {
    const { id } = shown as { readonly id: string };
    const found = below.get(shown as object) ?? runtime.breachesBelow(officer, id);
    below.set(shown as object, found);
    return found;
  },
};

/** Fields that are looked up when they are asked for, the same at every desk. */
export const sharedFields: Fields = {
  Clock: {
    title: (clock: Clock, _: never, context) => ruleOf(clock, context)?.name ?? { zh: clock.clock, en: clock.clock },
    cite: (clock: Clock, _: never, context) => shownCitation(ruleOf(clock, context)?.cite, context),
    colour: (clock: Clock, _: never, { runtime }) => colourOf(clock, runtime.host.now()),
  },
  Recommendation: {
    handoffs: ({ handoffs }: Cited, _: never, { officer }) =>
      handoffs.filter(({ caseId }) => !officer.barred.has(caseId)),
    // a case that the officer is kept out of is not there, nor is it counted
    cited: ({ handoffs, cited }: Cited, _: never, { officer }) =>
      cited - handoffs.filter(({ caseId }) => officer.barred.has(caseId)).length,
  },
  RecommendationHappening: {
    title: ({ event }: { event: keyof typeof recommendationEvents }) => recommendationEvents[event].name,
  },
  InboxItem: {
    due: ({ clock }: InboxEntry) => clock.due,
    colour: ({ clock }: InboxEntry, _: never, { runtime }) => colourOf(clock, runtime.host.now()),
  },
};

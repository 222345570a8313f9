import { defaultFieldResolver, type GraphQLFieldResolver, getNamedType } from 'graphql';
import type { Clock, Sealed } from '#case';
import { keyMinorEvents, ledgerEvents, surveyWorkEvents } from '#ledger';
import type { Citation } from '#policy';
import { type Handoff, recommendationEvents } from '#recommendation';
import { type InboxEntry, isSealed, VaultError } from '#runtime';
import type { Asker, DeskContext } from './context.ts';

/** Resolvers of fields, by type. */
export type Fields = Record<string, Record<string, (source: never, args: never, context: DeskContext) => unknown>>;

/** Agencies are named where they are shown; personal fields are opened here, at the door, and nowhere else. */
export const openingResolver: GraphQLFieldResolver<unknown, DeskContext> = (source, args, context, info) => {
  const value: unknown = defaultFieldResolver(source, args, context, info);
  if (Array.isArray(value) && value.some(isSealedText)) {
    return Promise.all(value.map((item) => (isSealedText(item) ? opened(item, context) : item)));
  }
  if (typeof value !== 'string') return value;
  if (isSealed(value)) return opened(value, context);
  return getNamedType(info.returnType).name === 'Agency' ? context.runtime.directory.get(value) : value;
};

const isSealedText = (value: unknown): value is Sealed => typeof value === 'string' && isSealed(value);

/** The text of a sealed value, noted as read; null where it was shredded or sealed away. */
export async function opened(value: Sealed, context: Pick<DeskContext, 'runtime' | 'opened'>): Promise<string | null> {
  try {
    const text = await context.runtime.vault.open(value);
    context.opened.add(value);
    return text;
  } catch (error) {
    return goneIsNothing(error);
  }
}

/** What was shredded (销毁) or sealed away (封存) is answered as what was never said. */
function goneIsNothing(error: unknown): null {
  if (error instanceof VaultError && (error.code === 'shredded' || error.code === 'sealed-away')) return null;
  throw error;
}

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

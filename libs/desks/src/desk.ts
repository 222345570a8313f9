import type { GraphQLSchema } from 'graphql';
import type { NamedAgency } from '#access';
import {
  breachesBelow,
  type CaseRecord,
  type CommandName,
  isSuperior,
  knownAside,
  looksAfter,
  standsAside,
} from '#case';
import type { KeyMinorCommandName, LedgerCommandName, SurveyWorkCommandName } from '#ledger';
import type { Bilingual } from '#policy';
import type { RecommendationCommandName } from '#recommendation';
import type { DeskSelectors } from '#runtime';
import { breachedClocks } from './breached.clocks.ts';
import type { DeskContext } from './graphql/context.ts';
import type { Fields } from './graphql/fields.ts';
import { keyMinorView } from './key.minor.view.ts';
import { ledgerView, ledgerWaiting } from './ledger.view.ts';
import { recommendationView, recommendationWaiting } from './recommendation.view.ts';
import { surveyWorkView, surveyWorkWaiting } from './survey.work.view.ts';

/** Answers one field of a query or a mutation. */
export type Resolver = (source: unknown, args: never, context: DeskContext, info: { schema: GraphQLSchema }) => unknown;

/** An agency's place (工作台): which agencies work at it, what it shows and which commands it offers. */
export interface Desk extends DeskSelectors {
  readonly title: Bilingual;
  readonly commands: readonly CommandName[];
  /** What may be done here on the ledger; a desk without any does not show it. */
  readonly ledgerCommands: readonly LedgerCommandName[];
  /** What may be done here on the key-minor register; a desk without any does not show it. */
  readonly keyMinorCommands: readonly KeyMinorCommandName[];
  /** What may be done here on the survey work of the county; a desk without any does not show it. */
  readonly surveyWorkCommands: readonly SurveyWorkCommandName[];
  /** What may be done here on recommendations. */
  readonly recommendationCommands: readonly RecommendationCommandName[];
  /** Whether agencies of this desk recommend (提出建议), and not only reply. */
  readonly recommends: boolean;
  /** Its agencies are charged with time: they can be supervised, and ask for more. */
  readonly holds: boolean;
  /** Queries of the desk's own, beside those that every desk has. */
  readonly queries?: Readonly<Record<string, Resolver>>;
  /** Mutations that are no commands of a case. */
  readonly mutations?: Readonly<Record<string, Resolver>>;
  /** Fields of the desk's own types that are looked up when they are asked for. */
  readonly fields?: Fields;
}

/** What is said of a desk where it is declared: all else follows from it. */
type Declared = Omit<
  Desk,
  | 'holds'
  | 'recommendationCommands'
  | 'recommends'
  | 'recommendation'
  | 'breached'
  | 'ledgerCommands'
  | 'ledger'
  | 'keyMinorCommands'
  | 'keyMinor'
  | 'surveyWorkCommands'
  | 'surveyWork'
> & {
  readonly recommends?: boolean;
  readonly ledgerCommands?: readonly LedgerCommandName[];
  readonly keyMinorCommands?: readonly KeyMinorCommandName[];
  readonly surveyWorkCommands?: readonly SurveyWorkCommandName[];
};

const AS_ADDRESSEE: readonly RecommendationCommandName[] = ['ObjectToRecommendation', 'ReplyRecommendation'];
const AS_ISSUER: readonly RecommendationCommandName[] = [
  'IssueRecommendation',
  'ServeRecommendation',
  'ReviewObjection',
  'UrgeReply',
  'EscalateRecommendation',
  'CloseRecommendation',
];

/** Whoever has anything to do may be recommended to, and replies. The ledger is shown where something may be done on it. */
function withOtherItems({
  recommends = false,
  ledgerCommands = [],
  keyMinorCommands = [],
  surveyWorkCommands = [],
  ...desk
}: Declared): Omit<Desk, 'holds'> {
  const addressed = desk.commands.length > 0 ? AS_ADDRESSEE : [];
  return {
    ...desk,
    recommends,
    ledgerCommands,
    keyMinorCommands,
    surveyWorkCommands,
    ...(surveyWorkCommands.length > 0 ? { surveyWork: { view: surveyWorkView, waiting: surveyWorkWaiting } } : {}),
    ...(keyMinorCommands.length > 0 ? { keyMinor: { view: keyMinorView, waiting: () => [] } } : {}),
    ...(ledgerCommands.length > 0 ? { ledger: { view: ledgerView, waiting: ledgerWaiting } } : {}),
    recommendationCommands: recommends ? [...AS_ISSUER, ...addressed] : addressed,
    recommendation: { view: recommendationView, waiting: recommendationWaiting },
    ...(recommends ? { breached: breachedClocks } : {}),
  };
}

/**
 * A desk whose agencies hold clocks: besides what its view selects, each sees what it is supervised for, the extensions that
 * it asked for or decides, and what it was asked to do in a crisis. Who was told of one thing alone is shown no more of the record
 * than that. Its inbox, lists, next steps and mutations follow from the declaration. Superior organs do not work where
 * their subordinates do: each agency has one desk.
 */
export function defineDesk(desk: Declared): Desk {
  const view: Desk['view'] = (record, agency, directory) => {
    const aside = standsAside(record, agency);
    const known = aside ? knownAside(record, agency) : record;
    const seen = desk.view(known, agency, directory);
    return seen && { ...seen, ...(aside ? saidAside(known, seen) : {}), ...heldBy(record, agency) };
  };
  const waiting: Desk['waiting'] = (record, agency, running) => {
    const own = running.filter(({ holder }) => holder === agency.id);
    if (!looksAfter(agency)) return own;
    const below = breachesBelow(record, agency).filter(({ state }) => state === 'overdue');
    return below.length === 0 ? own : [...own, ...below];
  };
  const works: Desk['works'] = (agency) => desk.agencies.includes(agency.type) && !isSuperior(agency);
  return { works, ...withOtherItems(desk), view, waiting, holds: true };
}

/** A desk of those who oversee and hold no clocks of their own. */
export function defineOverseeingDesk(desk: Declared): Desk {
  return { ...withOtherItems(desk), holds: false };
}

/** What is said of how far a case has come to who was told of one thing: what it has to do with it, and nothing of the case. */
function saidAside({ hukou }: CaseRecord, seen: object): object {
  const unsaid = ['status', 'danger'].filter((field) => field in seen).map((field) => [field, undefined]);
  return { ...Object.fromEntries(unsaid), stage: hukou.length > 0 ? 'HUKOU' : 'NOTIFIED' };
}

function heldBy({ supervisions, extensions, coordinations }: CaseRecord, { id }: NamedAgency): object {
  return {
    supervisions: supervisions
      .filter(({ holder }) => holder === id)
      .map(({ id: own, clock, by, openedAt, demand, answer, answeredAt }) => ({
        id: own,
        clock,
        by,
        openedAt,
        demand,
        answer,
        answeredAt,
      })),
    extensions: extensions.filter(({ by, to }) => by === id || to === id),
    coordinations: coordinations
      .filter(({ to }) => to === id)
      .map(({ id: own, by, askedAt, task, answer, answeredAt }) => ({
        id: own,
        by,
        askedAt,
        task,
        answer,
        answeredAt,
      })),
  };
}

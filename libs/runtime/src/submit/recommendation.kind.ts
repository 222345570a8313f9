import type { NamedAgency } from '#access';
import {
  decideRecommendation,
  type Handoff,
  type IssueRecommendationInput,
  type RecommendationCommandName,
  type RecommendationRecord,
  type RecommendationSubmission,
  recommendationCommands,
  recommendationRelations,
} from '#recommendation';
import { CaseCache } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import { recommendations } from '../stream.kind.ts';
import { worksAt } from '../views/view.ts';
import type { DecidedKind } from './decided.kind.ts';
import type { Request, SubmitParts } from './submit.ts';

const CACHED = 10_000;
const END_OF_DAY = 'T23:59:59.999+08:00';

/** How a recommendation is decided on. Its texts are sealed under keys of its own: it is about an agency, not about a child. */
export function decidedRecommendations({
  views,
  desks,
  directory,
  host,
}: Pick<SubmitParts, 'views' | 'desks' | 'directory' | 'host'>): DecidedKind<RecommendationRecord> {
  const deskOf = (agency: NamedAgency) => desks.find((desk) => worksAt(desk, agency));

  /** The breached handoffs that are named or asked for, as far as the issuer's own desk shows them (引用超期). */
  const handoffs = async (input: IssueRecommendationInput, { agency, barred }: Request['officer']) => {
    const desk = deskOf(agency);
    const { addressee, clockIds = [], breachesFrom, breachesUntil = host.now().slice(0, 10) } = input;
    if (!desk || (clockIds.length === 0 && breachesFrom === undefined)) return [];
    const reader = views.desk(desk.name, barred);
    const named = await Promise.all(clockIds.map((id) => reader.breach(agency.id, id)));
    const found = named.map((doc) => (doc === null ? null : (JSON.parse(doc) as Handoff & { holder: string })));
    if (found.some((one) => one === null || one.holder !== addressee)) return null;
    const until = `${breachesUntil}${END_OF_DAY}`;
    const period = breachesFrom === undefined ? [] : await reader.breaches(agency.id, addressee, breachesFrom, until);
    const all = [...found, ...period.map((doc) => JSON.parse(doc) as Handoff)].filter((one) => one !== null);
    const once = new Map(all.map(({ caseId, clockId, clock, due }) => [clockId, { caseId, clockId, clock, due }]));
    return [...once.values()];
  };

  return {
    ...recommendations,
    cache: new CaseCache(CACHED),
    find: async ({ caseId }, commandId) => caseId ?? derivedId(commandId, 'recommendation'),
    related: (record, { agency }) => recommendationRelations(record, agency).size > 0,
    shown: (record, agency) => deskOf(agency)?.recommendation?.view(record, agency) ?? null,
    place: ({ input, officer }) => {
      const { addressee = '' } = input as { readonly addressee?: string };
      return directory.get(addressee)?.division ?? officer?.agency.division ?? '';
    },
    personal: (command) => recommendationCommands[command as RecommendationCommandName].personal,
    keysOf: ({ id }) => id,
    derive: async ({ command, input, officer }) =>
      command === 'IssueRecommendation'
        ? { handoffs: await handoffs(input as IssueRecommendationInput, officer) }
        : undefined,
    other: async () => undefined,
    decide: (submission, record, context) =>
      decideRecommendation(submission as RecommendationSubmission, record, context),
  };
}

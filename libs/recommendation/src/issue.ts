import { addMonths, type CalendarDate, dateOf } from '#calendar';
import { binds, type Context, type Departure, listed, type Sealed } from '#case';
import type { ClockRule, Pack } from '#policy';
import { alreadyDone, byIssuer, onRecommendation, refuse } from './command.ts';
import type { RecommendationEvent } from './events.ts';
import type { Handoff } from './record.ts';
import { SUBJECTS, type Subject } from './subject.ts';

export interface IssueRecommendationInput {
  readonly addressee: string;
  readonly subject: Subject;
  /** 发现的问题. */
  readonly problem: Sealed;
  /** 建议内容. */
  readonly advice: Sealed;
  readonly documentNumber?: Sealed;
  /** 紧急情况: the shorter term of its kind. */
  readonly urgent?: boolean;
  /** The last day for the written reply, where the issuer sets it. */
  readonly replyBy?: CalendarDate;
  /** Served with its issue unless told otherwise. */
  readonly served?: boolean;
  /** Breached handoffs to cite, by the ids of their clocks. */
  readonly clockIds?: readonly string[];
  /** Cites in one step every breached handoff of the addressee that was due from this day … */
  readonly breachesFrom?: CalendarDate;
  /** … to this; left out, today. */
  readonly breachesUntil?: CalendarDate;
  /** Looked up at the door: the breached handoffs named above that the issuer may see; null when one of them is not there. */
  readonly derived?: { readonly handoffs: readonly Handoff[] | null };
}

/** What the clock of the reply is chosen by. */
interface Served {
  readonly subject: Subject;
  readonly issuerType: string;
  readonly urgent: boolean;
}

/** The clock that the service of such a recommendation starts, or undefined where no rule gives one. */
function replyRule(pack: Pack, served: Served): ClockRule | undefined {
  return Object.values(pack.clocks).find(({ starts }) =>
    starts.some(
      ({ event, when }) =>
        event === 'RecommendationServed' &&
        Object.entries(when).every(([field, value]) => served[field as keyof Served] === value),
    ),
  );
}

/** Rules that are not law and that a recommendation would depart from, each in need of a reason. */
export function issueDepartures(input: IssueRecommendationInput, context: Context): readonly Departure[] {
  const { actor, pack, directory, occurredAt } = context;
  const name = `recommendations.${input.subject}`;
  const rule = pack.recommendations[input.subject];
  const type = actor.agency.type;
  const found: Departure[] = [];
  if (rule && !rule.issuers.includes(type)) found.push({ rule: name, basis: rule });
  const { addressee, longest } = rule ?? {};
  const to = directory.get(input.addressee);
  if (addressee?.issuers.includes(type) && to && to.division !== actor.agency.division) {
    found.push({ rule: `${name}.addressee`, basis: addressee });
  }
  const { replyBy } = input;
  if (longest?.issuers.includes(type) && replyBy && replyBy > addMonths(dateOf(occurredAt), longest.months)) {
    found.push({ rule: `${name}.longest`, basis: longest });
  }
  return found;
}

/** What is wrong with the reply term, given the clock that it would start. */
function termRefusal(pack: Pack, served: Served, replyBy: CalendarDate | null, today: CalendarDate) {
  const rule = replyRule(pack, served);
  if (!rule) return refuse('NO_REPLY_TERM');
  const set = 'untilWritten' in rule.within;
  if (!set && replyBy !== null) return refuse('REPLY_TERM_FIXED', rule);
  return set && (replyBy === null || replyBy < today) ? refuse('REPLY_DAY_NEEDED', rule) : undefined;
}

/**
 * 提出建议: police, procuratorate, court or justice, to a unit that fails its duties of protecting minors
 * (未成年人保护法114); procuratorate and court also in other matters.
 */
export const IssueRecommendation = onRecommendation<IssueRecommendationInput>({
  name: { zh: '提出建议', en: 'Issue a recommendation' },
  personal: { problem: 'evidence', advice: 'evidence', documentNumber: 'evidence' },
  emits: ['RecommendationIssued', 'RecommendationServed'],
  opensCase: true,
  guards: [({ status }) => (status === 'none' ? undefined : alreadyDone())],
  decide(input, _, { actor, pack, directory, occurredAt, caseId: recommendationId }) {
    const { subject, urgent = false, replyBy = null, derived } = input;
    const rule = pack.recommendations[subject];
    if (!rule) return refuse('NO_SUCH_ITEM', null, { item: SUBJECTS[subject] });
    const { type, id } = actor.agency;
    if (!rule.issuers.includes(type) && binds(rule)) {
      return refuse('ACTOR_NOT_AUTHORISED', rule, { allowed: listed(rule.issuers) });
    }
    const to = directory.get(input.addressee);
    if (!to || to.id === id) return refuse('NO_SUCH_AGENCY', null, { agency: input.addressee });
    const served = { subject, issuerType: type, urgent };
    const wrong = termRefusal(pack, served, replyBy, dateOf(occurredAt));
    if (wrong) return wrong;
    const cites = input.clockIds !== undefined || input.breachesFrom !== undefined;
    const handoffs = derived?.handoffs ?? [];
    if (cites && handoffs.length === 0) return refuse('NO_BREACHED_HANDOFF');
    const { problem, advice, documentNumber } = input;
    const issued: RecommendationEvent = {
      type: 'RecommendationIssued',
      data: {
        recommendationId,
        subject,
        addressee: to.id,
        division: to.division,
        urgent,
        replyBy,
        problem,
        advice,
        ...(documentNumber === undefined ? {} : { documentNumber }),
        handoffs,
      },
    };
    if (input.served === false) return [issued];
    return [issued, { type: 'RecommendationServed', data: { recommendationId, ...served, issuerType: type, replyBy } }];
  },
});

export interface ServeRecommendationInput {
  /** Another last day for the reply than the one set at first. */
  readonly replyBy?: CalendarDate;
}

/** 送达建议书: the term for the written reply counts from here (自收到之日起). */
export const ServeRecommendation = onRecommendation<ServeRecommendationInput>({
  name: { zh: '送达建议书', en: 'Serve a recommendation' },
  personal: {},
  emits: ['RecommendationServed'],
  guards: [byIssuer, ({ status }) => (status === 'issued' ? undefined : alreadyDone())],
  decide(input, record, { actor, pack, occurredAt }) {
    const { subject, urgent, id: recommendationId } = record;
    const replyBy = input.replyBy ?? record.replyBy;
    const served = { subject, issuerType: actor.agency.type, urgent };
    const wrong = termRefusal(pack, served, replyBy, dateOf(occurredAt));
    return wrong ?? [{ type: 'RecommendationServed', data: { recommendationId, ...served, replyBy } }];
  },
});

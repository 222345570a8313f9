import type { Instant } from '#calendar';
import type { Agency } from '#policy';
import { heldGuardianship } from '../guardianship/held.ts';
import { binds, type Context, command, type Departure } from '../kernel/command.ts';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { notClosed, under18 } from '../kernel/guards.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { ORDER_TYPES, openOrders } from '../order/order.ts';
import type { CaseRecord } from '../record.ts';
import { dangerKnownTo, openToThePlace, relationsOf } from '../relation.ts';
import { endingDepartures } from '../workorder/service.ts';
import { endedWithCase } from '../workorder/workorder.ts';
import { HEARD_BEFORE, type HeardBefore, heardBefore, ofThePlace } from './care.ts';

/** Why a care file is closed (结案原因). */
export const CLOSING_REASONS = {
  ORDER_FULFILLED: { zh: '责令已履行', en: 'Order fulfilled' },
  RESOLVED: { zh: '情况已改善', en: 'Resolved' },
  UNSUBSTANTIATED: { zh: '查证不实', en: 'Unsubstantiated' },
  NO_FINDING: { zh: '未认定失职', en: 'No finding' },
  WITHDRAWN: { zh: '线索已撤回', en: 'Flag withdrawn' },
  FAMILY_MOVED: { zh: '家庭迁离', en: 'Family moved away' },
  AGE_18: { zh: '年满十八周岁', en: 'Turned eighteen' },
  DUPLICATE: { zh: '重复个案', en: 'Duplicate' },
  OTHER: { zh: '其他', en: 'Other' },
} as const;
export type ClosingReason = keyof typeof CLOSING_REASONS;

export interface Closing {
  readonly reason: ClosingReason;
  readonly by: string;
  readonly at: Instant;
}

export interface CloseCaseInput {
  readonly closingReason: ClosingReason;
  readonly note?: Sealed;
}

export interface ClosingEvents {
  CaseClosed: {
    readonly closingReason: ClosingReason;
    /** Whether the child had been heard, or a reason given why not (听取未成年人意见). */
    readonly childHeard: HeardBefore;
    /** Whether the family is visited again after closing (结案后回访). */
    readonly visited: boolean;
    readonly note?: Sealed;
  };
}

export const closingEvents: EventDeclarations<ClosingEvents> = {
  CaseClosed: {
    name: { zh: '已结案', en: 'Case closed' },
    looks: { closingReason: namesOf(CLOSING_REASONS), childHeard: HEARD_BEFORE, visited: 'boolean' },
  },
};

export const evolveClosing: Evolve<ClosingEvents> = {
  CaseClosed: ({ workOrders }, data, meta) => ({
    status: 'closed',
    workOrders: endedWithCase(workOrders),
    visitsAfterClosing: 0,
    closing: { reason: data.closingReason, by: meta.actor.agency.id, at: meta.occurredAt },
  }),
};

/** Reasons after which nobody calls on the family again. */
const NOT_VISITED: readonly ClosingReason[] = ['UNSUBSTANTIATED', 'AGE_18', 'DUPLICATE', 'WITHDRAWN'];

const orderStands: Basis = {
  cite: { law: '未成年人保护法', article: '118(2)', quote: '并可以责令其接受家庭教育指导', rule: 'B2' },
  standing: 'statute',
};
const reportIsDecided: Basis = {
  cite: { law: '未成年人保护法', article: '11(3)', quote: '应当依法及时受理、处置', rule: 'A2' },
  standing: 'statute',
};

const guardianshipStands: Basis = {
  cite: { law: '未成年人保护法', article: '92', quote: '民政部门应当依法对未成年人进行临时监护', rule: 'E1' },
  standing: 'statute',
};

/** Reasons that say there was no danger, or that it is dealt with in another case. */
const FOUND_TO_BE_NONE: readonly ClosingReason[] = ['UNSUBSTANTIATED', 'DUPLICATE', 'WITHDRAWN'];

const reportsFirst: Basis = {
  cite: {
    none: '未成年人保护法11(2) commands the report; that a file with danger unreported closes with a reason alone is configured',
  },
  standing: 'configured',
};

const seriousReported: Basis = {
  cite: {
    none: '未成年人保护法118(1) commands that the serious is reported; that a file closes on it unreported with a reason alone is configured',
  },
  standing: 'configured',
};

const returnFirst: Basis = {
  cite: {
    none: '义务教育法58 has the return ordered within a limit; that a file closes before it with a reason alone is configured',
  },
  standing: 'configured',
};

/**
 * Rules that closing would depart from: work orders end with the file, and so would an order to return to school, and danger or what
 * is serious and nobody has reported.
 */
export function closingDepartures(
  input: Partial<CloseCaseInput>,
  record: CaseRecord,
  { actor, pack }: Pick<Context, 'actor' | 'pack'>,
): readonly Departure[] {
  const ending = endingDepartures(record, pack);
  const away = record.schooling.some(({ status }) => status === 'ordered');
  return [
    ...ending,
    ...(away ? [{ rule: 'closing.schoolReturn', basis: returnFirst }] : []),
    ...unreported(input, record, actor.agency),
  ];
}

/** A file that closes on danger, or on what was found to be serious, and nobody has reported it, as far as its closer may know. */
function unreported(
  { closingReason }: Partial<CloseCaseInput>,
  record: CaseRecord,
  agency: Agency,
): readonly Departure[] {
  if (closingReason === undefined || FOUND_TO_BE_NONE.includes(closingReason) || record.reports.length > 0) return [];
  if (dangerKnownTo(record, agency)) return [{ rule: 'closing.dangerUnreported', basis: reportsFirst }];
  const serious = record.severity?.level === 'SERIOUS'; // the place, which alone closes, sees how it was judged
  return serious ? [{ rule: 'closing.seriousUnreported', basis: seriousReported }] : [];
}

/**
 * A case that the place never saw, since all of it is the psychological channel's: once that is opened civil affairs knows of it, and nobody
 * else could ever close it.
 */
function isOfChannelAlone(record: CaseRecord, agency: Agency): boolean {
  return agency.type === 'CA' && !openToThePlace(record) && relationsOf(record, agency).has('psych-channel');
}

/** 结案: civil affairs, or the township for a matter that is not serious (未保法81(2)), closes the care file on what it may see. */
export const CloseCase = command<CloseCaseInput>({
  name: { zh: '结案', en: 'Close the case' },
  personal: { note: 'evidence' },
  emits: ['CaseClosed'],
  guards: [
    (record, context) => (isOfChannelAlone(record, context.actor.agency) ? undefined : ofThePlace(record, context)),
    notClosed,
    (record) => {
      const [order] = openOrders(record);
      return order ? refuse('OPEN_ORDER', orderStands, { order: ORDER_TYPES[order.type] }) : undefined;
    },
    (record, { actor }) => {
      const open = record.reports.some(({ status }) => status === 'pending' || status === 'info-requested');
      // of a report that was made upon what is hidden, such a closer does not know; the police go on with it
      return open && !isOfChannelAlone(record, actor.agency) ? refuse('OPEN_REPORT', reportIsDecided) : undefined;
    },
    (record, context) =>
      heldGuardianship(record)?.status === 'temporary' && under18(record, context) === undefined
        ? refuse('OPEN_GUARDIANSHIP', guardianshipStands)
        : undefined,
    (record, { pack }) => {
      const law = endingDepartures(record, pack).find(({ basis }) => binds(basis));
      return law ? refuse('OPEN_WORK_ORDER', law.basis) : undefined;
    },
    (record, { actor, pack }) => {
      const rule = pack.powers.CloseCase;
      const township = ['TOWN', 'STATION', 'CS'].includes(actor.agency.type);
      const serious = record.severity?.level === 'SERIOUS' || dangerKnownTo(record, actor.agency);
      return township && rule && serious
        ? refuse('ACTOR_NOT_AUTHORISED', rule, { allowed: { zh: '民政部门', en: 'Civil affairs' } })
        : undefined;
    },
  ],
  decide({ closingReason, note }, record, { actor }) {
    const childHeard = heardBefore(record);
    const visited = !NOT_VISITED.includes(closingReason) && !isOfChannelAlone(record, actor.agency);
    return [{ type: 'CaseClosed', data: { closingReason, childHeard, visited, note } }];
  },
});

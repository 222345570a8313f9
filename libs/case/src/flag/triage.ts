import type { CalendarDate, Instant } from '#calendar';
import type { Pack } from '#policy';
import type { CaseEvent } from '../case.ts';
import { command, isRefusal, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { dangerKnownTo } from '../relation.ts';
import { type EligibilityCode, eligibilityOf } from './eligibility.ts';
import { type DangerSign, isPolice, triaged } from './flag.ts';
import type { About } from './opening.ts';

/** How serious the matter is (情节): the serious is reported to the police promptly (未保法118(1)). */
export type SeverityLevel = 'NOT_SERIOUS' | 'SERIOUS';

export interface Severity {
  readonly level: SeverityLevel;
  readonly at: Instant;
  readonly by: string;
  /** The case with whose flags it came over, and what was held here before. */
  readonly merged?: { readonly from: string; readonly before: Severity | null };
}

/** Why a child comes onto the focused-care ledger (重点关爱服务对象类别). */
export const FOCUS_CATEGORIES = {
  FAMILY_HARDSHIP: { zh: '家庭生活困难', en: 'Family hardship' },
  DISABILITY: { zh: '自身残疾', en: 'Disability' },
  GUARDIANSHIP_MISSING: { zh: '监护缺失', en: 'Guardianship missing' },
  VAGRANCY: { zh: '流浪', en: 'Vagrancy' },
  PSYCH_BEHAVIOUR: { zh: '心理和行为异常', en: 'Psychological or behavioural abnormality' },
  SELF_REQUEST: { zh: '主动提出救助帮扶需求', en: 'Asked for help' },
} as const;
export type FocusCategory = keyof typeof FOCUS_CATEGORIES;

/** What an officer knows of a child's stay, for the test whether it is a migrant child. */
export interface TestEligibilityInput {
  readonly hukouDivision?: string;
  readonly residenceSince?: CalendarDate;
  readonly livesWithGuardian?: boolean;
}

export interface TriageFlagInput extends TestEligibilityInput {
  readonly flagId?: string;
  readonly severity: SeverityLevel;
  /** The guardian fails the duties of guardianship or infringes the child's rights (不依法履行监护职责或者侵犯儿童合法权益). */
  readonly guardianFails?: boolean;
  readonly signs?: readonly DangerSign[];
  readonly focus?: readonly FocusCategory[];
  readonly note?: Sealed;
}

export interface AssessSeverityInput {
  readonly severity: SeverityLevel;
  readonly signs?: readonly DangerSign[];
  readonly note?: Sealed;
}

export interface TriageEvents {
  FlagTriaged: {
    readonly flagId: string;
    readonly severity: SeverityLevel;
    readonly guardianFails: boolean;
    readonly eligibility: EligibilityCode;
    readonly note?: Sealed;
  };
  /** `knownToPolice`: the police judged it themselves. */
  SeverityAssessed: { readonly severity: SeverityLevel; readonly knownToPolice: boolean; readonly note?: Sealed };
  /** The case says so; the entry itself is another stream, which takes from here whom it is about. */
  LedgerEntryOpened: {
    readonly ledgerEntryId: string;
    readonly categories: readonly FocusCategory[];
    readonly about?: About;
  };
  EligibilityAccepted: { readonly code: EligibilityCode };
  EligibilityRefused: { readonly code: EligibilityCode; readonly recheckOn: CalendarDate | null };
}

export const triageEvents: EventDeclarations<TriageEvents> = {
  FlagTriaged: {
    name: { zh: '线索已研判', en: 'Flag triaged' },
    looks: { severity: ['NOT_SERIOUS', 'SERIOUS'], guardianFails: 'boolean', eligibility: 'text' },
  },
  SeverityAssessed: {
    name: { zh: '情节已评估', en: 'Severity assessed' },
    looks: { severity: ['NOT_SERIOUS', 'SERIOUS'], knownToPolice: 'boolean' },
  },
  LedgerEntryOpened: { name: { zh: '纳入重点关爱台账', en: 'Ledger entry opened' } },
  EligibilityAccepted: { name: { zh: '认定为流动儿童', en: 'Found to be a migrant child' }, looks: { code: 'text' } },
  EligibilityRefused: {
    name: { zh: '不属于流动儿童', en: 'Found not to be a migrant child' },
    looks: { code: 'text' },
  },
};

export const evolveTriage: Evolve<TriageEvents> = {
  FlagTriaged: (record, data) => ({ flags: triaged(record.flags, data.flagId), eligibility: data.eligibility }),
  SeverityAssessed: (_, data, meta) => ({
    severity: { level: data.severity, at: meta.occurredAt, by: meta.actor.agency.id },
  }),
  LedgerEntryOpened: (_, data) => ({ ledger: { id: data.ledgerEntryId, categories: data.categories } }),
  EligibilityAccepted: (_, { code }) => ({ eligibility: code }),
  EligibilityRefused: (_, { code }) => ({ eligibility: code }),
};

const reportAtOnce: Basis = { cite: { law: '未成年人保护法', article: '11(2)', rule: 'A1' }, standing: 'statute' };

/** 线索研判: the committee, or the township, decides what a flag is: how serious, whether the guardian fails, whether the ledger. */
export const TriageFlag = command<TriageFlagInput>({
  name: { zh: '研判线索', en: 'Triage a flag' },
  personal: { note: 'evidence' },
  emits: ['FlagTriaged'],
  guards: [
    notClosed,
    (record) =>
      record.flags.some(({ status, open }) => status === 'raised' && open)
        ? undefined
        : refuse('ALREADY_DONE', null, { item: { zh: '线索研判', en: 'triage' } }),
  ],
  decide(input, record, { actor, at, pack, newId }) {
    const candidates = record.flags.filter(({ status, open }) => status === 'raised' && open);
    const flag = pick(input.flagId, candidates, { zh: '待研判线索', en: 'flag to triage' });
    if (isRefusal(flag)) return flag;
    const signs = input.signs ?? [];
    if (input.severity === 'NOT_SERIOUS' && (signs.length > 0 || dangerKnownTo(record, actor.agency)))
      return refuse('DANGER_IS_SERIOUS', reportAtOnce);
    const { eligible, code } = eligibilityIn(record, input, at, pack);
    const knownToPolice = isPolice(actor.agency.type);
    const events: CaseEvent[] = [
      {
        type: 'FlagTriaged',
        data: {
          flagId: flag.id,
          severity: input.severity,
          guardianFails: input.guardianFails ?? flag.kind === 'GUARDIANSHIP_FAILURE',
          // a triage that says nothing of the stay leaves standing what was tested before
          eligibility: code === 'UNKNOWN' ? (record.eligibility ?? code) : code,
          note: input.note,
        },
      },
    ];
    if (signs.length > 0) events.push({ type: 'DangerObserved', data: { flagId: flag.id, signs, knownToPolice } });
    if (input.severity === 'SERIOUS')
      events.push({ type: 'SeverityAssessed', data: { severity: 'SERIOUS', knownToPolice } });
    const focus = input.focus ?? [];
    if (eligible && focus.length > 0 && !record.ledger) {
      const { child, guardian, division } = record;
      const about = child ? { child, guardian: guardian ?? undefined, division } : undefined;
      events.push({ type: 'LedgerEntryOpened', data: { ledgerEntryId: newId(), categories: focus, about } });
    }
    return events;
  },
});

/** 评估情节: whoever works on the case judges anew how serious it is; the serious starts the clock for reporting. */
export const AssessSeverity = command<AssessSeverityInput>({
  name: { zh: '评估情节', en: 'Assess severity' },
  personal: { note: 'evidence' },
  emits: ['SeverityAssessed'],
  guards: [notClosed],
  decide({ severity, signs = [], note }, record, { actor }) {
    if (severity === 'NOT_SERIOUS' && (signs.length > 0 || dangerKnownTo(record, actor.agency)))
      return refuse('DANGER_IS_SERIOUS', reportAtOnce);
    const knownToPolice = isPolice(actor.agency.type);
    const danger: CaseEvent[] =
      signs.length > 0 ? [{ type: 'DangerObserved', data: { flagId: null, signs, knownToPolice } }] : [];
    return [...danger, { type: 'SeverityAssessed', data: { severity, knownToPolice, note } }];
  },
});

/** 流动儿童认定: tests under the pack's own definition, and says why not; it opens or shuts the ledger, never protection. */
export const TestEligibility = command<TestEligibilityInput>({
  name: { zh: '认定是否流动儿童', en: 'Test eligibility as a migrant child' },
  personal: {},
  emits: ['EligibilityAccepted', 'EligibilityRefused'],
  guards: [],
  decide(input, record, { at, pack }) {
    const { eligible, code, recheckOn = null } = eligibilityIn(record, input, at, pack);
    return eligible
      ? [{ type: 'EligibilityAccepted', data: { code } }]
      : [{ type: 'EligibilityRefused', data: { code, recheckOn } }];
  },
});

const LIMITS = { 14: 'turns14On', 16: 'turns16On', 18: 'turns18On' } as const;

function eligibilityIn(record: CaseRecord, input: TestEligibilityInput, at: Instant, pack: Pack) {
  const limit = LIMITS[pack.eligibility.under as keyof typeof LIMITS];
  const { hukouDivision, residenceSince, livesWithGuardian } = input;
  const turnsLimitOn = limit && record.child?.[limit];
  const stay = { turnsLimitOn, hukouDivision, residenceDivision: record.division, residenceSince, livesWithGuardian };
  return eligibilityOf(stay, at, pack);
}

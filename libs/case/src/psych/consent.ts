import type { Instant } from '#calendar';
import type { Agency } from '#policy';
import { command, type Guard } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { isGuardianStill } from './consented.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Referral } from './referral.ts';

/** Consent to a psychological referral (同意转介): the guardian's, and from fourteen the child's too. */
export interface Consent {
  readonly guardian: boolean;
  readonly child: boolean;
  /** The agency that recorded it. */
  readonly by: string;
  readonly at: Instant;
  readonly withdrawn: boolean;
  /** Given by civil affairs as the child's temporary or long-term guardian. */
  readonly asGuardian?: true;
}

/** The psychological track of a case (心理转介): hidden from all but those in it. */
export interface Psych {
  readonly guardianToldAt: Instant | null;
  readonly consent: Consent | null;
  /** Danger to self or others that stands: until the child is brought to an institution, consent is not waited for (精神卫生法28(2)). */
  readonly emergency: boolean;
  /** The agencies that ever saw such a danger. */
  readonly riskSeenBy: readonly string[];
  /** The institutions that the child was ever escorted to in danger. */
  readonly escorts: readonly string[];
  /** Those of them that nothing was sent to since: the one referral that follows the child needs no consent. */
  readonly escortedTo: readonly string[];
  readonly referrals: readonly Referral[];
  /** The institutions a child was brought to by someone entitled, being qualified. */
  readonly broughtTo: readonly string[];
  readonly diagnoses: readonly Diagnosis[];
}

export const noPsych: Psych = {
  guardianToldAt: null,
  consent: null,
  emergency: false,
  riskSeenBy: [],
  escorts: [],
  escortedTo: [],
  referrals: [],
  broughtTo: [],
  diagnoses: [],
};

export interface TellGuardianInput {
  readonly advice: Sealed;
}

export interface RecordGuardianConsentInput {
  readonly guardianAgrees: boolean;
  /** Asked from fourteen on. */
  readonly childAgrees?: boolean;
  readonly evidence?: Sealed;
}

export interface ConsentAsGuardianInput {
  /** Asked from fourteen on. */
  readonly childAgrees?: boolean;
  readonly evidence?: Sealed;
}

export interface WithdrawConsentInput {
  readonly note?: Sealed;
}

export interface ReportRiskInput {
  readonly risk: Sealed;
}

export interface EmergencyEscortInput {
  /** The institution, by agency id. */
  readonly to: string;
  readonly note?: Sealed;
}

export interface ConsentEvents {
  GuardianTold: { readonly flagId: string | null; readonly advice: Sealed };
  GuardianConsentRecorded: {
    readonly guardian: boolean;
    readonly child: boolean;
    readonly evidence?: Sealed;
    readonly asGuardian?: true;
    /** Referrals that wait again. */
    readonly clocks?: readonly ClockStart[];
  };
  ConsentWithdrawn: { readonly note?: Sealed };
  /** What was said of the risk; a flag with the sign of self-harm tells it in its own facts. */
  RiskObserved: { readonly risk?: Sealed };
  EmergencyEscorted: { readonly to: string; readonly note?: Sealed };
}

export const consentEvents: EventDeclarations<ConsentEvents> = {
  GuardianTold: { name: { zh: '已告知监护人', en: 'Guardian told' } },
  GuardianConsentRecorded: { name: { zh: '已记录同意', en: 'Consent recorded' } },
  ConsentWithdrawn: { name: { zh: '同意已撤回', en: 'Consent withdrawn' } },
  RiskObserved: { name: { zh: '发现自伤或伤人危险', en: 'Risk to self or others observed' } },
  EmergencyEscorted: { name: { zh: '紧急送诊', en: 'Escorted in an emergency' } },
};

const psych = (record: CaseRecord, change: Partial<Psych>): Pick<CaseRecord, 'psych'> => ({
  psych: { ...record.psych, ...change },
});

/** Consent as it is once this was recorded: while civil affairs is the guardian and has consented, a guardian who is kept away does not take it back. */
export function consentGiven(
  record: CaseRecord,
  { guardian, child, asGuardian }: Pick<Consent, 'guardian' | 'child' | 'asGuardian'>,
  { by, at }: Pick<Consent, 'by' | 'at'>,
): Consent {
  const { consent } = record.psych;
  if (consent && consentOfCivilAffairs(record) && !asGuardian) return { ...consent, child };
  const given = { guardian, child, by, at, withdrawn: false };
  return asGuardian ? { ...given, asGuardian } : given;
}

/** An escort ends the danger; where nobody has told of one, it frees nothing. */
export function escorted(before: Psych, to: readonly string[]): Psych {
  if (to.length === 0) return before;
  const brought = { ...before, broughtTo: [...before.broughtTo, ...to] };
  if (!before.emergency) return brought;
  const { escorts, escortedTo } = before;
  return { ...brought, emergency: false, escorts: [...escorts, ...to], escortedTo: [...escortedTo, ...to] };
}

export const evolveConsent: Evolve<ConsentEvents> = {
  GuardianTold: (record, _, meta) => psych(record, { guardianToldAt: meta.occurredAt }),
  GuardianConsentRecorded: (record, data, { actor, occurredAt }) =>
    psych(record, { consent: consentGiven(record, data, { by: actor.agency.id, at: occurredAt }) }),
  ConsentWithdrawn: (record) => {
    const { consent } = record.psych;
    return consent ? psych(record, { consent: { ...consent, withdrawn: true } }) : {};
  },
  RiskObserved: (record, _, meta) =>
    psych(record, { emergency: true, riskSeenBy: [...record.psych.riskSeenBy, meta.actor.agency.id] }),
  EmergencyEscorted: (record, { to }) => ({ psych: escorted(record.psych, [to]) }),
};

/** 告知监护人: a school that suspects a disorder tells the guardian at once to see a specialist (预防法19). */
export const TellGuardian = command<TellGuardianInput>({
  name: { zh: '告知监护人送诊', en: 'Tell the guardian' },
  personal: { advice: 'clinical' },
  emits: ['GuardianTold'],
  guards: [],
  decide: ({ advice }, record, { actor }) => {
    const flags = record.flags.filter(({ kind }) => kind === 'PSYCH_ABNORMALITY');
    const own = flags.filter(({ by }) => by === actor.agency.id);
    const told = (own.length > 0 ? own : flags.slice(-1)).map(({ id }) => id);
    return (told.length > 0 ? told : [null]).map((flagId) => ({ type: 'GuardianTold', data: { flagId, advice } }));
  },
});

/** Whether there is consent is known to the agency that recorded it and to those in the channel; no step tells others. */
export function knowsOfConsent(record: CaseRecord, agency: Agency): boolean {
  const own = relationsOf(record, agency);
  const inIt = ['noticed-psych', 'psych-channel', 'psych-sender', 'psych-receiver'] as const;
  return record.psych.consent?.by === agency.id || inIt.some((relation) => own.has(relation));
}

/** Consent that civil affairs gave as the guardian it still is: nobody else's to withdraw. */
function consentOfCivilAffairs(record: CaseRecord): boolean {
  return isGuardianStill(record) && record.psych.consent?.withdrawn === false;
}

const hasConsent: Guard = (record, { actor }) =>
  record.psych.consent?.withdrawn === false &&
  knowsOfConsent(record, actor.agency) &&
  (!consentOfCivilAffairs(record) || record.psych.consent.by === actor.agency.id)
    ? undefined
    : refuse('NO_SUCH_ITEM', null, { item: { zh: '同意', en: 'consent' } });

/** 撤回同意: from here on nothing more is shared; what was shared stays in history. */
export const WithdrawConsent = command<WithdrawConsentInput>({
  name: { zh: '记录撤回同意', en: 'Record that consent is withdrawn' },
  personal: { note: 'clinical' },
  emits: ['ConsentWithdrawn'],
  guards: [hasConsent],
  decide: ({ note }) => [{ type: 'ConsentWithdrawn', data: { note } }],
});

/** 发现危险: danger to self or others needs no consent (精神卫生法28(2)). */
export const ReportRisk = command<ReportRiskInput>({
  name: { zh: '报告自伤或伤人危险', en: 'Report a risk to self or others' },
  personal: { risk: 'clinical' },
  emits: ['RiskObserved'],
  guards: [],
  decide: ({ risk }) => [{ type: 'RiskObserved', data: { risk } }],
});

/** 紧急送诊: near relatives, the unit or the local police stop the danger and take the child to an institution (精神卫生法28(2)). */
export const EmergencyEscort = command<EmergencyEscortInput>({
  name: { zh: '紧急送诊', en: 'Escort to an institution in an emergency' },
  personal: { note: 'clinical' },
  emits: ['EmergencyEscorted'],
  guards: [],
  decide: ({ to, note }, _, { directory }) =>
    directory.get(to)?.type === 'HOSP'
      ? [{ type: 'EmergencyEscorted', data: { to, note } }]
      : refuse('NO_SUCH_AGENCY', null, { agency: to }),
});

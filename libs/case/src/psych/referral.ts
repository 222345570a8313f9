import type { Instant } from '#calendar';
import type { Agency } from '#policy';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { knowsOfConsent } from './consent.ts';
import { consented, freedByDanger } from './consented.ts';
import { notBrought } from './diagnosis.ts';

const aReferral = { zh: '心理转介', en: 'psychological referral' };

/** A psychological referral (心理转介): the sender follows up until it is completed. */
export interface Referral {
  readonly id: string;
  /** Who sent it first and follows up. */
  readonly by: string;
  /** Who it is with now. */
  readonly to: string;
  readonly status: 'sent' | 'accepted' | 'declined' | 'completed';
  readonly declinedBy: readonly string[];
  /** It went to where it is now while danger stood, or after the child that was escorted there: that needs no consent. */
  readonly inDanger?: true;
  readonly because?: Sealed;
}

export interface ReferPsychInput {
  /** The receiver, by agency id: a psychological centre, a hospital, the 12355 platform. */
  readonly to: string;
  readonly because: Sealed;
}

export interface RerouteReferralInput {
  readonly referralId?: string;
  readonly to: string;
}

export interface AcceptReferralInput {
  readonly referralId?: string;
  readonly appointment?: Sealed;
}

export interface DeclineReferralInput {
  readonly referralId?: string;
  readonly declinedBecause: 'BEYOND_SCOPE' | 'NO_CAPACITY' | 'OTHER_PLACE' | 'OTHER';
  readonly note?: Sealed;
}

export interface CompleteReferralInput {
  readonly referralId?: string;
  readonly note?: Sealed;
}

export interface ReferralEvents {
  PsychReferralSent: { readonly referralId: string; readonly to: string; readonly because?: Sealed };
  ReferralAccepted: { readonly referralId: string; readonly appointment?: Sealed };
  ReferralDeclined: {
    readonly referralId: string;
    readonly declinedBecause: DeclineReferralInput['declinedBecause'];
    /** Whether it may go on to another: consent still holds, or danger makes it needless. */
    readonly consented: boolean;
    readonly note?: Sealed;
  };
  ReferralCompleted: { readonly referralId: string; readonly note?: Sealed };
}

export const referralEvents: EventDeclarations<ReferralEvents> = {
  PsychReferralSent: { name: { zh: '心理转介已发出', en: 'Psychological referral sent' } },
  ReferralAccepted: { name: { zh: '转介已接收', en: 'Referral accepted' } },
  ReferralDeclined: {
    name: { zh: '转介未接收', en: 'Referral declined' },
    looks: { declinedBecause: ['OTHER', 'BEYOND_SCOPE', 'NO_CAPACITY', 'OTHER_PLACE'], consented: 'boolean' },
  },
  ReferralCompleted: { name: { zh: '转介已完成', en: 'Referral completed' } },
};

const referrals = (record: CaseRecord, next: readonly Referral[]): Pick<CaseRecord, 'psych'> => ({
  psych: { ...record.psych, referrals: next },
});

export const evolveReferral: Evolve<ReferralEvents> = {
  PsychReferralSent: (record, { referralId: id, to, because }, meta) => {
    const { psych } = record;
    const known = psych.referrals;
    const inDanger = freedByDanger(record, to) || undefined;
    const sent = { to, status: 'sent', inDanger } as const;
    const next = known.some((referral) => referral.id === id)
      ? changed(known, id, sent)
      : [...known, { id, by: meta.actor.agency.id, ...sent, declinedBy: [], because }];
    return { psych: { ...psych, referrals: next, escortedTo: psych.escortedTo.filter((one) => one !== to) } };
  },
  ReferralAccepted: (record, { referralId }) =>
    referrals(record, changed(record.psych.referrals, referralId, { status: 'accepted' })),
  ReferralDeclined: (record, { referralId }, meta) => {
    const declined = record.psych.referrals.find(({ id }) => id === referralId)?.declinedBy ?? [];
    const declinedBy = [...declined, meta.actor.agency.id];
    return referrals(record, changed(record.psych.referrals, referralId, { status: 'declined', declinedBy }));
  },
  ReferralCompleted: (record, { referralId }) =>
    referrals(record, changed(record.psych.referrals, referralId, { status: 'completed' })),
};

const consentNeeded: Basis = {
  cite: { law: '精神卫生法', article: '27', quote: '不得违背本人意志进行确定其是否患有精神障碍的医学检查', rule: 'H2' },
  standing: 'statute',
};

export const noConsent = () => refuse('GUARDIAN_CONSENT_MISSING', consentNeeded);

/**
 * Without consent nothing is shared: no referral is sent, and none that was sent is taken up. Who has not been told of consent or
 * danger is answered as if there were none. After an escort a referral may still go to the institution that the child is with.
 */
const maySend: Guard = (record, { at, actor }) => {
  const { emergency, escortedTo } = record.psych;
  const some = consented(record, at) || emergency || escortedTo.length > 0;
  return some && knowsOfConsent(record, actor.agency) ? undefined : noConsent();
};

const mayTakeUp: Guard = (record, { at, actor }) =>
  open(record, at, actor.agency.id).length > 0 ? undefined : noConsent();

const RECEIVERS = ['PSYSO', 'HOSP', 'H12355'];
const withMe = (record: CaseRecord, agency: string) =>
  record.psych.referrals.filter(({ to, status }) => to === agency && status === 'sent');
/** Those of them that may be taken up: by consent, or because danger sent them. */
const open = (record: CaseRecord, at: Instant, agency: string) =>
  withMe(record, agency).filter(({ inDanger }) => inDanger === true || consented(record, at));
const accepted = (record: CaseRecord, agency: string) =>
  record.psych.referrals.filter(({ to, status }) => to === agency && status === 'accepted');
const completed = (record: CaseRecord, agency: string) =>
  record.psych.referrals.filter(({ to, status }) => to === agency && status === 'completed');
const answered = (record: CaseRecord, agency: string) => [
  ...accepted(record, agency),
  ...completed(record, agency),
  ...record.psych.referrals.filter(({ declinedBy }) => declinedBy.includes(agency)),
];
/** Declined ones that an agency knows of: its own, and all of them where it noticed or keeps the channel open. */
const declined = (record: CaseRecord, agency: Agency) => {
  const own = relationsOf(record, agency);
  const all = own.has('noticed-psych') || own.has('psych-channel');
  return record.psych.referrals.filter(({ by, status }) => status === 'declined' && (all || by === agency.id));
};
const someDeclined: Guard = (record, { actor }) =>
  declined(record, actor.agency).length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: aReferral });

/** 转介: with the consent of the guardian, and of the child from fourteen; danger needs none. */
export const ReferPsych = command<ReferPsychInput>({
  name: { zh: '转介心理服务', en: 'Refer to a psychological service' },
  personal: { because: 'clinical' },
  emits: ['PsychReferralSent'],
  guards: [maySend],
  decide({ to, because }, record, { at, directory, newId }) {
    const receiver = directory.get(to);
    if (!receiver || !RECEIVERS.includes(receiver.type)) return refuse('NO_SUCH_AGENCY', null, { agency: to });
    if (!consented(record, at) && !freedByDanger(record, to)) return noConsent();
    return [{ type: 'PsychReferralSent', data: { referralId: newId(), to, because } }];
  },
});

/** 另行转介: after a receiver declined, the referral goes to the next; consent must still hold, or danger stand. */
export const RerouteReferral = command<RerouteReferralInput>({
  name: { zh: '另行转介', en: 'Reroute a referral' },
  personal: {},
  emits: ['PsychReferralSent'],
  guards: [someDeclined, maySend],
  decide({ referralId, to }, record, { at, actor, directory }) {
    const receiver = directory.get(to);
    if (!receiver || !RECEIVERS.includes(receiver.type)) return refuse('NO_SUCH_AGENCY', null, { agency: to });
    if (!consented(record, at) && !freedByDanger(record, to)) return noConsent();
    return on(referralId, declined(record, actor.agency), aReferral, ({ id }) => [
      { type: 'PsychReferralSent', data: { referralId: id, to } },
    ]);
  },
});

/** 接收转介. */
export const AcceptReferral = command<AcceptReferralInput>({
  name: { zh: '接收转介', en: 'Accept a referral' },
  personal: { appointment: 'clinical' },
  emits: ['ReferralAccepted'],
  guards: [needs(withMe, aReferral, answered), mayTakeUp],
  decide({ referralId, appointment }, record, { at, actor: { agency } }) {
    const may = open(record, at, agency.id);
    return on(referralId, referralId === undefined ? may : withMe(record, agency.id), aReferral, (referral) =>
      may.includes(referral)
        ? [{ type: 'ReferralAccepted', data: { referralId: referral.id, appointment } }]
        : noConsent(),
    );
  },
});

/** 不接收转介: an electronic referral may be declined with a reason, and is then rerouted; not once the child is there. */
export const DeclineReferral = command<DeclineReferralInput>({
  name: { zh: '不接收转介', en: 'Decline a referral' },
  personal: { note: 'clinical' },
  emits: ['ReferralDeclined'],
  guards: [needs(withMe, aReferral, answered), notBrought],
  decide: ({ referralId, declinedBecause, note }, record, { actor, at }) =>
    on(referralId, withMe(record, actor.agency.id), aReferral, ({ id }) => {
      const data = {
        referralId: id,
        declinedBecause,
        consented: consented(record, at) || record.psych.emergency,
        note,
      };
      return [{ type: 'ReferralDeclined', data }];
    }),
});

/** 完成转介: the receiver has done what it was asked. */
export const CompleteReferral = command<CompleteReferralInput>({
  name: { zh: '完成转介', en: 'Complete a referral' },
  personal: { note: 'clinical' },
  emits: ['ReferralCompleted'],
  guards: [needs(accepted, aReferral, completed)],
  decide: ({ referralId, note }, record, { actor }) =>
    on(referralId, accepted(record, actor.agency.id), aReferral, ({ id }) => [
      { type: 'ReferralCompleted', data: { referralId: id, note } },
    ]),
});

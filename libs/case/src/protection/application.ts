import type { Instant } from '#calendar';
import { type About, type AboutInput, aboutOf, aboutPersonal, opened } from '../flag/opening.ts';
import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

export const anApplication = { zh: '人身安全保护令申请', en: 'application for a protection order' };

/**
 * A protection order for the child (人身安全保护令, 反家暴法23–32), from the application on. It is the court's own, seen by its
 * applicant and those it was served on, and hidden from all others: it neither blocks the care file nor shows in it.
 */
export interface Protection {
  readonly id: string;
  /** Who applied, or recorded the application of a near relative. */
  readonly by: string;
  readonly at: Instant;
  readonly court: string;
  readonly urgent: boolean;
  readonly forRelative: boolean;
  readonly facts: Sealed;
  readonly status: 'applied' | 'accepted' | 'made' | 'rejected' | 'revoked';
  readonly terms?: Sealed;
  readonly months?: number;
  readonly madeAt?: Instant;
  /** The police unit and the committee that it was served on (送达公安机关、居（村）民委员会). */
  readonly servedOn: readonly string[];
  readonly review?: 'asked' | 'decided';
}

export interface ApplyProtectionOrderInput extends Partial<AboutInput> {
  /** The court, by agency id. */
  readonly to: string;
  readonly facts: Sealed;
  readonly urgent?: boolean;
  /** Recorded on behalf of a near relative of the child (近亲属). */
  readonly forRelative?: boolean;
}

export interface AcceptProtectionApplicationInput {
  readonly protectionId?: string;
  /** The court sees it as urgent, whatever the application says. */
  readonly urgent?: boolean;
}

export interface RejectProtectionOrderInput {
  readonly protectionId?: string;
  readonly because: Sealed;
}

export interface ProtectionApplicationEvents {
  ProtectionOrderApplied: {
    readonly protectionId: string;
    readonly to: string;
    readonly urgent: boolean;
    readonly forRelative: boolean;
    readonly facts: Sealed;
    readonly about?: About;
  };
  ProtectionOrderApplicationAccepted: { readonly protectionId: string; readonly urgent: boolean };
  ProtectionOrderRejected: { readonly protectionId: string; readonly because: Sealed };
}

export const protectionApplicationEvents: EventDeclarations<ProtectionApplicationEvents> = {
  ProtectionOrderApplied: { name: { zh: '已申请人身安全保护令', en: 'Protection order applied for' } },
  ProtectionOrderApplicationAccepted: {
    name: { zh: '人身安全保护令申请已受理', en: 'Application for a protection order accepted' },
    looks: { urgent: 'boolean' },
  },
  ProtectionOrderRejected: { name: { zh: '人身安全保护令申请被驳回', en: 'Protection order rejected' } },
};

export const evolveProtectionApplication: Evolve<ProtectionApplicationEvents> = {
  ProtectionOrderApplied: (record, { protectionId: id, to: court, urgent, forRelative, facts, about }, meta) => {
    const { id: by } = meta.actor.agency;
    const applied = { id, by, at: meta.occurredAt, court, urgent, forRelative, facts, servedOn: [] };
    return {
      ...opened(record, about, meta),
      protections: [...record.protections, { ...applied, status: 'applied' }],
    };
  },
  ProtectionOrderApplicationAccepted: (record, { protectionId, urgent }) => ({
    protections: changed(record.protections, protectionId, { status: 'accepted', urgent }),
  }),
  ProtectionOrderRejected: (record, { protectionId }) => ({
    protections: changed(record.protections, protectionId, { status: 'rejected' }),
  }),
};

/** Applications and orders of a court in one of these states. */
export const beforeCourt =
  (...states: readonly Protection['status'][]) =>
  (record: CaseRecord, agency: string) =>
    record.protections.filter(({ court, status }) => court === agency && states.includes(status));

/** 申请: by those who may in the child's stead (反家暴法23); where no case about the child is open, this opens one. */
export const ApplyProtectionOrder = command<ApplyProtectionOrderInput>({
  name: { zh: '申请人身安全保护令', en: 'Apply for a protection order' },
  personal: { ...aboutPersonal, facts: 'evidence' },
  emits: ['ProtectionOrderApplied'],
  opensCase: true,
  guards: [under18],
  decide(input, record, { actor, directory, newId }) {
    const { to, facts, urgent = false, child, place } = input;
    if (record.status === 'none' && !(child && place)) return refuse('WHO_AND_WHERE');
    if (directory.get(to)?.type !== 'COURT') return refuse('NO_SUCH_AGENCY', null, { agency: to });
    const about = child && place ? aboutOf({ ...input, child, place }, record, newId) : undefined;
    // a court does not apply to itself: what it records is the application of a near relative
    const forRelative = actor.agency.type === 'COURT' || input.forRelative === true;
    return [{ type: 'ProtectionOrderApplied', data: { protectionId: newId(), to, urgent, forRelative, facts, about } }];
  },
});

/** 受理: from here on the court has 72 hours, 24 where it is urgent (反家暴法28). */
export const AcceptProtectionApplication = command<AcceptProtectionApplicationInput>({
  name: { zh: '受理人身安全保护令申请', en: 'Accept an application for a protection order' },
  personal: {},
  emits: ['ProtectionOrderApplicationAccepted'],
  guards: [needs(beforeCourt('applied'), anApplication)],
  decide: ({ protectionId, urgent }, record, { actor }) =>
    on(protectionId, beforeCourt('applied')(record, actor.agency.id), anApplication, (application) => [
      {
        type: 'ProtectionOrderApplicationAccepted',
        data: { protectionId: application.id, urgent: urgent ?? application.urgent },
      },
    ]),
});

/** 驳回: the court rejects the application; the applicant may ask for a review. */
export const RejectProtectionOrder = command<RejectProtectionOrderInput>({
  name: { zh: '驳回人身安全保护令申请', en: 'Reject an application for a protection order' },
  personal: { because: 'evidence' },
  emits: ['ProtectionOrderRejected'],
  guards: [needs(beforeCourt('accepted'), anApplication)],
  decide: ({ protectionId, because }, record, { actor }) =>
    on(protectionId, beforeCourt('accepted')(record, actor.agency.id), anApplication, ({ id }) => [
      { type: 'ProtectionOrderRejected', data: { protectionId: id, because } },
    ]),
});

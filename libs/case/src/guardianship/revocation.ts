import type { Instant } from '#calendar';
import { command, type Guard, isRefusal, needs, on, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { heldGuardianship } from './held.ts';

const aRevocation = { zh: '撤销监护人资格事项', en: 'matter of revoking guardianship' };

/** Whether a guardian is to lose the guardianship (撤销监护人资格): a ground found, an application, the court's decision. */
export interface Revocation {
  readonly id: string;
  /** Who found the ground, or applied without one found before. */
  readonly by: string;
  readonly at: Instant;
  readonly applicant: string | null;
  readonly court: string | null;
  readonly grounds: Sealed;
  /** `met`: another has applied, upon whatever ground. */
  readonly status: 'found' | 'applied' | 'revoked' | 'refused' | 'dropped' | 'met';
}

export interface FindRevocationGroundInput {
  readonly grounds: Sealed;
}

export interface ApplyRevokeGuardianshipInput {
  /** The ground found before; left out, the only one there is, or none. */
  readonly revocationId?: string;
  /** The court, by agency id. */
  readonly to: string;
  readonly grounds: Sealed;
}

export interface DropRevocationGroundInput {
  readonly revocationId?: string;
  readonly because: Sealed;
}

export interface DecideRevocationInput {
  readonly revocationId?: string;
  readonly revoked: boolean;
  readonly note?: Sealed;
}

export interface RevocationEvents {
  RevocationGroundFound: { readonly revocationId: string; readonly grounds: Sealed };
  RevocationGroundDropped: { readonly revocationId: string; readonly because: Sealed };
  RevocationApplied: { readonly revocationId: string; readonly to: string; readonly grounds: Sealed };
  /** `guardianshipId`: the guardianship of civil affairs that ends with it; null when there is none. */
  GuardianshipRevoked: {
    readonly revocationId: string;
    readonly guardianshipId: string | null;
    readonly note?: Sealed;
  };
  RevocationRefused: { readonly revocationId: string; readonly note?: Sealed };
}

export const revocationEvents: EventDeclarations<RevocationEvents> = {
  RevocationGroundFound: { name: { zh: '发现撤销监护人资格的情形', en: 'Ground for revoking guardianship found' } },
  RevocationGroundDropped: { name: { zh: '不申请撤销监护人资格', en: 'Revocation not applied for' } },
  RevocationApplied: { name: { zh: '已申请撤销监护人资格', en: 'Revocation applied for' } },
  GuardianshipRevoked: { name: { zh: '已撤销监护人资格', en: 'Guardianship revoked' } },
  RevocationRefused: { name: { zh: '驳回撤销监护人资格申请', en: 'Revocation refused' } },
};

export const evolveRevocation: Evolve<RevocationEvents> = {
  RevocationGroundFound: (record, { revocationId: id, grounds }, meta) => ({
    revocations: [
      ...record.revocations,
      { id, by: meta.actor.agency.id, at: meta.occurredAt, applicant: null, court: null, grounds, status: 'found' },
    ],
  }),
  RevocationGroundDropped: (record, { revocationId }) => ({
    revocations: changed(record.revocations, revocationId, { status: 'dropped' }),
  }),
  RevocationApplied: (record, { revocationId: id, to: court, grounds }, meta) => {
    const applicant = meta.actor.agency.id;
    const revocations = record.revocations.map((one) =>
      one.status === 'found' && one.id !== id ? { ...one, status: 'met' as const } : one,
    );
    const applied = { applicant, court, grounds, status: 'applied' } as const;
    return revocations.some((one) => one.id === id)
      ? { revocations: changed(revocations, id, applied) }
      : { revocations: [...revocations, { id, by: applicant, at: meta.occurredAt, ...applied }] };
  },
  GuardianshipRevoked: (record, { revocationId, guardianshipId }) => ({
    revocations: changed(record.revocations, revocationId, { status: 'revoked' }),
    guardianships:
      guardianshipId === null
        ? record.guardianships
        : changed(record.guardianships, guardianshipId, { status: 'revoked' }),
  }),
  RevocationRefused: (record, { revocationId }) => ({
    revocations: changed(record.revocations, revocationId, { status: 'refused' }),
  }),
};

/** Revocations that an agency knows of: those it found, applied for or decides, and civil affairs of the place all of them. */
export function knownRevocations(record: CaseRecord, agency: Parameters<typeof relationsOf>[1]): readonly Revocation[] {
  const ofThePlace = agency.type === 'CA' && relationsOf(record, agency).has('place');
  return record.revocations.filter(
    ({ by, applicant, court }) => ofThePlace || [by, applicant, court].includes(agency.id),
  );
}

const none =
  (...states: readonly Revocation['status'][]): Guard =>
  (record, { actor }) =>
    knownRevocations(record, actor.agency).some(({ status }) => states.includes(status))
      ? refuse('ALREADY_DONE', null, { item: aRevocation })
      : undefined;

/** 发现情形: somebody who works on the case finds that the guardian may have to lose the guardianship; civil affairs answers for it. */
export const FindRevocationGround = command<FindRevocationGroundInput>({
  name: { zh: '登记撤销监护人资格的情形', en: 'Record a ground for revoking guardianship' },
  personal: { grounds: 'evidence' },
  emits: ['RevocationGroundFound'],
  guards: [under18, none('found', 'applied')],
  decide: ({ grounds }, _, { newId }) => [{ type: 'RevocationGroundFound', data: { revocationId: newId(), grounds } }],
});

/**
 * 申请撤销: to the court, by those whom the law names; civil affairs where they do not in time (民法典36).
 * It meets every ground that was found, known to the applicant or not.
 */
export const ApplyRevokeGuardianship = command<ApplyRevokeGuardianshipInput>({
  name: { zh: '申请撤销监护人资格', en: 'Apply for revocation of guardianship' },
  personal: { grounds: 'evidence' },
  emits: ['RevocationApplied'],
  guards: [under18, none('applied')],
  decide({ revocationId, to, grounds }, record, { actor, directory, newId }) {
    if (directory.get(to)?.type !== 'COURT') return refuse('NO_SUCH_AGENCY', null, { agency: to });
    const found = knownRevocations(record, actor.agency).filter(({ status }) => status === 'found');
    if (revocationId === undefined && found.length === 0) {
      return [{ type: 'RevocationApplied', data: { revocationId: newId(), to, grounds } }];
    }
    const picked = pick(revocationId, found, aRevocation);
    if (isRefusal(picked)) return picked;
    return [{ type: 'RevocationApplied', data: { revocationId: picked.id, to, grounds } }];
  },
});

const mayDrop: Guard = (record, { actor }) =>
  knownRevocations(record, actor.agency).some(({ status }) => status === 'found')
    ? undefined
    : refuse('NO_SUCH_ITEM', null, { item: aRevocation });

/** 不申请: who found the ground, or civil affairs, records why nobody applies; with it the duty to apply ends. */
export const DropRevocationGround = command<DropRevocationGroundInput>({
  name: { zh: '记录不申请撤销的理由', en: 'Record why no revocation is applied for' },
  personal: { because: 'evidence' },
  emits: ['RevocationGroundDropped'],
  guards: [mayDrop],
  decide: ({ revocationId, because }, record, { actor }) =>
    on(
      revocationId,
      knownRevocations(record, actor.agency).filter(({ status }) => status === 'found'),
      aRevocation,
      ({ id }) => [{ type: 'RevocationGroundDropped', data: { revocationId: id, because } }],
    ),
});

const before = (record: CaseRecord, court: string) =>
  record.revocations.filter((one) => one.court === court && one.status === 'applied');

/** 裁判: the court revokes the guardianship or refuses to (未保法108). Who is guardian then is a decision of its own. */
export const DecideRevocation = command<DecideRevocationInput>({
  name: { zh: '就撤销监护人资格作出裁判', en: 'Decide on revoking guardianship' },
  personal: { note: 'evidence' },
  emits: ['GuardianshipRevoked', 'RevocationRefused'],
  guards: [needs(before, aRevocation)],
  decide: ({ revocationId, revoked, note }, record, { actor }) =>
    on(revocationId, before(record, actor.agency.id), aRevocation, ({ id }) => {
      if (!revoked) return [{ type: 'RevocationRefused', data: { revocationId: id, note } }];
      const held = heldGuardianship(record);
      const guardianshipId = held?.status === 'temporary' ? held.id : null;
      return [{ type: 'GuardianshipRevoked', data: { revocationId: id, guardianshipId, note } }];
    }),
});

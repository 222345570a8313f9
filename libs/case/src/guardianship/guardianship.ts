import type { Instant } from '#calendar';
import { HEARD_BEFORE, type HeardBefore, heardBefore } from '../closing/care.ts';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { notClosed, under18 } from '../kernel/guards.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { takerOf } from '../superior.ts';
import { heldGuardianship } from './held.ts';

const aGuardianship = { zh: '临时监护', en: 'temporary guardianship of yours' };

/** Guardianship by civil affairs (民政部门监护): temporary (未保法92), and long-term after it or without (94). */
export interface Guardianship {
  readonly id: string;
  readonly by: string;
  readonly since: Instant;
  /** Under which item of article 92; null where it was long-term from the beginning. */
  readonly item: number | null;
  /** The institution that has the child. */
  readonly placedWith: string | null;
  readonly placement: Sealed | null;
  readonly status: 'temporary' | 'long-term' | 'returned' | 'revoked';
}

export interface TakeTemporaryGuardianshipInput {
  /** The item of article 92 of the Law on the Protection of Minors, 1 to 7. */
  readonly item: number;
  /** Where the child is placed; hidden from the guardian. */
  readonly placement: Sealed;
  /** The institution that takes the child in, by agency id. */
  readonly placedWith?: string;
}

export interface ReturnToGuardianInput {
  readonly guardianshipId?: string;
  /** Civil affairs has assessed that the guardian is fit again (经民政部门评估). */
  readonly assessed: boolean;
  readonly assessment: Sealed;
}

export interface BeginLongTermGuardianshipInput {
  readonly basis: Sealed;
  /** Left out, the child stays where it is. */
  readonly placement?: Sealed;
  readonly placedWith?: string;
}

export interface GuardianshipEvents {
  TemporaryGuardianshipStarted: {
    readonly guardianshipId: string;
    readonly item: number;
    readonly placement: Sealed;
    readonly placedWith: string | null;
    readonly childHeard: HeardBefore;
  };
  ReturnedToGuardian: { readonly guardianshipId: string; readonly assessment: Sealed };
  LongTermGuardianshipStarted: {
    readonly guardianshipId: string;
    readonly basis: Sealed;
    readonly placement?: Sealed;
    readonly placedWith: string | null;
    readonly childHeard: HeardBefore;
  };
}

export const guardianshipEvents: EventDeclarations<GuardianshipEvents> = {
  TemporaryGuardianshipStarted: {
    name: { zh: '民政部门开始临时监护', en: 'Temporary guardianship started' },
    looks: { childHeard: HEARD_BEFORE },
  },
  ReturnedToGuardian: { name: { zh: '送回监护人抚养', en: 'Returned to the guardian' } },
  LongTermGuardianshipStarted: {
    name: { zh: '民政部门开始长期监护', en: 'Long-term guardianship started' },
    looks: { childHeard: HEARD_BEFORE },
  },
};

export const evolveGuardianship: Evolve<GuardianshipEvents> = {
  TemporaryGuardianshipStarted: (record, { guardianshipId: id, item, placement, placedWith }, meta) => ({
    guardianships: [
      ...record.guardianships,
      { id, by: meta.actor.agency.id, since: meta.occurredAt, item, placedWith, placement, status: 'temporary' },
    ],
  }),
  ReturnedToGuardian: (record, { guardianshipId }) => ({
    guardianships: changed(record.guardianships, guardianshipId, { status: 'returned', placement: null }),
  }),
  LongTermGuardianshipStarted: ({ guardianships }, { guardianshipId: id, placement, placedWith }, meta) => {
    const held = guardianships.find((one) => one.id === id);
    const where = {
      placement: placement ?? held?.placement ?? null,
      placedWith: placedWith ?? held?.placedWith ?? null,
    };
    if (held) return { guardianships: changed(guardianships, id, { ...where, status: 'long-term' }) };
    const begun = { id, by: meta.actor.agency.id, since: meta.occurredAt, item: null, ...where };
    return { guardianships: [...guardianships, { ...begun, status: 'long-term' }] };
  },
};

/** Where the child was taken, as long as it is not back home: by civil affairs, or before that by the police. */
export function placementOf(record: Pick<CaseRecord, 'guardianships' | 'removal'>): Sealed | undefined {
  if (record.guardianships.length === 0) return record.removal?.placement;
  return heldGuardianship(record)?.placement ?? undefined;
}

/** Temporary guardianships that an agency bears. */
const temporary = (record: CaseRecord, agency: string) =>
  record.guardianships.filter(({ by, status }) => by === agency && status === 'temporary');

const noneHeld: Guard = (record) =>
  heldGuardianship(record) ? refuse('ALREADY_DONE', null, { item: { zh: '监护', en: 'guardianship' } }) : undefined;

const longTermOpen: Guard = (record, { actor }) => {
  const held = heldGuardianship(record);
  if (!held || (held.status === 'temporary' && held.by === actor.agency.id)) return undefined;
  return refuse('ALREADY_DONE', null, { item: { zh: '监护', en: 'guardianship' } });
};

/** 临时监护: civil affairs takes the child into temporary guardianship in the situations that the law lists (未保法92). */
export const TakeTemporaryGuardianship = command<TakeTemporaryGuardianshipInput>({
  name: { zh: '对儿童进行临时监护', en: 'Take the child into temporary guardianship' },
  personal: { placement: 'placement' },
  emits: ['TemporaryGuardianshipStarted'],
  guards: [notClosed, under18, noneHeld],
  decide({ item, placement, placedWith = null }, record, { directory, newId }) {
    if (placedWith !== null && !takerOf(placedWith, directory))
      return refuse('NO_SUCH_AGENCY', null, { agency: placedWith });
    const childHeard = heardBefore(record);
    return [
      {
        type: 'TemporaryGuardianshipStarted',
        data: { guardianshipId: newId(), item, placement, placedWith, childHeard },
      },
    ];
  },
});

const fitAgain: Basis = {
  cite: { law: '未成年人保护法', article: '93', quote: '经民政部门评估，监护人重新具备履行监护职责条件的', rule: 'E2' },
  standing: 'statute',
};

/** 送回监护人: once civil affairs has assessed that the guardian is fit again (未保法93), and not before. */
export const ReturnToGuardian = command<ReturnToGuardianInput>({
  name: { zh: '将儿童送回监护人抚养', en: 'Return the child to the guardian' },
  personal: { assessment: 'evidence' },
  emits: ['ReturnedToGuardian'],
  guards: [needs(temporary, aGuardianship)],
  decide: ({ guardianshipId, assessed, assessment }, record, { actor }) =>
    on(guardianshipId, temporary(record, actor.agency.id), aGuardianship, ({ id }) =>
      assessed
        ? [{ type: 'ReturnedToGuardian', data: { guardianshipId: id, assessment } }]
        : refuse('NOT_YET', fitAgain, {
            item: { zh: '须经民政部门评估', en: 'civil affairs must have assessed that the guardian is fit again' },
          }),
    ),
});

/** 长期监护: in the situations that the law lists (未保法94), after temporary guardianship or without. */
export const BeginLongTermGuardianship = command<BeginLongTermGuardianshipInput>({
  name: { zh: '对儿童进行长期监护', en: 'Take the child into long-term guardianship' },
  personal: { basis: 'evidence', placement: 'placement' },
  emits: ['LongTermGuardianshipStarted'],
  guards: [notClosed, under18, longTermOpen],
  decide({ basis, placement, placedWith = null }, record, { actor, directory, newId }) {
    if (placedWith !== null && !takerOf(placedWith, directory))
      return refuse('NO_SUCH_AGENCY', null, { agency: placedWith });
    const guardianshipId = temporary(record, actor.agency.id)[0]?.id ?? newId();
    const childHeard = heardBefore(record);
    return [
      { type: 'LongTermGuardianshipStarted', data: { guardianshipId, basis, placement, placedWith, childHeard } },
    ];
  },
});

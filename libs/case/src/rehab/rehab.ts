import type { Agency, AgencyType } from '#policy';
import { command, type Guard, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { knowsOfConsent } from '../psych/consent.ts';
import { consented } from '../psych/consented.ts';
import { noConsent } from '../psych/referral.ts';
import type { CaseRecord } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { takerOf } from '../superior.ts';

const anApplication = { zh: '社区康复申请', en: 'application for community rehabilitation' };

/** A referral to community rehabilitation (精神障碍社区康复转介); it carries no diagnosis. */
export interface Rehab {
  readonly id: string;
  readonly by: string;
  readonly to: string | null;
  readonly status: 'applied' | 'registered' | 'referred';
}

export interface ApplyRehabInput {
  readonly note?: Sealed;
}

export interface RegisterRehabInput {
  readonly rehabId?: string;
}

export interface ReferRehabInput {
  readonly rehabId?: string;
  /** The rehabilitation body, by agency id. */
  readonly to?: string;
}

export interface RehabEvents {
  RehabApplicationReceived: { readonly rehabId: string; readonly note?: Sealed };
  RehabRegistered: { readonly rehabId: string };
  RehabReferred: { readonly rehabId: string; readonly to: string | null };
}

export const rehabEvents: EventDeclarations<RehabEvents> = {
  RehabApplicationReceived: { name: { zh: '收到社区康复申请', en: 'Rehabilitation applied for' } },
  RehabRegistered: { name: { zh: '社区康复已登记', en: 'Rehabilitation registered' } },
  RehabReferred: { name: { zh: '社区康复已转介', en: 'Referred to rehabilitation' } },
};

export const evolveRehab: Evolve<RehabEvents> = {
  RehabApplicationReceived: (record, { rehabId: id }, meta) => ({
    rehab: [...record.rehab, { id, by: meta.actor.agency.id, to: null, status: 'applied' }],
  }),
  RehabRegistered: (record, { rehabId }) => ({ rehab: changed(record.rehab, rehabId, { status: 'registered' }) }),
  RehabReferred: (record, { rehabId, to }) => ({ rehab: changed(record.rehab, rehabId, { status: 'referred', to }) }),
};

/** 民政、卫生健康: of those that keep the channel open, education has no part in rehabilitation. */
const KEEPERS: readonly AgencyType[] = ['CA', 'HEALTH'];

/** Applications that an agency knows of: its own, those sent to it, and all of them where it keeps the channel open. */
export function rehabKnownTo(record: CaseRecord, agency: Agency): readonly Rehab[] {
  return KEEPERS.includes(agency.type) && relationsOf(record, agency).has('psych-channel')
    ? record.rehab
    : record.rehab.filter(({ by, to }) => by === agency.id || to === agency.id);
}
/** Whether an application fell with the consent that it rests on: its time ended, and it had not been passed on. */
export function isFallen({ id, status }: Rehab, { clocks }: Pick<CaseRecord, 'clocks'>): boolean {
  return (
    status !== 'referred' &&
    clocks.some(({ scope, item, cause }) => scope === 'rehab' && item === id && cause === 'ended')
  );
}

const waiting = (status: Rehab['status']) => (record: CaseRecord, agency: Agency) =>
  rehabKnownTo(record, agency).filter((one) => one.status === status && !isFallen(one, record));
const applied = waiting('applied');
const registered = waiting('registered');

const waits =
  (those: (record: CaseRecord, agency: Agency) => readonly Rehab[]): Guard =>
  (record, { actor }) =>
    those(record, actor.agency).length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: anApplication });

/**
 * What the guardian applies for is shared by consent, the child's too from fourteen (精神卫生法27, 4). Whoever has not been told of it, by
 * rehabilitation that was passed on to it either, is answered as if there were none.
 */
const knownConsent: Guard = (record, { at, actor: { agency } }) => {
  const knows = knowsOfConsent(record, agency) || record.rehab.some(({ to }) => to === agency.id);
  return knows && consented(record, at) ? undefined : noConsent();
};

/** 申请社区康复: referral staff receive it on behalf of the guardian. */
export const ApplyRehab = command<ApplyRehabInput>({
  name: { zh: '受理社区康复申请', en: 'Apply for community rehabilitation' },
  personal: { note: 'clinical' },
  emits: ['RehabApplicationReceived'],
  listedForNamed: true, // departments that have no part in it are not reminded of an illness
  guards: [knownConsent],
  decide: ({ note }, _, { newId }) => [{ type: 'RehabApplicationReceived', data: { rehabId: newId(), note } }],
});

/** 核实登记: within five working days of the application. */
export const RegisterRehab = command<RegisterRehabInput>({
  name: { zh: '登记社区康复', en: 'Register for community rehabilitation' },
  personal: {},
  emits: ['RehabRegistered'],
  guards: [waits(applied)],
  decide: ({ rehabId }, record, { actor }) =>
    on(rehabId, applied(record, actor.agency), anApplication, ({ id }) => [
      { type: 'RehabRegistered', data: { rehabId: id } },
    ]),
});

/** 转介社区康复: within five working days of registration. */
export const ReferRehab = command<ReferRehabInput>({
  name: { zh: '转介社区康复', en: 'Refer to community rehabilitation' },
  personal: {},
  emits: ['RehabReferred'],
  guards: [waits(registered)],
  decide: ({ rehabId, to = null }, record, { actor, directory }) =>
    to !== null && !takerOf(to, directory)
      ? refuse('NO_SUCH_AGENCY', null, { agency: to })
      : on(rehabId, registered(record, actor.agency), anApplication, ({ id }) => [
          { type: 'RehabReferred', data: { rehabId: id, to } },
        ]),
});

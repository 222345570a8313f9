import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

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

const applied = (record: CaseRecord) => record.rehab.filter(({ status }) => status === 'applied');
const registered = (record: CaseRecord) => record.rehab.filter(({ status }) => status === 'registered');

/** 申请社区康复: referral staff receive it on behalf of the guardian. */
export const ApplyRehab = command<ApplyRehabInput>({
  name: { zh: '受理社区康复申请', en: 'Apply for community rehabilitation' },
  personal: { note: 'clinical' },
  emits: ['RehabApplicationReceived'],
  guards: [],
  decide: ({ note }, _, { newId }) => [{ type: 'RehabApplicationReceived', data: { rehabId: newId(), note } }],
});

/** 核实登记: within five working days of the application. */
export const RegisterRehab = command<RegisterRehabInput>({
  name: { zh: '登记社区康复', en: 'Register for community rehabilitation' },
  personal: {},
  emits: ['RehabRegistered'],
  guards: [needs(applied, anApplication)],
  decide: ({ rehabId }, record) =>
    on(rehabId, applied(record), anApplication, ({ id }) => [{ type: 'RehabRegistered', data: { rehabId: id } }]),
});

/** 转介社区康复: within five working days of registration. */
export const ReferRehab = command<ReferRehabInput>({
  name: { zh: '转介社区康复', en: 'Refer to community rehabilitation' },
  personal: {},
  emits: ['RehabReferred'],
  guards: [needs(registered, anApplication)],
  decide: ({ rehabId, to = null }, record, { directory }) =>
    to !== null && !directory.get(to)
      ? refuse('NO_SUCH_AGENCY', null, { agency: to })
      : on(rehabId, registered(record), anApplication, ({ id }) => [
          { type: 'RehabReferred', data: { rehabId: id, to } },
        ]),
});

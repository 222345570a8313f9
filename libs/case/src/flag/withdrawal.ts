import type { Agency } from '#policy';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { dangerKnownTo, flagsKnownTo } from '../relation.ts';

const aFlag = { zh: '本机构提出的线索', en: 'flag of yours' };
const aRequest = { zh: '撤回申请', en: 'request to withdraw' };

/** A flagger asks to take a flag back (撤回申请); the township decides. */
export interface Withdrawal {
  readonly id: string;
  readonly flagId: string;
  readonly by: string;
  /** Ended: the flag has gone back to where it was merged from, and is asked for there. */
  readonly status: 'asked' | 'granted' | 'denied' | 'ended';
}

export interface RequestWithdrawalInput {
  readonly flagId?: string;
  readonly because: Sealed;
}

export interface DecideWithdrawalInput {
  readonly withdrawalId?: string;
  readonly granted: boolean;
  readonly note?: Sealed;
}

export interface WithdrawalEvents {
  WithdrawalRequested: { readonly withdrawalId: string; readonly flagId: string; readonly because: Sealed };
  WithdrawalDecided: {
    readonly withdrawalId: string;
    readonly flagId: string;
    readonly granted: boolean;
    readonly note?: Sealed;
  };
}

export const withdrawalEvents: EventDeclarations<WithdrawalEvents> = {
  WithdrawalRequested: { name: { zh: '申请撤回线索', en: 'Withdrawal requested' } },
  WithdrawalDecided: { name: { zh: '撤回已决定', en: 'Withdrawal decided' }, looks: { granted: 'boolean' } },
};

export const evolveWithdrawal: Evolve<WithdrawalEvents> = {
  WithdrawalRequested: (record, { withdrawalId, flagId }, meta) => ({
    withdrawals: [...record.withdrawals, { id: withdrawalId, flagId, by: meta.actor.agency.id, status: 'asked' }],
  }),
  WithdrawalDecided: (record, { withdrawalId, flagId, granted }) => ({
    withdrawals: changed(record.withdrawals, withdrawalId, { status: granted ? 'granted' : 'denied' }),
    flags: granted ? changed(record.flags, flagId, { status: 'withdrawn' }) : record.flags,
  }),
};

const reportedAtOnce: Basis = { cite: { law: '未成年人保护法', article: '11(2)', rule: 'A1' }, standing: 'statute' };

/** What is serious or dangerous is reported; nobody takes it back. */
const tooSerious: Guard = (record, { actor }) =>
  dangerKnownTo(record, actor.agency) || record.severity?.level === 'SERIOUS'
    ? refuse('SERIOUS_NOT_WITHDRAWN', reportedAtOnce)
    : undefined;

/** A flag that the place does not see cannot be withdrawn there: the township would learn of it. */
const ownFlags = (record: CaseRecord, agency: string) =>
  record.flags.filter(({ by, open, status }) => open && by === agency && (status === 'raised' || status === 'triaged'));

const asked = (record: CaseRecord, flag: string) =>
  record.withdrawals.some(({ flagId, status }) => flagId === flag && status === 'asked');

const withdrawable = (record: CaseRecord, agency: string) =>
  ownFlags(record, agency).filter(({ id }) => !asked(record, id));

const askedAlready: Guard = (record, { actor }) =>
  ownFlags(record, actor.agency.id).length > 0 && withdrawable(record, actor.agency.id).length === 0
    ? refuse('ALREADY_DONE', null, { item: aRequest })
    : undefined;

/** 申请撤回: the desk that raised a flag asks to take it back. */
export const RequestWithdrawal = command<RequestWithdrawalInput>({
  name: { zh: '申请撤回线索', en: 'Ask to withdraw a flag' },
  personal: { because: 'evidence' },
  emits: ['WithdrawalRequested'],
  ownPapers: true,
  guards: [notClosed, tooSerious, needs(ownFlags, aFlag), askedAlready],
  decide({ flagId, because }, record, { actor, newId }) {
    const own = flagId === undefined ? withdrawable(record, actor.agency.id) : ownFlags(record, actor.agency.id);
    return on(flagId, own, aFlag, ({ id }) =>
      asked(record, id)
        ? refuse('ALREADY_DONE', null, { item: aRequest })
        : [{ type: 'WithdrawalRequested', data: { withdrawalId: newId(), flagId: id, because } }],
    );
  },
});

/** Requests about flags that an agency may know of. */
const undecided = (record: CaseRecord, agency: Agency) => {
  const known = new Set(flagsKnownTo(record, agency).map(({ id }) => id));
  return record.withdrawals.filter(({ flagId, status }) => status === 'asked' && known.has(flagId));
};

const someUndecided: Guard = (record, { actor }) =>
  undecided(record, actor.agency).length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: aRequest });

/** 决定撤回: the township decides; a serious matter cannot be withdrawn. */
export const DecideWithdrawal = command<DecideWithdrawalInput>({
  name: { zh: '决定是否准予撤回', en: 'Decide on a withdrawal' },
  personal: { note: 'evidence' },
  emits: ['WithdrawalDecided'],
  guards: [notClosed, someUndecided],
  decide: ({ withdrawalId, granted, note }, record, context) =>
    on(withdrawalId, undecided(record, context.actor.agency), aRequest, ({ id, flagId }) => {
      const refusal = granted ? tooSerious(record, context) : undefined;
      return refusal ?? [{ type: 'WithdrawalDecided', data: { withdrawalId: id, flagId, granted, note } }];
    }),
});

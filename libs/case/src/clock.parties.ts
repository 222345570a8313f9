import type { HolderRole } from '#policy';
import type { CaseEvent } from './case.ts';
import type { Directory } from './kernel/command.ts';
import type { EndedItem } from './kernel/effects.ts';
import type { CaseRecord } from './record.ts';

/**
 * The items that an event brings to their end: all clocks in their scope stop with it. Closing the care file ends what is
 * the care file's own; the police, the procuratorate and the court close theirs.
 */
export function endedBy(event: CaseEvent, record: CaseRecord): readonly EndedItem[] {
  const items = (scope: EndedItem['scope'], list: readonly { readonly id: string }[]) =>
    list.map(({ id }): EndedItem => ({ scope, item: id }));
  const careFile = () => [
    ...items('case', [record]),
    ...items('flag', record.flags),
    ...items('withdrawal', record.withdrawals),
    ...items('schooling', record.schooling),
  ];
  /** What the unit decides on a report itself, nobody has to designate any more. */
  const disputes = (reportId: string | null) =>
    items(
      'designation',
      record.designations.filter((one) => one.reportId === reportId),
    );
  switch (event.type) {
    case 'OrderFulfilled':
    case 'OrderReplaced':
      return items('order', [{ id: event.data.orderId }]);
    case 'ReviewDecided':
      return event.data.upheld ? [] : items('order', [{ id: event.data.orderId }]);
    case 'CaseAccepted':
    case 'NotFiled':
      return disputes(event.data.reportId);
    case 'ReportNotAccepted':
      return [...items('report', [{ id: event.data.reportId }]), ...disputes(event.data.reportId)];
    case 'PenaltyDecided':
    case 'NoPenaltyDecided':
    case 'FileClosed':
      return items('file', [{ id: event.data.fileId }]);
    case 'ReferralCompleted':
      return items('referral', [{ id: event.data.referralId }]);
    case 'ConsentWithdrawn':
      return items(
        'referral',
        record.psych.referrals.filter(({ status }) => status !== 'accepted'),
      );
    case 'WithdrawalDecided':
      return event.data.granted ? items('flag', [{ id: event.data.flagId }]) : [];
    case 'FlagsUnmerged':
      return items('flag', event.data.flags);
    case 'CaseClosed':
    case 'MergedInto':
      return careFile();
    default:
      return [];
  }
}

/** Which agency a clock's time is charged to: the one that must act (责任机构). */
export function holderOf(
  role: HolderRole,
  event: { readonly type: string; readonly data: object },
  record: CaseRecord,
  actor: string,
  directory: Directory,
): string | null {
  const data = event.data as Readonly<
    Record<'orderId' | 'flagId' | 'reportId' | 'referralId' | 'fileId', string | undefined>
  >;
  const order = record.orders.find(({ id }) => id === data.orderId);
  const report = record.reports.find(({ id }) => id === data.reportId);
  const referral = record.psych.referrals.find(({ id }) => id === data.referralId);
  const file = record.files.find(({ id }) => id === data.fileId);
  switch (role) {
    case 'actor':
      return actor;
    case 'committee': {
      // a flag that goes to no committee stays with who raised it: another flag's committee is not told of it by a clock
      const flag = record.flags.find(({ id }) => id === data.flagId);
      return flag ? (flag.committee ?? flag.by) : (record.flags.find(({ committee }) => committee)?.committee ?? actor);
    }
    case 'township':
      return directory.nearest('TOWN', record.division)?.id ?? null;
    case 'civil-affairs':
      return directory.nearest('CA', record.division)?.id ?? null;
    case 'police':
      return report?.to ?? file?.by ?? null;
    case 'reporter':
      return report?.by ?? null;
    case 'issuer':
      return order?.issuer ?? actor;
    case 'provider':
      return order?.provider ?? order?.issuer ?? null;
    case 'sender':
      return referral?.by ?? actor;
    case 'receiver':
      return referral?.to ?? null;
    case 'addressee':
    case 'child-director':
    case 'department':
      return null; // of a recommendation, of a ledger entry: neither is a case
    case 'named': {
      const { holder, to } = event.data as { readonly holder?: string | null; readonly to?: string };
      return holder ?? to ?? null;
    }
  }
}

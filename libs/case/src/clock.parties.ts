import type { HolderRole } from '#policy';
import type { CaseEvent } from './case.ts';
import { inChannel } from './clock/channel.ts';
import { ofHiddenWork } from './clock/known.ts';
import type { LeavingFlags } from './flag/leaving.ts';
import type { Directory } from './kernel/command.ts';
import type { EndedItem } from './kernel/effects.ts';
import { consentStands, isShared } from './psych/consented.ts';
import type { CaseRecord } from './record.ts';

/**
 * The items that an event brings to their end: all clocks in their scope stop with it. Closing the care file ends what is
 * the care file's own; the police, the procuratorate and the court close theirs.
 */
export function endedBy(event: CaseEvent, record: CaseRecord): readonly EndedItem[] {
  const items = (scope: EndedItem['scope'], list: readonly { readonly id: string }[]) =>
    list.map(({ id }): EndedItem => ({ scope, item: id }));
  const careFile = (flags: CaseRecord['flags']) => [
    ...items('flag', flags),
    ...items('withdrawal', record.withdrawals),
    ...items('schooling', record.schooling),
    ...items('work-order', record.workOrders),
    ...items('guardianship', record.guardianships), // left only of who has turned eighteen
  ];
  /** What the unit decides on a report itself, nobody has to designate any more. */
  const disputes = (reportId: string | null) =>
    items(
      'designation',
      record.designations.filter((one) => one.reportId === reportId),
    );
  /** What another child’s flags take with them, and the time of a danger that was seen in that child alone. */
  const leaving = ({ flags, riskSeenBy = [] }: LeavingFlags): readonly EndedItem[] => {
    const gone = new Set(flags.map(({ id }) => id));
    const left = riskSeenBy.filter((agency) => !record.psych.riskSeenBy.includes(agency));
    // a danger that stands in this child too keeps a time, be it that which came over as the sooner
    const stands = record.psych.emergency;
    const spares: EndedItem['spares'] = (clock) =>
      stands || !inChannel(clock) || clock.holder === null || !left.includes(clock.holder);
    return [
      ...items('flag', flags),
      ...items(
        'withdrawal',
        record.withdrawals.filter(({ flagId }) => gone.has(flagId)),
      ),
      { scope: 'case', item: record.id, spares },
    ];
  };
  /** Once neither consent nor danger lets them be taken up, or sent on, nobody has to. */
  const notTakenUp = () =>
    items(
      'referral',
      record.psych.referrals.filter((one) => {
        if (one.status === 'accepted' || consentStands(record)) return false;
        return one.status === 'declined' ? !record.psych.emergency : !isShared(record, one);
      }),
    );
  /** And what was applied for by consent is not passed on when it ends. */
  const withConsent = () => [
    ...notTakenUp(),
    ...(consentStands(record)
      ? []
      : items(
          'rehab',
          record.rehab.filter(({ status }) => status !== 'referred'),
        )),
  ];
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
    case 'SpecialSchoolDecided':
      return event.data.endedTermId === undefined ? [] : items('school-term', [{ id: event.data.endedTermId }]);
    case 'PenaltyDecided':
    case 'NoPenaltyDecided':
    case 'FileClosed':
      return items('file', [{ id: event.data.fileId }]);
    case 'ProtectionOrderRevoked':
      return items('protection-order', [{ id: event.data.protectionId }]);
    case 'ReturnedToGuardian': // and with it what civil affairs consented to as the guardian
    case 'LongTermGuardianshipStarted':
      return [...items('guardianship', [{ id: event.data.guardianshipId }]), ...withConsent()];
    case 'GuardianshipRevoked': {
      const { revocationId, guardianshipId } = event.data;
      const ended = guardianshipId === null ? [] : items('guardianship', [{ id: guardianshipId }]);
      return [...ended, ...withConsent(), ...items('revocation', [{ id: revocationId }])];
    }
    case 'RevocationApplied': // one application is enough: nobody has to apply upon what else was found
      return items(
        'revocation',
        record.revocations.filter(({ id }) => id !== event.data.revocationId),
      );
    case 'RevocationRefused':
    case 'RevocationGroundDropped':
      return items('revocation', [{ id: event.data.revocationId }]);
    case 'ApplicantNotified':
    case 'HukouRequestWithdrawn':
      return items('hukou-request', [{ id: event.data.hukouRequestId }]);
    case 'ReferralCompleted':
      return items('referral', [{ id: event.data.referralId }]);
    case 'ConsentWithdrawn':
    case 'GuardianConsentRecorded': // a guardian who says no now
      return withConsent();
    case 'EmergencyEscorted':
      return notTakenUp();
    case 'WorkOrderDone':
    case 'WorkOrderWithdrawn':
    // taken from whoever has it by another's decision: its time there ends, and the work is not done
    case 'WorkOrderRuled':
    case 'WorkOrderReassigned':
      return items('work-order', [{ id: event.data.workOrderId }]);
    case 'WithdrawalDecided':
      return event.data.granted ? items('flag', [{ id: event.data.flagId }]) : [];
    case 'FlagsUnmerged':
      return leaving(event.data);
    case 'ChildSplit':
      return [
        ...leaving(event.data),
        ...notTakenUp(),
        ...items('report', event.data.reports),
        ...items('filing', event.data.reports),
      ];
    case 'CaseClosed': {
      // what the closer does not see is no part of the care file: a school's or a hospital's own duties are not closed for it
      const spares: EndedItem['spares'] = (clock) => ofHiddenWork(clock, record);
      return [{ scope: 'case', item: record.id, spares }, ...careFile(record.flags.filter(({ open }) => open))];
    }
    case 'MergedInto':
      // a merged case takes no answer and no decision any more
      return [
        ...items('case', [record]),
        ...careFile(record.flags),
        ...items('supervision', record.supervisions),
        ...items('extension', record.extensions),
      ];
    default:
      return [];
  }
}

/**
 * What an event has to name for a role to be found in {@link holderOf}: of roles that are not here, a case has none. Where the actor would be
 * charged for want of it, the rule says `actor`.
 */
export const roleNeeds: Readonly<Partial<Record<HolderRole, 'any' | readonly (EndedItem['scope'] | 'named')[]>>> = {
  actor: 'any',
  committee: 'any',
  township: 'any',
  'civil-affairs': 'any',
  police: ['report', 'file'],
  reporter: ['report'],
  issuer: ['order'],
  provider: ['order'],
  sender: ['referral', 'work-order', 'hukou-request'],
  receiver: ['referral', 'work-order'],
  arbiter: ['work-order'],
  court: ['protection-order'],
  'hukou-township': ['hukou-request'],
  'hukou-civil-affairs': ['hukou-request'],
  named: ['named'],
};

/** Which agency a clock's time is charged to: the one that must act (责任机构). */
export function holderOf(
  role: HolderRole,
  event: { readonly type: string; readonly data: object },
  record: CaseRecord,
  actor: string,
  directory: Directory,
): string | null {
  const data = event.data as Readonly<
    Record<
      'orderId' | 'flagId' | 'reportId' | 'referralId' | 'fileId' | 'workOrderId' | 'hukouRequestId' | 'protectionId',
      string | undefined
    >
  >;
  const order = record.orders.find(({ id }) => id === data.orderId);
  const report = record.reports.find(({ id }) => id === data.reportId);
  const referral = record.psych.referrals.find(({ id }) => id === data.referralId);
  const file = record.files.find(({ id }) => id === data.fileId);
  const workOrder = record.workOrders.find(({ id }) => id === data.workOrderId);
  const request = record.hukou.find(({ id }) => id === data.hukouRequestId);
  switch (role) {
    case 'actor':
      return actor;
    case 'committee': {
      // a hidden flag stays with who raised it: another flag's committee is not told of it by a clock
      const flag = record.flags.find(({ id }) => id === data.flagId);
      if (flag?.open) return flag.committee ?? directory.nearest('TOWN', record.division)?.id ?? flag.by;
      return flag
        ? flag.by
        : (record.flags.find(({ committee }) => committee)?.committee ??
            directory.nearest('RVC', record.division)?.id ??
            actor);
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
      return referral?.by ?? workOrder?.by ?? request?.by ?? actor;
    case 'receiver':
      return referral?.to ?? workOrder?.to ?? null;
    case 'arbiter':
      return workOrder?.arbiter ?? null;
    case 'court':
      return record.protections.find(({ id }) => id === data.protectionId)?.court ?? actor;
    case 'hukou-township':
      return request?.township ?? null;
    case 'hukou-civil-affairs':
      return request?.county ?? null;
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

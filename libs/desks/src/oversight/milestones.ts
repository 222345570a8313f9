import type { Instant } from '#calendar';
import type { RecordedEvent } from '#case';
import type { OversightEntry } from './oversight.entry.ts';

/** How far an item has come (流转节点): a flag, a report, a referral, an order. */
export interface Milestones {
  readonly sent: Instant | null;
  /** 签收: the receipt was given, the paper served. */
  readonly signed: Instant | null;
  readonly accepted: Instant | null;
  /** 退回、移送: each time it went back or on. */
  readonly returned: readonly Instant[];
  readonly done: Instant | null;
}

type Step = keyof Milestones;

/** What the events say of an item's way. */
export const STEPS: Readonly<Partial<Record<RecordedEvent['type'], Step>>> = {
  FlagRaised: 'sent',
  ReportedToPolice: 'sent',
  PsychReferralSent: 'sent',
  OrderIssued: 'sent',
  WithdrawalRequested: 'sent',
  SchoolReturnOrdered: 'sent',
  WorkOrderSent: 'sent',
  WorkOrderRuled: 'sent',
  WorkOrderReassigned: 'sent',
  PushedToHukou: 'sent',
  PoliceReceiptIssued: 'signed',
  OrderServed: 'signed',
  WorkOrderSigned: 'signed',
  FlagTriaged: 'accepted',
  CaseAccepted: 'accepted',
  ReferralAccepted: 'accepted',
  WorkOrderAccepted: 'accepted',
  ReportNotAccepted: 'returned',
  ReportHandedOver: 'returned',
  InfoRequested: 'returned',
  ReferralDeclined: 'returned',
  ProvisionDeclined: 'returned',
  WorkOrderReturned: 'returned',
  ReportDisposed: 'done',
  ReferralCompleted: 'done',
  OrderFulfilled: 'done',
  PupilReturned: 'done',
  ApplicantNotified: 'done',
  WithdrawalDecided: 'done',
  WorkOrderDone: 'done',
};

const NONE: Milestones = { sent: null, signed: null, accepted: null, returned: [], done: null };

/** How far each item has come, by what a timeline tells. */
export function milestonesIn(entries: readonly OversightEntry[]): (item: string) => Milestones {
  const items = new Map<string, Milestones>();
  for (const { event, item, occurredAt } of entries) {
    const step = STEPS[event];
    if (step === undefined || item === null) continue;
    const known = items.get(item) ?? NONE;
    const next = step === 'returned' ? [...known.returned, occurredAt] : (known[step] ?? occurredAt);
    items.set(item, { ...known, [step]: next });
  }
  return (item) => items.get(item) ?? NONE;
}

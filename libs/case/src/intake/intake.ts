import { command, type Guard, isRefusal, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';

const aReport = { zh: '报告', en: 'report' };

export interface AcceptCaseInput {
  readonly reportId?: string;
  /** Number of the receipt that the reporter gets (受案回执). */
  readonly receiptNumber?: string;
}

export interface NotifyReporterInput {
  readonly reportId?: string;
  readonly message: Sealed;
  /** The final result rather than progress. */
  readonly result?: boolean;
}

export interface IntakeEvents {
  CaseAccepted: { readonly reportId: string };
  PoliceReceiptIssued: { readonly reportId: string; readonly receiptNumber?: string };
  ReporterNotified: { readonly reportId: string; readonly message: Sealed; readonly result: boolean };
}

export const intakeEvents: EventDeclarations<IntakeEvents> = {
  CaseAccepted: { name: { zh: '公安机关受案', en: 'Case accepted by the police' } },
  PoliceReceiptIssued: { name: { zh: '已出具受案回执', en: 'Police receipt issued' } },
  ReporterNotified: { name: { zh: '已反馈报告人', en: 'Reporter notified' }, looks: ['result'] },
};

export const evolveIntake: Evolve<IntakeEvents> = {
  CaseAccepted: (record, data) => ({ reports: changed(record.reports, data.reportId, { status: 'accepted' }) }),
  PoliceReceiptIssued: (record, data) => ({
    reports: changed(record.reports, data.reportId, { receiptNumber: data.receiptNumber }),
  }),
  ReporterNotified: (record, data, meta) => ({
    reports: changed(record.reports, data.reportId, { notifiedAt: meta.occurredAt, feedback: data.message }),
  }),
};

/** The police unit acts on reports that are with it; another unit's reports are not its own. */
const holdsReport =
  (...states: readonly string[]): Guard =>
  (record, { actor }) => {
    const own = record.reports.filter(({ to }) => to === actor.agency.id);
    if (own.length === 0) return refuse('NOT_YOUR_ITEM', null, { item: aReport });
    return own.some(({ status }) => states.includes(status))
      ? undefined
      : refuse('ALREADY_DONE', null, { item: aReport });
  };

/** 受案: the police take the case and give the reporter a receipt (公安机关办理行政案件程序规定61(1)). */
export const AcceptCase = command<AcceptCaseInput>({
  name: { zh: '受案', en: 'Accept the case' },
  personal: {},
  emits: ['CaseAccepted'],
  guards: [holdsReport('pending')],
  decide({ reportId, receiptNumber }, record, { actor }) {
    const own = record.reports.filter(({ to, status }) => to === actor.agency.id && status === 'pending');
    const report = pick(reportId, own, aReport);
    if (isRefusal(report)) return report;
    return [
      { type: 'CaseAccepted', data: { reportId: report.id } },
      { type: 'PoliceReceiptIssued', data: { reportId: report.id, receiptNumber } },
    ];
  },
});

/** 反馈报告人: the police tell who reported how the matter stands (未保法11(3)). */
export const NotifyReporter = command<NotifyReporterInput>({
  name: { zh: '反馈报告人', en: 'Notify the reporter' },
  personal: { message: 'evidence' },
  emits: ['ReporterNotified'],
  guards: [holdsReport('accepted')],
  decide({ reportId, message, result = false }, record, { actor }) {
    const own = record.reports.filter(({ to, status }) => to === actor.agency.id && status === 'accepted');
    const report = pick(reportId, own, aReport);
    if (isRefusal(report)) return report;
    return [{ type: 'ReporterNotified', data: { reportId: report.id, message, result } }];
  },
});

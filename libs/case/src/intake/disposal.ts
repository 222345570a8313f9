import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { CaseRecord } from '../record.ts';

const aReport = { zh: '已受案且尚未处置完毕的报告', en: 'report that was accepted and has not been dealt with' };

export interface DisposeReportInput {
  readonly reportId?: string;
}

export interface DisposalEvents {
  /** `told`: the reporter knew the result before. What the result is, a penalty or none, the event does not say. */
  ReportDisposed: { readonly reportId: string; readonly told: boolean };
}

export const disposalEvents: EventDeclarations<DisposalEvents> = {
  ReportDisposed: { name: { zh: '报告事项处置完毕', en: 'Report dealt with' }, looks: { told: 'boolean' } },
};

export const evolveDisposal: Evolve<DisposalEvents> = {
  ReportDisposed: (record, { reportId }) => ({ reports: changed(record.reports, reportId, { disposed: true }) }),
};

const open = (record: CaseRecord, agency: string) =>
  record.reports.filter(({ to, status, disposed }) => to === agency && status === 'accepted' && !disposed);

/** 处置完毕: from here on the reporter waits for the result, told in a suitable way (未保法11(3)). */
export const DisposeReport = command<DisposeReportInput>({
  name: { zh: '报告事项处置完毕', en: 'Say that a report has been dealt with' },
  personal: {},
  emits: ['ReportDisposed'],
  guards: [needs(open, aReport)],
  decide: ({ reportId }, record, { actor }) =>
    on(reportId, open(record, actor.agency.id), aReport, ({ id, resultTold = false }) => [
      { type: 'ReportDisposed', data: { reportId: id, told: resultTold } },
    ]),
});

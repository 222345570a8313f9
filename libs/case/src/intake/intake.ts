import { command, type Guard, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { type Basis, type Refusal, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import type { Report } from '../report/report.ts';
import { takerOf } from '../superior.ts';

const aReport = { zh: '报告', en: 'report' };

export interface AcceptCaseInput {
  readonly reportId?: string;
  /** Number of the receipt that the reporter gets (受案回执). */
  readonly receiptNumber?: Sealed;
}

export interface NotAcceptInput {
  readonly reportId?: string;
  readonly notAcceptedBecause: 'NOT_POLICE_MATTER' | 'NO_FACTS' | 'HANDLED_ALREADY';
  readonly message: Sealed;
}

export interface FindJurisdictionInput {
  readonly reportId?: string;
  readonly note?: Sealed;
}

export interface HandOverReportInput {
  readonly reportId?: string;
  /** The police unit that has jurisdiction, by agency id. */
  readonly to: string;
  readonly note?: Sealed;
}

export interface NotifyReporterInput {
  readonly reportId?: string;
  readonly message: Sealed;
  /** The final result rather than progress. */
  readonly result?: boolean;
}

export interface IntakeEvents {
  CaseAccepted: {
    readonly reportId: string;
    /** It tells of a suspected crime, and whether to file is still to be decided. */
    readonly suspectedCrime?: boolean;
  };
  PoliceReceiptIssued: { readonly reportId: string; readonly receiptNumber?: Sealed };
  ReportNotAccepted: {
    readonly reportId: string;
    readonly notAcceptedBecause: NotAcceptInput['notAcceptedBecause'];
  };
  JurisdictionFoundElsewhere: { readonly reportId: string; readonly note?: Sealed };
  ReportHandedOver: {
    readonly reportId: string;
    readonly from: string;
    readonly to: string;
    readonly suspectedCrime: boolean;
    readonly note?: Sealed;
  };
  ReporterNotified: { readonly reportId: string; readonly message?: Sealed; readonly result: boolean };
}

export const intakeEvents: EventDeclarations<IntakeEvents> = {
  CaseAccepted: {
    name: { zh: '公安机关受案', en: 'Case accepted by the police' },
    looks: { suspectedCrime: 'boolean' },
  },
  PoliceReceiptIssued: { name: { zh: '已出具受案回执', en: 'Police receipt issued' } },
  ReportNotAccepted: {
    name: { zh: '不予受案', en: 'Report not accepted' },
    looks: { notAcceptedBecause: ['NOT_POLICE_MATTER', 'NO_FACTS', 'HANDLED_ALREADY'] },
  },
  JurisdictionFoundElsewhere: { name: { zh: '发现不属本单位管辖', en: 'Jurisdiction found elsewhere' } },
  ReportHandedOver: {
    name: { zh: '移送有管辖权的单位', en: 'Report handed over' },
    looks: { suspectedCrime: 'boolean' },
  },
  ReporterNotified: { name: { zh: '已反馈报告人', en: 'Reporter notified' }, looks: { result: 'boolean' } },
};

export const evolveIntake: Evolve<IntakeEvents> = {
  CaseAccepted: (record, data) => ({ reports: changed(record.reports, data.reportId, { status: 'accepted' }) }),
  PoliceReceiptIssued: (record, data) => ({
    reports: changed(record.reports, data.reportId, { receiptNumber: data.receiptNumber }),
  }),
  ReportNotAccepted: (record, data) => ({
    reports: changed(record.reports, data.reportId, { status: 'not-accepted' }),
  }),
  JurisdictionFoundElsewhere: (record, data) => ({
    reports: changed(record.reports, data.reportId, { elsewhere: true }),
  }),
  ReportHandedOver: (record, data, meta) => {
    const earlier = record.reports.find(({ id }) => id === data.reportId)?.handedOverBy ?? [];
    const change = {
      to: data.to,
      receivedAt: meta.occurredAt,
      elsewhere: false,
      incomplete: false,
      handedOverBy: [...earlier, data.from],
    };
    return { reports: changed(record.reports, data.reportId, change) };
  },
  ReporterNotified: (record, data, meta) => ({
    reports: changed(record.reports, data.reportId, {
      notifiedAt: meta.occurredAt,
      feedback: data.message,
      ...(data.result ? { resultTold: true } : {}),
    }),
  }),
};

/** Not decided on yet: new, or a supplement was asked for. */
export function isOpen(status: Report['status']): boolean {
  return status === 'pending' || status === 'info-requested';
}

/** Reports that a police unit has not decided on yet. */
export function undecided(record: CaseRecord, agency: string): readonly Report[] {
  return record.reports.filter(({ to, status }) => to === agency && isOpen(status));
}

/** The police unit acts on reports that are with it; another unit's reports are not its own. */
const holdsReport =
  (those: (record: CaseRecord, agency: string) => readonly Report[]): Guard =>
  (record, { actor }) => {
    if (those(record, actor.agency.id).length > 0) return undefined;
    const own = record.reports.some(({ to }) => to === actor.agency.id);
    return refuse(own ? 'ALREADY_DONE' : 'NOT_YOUR_ITEM', null, { item: aReport });
  };

const decided = (record: CaseRecord, agency: string) =>
  record.reports.filter(({ to, status }) => to === agency && !isOpen(status));

/** What takes a report up: nothing where it was taken up before. With a suspected crime it is then to be decided whether to file. */
export function takenUp({
  id,
  status,
  suspectedCrime,
}: Report): readonly { readonly type: 'CaseAccepted'; readonly data: IntakeEvents['CaseAccepted'] }[] {
  if (status === 'accepted') return [];
  return [{ type: 'CaseAccepted', data: suspectedCrime ? { reportId: id, suspectedCrime } : { reportId: id } }];
}

/** 受案: the police take the case and give the reporter a receipt (公安机关办理行政案件程序规定61(1)). */
export const AcceptCase = command<AcceptCaseInput>({
  name: { zh: '受案', en: 'Accept the case' },
  personal: { receiptNumber: 'evidence' },
  emits: ['CaseAccepted'],
  guards: [holdsReport(undecided)],
  decide: ({ reportId, receiptNumber }, record, { actor }) =>
    on(reportId, undecided(record, actor.agency.id), aReport, (report) => [
      ...takenUp(report),
      { type: 'PoliceReceiptIssued', data: { reportId: report.id, receiptNumber } },
    ]),
});

const NO_FILING: Basis = {
  cite: {
    law: '公安机关办理刑事案件程序规定',
    article: '178',
    quote: '公安机关应当制作不予立案通知书，并在三日以内送达控告人',
    rule: 'C14',
  },
  standing: 'statute',
};

/** What tells of a suspected crime ends with a decision not to file, which is served and which the procuratorate may ask about (刑事程序178, 182). */
const notAllOfACrime: Guard = (record, { actor }) =>
  undecided(record, actor.agency.id).every(({ suspectedCrime }) => suspectedCrime)
    ? refuse('CRIME_NOT_TURNED_AWAY', NO_FILING)
    : undefined;

/** 不予受案: what is not a police matter is said so at once (程序规定61(3)); incomplete papers are never a reason. */
export const NotAccept = command<NotAcceptInput>({
  name: { zh: '不予受案', en: 'Do not accept the report' },
  personal: { message: 'evidence' },
  emits: ['ReportNotAccepted'],
  guards: [holdsReport(undecided), notAllOfACrime],
  decide: ({ reportId, notAcceptedBecause, message }, record, { actor }) =>
    on(reportId, undecided(record, actor.agency.id), aReport, ({ id, suspectedCrime }) =>
      suspectedCrime
        ? refuse('CRIME_NOT_TURNED_AWAY', NO_FILING)
        : [
            { type: 'ReportNotAccepted', data: { reportId: id, notAcceptedBecause } },
            { type: 'ReporterNotified', data: { reportId: id, message, result: true } },
          ],
    ),
});

const DESIGNATION: Basis = {
  cite: { law: '公安机关办理行政案件程序规定', article: '15', quote: '报请共同的上级公安机关指定管辖', rule: 'C10' },
  standing: 'statute',
};

const notFoundElsewhere = (record: CaseRecord, agency: string) =>
  undecided(record, agency).filter(({ elsewhere }) => !elsewhere);

/** What the common superior designated binds: where all that is with the unit was designated to it, it passes nothing on (程序规定15). */
const notAllDesignated =
  (those: (record: CaseRecord, agency: string) => readonly Report[]): Guard =>
  (record, { actor }) =>
    those(record, actor.agency.id).every(({ designated }) => designated)
      ? refuse('JURISDICTION_DESIGNATED', DESIGNATION)
      : undefined;

/** A unit that passed a report on does not get it back without a designation. */
function settled({ designated, handedOverBy = [] }: Report, to?: string): Refusal | undefined {
  if (designated) return refuse('JURISDICTION_DESIGNATED', DESIGNATION);
  return to !== undefined && handedOverBy.includes(to) ? refuse('JURISDICTION_DISPUTED', DESIGNATION) : undefined;
}

/** 发现管辖不属本单位: the unit keeps case and clock until it has handed the report over, within 24 hours of receipt. */
export const FindJurisdiction = command<FindJurisdictionInput>({
  name: { zh: '认定管辖不属本单位', en: 'Find that another unit has jurisdiction' },
  personal: { note: 'evidence' },
  emits: ['JurisdictionFoundElsewhere'],
  guards: [holdsReport(notFoundElsewhere), notAllDesignated(notFoundElsewhere)],
  decide: ({ reportId, note }, record, { actor }) =>
    on(reportId, undecided(record, actor.agency.id), aReport, (report) =>
      report.elsewhere
        ? refuse('ALREADY_DONE', null, { item: { zh: '管辖认定', en: 'finding on jurisdiction' } })
        : (settled(report) ?? [{ type: 'JurisdictionFoundElsewhere', data: { reportId: report.id, note } }]),
    ),
});

/** 移送: responsibility passes to the unit that has jurisdiction, and the reporter is told (程序规定61(2)). */
export const HandOverReport = command<HandOverReportInput>({
  name: { zh: '移送有管辖权的单位', en: 'Hand the report over' },
  personal: { note: 'evidence' },
  emits: ['ReportHandedOver'],
  guards: [holdsReport(undecided), notAllDesignated(undecided)],
  decide({ reportId, to, note }, record, { actor, directory }) {
    if (!takerOf(to, directory, ['PSB', 'PS']) || to === actor.agency.id) {
      return refuse('NO_SUCH_AGENCY', null, { agency: to });
    }
    return on(reportId, undecided(record, actor.agency.id), aReport, (report) => {
      const { id, suspectedCrime } = report;
      return (
        settled(report, to) ?? [
          { type: 'ReportHandedOver', data: { reportId: id, from: actor.agency.id, to, suspectedCrime, note } },
          { type: 'ReporterNotified', data: { reportId: id, result: false } },
        ]
      );
    });
  },
});

/** 反馈报告人: the police tell who reported how the matter stands (未保法11(3)). */
export const NotifyReporter = command<NotifyReporterInput>({
  name: { zh: '反馈报告人', en: 'Notify the reporter' },
  personal: { message: 'evidence' },
  emits: ['ReporterNotified'],
  guards: [holdsReport(decided)],
  decide: ({ reportId, message, result = false }, record, { actor }) =>
    on(reportId, decided(record, actor.agency.id), aReport, ({ id }) => [
      { type: 'ReporterNotified', data: { reportId: id, message, result } },
    ]),
});

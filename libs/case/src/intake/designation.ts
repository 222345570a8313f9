import type { CaseEvent } from '../case.ts';
import { command, type Guard, isRefusal, needs, on, pick, type StandingContext } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import type { Report } from '../report/report.ts';
import { commonSuperiorOf, takerOf } from '../superior.ts';
import { isOpen, undecided } from './intake.ts';

const aReport = { zh: '与另一单位有管辖争议的报告', en: 'report that another unit has handed to yours' };
const aDispute = { zh: '报请本机关指定管辖的争议', en: 'dispute over jurisdiction that is yours to decide' };

/** A dispute over jurisdiction (管辖争议) before the police organ above both units. */
export interface Designation {
  readonly id: string;
  readonly reportId: string;
  readonly by: string;
  /** The common superior (共同的上级公安机关). */
  readonly to: string;
  readonly decided: boolean;
}

export interface RequestDesignationInput {
  readonly reportId?: string;
  readonly note?: Sealed;
}

export interface DesignateJurisdictionInput {
  readonly designationId?: string;
  /** The unit that has jurisdiction from now on, by agency id. */
  readonly to: string;
  readonly note?: Sealed;
}

export interface DesignationEvents {
  DesignationRequested: {
    readonly designationId: string;
    readonly reportId: string;
    readonly to: string;
    readonly note?: Sealed;
  };
  JurisdictionDesignated: {
    readonly designationId: string;
    readonly reportId: string;
    readonly to: string;
    readonly note?: Sealed;
  };
}

export const designationEvents: EventDeclarations<DesignationEvents> = {
  DesignationRequested: { name: { zh: '报请指定管辖', en: 'Designation requested' } },
  JurisdictionDesignated: { name: { zh: '已指定管辖', en: 'Jurisdiction designated' } },
};

export const evolveDesignation: Evolve<DesignationEvents> = {
  DesignationRequested: (record, { designationId: id, reportId, to }, meta) => ({
    designations: [...record.designations, { id, reportId, by: meta.actor.agency.id, to, decided: false }],
  }),
  JurisdictionDesignated: (record, { designationId, reportId }) => ({
    designations: changed(record.designations, designationId, { decided: true }),
    reports: changed(record.reports, reportId, { designated: true, elsewhere: false }),
  }),
};

type Asked = Pick<StandingContext, 'actor' | 'directory'>;

function disputed(record: CaseRecord, context: Asked): readonly Report[] {
  return undecided(record, context.actor.agency.id).filter(
    (report) =>
      !report.designated &&
      superiorFor(report, context) !== undefined &&
      !record.designations.some(({ reportId, decided }) => reportId === report.id && !decided),
  );
}

/** The organ above this unit and the one that handed the report over; none when nobody did, or the directory has none. */
function superiorFor({ handedOverBy = [] }: Report, { actor, directory }: Asked) {
  const other = directory.get(handedOverBy.at(-1) ?? '');
  return other && commonSuperiorOf(actor.agency, other, directory);
}

const somethingDisputed: Guard = (record, context) =>
  disputed(record, context).length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: aReport });

/** 报请指定管辖: by the unit that holds a report which another has handed over; its review clock runs on meanwhile. */
export const RequestDesignation = command<RequestDesignationInput>({
  name: { zh: '报请指定管辖', en: 'Ask the common superior to designate jurisdiction' },
  personal: { note: 'evidence' },
  emits: ['DesignationRequested'],
  guards: [somethingDisputed],
  decide: ({ reportId, note }, record, context) =>
    on(reportId, disputed(record, context), aReport, (report) => {
      const to = superiorFor(report, context)?.id ?? '';
      return [
        { type: 'DesignationRequested', data: { designationId: context.newId(), reportId: report.id, to, note } },
      ];
    }),
});

/** Once the unit has decided on the report itself, there is nothing left to designate. */
const pending = (record: CaseRecord, agency: string) =>
  record.designations.filter(
    ({ to, decided, reportId }) =>
      to === agency && !decided && record.reports.some(({ id, status }) => id === reportId && isOpen(status)),
  );

/** 指定管辖: binds both units; the review begins anew where the report passes on. */
export const DesignateJurisdiction = command<DesignateJurisdictionInput>({
  name: { zh: '指定管辖', en: 'Designate jurisdiction' },
  personal: { note: 'evidence' },
  emits: ['JurisdictionDesignated'],
  guards: [needs(pending, aDispute)],
  decide({ designationId, to, note }, record, { actor, directory }) {
    const unit = takerOf(to, directory, ['PSB', 'PS']);
    if (!unit?.division.startsWith(actor.agency.division)) {
      return refuse('NO_SUCH_AGENCY', null, { agency: to });
    }
    const dispute = pick(designationId, pending(record, actor.agency.id), aDispute);
    if (isRefusal(dispute)) return dispute;
    const report = record.reports.find(({ id }) => id === dispute.reportId);
    if (!report) return refuse('NO_SUCH_ITEM', null, { item: aDispute });
    const { id: reportId, to: from, suspectedCrime } = report;
    const decided: CaseEvent = {
      type: 'JurisdictionDesignated',
      data: { designationId: dispute.id, reportId, to, note },
    };
    if (from === to) return [decided];
    return [decided, { type: 'ReportHandedOver', data: { reportId, from, to, suspectedCrime } }];
  },
});

import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { undecided } from './intake.ts';

const aReport = { zh: '报告', en: 'report' };
const aRequest = { zh: '要求本机构补充的报告', en: 'report of yours that a supplement was asked for' };

export interface FindPapersIncompleteInput {
  readonly reportId?: string;
  readonly note?: Sealed;
}

export interface RequestInfoInput {
  readonly reportId?: string;
  /** What is missing. */
  readonly wanted: Sealed;
}

export interface SupplyInfoInput {
  readonly reportId?: string;
  readonly supplied: Sealed;
}

export interface SupplementEvents {
  PapersFoundIncomplete: { readonly reportId: string; readonly note?: Sealed };
  InfoRequested: { readonly reportId: string; readonly by: string; readonly wanted: Sealed };
  InfoSupplied: { readonly reportId: string; readonly supplied: Sealed };
}

export const supplementEvents: EventDeclarations<SupplementEvents> = {
  PapersFoundIncomplete: { name: { zh: '材料不全', en: 'Papers found incomplete' } },
  InfoRequested: { name: { zh: '要求补充材料', en: 'Supplement asked for' } },
  InfoSupplied: { name: { zh: '已补充材料', en: 'Supplement supplied' } },
};

export const evolveSupplement: Evolve<SupplementEvents> = {
  PapersFoundIncomplete: (record, data) => ({ reports: changed(record.reports, data.reportId, { incomplete: true }) }),
  InfoRequested: (record, data) => ({
    reports: changed(record.reports, data.reportId, { status: 'info-requested', wanted: data.wanted }),
  }),
  InfoSupplied: (record, data) => ({
    reports: changed(record.reports, data.reportId, { status: 'pending', supplied: data.supplied }),
  }),
};

const notYetSaid = (record: CaseRecord, agency: string) =>
  undecided(record, agency).filter(({ status, incomplete }) => status === 'pending' && !incomplete);

/** 认定材料不全: never a reason to refuse; what is missing must be asked for within 24 hours of receipt (刑事程序180). */
export const FindPapersIncomplete = command<FindPapersIncompleteInput>({
  name: { zh: '认定材料不全', en: 'Find that papers are incomplete' },
  personal: { note: 'evidence' },
  emits: ['PapersFoundIncomplete'],
  guards: [needs(notYetSaid, aReport)],
  decide: ({ reportId, note }, record, { actor }) =>
    on(reportId, notYetSaid(record, actor.agency.id), aReport, ({ id }) => [
      { type: 'PapersFoundIncomplete', data: { reportId: id, note } },
    ]),
});

/** 要求补充: the police ask rather than refuse (刑事程序180); case, responsibility and review clock stay with them. */
export const RequestInfo = command<RequestInfoInput>({
  name: { zh: '要求补充材料', en: 'Ask for a supplement' },
  personal: { wanted: 'evidence' },
  emits: ['InfoRequested'],
  guards: [needs(undecided, aReport)],
  decide: ({ reportId, wanted }, record, { actor }) =>
    on(reportId, undecided(record, actor.agency.id), aReport, ({ id, by }) => [
      { type: 'InfoRequested', data: { reportId: id, by, wanted } },
    ]),
});

const asked = (record: CaseRecord, agency: string) =>
  record.reports.filter(({ by, status }) => by === agency && status === 'info-requested');

/** 补充材料: who reported supplies what was missing. */
export const SupplyInfo = command<SupplyInfoInput>({
  name: { zh: '补充材料', en: 'Supply information' },
  personal: { supplied: 'evidence' },
  emits: ['InfoSupplied'],
  ownPapers: true,
  guards: [needs(asked, aRequest)],
  decide: ({ reportId, supplied }, record, { actor }) =>
    on(reportId, asked(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'InfoSupplied', data: { reportId: id, supplied } },
    ]),
});

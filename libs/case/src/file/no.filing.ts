import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { complainedTo } from './complaint.ts';

const aReport = { zh: '本单位受理的报告', en: 'report with your unit' };
const aDecision = { zh: '不予立案决定', en: 'decision not to file' };

export interface DecideNotToFileInput {
  readonly reportId?: string;
  readonly because: Sealed;
  /** Copied to the procuratorate, by agency id: it sees the file then, or once it is complained of to it. */
  readonly copiedTo?: string;
}

export interface ServeNoFilingInput {
  readonly fileId?: string;
}

export interface AskWhyNotFiledInput {
  readonly fileId?: string;
  readonly note?: Sealed;
}

export interface GiveReasonInput {
  readonly fileId?: string;
  readonly explanation: Sealed;
}

export interface NotifyToFileInput {
  readonly fileId?: string;
  readonly note?: Sealed;
}

export interface NoFilingEvents {
  NotFiled: {
    readonly fileId: string;
    readonly reportId: string;
    readonly because: Sealed;
    readonly copiedTo: string | null;
  };
  NoFilingServed: { readonly fileId: string };
  ReasonAsked: { readonly fileId: string; readonly note?: Sealed };
  ReasonGiven: { readonly fileId: string; readonly explanation: Sealed };
  FilingNotified: { readonly fileId: string; readonly note?: Sealed };
}

export const noFilingEvents: EventDeclarations<NoFilingEvents> = {
  NotFiled: { name: { zh: '不予立案', en: 'Not filed' } },
  NoFilingServed: { name: { zh: '不予立案通知书已送达', en: 'No-filing notice served' } },
  ReasonAsked: { name: { zh: '要求说明不立案理由', en: 'Reason for not filing asked' } },
  ReasonGiven: { name: { zh: '已说明不立案理由', en: 'Reason for not filing given' } },
  FilingNotified: { name: { zh: '通知立案', en: 'Notified to file' } },
};

export const evolveNoFiling: Evolve<NoFilingEvents> = {
  NotFiled: (record, { fileId, reportId, copiedTo }, meta) => ({
    // A report that was accepted stays so: to those who see no more than how it fares, no file has ever shown.
    reports: record.reports.map((report) =>
      report.id === reportId && report.status !== 'accepted' ? { ...report, status: 'not-accepted' } : report,
    ),
    files: [
      ...record.files,
      {
        id: fileId,
        kind: 'CRIMINAL',
        by: meta.actor.agency.id,
        reportId,
        status: 'not-filed',
        askedBy: copiedTo ?? complainedTo(record, reportId),
      },
    ],
  }),
  NoFilingServed: (record, { fileId }) => ({ files: changed(record.files, fileId, { served: true }) }),
  ReasonAsked: (record, { fileId }, meta) => ({
    files: changed(record.files, fileId, { askedBy: meta.actor.agency.id, asked: true }),
  }),
  ReasonGiven: (record, { fileId, explanation }) => ({
    files: changed(record.files, fileId, { reasonGiven: explanation }),
  }),
  FilingNotified: (record, { fileId }) => ({ files: changed(record.files, fileId, { notifiedToFile: true }) }),
};

const fileable = (record: CaseRecord, agency: string) =>
  record.reports.filter(
    ({ id, to, status }) =>
      to === agency &&
      status !== 'not-accepted' &&
      !record.files.some(({ kind, reportId }) => kind === 'CRIMINAL' && reportId === id),
  );
const REASON_CLOCK = 'NO_FILING_REASON';
const notFiled = (record: CaseRecord) => record.files.filter(({ status }) => status === 'not-filed');
const own = (record: CaseRecord, agency: string) => notFiled(record).filter(({ by }) => by === agency);
const unserved = (record: CaseRecord, agency: string) => own(record, agency).filter(({ served }) => !served);
const unexplained = (record: CaseRecord, agency: string) =>
  own(record, agency).filter(({ asked, reasonGiven }) => asked && reasonGiven === undefined);
const shownTo = (record: CaseRecord, agency: string) => notFiled(record).filter(({ askedBy }) => askedBy === agency);
const unasked = (record: CaseRecord, agency: string) => shownTo(record, agency).filter(({ asked }) => !asked);
const explained = (record: CaseRecord, agency: string) =>
  shownTo(record, agency).filter(
    ({ id, reasonGiven, notifiedToFile }) =>
      (reasonGiven !== undefined || isReasonOverdue(id, record)) && !notifiedToFile,
  );
/** The seven days are over: who does not answer does not keep the procuratorate from going on. */
const isReasonOverdue = (fileId: string, { clocks }: CaseRecord) =>
  clocks.some(({ clock, item, state }) => clock === REASON_CLOCK && item === fileId && state === 'overdue');

/** 不予立案: served on the complainant within three days (公安机关办理刑事案件程序规定178). */
export const DecideNotToFile = command<DecideNotToFileInput>({
  name: { zh: '决定不予立案', en: 'Decide not to file' },
  personal: { because: 'offence' },
  emits: ['NotFiled'],
  guards: [needs(fileable, aReport)],
  decide: ({ reportId, because, copiedTo = null }, record, { actor, directory, newId }) =>
    copiedTo !== null && directory.get(copiedTo)?.type !== 'PROC'
      ? refuse('NO_SUCH_AGENCY', null, { agency: copiedTo })
      : on(reportId, fileable(record, actor.agency.id), aReport, ({ id }) => [
          { type: 'NotFiled', data: { fileId: newId(), reportId: id, because, copiedTo } },
        ]),
});

/** 送达不予立案通知书. */
export const ServeNoFiling = command<ServeNoFilingInput>({
  name: { zh: '送达不予立案通知书', en: 'Serve the no-filing notice' },
  personal: {},
  emits: ['NoFilingServed'],
  guards: [needs(unserved, aDecision, own)],
  decide: ({ fileId }, record, { actor }) =>
    on(fileId, unserved(record, actor.agency.id), aDecision, ({ id }) => [
      { type: 'NoFilingServed', data: { fileId: id } },
    ]),
});

/** 要求说明不立案理由: the procuratorate asks (刑事程序182); it sees the file because it was copied or complained of. */
export const AskWhyNotFiled = command<AskWhyNotFiledInput>({
  name: { zh: '要求说明不立案理由', en: 'Ask why it was not filed' },
  personal: { note: 'offence' },
  emits: ['ReasonAsked'],
  guards: [needs(unasked, aDecision, shownTo)],
  decide: ({ fileId, note }, record, { actor }) =>
    on(fileId, unasked(record, actor.agency.id), aDecision, ({ id }) => [
      { type: 'ReasonAsked', data: { fileId: id, note } },
    ]),
});

/** 说明不立案理由: the police answer within seven days (刑事程序182). */
export const GiveReason = command<GiveReasonInput>({
  name: { zh: '说明不立案理由', en: 'Give the reason for not filing' },
  personal: { explanation: 'offence' },
  emits: ['ReasonGiven'],
  guards: [needs(unexplained, aDecision)],
  decide: ({ fileId, explanation }, record, { actor }) =>
    on(fileId, unexplained(record, actor.agency.id), aDecision, ({ id }) => [
      { type: 'ReasonGiven', data: { fileId: id, explanation } },
    ]),
});

/**
 * 通知立案: the reason does not hold, or none was given in time; the police file within fifteen days (刑事程序182). Where none was given it is
 * owed on, until they file.
 */
export const NotifyToFile = command<NotifyToFileInput>({
  name: { zh: '通知公安机关立案', en: 'Notify the police to file' },
  personal: { note: 'offence' },
  emits: ['FilingNotified'],
  guards: [needs(explained, aDecision)],
  decide: ({ fileId, note }, record, { actor }) =>
    on(fileId, explained(record, actor.agency.id), aDecision, ({ id }) => [
      { type: 'FilingNotified', data: { fileId: id, note } },
    ]),
});

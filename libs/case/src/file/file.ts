import { takenUp } from '../intake/intake.ts';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const aReport = { zh: '本单位受理的报告', en: 'report with your unit' };
const aFile = { zh: '本单位在办的治安案件', en: 'open public-security file of yours' };

/** A file of the police beside the care file (治安案件、刑事案件): hidden from all but those the law names. */
export interface PoliceFile {
  readonly id: string;
  readonly kind: 'PUBLIC_SECURITY' | 'CRIMINAL';
  readonly by: string;
  readonly reportId: string | null;
  readonly status: 'open' | 'penalised' | 'no-penalty' | 'not-filed' | 'closed';
  readonly number?: Sealed;
  /** It was filed at some time (曾立案): a case not filed can be closed too, and was never a filed one. */
  readonly everFiled?: boolean;
  /** No-filing decision served (不予立案通知书已送达). */
  readonly served?: boolean;
  /** The procuratorate that it was copied to or that asked why not. */
  readonly askedBy?: string;
  readonly asked?: boolean;
  readonly reasonGiven?: Sealed;
  readonly notifiedToFile?: boolean;
  /** An expert appraisal is under way: its term stands still. */
  readonly appraised?: boolean;
}

export interface OpenPublicSecurityCaseInput {
  readonly reportId?: string;
  readonly fileNumber?: Sealed;
}

export interface DecidePenaltyInput {
  readonly fileId?: string;
  readonly penalty: Sealed;
}

export interface DecideNoPenaltyInput {
  readonly fileId?: string;
  readonly note?: Sealed;
}

export interface FileCriminalCaseInput {
  readonly reportId?: string;
  readonly fileNumber?: Sealed;
}

export interface CloseFileInput {
  readonly fileId?: string;
  readonly note?: Sealed;
}

export interface FileEvents {
  PublicSecurityCaseOpened: { readonly fileId: string; readonly reportId: string | null; readonly fileNumber?: Sealed };
  PenaltyDecided: { readonly fileId: string; readonly penalty: Sealed };
  NoPenaltyDecided: { readonly fileId: string; readonly note?: Sealed };
  CriminalFiled: { readonly fileId: string; readonly reportId: string | null; readonly fileNumber?: Sealed };
  FileClosed: { readonly fileId: string; readonly note?: Sealed };
}

export const fileEvents: EventDeclarations<FileEvents> = {
  PublicSecurityCaseOpened: { name: { zh: '治安案件受理', en: 'Public-security case opened' } },
  PenaltyDecided: { name: { zh: '治安管理处罚决定', en: 'Penalty decided' } },
  NoPenaltyDecided: { name: { zh: '不予处罚决定', en: 'No penalty decided' } },
  CriminalFiled: { name: { zh: '刑事立案', en: 'Criminal case filed' } },
  FileClosed: { name: { zh: '案卷终结', en: 'File closed' } },
};

const opens =
  (kind: PoliceFile['kind']) =>
  (
    record: CaseRecord,
    data: FileEvents['CriminalFiled'],
    meta: { readonly actor: { readonly agency: { readonly id: string } } },
  ) => {
    const earlier = record.files.find(({ id }) => id === data.fileId);
    const { fileId: id, reportId, fileNumber: number } = data;
    const file: PoliceFile = { id, kind, by: meta.actor.agency.id, reportId, status: 'open', number, everFiled: true };
    const files = earlier
      ? changed(record.files, id, { status: 'open', number, everFiled: true })
      : [...record.files, file];
    const reports = reportId === null ? record.reports : changed(record.reports, reportId, { status: 'accepted' });
    return { files, reports };
  };

export const evolveFile: Evolve<FileEvents> = {
  PublicSecurityCaseOpened: opens('PUBLIC_SECURITY'),
  CriminalFiled: opens('CRIMINAL'),
  PenaltyDecided: (record, { fileId }) => ({ files: changed(record.files, fileId, { status: 'penalised' }) }),
  NoPenaltyDecided: (record, { fileId }) => ({ files: changed(record.files, fileId, { status: 'no-penalty' }) }),
  FileClosed: (record, { fileId }) => ({ files: changed(record.files, fileId, { status: 'closed' }) }),
};

const here = (record: CaseRecord, agency: string) =>
  record.reports.filter(({ to, status }) => to === agency && status !== 'not-accepted');
const inProgress = (record: CaseRecord, agency: string) =>
  record.files.filter(({ by, kind, status }) => by === agency && kind === 'PUBLIC_SECURITY' && status === 'open');
const closable = (record: CaseRecord, agency: string) =>
  record.files.filter(({ by, status }) => by === agency && status !== 'closed' && status !== 'not-filed');

type FileKind = PoliceFile['kind'];

/** An organ's finding in a case of its own (本单位办案中发现): a file may be opened upon it, with no report. */
const foundHere = (kind: FileKind, record: CaseRecord, agency: string) =>
  record.findings.some(({ by, caseReference }) => by === agency && caseReference !== undefined) &&
  !record.files.some((file) => file.by === agency && file.kind === kind && file.reportId === null);

const onReportOrFinding =
  (kind: FileKind, reports: (record: CaseRecord, agency: string) => readonly unknown[]): Guard =>
  (record, { actor: { agency } }) =>
    reports(record, agency.id).length > 0 || foundHere(kind, record, agency.id)
      ? undefined
      : refuse('NO_SUCH_ITEM', null, { item: aReport });

/** 治安案件: the act violates public-security administration (家庭教育促进法54); its term runs from acceptance. */
export const OpenPublicSecurityCase = command<OpenPublicSecurityCaseInput>({
  name: { zh: '受理治安案件', en: 'Open a public-security case' },
  personal: { fileNumber: 'offence' },
  emits: ['PublicSecurityCaseOpened'],
  guards: [onReportOrFinding('PUBLIC_SECURITY', here)],
  decide({ reportId, fileNumber }, record, { actor, newId }) {
    const reports = here(record, actor.agency.id);
    if (reportId === undefined && reports.length === 0) {
      return [{ type: 'PublicSecurityCaseOpened', data: { fileId: newId(), reportId: null, fileNumber } }];
    }
    return on(reportId, reports, aReport, (report) => [
      ...takenUp(report),
      { type: 'PublicSecurityCaseOpened', data: { fileId: newId(), reportId: report.id, fileNumber } },
    ]);
  },
});

/** 处罚决定: a penalty under the public-security law; it is not the admonition, and not visible to the care side. */
export const DecidePenalty = command<DecidePenaltyInput>({
  name: { zh: '作出治安管理处罚', en: 'Decide a penalty' },
  personal: { penalty: 'offence' },
  emits: ['PenaltyDecided'],
  guards: [needs(inProgress, aFile)],
  decide: ({ fileId, penalty }, record, { actor }) =>
    on(fileId, inProgress(record, actor.agency.id), aFile, ({ id }) => [
      { type: 'PenaltyDecided', data: { fileId: id, penalty } },
    ]),
});

/** 不予处罚: the file ends without a penalty. */
export const DecideNoPenalty = command<DecideNoPenaltyInput>({
  name: { zh: '不予处罚', en: 'Decide that there is no penalty' },
  personal: { note: 'offence' },
  emits: ['NoPenaltyDecided'],
  guards: [needs(inProgress, aFile)],
  decide: ({ fileId, note }, record, { actor }) =>
    on(fileId, inProgress(record, actor.agency.id), aFile, ({ id }) => [
      { type: 'NoPenaltyDecided', data: { fileId: id, note } },
    ]),
});

/** Reports on which a criminal case may still be filed; one that was not filed may be, later. */
const fileable = (record: CaseRecord, agency: string) =>
  record.reports.filter(({ id, to, status }) => {
    const files = record.files.filter(({ kind, reportId }) => kind === 'CRIMINAL' && reportId === id);
    const notFiled = files.some((file) => file.status === 'not-filed');
    return to === agency && (notFiled || (status !== 'not-accepted' && files.length === 0));
  });

/** 刑事立案: a crime is suspected; the file stays linked and out of sight of the care side. */
export const FileCriminalCase = command<FileCriminalCaseInput>({
  name: { zh: '刑事立案', en: 'File a criminal case' },
  personal: { fileNumber: 'offence' },
  emits: ['CriminalFiled'],
  guards: [onReportOrFinding('CRIMINAL', fileable)],
  decide({ reportId, fileNumber }, record, { actor, newId }) {
    const reports = fileable(record, actor.agency.id);
    if (reportId === undefined && reports.length === 0) {
      return [{ type: 'CriminalFiled', data: { fileId: newId(), reportId: null, fileNumber } }];
    }
    return on(reportId, reports, aReport, ({ id }) => {
      const notFiled = record.files.find(({ reportId: of, status }) => of === id && status === 'not-filed');
      return [{ type: 'CriminalFiled', data: { fileId: notFiled?.id ?? newId(), reportId: id, fileNumber } }];
    });
  },
});

/** 案卷终结: each organ closes its own file; the care file neither waits for it nor ends it. */
export const CloseFile = command<CloseFileInput>({
  name: { zh: '终结本机关案卷', en: 'Close one’s own file' },
  personal: { note: 'offence' },
  emits: ['FileClosed'],
  guards: [needs(closable, aFile)],
  decide: ({ fileId, note }, record, { actor }) =>
    on(fileId, closable(record, actor.agency.id), aFile, ({ id }) => [
      { type: 'FileClosed', data: { fileId: id, note } },
    ]),
});

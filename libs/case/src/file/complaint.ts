import type { Instant } from '#calendar';
import { command, isRefusal, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** Who complains (控告人): an officer records it on their behalf. */
export const COMPLAINANTS = {
  REPORTER: { zh: '报案人、举报人', en: 'Whoever reported' },
  GUARDIAN: { zh: '监护人', en: 'A guardian' },
  CHILD: { zh: '未成年人本人', en: 'The child' },
} as const;
export type Complainant = keyof typeof COMPLAINANTS;

/** A complaint to the procuratorate that the police do not file (不立案控告). */
export interface Complaint {
  readonly id: string;
  /** The report it is about; null when the procuratorate took it itself, who cannot name one. */
  readonly reportId: string | null;
  /** The procuratorate, by agency id. */
  readonly to: string;
  readonly at: Instant;
  readonly complainant: Complainant;
  readonly grounds: Sealed;
}

export interface ComplainOfNoFilingInput {
  readonly reportId?: string;
  /** The procuratorate, by agency id; left out, that of the place. */
  readonly to?: string;
  /** 代谁记录. */
  readonly complainant: Complainant;
  readonly grounds: Sealed;
}

export interface ComplaintEvents {
  NoFilingComplained: {
    readonly complaintId: string;
    readonly reportId: string | null;
    readonly to: string;
    readonly complainant: Complainant;
    readonly grounds: Sealed;
  };
}

export const complaintEvents: EventDeclarations<ComplaintEvents> = {
  NoFilingComplained: { name: { zh: '不立案控告', en: 'Complained of not filing' } },
};

export const evolveComplaint: Evolve<ComplaintEvents> = {
  NoFilingComplained: (record, { complaintId: id, reportId, to, complainant, grounds }, meta) => ({
    complaints: [...record.complaints, { id, reportId, to, at: meta.occurredAt, complainant, grounds }],
    // from here on the procuratorate sees the decision, whether or not the police copied it
    files: record.files.map((file) => {
      const meant = file.status === 'not-filed' && (reportId === null || file.reportId === reportId);
      return meant && !file.asked ? { ...file, askedBy: to } : file;
    }),
  }),
};

/** The procuratorate to which it was complained that this report is not filed, before the police decided. */
export function complainedTo({ complaints }: CaseRecord, reportId: string): string | undefined {
  return complaints.findLast((complaint) => complaint.reportId === null || complaint.reportId === reportId)?.to;
}

const aReport = { zh: '本机构作出的报告', en: 'report of yours' };

const uncomplained = (record: CaseRecord, agency: string) => {
  const own = [...record.reports.filter(({ by }) => by === agency).map(({ id }) => id)];
  const repeated = record.repeats.filter(({ by }) => by === agency).map(({ reportId }) => reportId);
  const known = new Set(record.complaints.map(({ reportId }) => reportId));
  return [...new Set([...own, ...repeated])].filter((id) => !known.has(id)).map((id) => ({ id }));
};

/**
 * 不立案控告: whoever reported, or the guardian, complains to the procuratorate that the police do not file (刑事程序178, 182). The agency that
 * reported records it, of its own report, whatever it knows of a decision; so does the procuratorate that is told of it itself.
 */
export const ComplainOfNoFiling = command<ComplainOfNoFilingInput>({
  name: { zh: '记录不立案控告', en: 'Record a complaint of not filing' },
  personal: { grounds: 'evidence' },
  emits: ['NoFilingComplained'],
  ownPapers: true,
  guards: [
    (record, { actor: { agency } }) => {
      if (agency.type === 'PROC') {
        const taken = record.complaints.some(({ to, reportId }) => to === agency.id && reportId === null);
        return taken ? refuse('ALREADY_DONE', null, { item: { zh: '控告', en: 'complaint' } }) : undefined;
      }
      return uncomplained(record, agency.id).length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: aReport });
    },
  ],
  decide: ({ reportId: named, to, complainant, grounds }, record, { actor: { agency }, directory, newId }) => {
    const receives =
      agency.type === 'PROC'
        ? agency
        : to === undefined
          ? directory.nearest('PROC', record.division)
          : directory.get(to);
    if (receives?.type !== 'PROC') return refuse('NO_SUCH_AGENCY', null, { agency: to ?? '' });
    const complaint = { complaintId: newId(), to: receives.id, complainant, grounds };
    if (agency.type === 'PROC') return [{ type: 'NoFilingComplained', data: { ...complaint, reportId: null } }];
    const report = pick(named, uncomplained(record, agency.id), aReport);
    if (isRefusal(report)) return report;
    return [{ type: 'NoFilingComplained', data: { ...complaint, reportId: report.id } }];
  },
});

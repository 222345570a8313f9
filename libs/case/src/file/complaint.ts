import type { Instant } from '#calendar';
import { type About, type AboutInput, aboutOf, aboutPersonal, opened } from '../flag/opening.ts';
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
  /** The agency that recorded it. */
  readonly by: string;
  /** The procuratorate, by agency id. */
  readonly to: string;
  readonly at: Instant;
  readonly complainant: Complainant;
  readonly grounds: Sealed;
}

/** Whom and where it is about is for a procuratorate to say that knows of no case yet. */
export interface ComplainOfNoFilingInput extends Partial<AboutInput> {
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
    readonly about?: About;
  };
}

export const complaintEvents: EventDeclarations<ComplaintEvents> = {
  NoFilingComplained: { name: { zh: '不立案控告', en: 'Complained of not filing' } },
};

export const evolveComplaint: Evolve<ComplaintEvents> = {
  NoFilingComplained: (record, { complaintId: id, reportId, to, complainant, grounds, about }, meta) => ({
    ...opened(record, about, meta),
    complaints: [
      ...record.complaints,
      { id, reportId, by: meta.actor.agency.id, to, at: meta.occurredAt, complainant, grounds },
    ],
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
  // what another that reported the same has complained of is not told by a step that is missing
  const known = new Set(record.complaints.filter(({ by }) => by === agency).map(({ reportId }) => reportId));
  return [...new Set([...own, ...repeated])].filter((id) => !known.has(id)).map((id) => ({ id }));
};

/**
 * 不立案控告: whoever reported, or the guardian, complains to the procuratorate that the police do not file (刑事程序178, 182). The agency that
 * reported records it, of its own report, whatever it knows of a decision; so does the procuratorate that is told of it itself: where it
 * knows of no case, the child's identity leads to the one that was reported to the police, and without such a one it has a case of its
 * own, so that the answer does not tell which of the two it is.
 */
export const ComplainOfNoFiling = command<ComplainOfNoFilingInput>({
  name: { zh: '记录不立案控告', en: 'Record a complaint of not filing' },
  personal: { ...aboutPersonal, grounds: 'evidence' },
  emits: ['NoFilingComplained'],
  opensCase: true,
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
  decide: (input, record, { actor: { agency }, directory, newId }) => {
    const { reportId: named, to, complainant, grounds, child, place } = input;
    if (agency.type === 'PROC') {
      if (record.status === 'none' && !(child && place)) return refuse('WHO_AND_WHERE');
      const about = child && place ? aboutOf({ ...input, child, place }, record, newId) : undefined;
      const complaint = { complaintId: newId(), reportId: null, to: agency.id, complainant, grounds, about };
      return [{ type: 'NoFilingComplained', data: complaint }];
    }
    const report = pick(named, uncomplained(record, agency.id), aReport);
    if (isRefusal(report)) return report;
    const receives = to === undefined ? directory.nearest('PROC', record.division) : directory.get(to);
    if (receives?.type !== 'PROC') return refuse('NO_SUCH_AGENCY', null, { agency: to ?? '' });
    const complaint = { complaintId: newId(), reportId: report.id, to: receives.id, complainant, grounds };
    return [{ type: 'NoFilingComplained', data: complaint }];
  },
});

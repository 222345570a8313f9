import type { NamedAgency } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import { guardianshipsOf, revocationsOf } from '../guardianship.ts';
import { noticesOf } from '../hukou.ts';
import { organStage, ownPapers } from '../own.papers.ts';

/** What one procuratorate sees: criminal cases filed in its area, no-filing decisions copied to it or complained of, breaches taken to it, and its own papers. */
export function procuratorateView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  if (relations.size === 0) return null;
  const { child, guardian } = record;
  return {
    id: record.id,
    stage: organStage(record, agency.id) ?? 'BEFORE_US',
    division: record.division,
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    ...ownPapers(record, agency.id),
    notices: noticesOf(record, agency.id),
    guardianships: relations.has('filed-with') || relations.has('finder') ? guardianshipsOf(record) : [],
    revocations: revocationsOf(record, agency),
    files: record.files
      .filter(({ kind, everFiled, askedBy }) => {
        const filed = relations.has('filed-with') && kind === 'CRIMINAL' && everFiled;
        return filed || askedBy === agency.id;
      })
      .map(({ id, kind, number, status, reasonGiven }) => ({ id, kind, number, status, reasonGiven })),
    complaints: record.complaints
      .filter(({ to }) => to === agency.id)
      .map(({ id, at, complainant, grounds }) => ({ id, at, complainant, grounds })),
  };
}

import type { NamedAgency } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import { organStage, ownPapers } from '../own.papers.ts';

/** What one procuratorate sees: no-filing decisions copied to it or complained of, breaches taken to it, and its own papers. */
export function procuratorateView(record: CaseRecord, agency: NamedAgency): object | null {
  if (relationsOf(record, agency).size === 0) return null;
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
    files: record.files
      .filter(({ askedBy }) => askedBy === agency.id)
      .map(({ id, kind, status, reasonGiven }) => ({ id, kind, status, reasonGiven })),
  };
}

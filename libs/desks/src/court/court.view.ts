import type { NamedAgency } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import { guardianshipsOf, revocationsOf } from '../guardianship.ts';
import { noticesOf } from '../hukou.ts';
import { organStage, ownPapers } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';

/** What one court sees of a case: its own findings, admonitions and orders, and the breaches taken to it. */
export function courtView(record: CaseRecord, agency: NamedAgency): object | null {
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
    notices: noticesOf(record, agency.id),
    protections: protectionsOf(record, agency),
    // whoever decides on the guardian is told who has the child meanwhile
    guardianships: record.revocations.some(({ court }) => court === agency.id) ? guardianshipsOf(record) : [],
    revocations: revocationsOf(record, agency),
  };
}

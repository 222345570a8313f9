import type { NamedAgency } from '#access';
import { type CaseRecord, knownRevocations } from '#case';

/** Guardianship by civil affairs: who bears it and since when, never where the child is. */
export function guardianshipsOf({ guardianships }: CaseRecord): readonly object[] {
  return guardianships.map(({ id, by, since, status }) => ({ id, by, since, status }));
}

/** Matters of revoking guardianship that an agency found, applied for or decides; civil affairs of the place knows them all. */
export function revocationsOf(record: CaseRecord, agency: NamedAgency): readonly object[] {
  return knownRevocations(record, agency).map(({ id, by, at, applicant, court, grounds, status }) => ({
    id,
    by,
    at,
    applicant,
    court,
    grounds,
    status,
  }));
}

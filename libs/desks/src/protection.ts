import type { NamedAgency } from '#access';
import { type CaseRecord, heldGuardianship, inForce, type Protection } from '#case';

/**
 * Protection orders that an agency may know of (反家暴法32): court, applicant, and once it is made police and committee that it was
 * served on; the police unit that took the child's case from acceptance on, and civil affairs while it is the child's guardian.
 */
export function protectionsOf(record: CaseRecord, { id: agency }: NamedAgency): readonly object[] {
  const guardian = heldGuardianship(record)?.by === agency;
  const police = record.reports.some(({ to, status }) => to === agency && status === 'accepted');
  return record.protections
    .filter(
      ({ by, court, servedOn, status }) =>
        by === agency || court === agency || servedOn.includes(agency) || guardian || (police && status !== 'applied'),
    )
    .map((protection) => shown(protection, record, agency));
}

function shown(protection: Protection, record: CaseRecord, agency: string): object {
  const { id, by, at, court, urgent, forRelative, facts, terms, months, review } = protection;
  const life = record.clocks.find(
    ({ clock, item, state }) => clock === 'PROTECTION_ORDER_LIFE' && item === id && state === 'running',
  );
  const over = protection.status === 'made' && !inForce(record, protection);
  return {
    id,
    by,
    at,
    court,
    urgent,
    forRelative,
    facts: by === agency || court === agency ? facts : undefined,
    terms,
    months,
    due: life?.due,
    status: over ? 'expired' : protection.status,
    review,
  };
}

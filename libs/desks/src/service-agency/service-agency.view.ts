import type { NamedAgency } from '#access';
import { type CaseRecord, consentStands, type Relation, relationsOf } from '#case';
import { revocationsOf } from '../guardianship.ts';
import { ownFlags, ownReports, referralStates, rehabOf, schoolingOf, workOrdersOf } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';

/** Standing above whoever works on a case is no reason to know whose it is. */
const ABOVE: readonly Relation[] = ['superior', 'told-above'];

/**
 * What one service agency sees of a case: the orders it gives guidance for, what it flagged or reported itself, the
 * psychological channel it keeps open, schooling, for
 * education also who was flagged as out of school and what is overdue at the township, measures it is invited to, and work orders
 * that it has. Agencies of one desk do not see each other's; a superior that is asked for more time learns no name.
 */
export function serviceAgencyView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  if (relations.size === 0) return null;
  const { psych, child, guardian } = record;
  const orders = record.orders.filter(({ provider }) => provider === agency.id);
  const guides = orders.length > 0;
  const serves = relations.has('work-order');
  const noticed = relations.has('noticed-psych');
  const channel = relations.has('psych-channel');
  const outOfSchool = relations.has('out-of-school');
  const ofSchooling = outOfSchool || relations.has('return-overdue');
  const leveled = noticed || (channel && agency.type === 'EDU' && consentStands(record));
  const flag = record.flags.find(({ kind, by }) => kind === 'PSYCH_ABNORMALITY' && (channel || by === agency.id));
  return {
    id: record.id,
    childName: [...relations].some((relation) => !ABOVE.includes(relation)) ? child?.name : undefined,
    guardianName: guides || noticed || serves || outOfSchool ? guardian?.name : undefined,
    guardianPhone: guides || noticed || serves ? guardian?.phone : undefined,
    orders: orders.map(({ id, type, issuer, termMonths, sessionEveryMonths, servedAt, sessions, missed, status }) => ({
      id,
      type,
      issuer,
      termMonths,
      sessionEveryMonths,
      servedAt,
      sessions,
      missed,
      status,
    })),
    flags: ownFlags(record, agency.id),
    reports: ownReports(record, agency.id),
    screeningLevel: leveled ? flag?.screeningLevel : undefined,
    guardianToldAt: noticed || channel ? psych.guardianToldAt : undefined,
    consent: noticed || channel ? consentStands(record) : undefined,
    referrals: noticed || channel ? referralStates(record) : referralStates(record, agency.id),
    schooling: schoolingOf(record, agency.id, ofSchooling),
    protections: protectionsOf(record, agency),
    revocations: revocationsOf(record, agency),
    measures: record.measures
      .filter(({ invited }) => invited.includes(agency.id))
      .map(({ description }) => description),
    specialSchool: record.specialSchool?.by === agency.id ? record.specialSchool.decision : undefined,
    inSchoolTerm: record.specialSchool?.by === agency.id ? record.specialSchool.term !== undefined : undefined,
    workOrders: workOrdersOf(record, agency.id, false),
    rehab: rehabOf(record, agency),
  };
}

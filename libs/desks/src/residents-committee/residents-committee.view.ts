import type { NamedAgency } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import { revocationsOf } from '../guardianship.ts';
import { ownReports } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';
import { reportStage } from '../stage.ts';

/**
 * What a committee sees of a case in its village: the flags that came to it, what it did, and how its reports fare. A child
 * director or a grid worker sees its own flags and reports.
 */
export function residentsCommitteeView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  const committee = agency.type === 'RVC' && (relations.has('place') || relations.has('committee'));
  const flags = record.flags.filter(({ by, open }) => by === agency.id || (committee && open));
  const knows = committee || flags.length > 0 || relations.has('reporter');
  if (!knows && !relations.has('protection') && !relations.has('revocation')) return null;
  const { child, guardian, cautions } = record;
  return {
    id: record.id,
    status: record.status,
    stage: knows ? reportStage(record) : 'PROTECTION',
    division: record.division,
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    flags: flags.map(({ id, kind, at, facts, status, by }) => ({ id, kind, at, facts, status, own: by === agency.id })),
    severity: committee ? record.severity?.level : undefined,
    dissuasions: committee ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: ownReports(record, agency.id),
    admonished: committee && record.admonitions.length > 0,
    orderFulfilled: committee && record.orders.some(({ status }) => status === 'fulfilled'),
    cautions: committee
      ? cautions.filter(({ served }) => served).map(({ id, text, visits }) => ({ id, text, visits }))
      : [],
    placementNeeded: committee && record.removal !== null && record.guardianships.length === 0,
    protections: protectionsOf(record, agency),
    revocations: revocationsOf(record, agency),
    focus: committee ? (record.ledger?.categories ?? []) : [],
    closingReason: record.closing?.reason,
  };
}

import type { NamedAgency } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import { reportStage } from '../stage.ts';

/**
 * What a committee sees of a case in its village: the flags that came to it, what it did, and how its reports fare. A child
 * director or a grid worker sees its own flags and reports.
 */
export function residentsCommitteeView(record: CaseRecord, agency: NamedAgency): object | null {
  const committee = agency.type === 'RVC' && relationsOf(record, agency).has('place');
  const flags = record.flags.filter(({ by, committee: to }) => by === agency.id || (committee && to === agency.id));
  const reports = record.reports.filter(({ by }) => by === agency.id);
  if (!committee && flags.length === 0 && reports.length === 0) return null;
  const { child, guardian } = record;
  return {
    id: record.id,
    revision: record.revision,
    status: record.status,
    stage: record.status === 'closed' ? 'CLOSED' : reportStage(record),
    division: record.division,
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    flags: flags.map(({ id, kind, at, facts, status, by }) => ({ id, kind, at, facts, status, own: by === agency.id })),
    severity: committee ? record.severity?.level : undefined,
    dissuasions: committee ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: reports.map(({ id, to, at, status, receiptNumber, feedback }) => ({
      id,
      to,
      at,
      status,
      receiptNumber,
      feedback,
    })),
    admonished: committee && record.admonitions.length > 0,
    orderFulfilled: committee && record.orders.some(({ status }) => status === 'fulfilled'),
    focus: committee ? (record.ledger?.categories ?? []) : [],
    closingReason: record.closing?.reason,
  };
}

import type { NamedAgency } from '#access';
import { type CaseRecord, dangerKnownTo, relationsOf } from '#case';
import { guardianshipsOf } from '../guardianship.ts';
import { hukouOf } from '../hukou.ts';
import { wantedOf, workOrdersOf } from '../own.papers.ts';
import { splitsOf } from '../splits.ts';
import { reportStage } from '../stage.ts';

/** What the township sees of a case of its area: flags and their triage, withdrawals, duplicates, and how reports fare. */
export function townshipView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  const place = relations.has('place');
  const others = ['flagger', 'reporter', 'school', 'hukou', 'work-order-sender'] as const;
  if (!place && !others.some((relation) => relations.has(relation))) return null;
  const { child, guardian } = record;
  return {
    id: record.id,
    status: record.status,
    stage: reportStage(record),
    division: record.division,
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    danger: dangerKnownTo(record, agency),
    severity: place ? record.severity?.level : undefined,
    flags: record.flags
      .filter(({ open, by }) => (place && open) || by === agency.id)
      .map(({ id, kind, at, facts, status, by }) => ({ id, kind, at, facts, status, own: by === agency.id })),
    withdrawals: place ? record.withdrawals.map(({ id, flagId, status }) => ({ id, flagId, status })) : [],
    duplicates: place ? record.duplicates : [],
    merged: place ? record.merged : [],
    splits: place ? splitsOf(record) : [],
    mergedInto: record.mergedInto,
    dissuasions: place ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: record.reports
      .filter(({ by }) => place || by === agency.id)
      .map(({ id, to, at, status }) => ({ id, to, at, status })),
    wanted: wantedOf(record, agency.id),
    admonished: place && record.admonitions.length > 0,
    orderFulfilled: place && record.orders.some(({ status }) => status === 'fulfilled'),
    schooling: record.schooling
      .filter(({ by, school }) => place || by === agency.id || school === agency.id)
      .map(({ id, by, days, status }) => ({ id, by, days, status })),
    guardianships: place ? guardianshipsOf(record) : [],
    hukou: hukouOf(record, agency, place),
    workOrders: workOrdersOf(record, agency.id, place),
    focus: place ? (record.ledger?.categories ?? []) : [],
    eligibility: place ? record.eligibility : undefined,
    closingReason: record.closing?.reason,
  };
}

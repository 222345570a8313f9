import type { NamedAgency } from '#access';
import { type CaseRecord, dangerKnownTo, type Relation, relationsOf } from '#case';
import { guardianshipsOf } from '../guardianship.ts';
import { hukouOf } from '../hukou.ts';
import { mergesOf } from '../merges.ts';
import { referralStates, rehabOf, schoolingOf, wantedOf, workOrdersOf } from '../own.papers.ts';
import { splitsOf } from '../splits.ts';
import { reportStage } from '../stage.ts';

const IN_THE_CASE: readonly Relation[] = ['flagger', 'reporter', 'school', 'hukou', 'work-order-sender'];
const IN_THE_CHANNEL: readonly Relation[] = ['noticed-psych', 'psych-sender', 'rehab'];
const BESIDE_IT: readonly Relation[] = [...IN_THE_CHANNEL, 'hukou-sender', 'told-above'];

/**
 * What the township sees of a case of its area: flags and their triage, withdrawals, duplicates, and how reports fare. What it noticed
 * or sent itself in the psychological channel, or to the hukou place, it follows by state, and what it was told of as the organ above it
 * finds there; that alone tells it nothing of the care file.
 */
export function townshipView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  const place = relations.has('place');
  const knows = place || IN_THE_CASE.some((relation) => relations.has(relation));
  if (!knows && !BESIDE_IT.some((relation) => relations.has(relation))) return null;
  const { child, guardian } = record;
  return {
    id: record.id,
    status: knows ? record.status : undefined,
    stage: knows ? reportStage(record) : 'REFERRAL', // of a request to the hukou place alone every desk says so itself
    division: knows ? record.division : (record.formerDivisions[0] ?? record.division), // where the family went is not told
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    danger: knows ? dangerKnownTo(record, agency) : undefined,
    severity: place ? record.severity?.level : undefined,
    flags: record.flags
      .filter(({ open, by }) => (place && open) || by === agency.id)
      .map(({ id, kind, at, facts, status, by }) => ({ id, kind, at, facts, status, own: by === agency.id })),
    ...mergesOf(record, place),
    splits: place ? splitsOf(record) : [],
    dissuasions: place ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: record.reports
      .filter(({ by }) => place || by === agency.id)
      .map(({ id, to, at, status }) => ({ id, to, at, status })),
    wanted: wantedOf(record, agency.id),
    admonished: place && record.admonitions.length > 0,
    orderFulfilled: place && record.orders.some(({ status }) => status === 'fulfilled'),
    referrals: referralStates(record, relations.has('noticed-psych') ? undefined : agency.id),
    rehab: rehabOf(record, agency),
    schooling: schoolingOf(record, agency.id, place),
    guardianships: place ? guardianshipsOf(record) : [],
    hukou: hukouOf(record, agency, place),
    workOrders: workOrdersOf(record, agency.id, place),
    focus: place ? (record.ledger?.categories ?? []) : [],
    eligibility: place ? record.eligibility : undefined,
    closingReason: knows ? record.closing?.reason : undefined,
  };
}

import type { NamedAgency } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import { chainStage } from '../stage.ts';

/** What civil affairs of the place sees: how far the chain has come; interviews, findings and texts stay with their organs. */
export function civilAffairsView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  if (!relations.has('place') && !relations.has('flagger') && !relations.has('reporter')) return null;
  return {
    id: record.id,
    revision: record.revision,
    status: record.status,
    stage: chainStage(record),
    division: record.division,
    childName: record.child?.name,
    childSex: record.child?.sex,
    birthDate: record.child?.birthDate,
    danger: record.danger,
    severity: record.severity?.level,
    flags: record.flags
      .filter(({ open, by }) => open || by === agency.id)
      .map(({ id, kind, at, status }) => ({ id, kind, at, status })),
    dissuasions: record.dissuasions.length,
    reports: record.reports.map(({ id, to, at, status }) => ({ id, to, at, status })),
    admonished: record.admonitions.length > 0,
    orders: record.orders.map(({ id, type, issuer, provider, status }) => ({ id, type, issuer, provider, status })),
    focus: record.ledger?.categories ?? [],
    closingReason: record.closing?.reason,
    timesReopened: record.timesReopened,
  };
}

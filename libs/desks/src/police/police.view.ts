import type { NamedAgency } from '#access';
import type { CaseRecord } from '#case';

/** What one police unit sees: the reports made to it with their reporter and evidence, and its own documents. */
export function policeView(record: CaseRecord, agency: NamedAgency): object | null {
  const own = <T extends { readonly by: string }>(items: readonly T[]) => items.filter(({ by }) => by === agency.id);
  const reports = record.reports.filter(({ to }) => to === agency.id);
  const flags = reports.length > 0 ? record.flags : own(record.flags);
  if (reports.length === 0 && flags.length === 0) return null;
  const { child, guardian } = record;
  const orders = record.orders.filter(({ issuer }) => issuer === agency.id);
  return {
    id: record.id,
    revision: record.revision,
    status: record.status,
    stage: stageHere(record, agency.id),
    division: record.division,
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    idNumber: child?.idNumber,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    danger: record.danger,
    severity: record.severity?.level,
    flags: flags.map(({ id, kind, by, at, facts, reporter }) => ({ id, kind, by, at, facts, reporter })),
    dissuasions: reports.length > 0 ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: reports.map(({ id, by, reporter, at, facts, status, receiptNumber, notifiedAt }) => ({
      id,
      by,
      reporter,
      at,
      facts,
      status,
      receiptNumber,
      notifiedAt,
    })),
    findings: own(record.findings).map(({ id, at, ground, statement }) => ({ id, at, ground, statement })),
    admonitions: own(record.admonitions).map(({ id, at, text }) => ({ id, at, text })),
    orders: orders.map(
      ({ id, type, provider, termMonths, issuedAt, servedAt, sessions, missed, followUps, status }) => ({
        id,
        type,
        provider,
        termMonths,
        issuedAt,
        servedAt,
        sessions,
        missed,
        followUps,
        status,
      }),
    ),
    closingReason: record.closing?.reason,
  };
}

function stageHere(record: CaseRecord, agency: string): string {
  const orders = record.orders.filter(({ issuer }) => issuer === agency);
  if (orders.some(({ status }) => status === 'served')) return 'FOLLOW_UP';
  if (orders.some(({ status }) => status === 'issued')) return 'ORDERED';
  if (orders.some(({ status }) => status === 'fulfilled')) return 'FULFILLED';
  if (record.admonitions.some(({ by }) => by === agency)) return 'ADMONISHED';
  if (record.findings.some(({ by }) => by === agency)) return 'FINDING';
  const reports = record.reports.filter(({ to }) => to === agency);
  if (reports.some(({ status }) => status === 'accepted')) return 'ACCEPTED';
  return reports.length > 0 ? 'POLICE_REVIEW' : 'FLAGGED';
}

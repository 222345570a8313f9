import type { NamedAgency } from '#access';
import type { CaseRecord } from '#case';

/** What one service agency sees of a case: the orders it provides for, and what it flagged or reported itself. */
export function serviceAgencyView(record: CaseRecord, agency: NamedAgency): object | null {
  const orders = record.orders.filter(({ provider }) => provider === agency.id);
  const flags = record.flags.filter(({ by }) => by === agency.id);
  const reports = record.reports.filter(({ by }) => by === agency.id);
  if (orders.length + flags.length + reports.length === 0) return null;
  const guides = orders.length > 0;
  return {
    id: record.id,
    revision: record.revision,
    childName: record.child?.name,
    guardianName: guides ? record.guardian?.name : undefined,
    guardianPhone: guides ? record.guardian?.phone : undefined,
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
    flags: flags.map(({ id, kind, at, facts, status }) => ({ id, kind, at, facts, status })),
    reports: reports.map(({ id, at, status, feedback }) => ({ id, at, status, feedback })),
  };
}

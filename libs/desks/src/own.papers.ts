import type { NamedAgency } from '#access';
import { type CaseRecord, isFallen, rehabKnownTo, returnOverdue } from '#case';

/** Orders that an organ issued, or whose breach was taken to it. */
export function ordersOf({ orders }: CaseRecord, agency: string): CaseRecord['orders'] {
  return orders.filter(({ issuer, escalatedTo }) => issuer === agency || escalatedTo === agency);
}

/** Whether an agency gives the guidance that an order is about (承接家庭教育指导). */
export function guides({ orders }: CaseRecord, agency: string): boolean {
  return orders.some(({ provider }) => provider === agency);
}

/**
 * What an organ that admonishes and orders sees of its own: findings, admonitions, orders, and breaches taken to it; and of another’s
 * order whose guidance it gives, how the guidance stands.
 */
export function ownPapers(record: CaseRecord, agency: string): object {
  const own = ordersOf(record, agency);
  return {
    findings: record.findings
      .filter(({ by }) => by === agency)
      .map(({ id, at, ground, caseReference, statement }) => ({ id, at, ground, caseReference, statement })),
    admonitions: record.admonitions.filter(({ by }) => by === agency).map(({ id, at, text }) => ({ id, at, text })),
    orders: record.orders
      .filter((order) => own.includes(order) || order.provider === agency)
      .map((order) => ({
        id: order.id,
        type: order.type,
        issuer: order.issuer,
        provider: order.provider,
        termMonths: order.termMonths,
        issuedAt: order.issuedAt,
        servedAt: order.servedAt,
        sessions: order.sessions,
        missed: order.missed,
        followUps: order.followUps,
        status: order.status,
        ...(own.includes(order) ? { breach: order.breach, review: order.review } : {}),
      })),
  };
}

/** Reports that an agency made itself, or made again after another, and how they fare. */
export function ownReports(record: CaseRecord, agency: string): readonly object[] {
  const own = record.reports.filter(({ by }) => by === agency);
  const repeated = record.repeats.flatMap(({ by, reportId, at }) => {
    const report = record.reports.find(({ id }) => id === reportId);
    return by === agency && report && report.by !== agency ? [{ ...report, at, receiptNumber: undefined }] : [];
  });
  return [...own, ...repeated].map(({ id, by, to, at, status, receiptNumber, wanted, feedback }) => ({
    id,
    to,
    at,
    status,
    receiptNumber,
    wanted: by === agency && status === 'info-requested' ? wanted : undefined,
    feedback,
  }));
}

/** Flags that an agency raised itself. */
export function ownFlags(record: CaseRecord, agency: string): readonly object[] {
  return record.flags
    .filter(({ by }) => by === agency)
    .map(({ id, kind, at, facts, status }) => ({ id, kind, at, facts, status, own: true }));
}

/** What the police ask an agency to supply. */
export function wantedOf(record: CaseRecord, agency: string): readonly unknown[] {
  return record.reports.flatMap(({ by, status, wanted }) =>
    by === agency && status === 'info-requested' ? [wanted] : [],
  );
}

/**
 * Service referrals: those that an agency sent, has, or could move as the superior, and of the others, where it answers for the
 * place, how they stand. What is needed is for the sender and whoever has it.
 */
export function workOrdersOf(record: CaseRecord, agency: string, place: boolean): readonly object[] {
  return record.workOrders
    .filter(({ by, to, superior }) => place || [by, to, superior].includes(agency))
    .map(({ id, service, by, to, status, sentAt, need, days, returns, arbiter, bound, result }) => ({
      id,
      service,
      by,
      to,
      status,
      sentAt,
      need: by === agency || to === agency ? need : undefined,
      days,
      returns: returns
        .filter((back) => place || by === agency || back.by === agency)
        .map(({ note, ...back }) => ({ ...back, note: by === agency || back.by === agency ? note : undefined })),
      arbiter,
      bound,
      result,
    }));
}

/** The state of psychological referrals, or of those that one agency sent, without their content. */
export function referralStates(record: CaseRecord, sender?: string): readonly object[] {
  const those = record.psych.referrals.filter(({ by }) => sender === undefined || by === sender);
  return those.map(({ id, to, status }) => ({ id, to, status }));
}

/** Applications for rehabilitation that an agency knows of (社区康复): how they stand, and no diagnosis. */
export function rehabOf(record: CaseRecord, agency: NamedAgency): readonly object[] {
  return rehabKnownTo(record, agency).map((one) => {
    const { id, to, status } = one;
    return { id, to, status: isFallen(one, record) ? 'withdrawn' : status };
  });
}

/** Orders to return to school (责令返校) that an agency gave or is to help with, those of the place where it answers for it. */
export function schoolingOf(record: CaseRecord, agency: string, place: boolean): readonly object[] {
  return record.schooling
    .map((order) => ({ ...order, overdue: returnOverdue(record, order.id) }))
    .filter(({ by, school }) => place || by === agency || school === agency)
    .map(({ id, by, days, status, overdue }) => ({ id, by, days, status, overdue }));
}

/** How far an organ's own papers have come. */
export function organStage(record: CaseRecord, agency: string): string | undefined {
  const orders = record.orders.filter(({ issuer }) => issuer === agency);
  if (orders.some(({ breach, status }) => breach === 'open' && status === 'served')) return 'BREACHED';
  if (orders.some(({ status }) => status === 'served')) return 'FOLLOW_UP';
  if (orders.some(({ status }) => status === 'issued')) return 'ORDERED';
  if (orders.some(({ status }) => status === 'fulfilled')) return 'FULFILLED';
  if (record.admonitions.some(({ by }) => by === agency)) return 'ADMONISHED';
  if (record.findings.some(({ by }) => by === agency)) return 'FINDING';
  return undefined;
}

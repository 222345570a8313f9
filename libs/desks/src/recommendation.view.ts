import type { NamedAgency } from '#access';
import { type Clock, runningClocks } from '#case';
import { isOpen, type RecommendationRecord, recommendationRelations } from '#recommendation';

/**
 * What an agency sees of a recommendation, the same at every desk: issuer, addressee and the superior that was told read it;
 * civil affairs and coordination of the place see that it is there and how its clocks stand.
 */
export function recommendationView(record: RecommendationRecord, agency: NamedAgency): object | null {
  const relations = recommendationRelations(record, agency);
  if (relations.size === 0) return null;
  const party = relations.has('issuer') || relations.has('addressee');
  const reads = party || relations.has('superior');
  const running = runningClocks(record);
  const ended = record.clocks.filter((clock) => !running.includes(clock));
  return {
    id: record.id,
    status: record.status,
    subject: record.subject,
    issuer: record.issuer,
    addressee: record.addressee,
    urgent: record.urgent,
    issuedAt: record.issuedAt,
    servedAt: record.servedAt,
    replyBy: record.replyBy,
    documentNumber: reads ? record.documentNumber : undefined,
    problem: reads ? record.problem : undefined,
    advice: reads ? record.advice : undefined,
    handoffs: party ? record.handoffs : [],
    cited: record.handoffs.length,
    objections: record.objections.map(({ id, at, grounds, reviewed }) => ({
      id,
      at,
      grounds: reads ? grounds : undefined,
      reviewedAt: reviewed?.at,
      upheld: reviewed?.upheld,
      because: reads ? reviewed?.because : undefined,
    })),
    replies: record.replies.map(({ at, text }) => ({ at, text: reads ? text : undefined })),
    urgedAt: record.urged.map(({ at }) => at),
    escalatedTo: record.escalatedTo,
    escalatedAt: record.escalatedAt,
    outcome: record.outcome,
    clocks: [...running, ...ended],
    history: record.history,
  };
}

/** Whose move it is: who is charged with a clock; the issuer and coordination learn of one that is overdue. */
export function recommendationWaiting(record: RecommendationRecord, agency: NamedAgency): readonly Clock[] {
  if (!isOpen(record)) return [];
  const relations = recommendationRelations(record, agency);
  const told = relations.has('issuer') || relations.has('overseer');
  return runningClocks(record).filter(
    ({ holder, state }) => (holder === agency.id && relations.size > 0) || (told && state === 'overdue'),
  );
}

import type { CalendarDate, Instant } from '#calendar';
import type { CaseRecord, Sealed } from '#case';
import type { RecommendationResult, Subject } from './subject.ts';

/** A handoff that was breached and is cited (引用的超期交接): the clock of a case that its holder let run out. */
export interface Handoff {
  readonly caseId: string;
  readonly clockId: string;
  readonly clock: string;
  readonly due: Instant;
}

/** An objection of the addressee (异议), and what came of its review (复核). */
export interface Objection {
  readonly id: string;
  readonly at: Instant;
  readonly grounds: Sealed;
  readonly reviewed?: { readonly at: Instant; readonly upheld: boolean; readonly because?: Sealed };
}

/** A line of what has happened: no content. */
export interface Happening {
  readonly event: string;
  readonly at: Instant;
  readonly by: string;
}

/**
 * The whole record of a recommendation (建议: 检察建议、司法建议、未成年人保护法第一百一十四条的建议): the fold of its stream. Texts in
 * it are sealed.
 */
export interface RecommendationRecord extends Pick<CaseRecord, 'id' | 'revision' | 'at' | 'clocks' | 'answers'> {
  readonly status: 'none' | 'issued' | 'served' | 'replied' | 'withdrawn' | 'closed';
  /** Where the addressee is: a division code. */
  readonly division: string;
  readonly subject: Subject;
  readonly issuer: string;
  readonly addressee: string;
  readonly urgent: boolean;
  /** The last day for the reply, where the document sets one. */
  readonly replyBy: CalendarDate | null;
  readonly documentNumber?: Sealed;
  readonly problem: Sealed | null;
  readonly advice: Sealed | null;
  readonly handoffs: readonly Handoff[];
  readonly issuedAt: Instant | null;
  readonly servedAt: Instant | null;
  readonly objections: readonly Objection[];
  readonly replies: readonly { readonly at: Instant; readonly text: Sealed }[];
  readonly urged: readonly { readonly at: Instant; readonly note?: Sealed }[];
  readonly escalatedTo: string | null;
  readonly escalatedAt: Instant | null;
  readonly outcome: RecommendationResult | null;
  readonly history: readonly Happening[];
}

/** A recommendation before its first event. */
export function noRecommendation(id: string): RecommendationRecord {
  return {
    id,
    revision: -1,
    at: null,
    status: 'none',
    division: '',
    subject: 'GOVERNANCE',
    issuer: '',
    addressee: '',
    urgent: false,
    replyBy: null,
    problem: null,
    advice: null,
    handoffs: [],
    issuedAt: null,
    servedAt: null,
    objections: [],
    replies: [],
    urged: [],
    escalatedTo: null,
    escalatedAt: null,
    outcome: null,
    history: [],
    clocks: [],
    answers: [],
  };
}

/** Served, and neither withdrawn nor closed: work on it goes on. */
export function isOpen({ status }: Pick<RecommendationRecord, 'status'>): boolean {
  return status === 'served' || status === 'replied';
}

/** The objection that waits for its review. */
export function openObjection({ objections }: RecommendationRecord): Objection | undefined {
  return objections.find(({ reviewed }) => reviewed === undefined);
}

/** Its reply is overdue (逾期未复). */
export function replyOverdue({ clocks, addressee }: RecommendationRecord): boolean {
  return clocks.some(({ state, holder }) => state === 'overdue' && holder === addressee);
}

import type { Instant } from '#calendar';
import { type About, type AboutInput, aboutOf, aboutPersonal, opened } from '../flag/opening.ts';
import { command, isRefusal, pick } from '../kernel/command.ts';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';

/** Grounds on which a guardian is admonished (训诫事由); each pack says whether admonition must follow. */
export const GROUNDS = {
  GUARDIAN_FAILS_DUTY: { zh: '不依法履行监护职责或者侵犯儿童合法权益', en: 'Guardian fails duty or infringes rights' },
  SERIOUS_MISBEHAVIOUR: { zh: '未成年人有严重不良行为或者实施犯罪行为', en: 'Child’s serious misbehaviour or crime' },
  IMPROPER_FAMILY_EDUCATION: { zh: '不正确实施家庭教育侵害未成年人合法权益', en: 'Improper family education' },
} as const;
export type Ground = keyof typeof GROUNDS;

/** An organ has found that a guardian failed (发现监护人失职). */
export interface Finding {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  readonly ground: Ground;
  readonly reportId: string | null;
  /** The organ's own case in which it was found, when there was no report. */
  readonly caseReference?: Sealed;
  readonly statement: Sealed;
  /** The organ decided that it needs no admonition (不予训诫). */
  readonly admonitionWaived?: boolean;
}

export interface DiscoverInCaseInput extends Partial<AboutInput> {
  readonly ground: Ground;
  /** Number of the organ's own case (案号). */
  readonly caseReference: Sealed;
  readonly statement: Sealed;
}

export interface RecordFindingInput {
  readonly reportId?: string;
  readonly ground: Ground;
  /** What was found; interview and evidence stay with the organ. */
  readonly statement: Sealed;
}

export interface FindingEvents {
  FindingMade: {
    readonly findingId: string;
    readonly reportId: string | null;
    readonly ground: Ground;
    readonly caseReference?: Sealed;
    readonly statement: Sealed;
    readonly about?: About;
  };
}

export const findingEvents: EventDeclarations<FindingEvents> = {
  FindingMade: { name: { zh: '认定监护人失职', en: 'Finding made' }, looks: { ground: namesOf(GROUNDS) } },
};

export const evolveFinding: Evolve<FindingEvents> = {
  FindingMade: (record, data, meta) => ({
    ...opened(record, data.about, meta),
    findings: [
      ...record.findings,
      {
        id: data.findingId,
        by: meta.actor.agency.id,
        at: meta.occurredAt,
        ground: data.ground,
        reportId: data.reportId,
        caseReference: data.caseReference,
        statement: data.statement,
      },
    ],
  }),
};

/** 认定: the police, on a report they accepted, find that the guardian failed (未保法118(2)). */
export const RecordFinding = command<RecordFindingInput>({
  name: { zh: '记录认定', en: 'Record a finding' },
  personal: { statement: 'evidence' },
  emits: ['FindingMade'],
  guards: [
    under18,
    (record, { actor }) =>
      record.reports.some(({ to, status }) => to === actor.agency.id && status === 'accepted')
        ? undefined
        : refuse('NO_SUCH_ITEM', null, { item: { zh: '已受案的报告', en: 'accepted report of yours' } }),
  ],
  decide({ reportId, ground, statement }, record, { actor, newId }) {
    const accepted = record.reports.filter(({ to, status }) => to === actor.agency.id && status === 'accepted');
    const report = pick(reportId, accepted, { zh: '已受案的报告', en: 'accepted report' });
    if (isRefusal(report)) return report;
    return [{ type: 'FindingMade', data: { findingId: newId(), reportId: report.id, ground, statement } }];
  },
});

/**
 * 办案中发现: police, procuratorate or court find it in a case of their own; no report and no flag is needed (未保法118(2)), and
 * where no case about the child is open, this opens one.
 */
export const DiscoverInCase = command<DiscoverInCaseInput>({
  name: { zh: '办案中发现监护人失职', en: 'Discover a guardian’s failure in a case of one’s own' },
  personal: { ...aboutPersonal, caseReference: 'evidence', statement: 'evidence' },
  emits: ['FindingMade'],
  opensCase: true,
  guards: [under18],
  decide(input, record, { newId }) {
    const { ground, caseReference, statement, child, place } = input;
    if (record.status === 'none' && !(child && place)) return refuse('WHO_AND_WHERE');
    const about = child && place ? aboutOf({ ...input, child, place }, record, newId) : undefined;
    return [
      { type: 'FindingMade', data: { findingId: newId(), reportId: null, ground, caseReference, statement, about } },
    ];
  },
});

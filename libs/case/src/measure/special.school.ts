import type { CalendarDate } from '#calendar';
import { type About, type AboutInput, aboutOf, aboutPersonal, opened } from '../flag/opening.ts';
import { command, type Guard } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** Special-school education of the child (专门教育, 预防法43–46); a sealed record (预防法59). */
export interface SpecialSchool {
  /** The education department that decided. */
  readonly by: string;
  readonly decision: Sealed;
  /** The school term that runs, until the committee has assessed the child in it. */
  readonly term?: string;
  /** The department has let the child return to an ordinary school. */
  readonly ended: boolean;
}

export interface DecideSpecialSchoolInput extends Partial<AboutInput> {
  /** The steering committee assessed and agreed (专门教育指导委员会评估同意). */
  readonly assessed: boolean;
  readonly decision: Sealed;
}

export interface BeginSchoolTermInput {
  /** The last day of the term: by then the committee has to assess. */
  readonly termEnds: CalendarDate;
}

export interface RecordCommitteeReviewInput {
  readonly assessment: Sealed;
  /** On the committee's proposal the child returns to an ordinary school (转回普通学校). */
  readonly returns?: boolean;
}

export interface SpecialSchoolEvents {
  SpecialSchoolDecided: {
    readonly decision: Sealed;
    readonly about?: About;
    /** The school term that ends with it: of the department that had decided before. */
    readonly endedTermId?: string;
  };
  TermStarted: { readonly termId: string; readonly termEnds: CalendarDate };
  CommitteeReviewed: { readonly termId: string; readonly assessment: Sealed; readonly returns: boolean };
}

export const specialSchoolEvents: EventDeclarations<SpecialSchoolEvents> = {
  SpecialSchoolDecided: { name: { zh: '专门教育决定', en: 'Special school decided' } },
  TermStarted: { name: { zh: '专门学校学期开始', en: 'Special-school term started' }, looks: { termEnds: 'date' } },
  CommitteeReviewed: { name: { zh: '专门教育指导委员会已评估', en: 'Committee reviewed' } },
};

export const evolveSpecialSchool: Evolve<SpecialSchoolEvents> = {
  SpecialSchoolDecided: (record, { decision, about }, meta) => ({
    ...opened(record, about, meta),
    // decided anew, the term that runs is still to be assessed; with another department it begins its own
    specialSchool: { by: meta.actor.agency.id, decision, term: termKept(record, meta.actor.agency.id), ended: false },
  }),
  TermStarted: ({ specialSchool }, { termId }) => ({
    specialSchool: specialSchool && { ...specialSchool, term: termId },
  }),
  CommitteeReviewed: ({ specialSchool }, { returns }) => ({
    specialSchool: specialSchool && { ...specialSchool, term: undefined, ended: returns },
  }),
};

function termKept({ specialSchool }: CaseRecord, by: string): string | undefined {
  return specialSchool?.by === by ? specialSchool.term : undefined;
}

/**
 * 专门教育: education decides after the committee has assessed and agreed (预防法43, 44). Guardians and the school apply to education
 * itself (43), which need not have been invited by the police: where no case about the child is open, this opens one, known to
 * education alone (59).
 */
export const DecideSpecialSchool = command<DecideSpecialSchoolInput>({
  name: { zh: '决定专门教育', en: 'Decide on special school' },
  personal: { ...aboutPersonal, decision: 'offence' },
  emits: ['SpecialSchoolDecided'],
  opensCase: true,
  guards: [under18],
  decide(input, record, { actor, newId }) {
    const { assessed, decision, child, place } = input;
    if (record.status === 'none' && !(child && place)) return refuse('WHO_AND_WHERE');
    const about = child && place ? aboutOf({ ...input, child, place }, record, newId) : undefined;
    const term = record.specialSchool?.term;
    const endedTermId = term === termKept(record, actor.agency.id) ? undefined : term;
    return assessed
      ? [{ type: 'SpecialSchoolDecided', data: { decision, about, endedTermId } }]
      : refuse(
          'NOT_YET',
          {
            cite: {
              law: '预防未成年人犯罪法',
              article: '43',
              quote: '经专门教育指导委员会评估同意后，由教育行政部门决定送入专门学校',
              rule: 'F5',
            },
            standing: 'statute',
          },
          {
            item: { zh: '须先经专门教育指导委员会评估同意', en: 'the steering committee must assess and agree first' },
          },
        );
  },
});

const inSchool: Guard = ({ specialSchool }, { actor }) =>
  specialSchool?.by === actor.agency.id && !specialSchool.ended
    ? undefined
    : refuse('NO_SUCH_ITEM', null, { item: { zh: '专门教育', en: 'special-school education' } });

const betweenTerms: Guard = ({ specialSchool }) =>
  specialSchool?.term === undefined
    ? undefined
    : refuse('ALREADY_DONE', null, { item: { zh: '学期', en: 'school term' } });

const inTerm: Guard = ({ specialSchool }) =>
  specialSchool?.term === undefined
    ? refuse('NO_SUCH_ITEM', null, { item: { zh: '待评估的学期', en: 'school term to be assessed' } })
    : undefined;

/** 学期开始: in each term the school asks the committee to assess the child (预防法46). */
export const BeginSchoolTerm = command<BeginSchoolTermInput>({
  name: { zh: '登记专门学校学期', en: 'Begin a term at the special school' },
  personal: {},
  emits: ['TermStarted'],
  guards: [inSchool, betweenTerms],
  decide: ({ termEnds }, _, { occurredAt, newId }) =>
    termEnds < occurredAt.slice(0, 10)
      ? refuse('TERM_ENDS_BEFORE')
      : [{ type: 'TermStarted', data: { termId: newId(), termEnds } }],
});

/** 委员会评估: what the committee found, and whether the department lets the child return to an ordinary school (预防法46). */
export const RecordCommitteeReview = command<RecordCommitteeReviewInput>({
  name: { zh: '登记专门教育指导委员会的评估', en: 'Record the committee’s assessment' },
  personal: { assessment: 'offence' },
  emits: ['CommitteeReviewed'],
  guards: [inSchool, inTerm],
  decide: ({ assessment, returns = false }, { specialSchool }) => [
    { type: 'CommitteeReviewed', data: { termId: specialSchool?.term ?? '', assessment, returns } },
  ],
});

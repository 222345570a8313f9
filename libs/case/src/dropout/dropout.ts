import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const aReturn = { zh: '责令返校', en: 'order to return to school' };

/** The guardian is told to bring a pupil back within a limit (责令限期改正，送其入学). */
export interface Schooling {
  readonly id: string;
  readonly by: string;
  readonly school: string | null;
  readonly days: number;
  readonly status: 'ordered' | 'returned';
}

export interface OrderSchoolReturnInput {
  /** Days given, as written in the order; no clause sets a number. */
  readonly days: number;
  /** The school, by agency id. */
  readonly school?: string;
  readonly note?: Sealed;
}

export interface RecordSchoolReturnInput {
  readonly schoolingId?: string;
  readonly note?: Sealed;
}

export interface DropoutEvents {
  SchoolReturnOrdered: {
    readonly schoolingId: string;
    readonly days: number;
    readonly school: string | null;
    readonly note?: Sealed;
  };
  PupilReturned: { readonly schoolingId: string; readonly note?: Sealed };
}

export const dropoutEvents: EventDeclarations<DropoutEvents> = {
  SchoolReturnOrdered: { name: { zh: '责令送返学校', en: 'School return ordered' }, looks: { days: 'number' } },
  PupilReturned: { name: { zh: '已返校', en: 'Pupil returned' } },
};

export const evolveDropout: Evolve<DropoutEvents> = {
  SchoolReturnOrdered: (record, { schoolingId: id, days, school }, meta) => ({
    schooling: [...record.schooling, { id, by: meta.actor.agency.id, school, days, status: 'ordered' }],
  }),
  PupilReturned: (record, { schoolingId }) => ({
    schooling: changed(record.schooling, schoolingId, { status: 'returned' }),
  }),
};

const waiting = (record: CaseRecord) => record.schooling.filter(({ status }) => status === 'ordered');

/** 控辍保学: county education or the township orders correction within a limit (义务教育法58, 未保法83); no admonition. */
export const OrderSchoolReturn = command<OrderSchoolReturnInput>({
  name: { zh: '责令限期送返学校', en: 'Order a pupil’s return to school' },
  personal: { note: 'evidence' },
  emits: ['SchoolReturnOrdered'],
  guards: [notClosed],
  decide: ({ days, school = null, note }, _, { directory, newId }) =>
    school !== null && directory.get(school)?.type !== 'SCHOOL'
      ? refuse('NO_SUCH_AGENCY', null, { agency: school })
      : [{ type: 'SchoolReturnOrdered', data: { schoolingId: newId(), days, school, note } }],
});

/** 返校: the pupil is back. */
export const RecordSchoolReturn = command<RecordSchoolReturnInput>({
  name: { zh: '记录返校', en: 'Record a return to school' },
  personal: { note: 'evidence' },
  emits: ['PupilReturned'],
  guards: [needs(waiting, aReturn)],
  decide: ({ schoolingId, note }, record) =>
    on(schoolingId, waiting(record), aReturn, ({ id }) => [{ type: 'PupilReturned', data: { schoolingId: id, note } }]),
});

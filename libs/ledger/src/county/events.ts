import type { Instant } from '#calendar';
import {
  type ChangesOf,
  changed,
  type EventDeclarations,
  type EventMeta,
  type EventOf,
  evolving,
  namesOf,
  type Sealed,
} from '#case';
import { DATA_HALVES, type DataHalf, type SurveyWorkRecord } from './record.ts';

interface RanOut {
  readonly surveyWorkId: string;
  readonly clockId: string;
  readonly clock: string;
  readonly due: Instant;
  readonly holder: string | null;
}

/** Every event of a county's survey work. */
export interface SurveyWorkEvents {
  SurveyWorkEstablished: { readonly surveyWorkId: string; readonly division: string };
  DepartmentListed: { readonly surveyWorkId: string; readonly submissionId: string; readonly department: string };
  DataSubmitted: {
    readonly surveyWorkId: string;
    readonly submissionId: string;
    readonly department: string;
    readonly for: DataHalf;
    readonly children: number;
    readonly note?: Sealed;
  };
  SurveyRoundClosed: { readonly surveyWorkId: string; readonly children: number };
  MeetingHeld: { readonly surveyWorkId: string };
  WorkPeriodMissed: RanOut;
  WorkDutyOverdue: RanOut;
}

export type SurveyWorkEvent = EventOf<SurveyWorkEvents>;
export type RecordedSurveyWorkEvent = SurveyWorkEvent & { readonly meta: EventMeta };

export const surveyWorkEvents: EventDeclarations<SurveyWorkEvents> = {
  SurveyWorkEstablished: { name: { zh: '建立摸排与数据共享机制', en: 'Survey work established' } },
  DepartmentListed: { name: { zh: '列为报送部门', en: 'Department listed' }, looks: { department: 'text' } },
  DataSubmitted: {
    name: { zh: '数据已报送', en: 'Data submitted' },
    looks: { for: namesOf(DATA_HALVES), department: 'text' },
  },
  SurveyRoundClosed: { name: { zh: '一轮摸排完成', en: 'Survey round closed' } },
  MeetingHeld: { name: { zh: '推进会议已召开', en: 'Yearly meeting held' } },
  WorkPeriodMissed: { name: { zh: '本年未办理（超期）', en: 'Year missed: breached' }, looks: { clock: 'text' } },
  WorkDutyOverdue: { name: { zh: '报送或摸排超期', en: 'Duty of the survey work overdue' }, looks: { clock: 'text' } },
};

const changes: ChangesOf<SurveyWorkRecord, SurveyWorkEvents> = {
  SurveyWorkEstablished: (_, { division }) => ({ status: 'open', division }),
  DepartmentListed: ({ departments }, { submissionId: id, department: agency }) => ({
    departments: [...departments, { id, agency, submissions: [] }],
  }),
  DataSubmitted: ({ departments }, { submissionId, for: half, children, note }, { occurredAt: at, enteredLate }) => {
    const submissions = departments.find(({ id }) => id === submissionId)?.submissions ?? [];
    const own = { submissions: [...submissions, { for: half, at, enteredLate, children, note }] };
    return { departments: changed(departments, submissionId, own) };
  },
  SurveyRoundClosed: ({ rounds }, { children }, { occurredAt: at }) => ({ rounds: [...rounds, { at, children }] }),
  MeetingHeld: ({ meetings }, _, { occurredAt: at }) => ({ meetings: [...meetings, { at }] }),
  WorkPeriodMissed: ({ missed }, { clock, due }) => ({ missed: [...missed, { clock, due }] }),
  WorkDutyOverdue: ({ clocks }, { clockId }) => ({ clocks: changed(clocks, clockId, { state: 'overdue' }) }),
};

/** The work after one more event. */
export const evolveSurveyWork = evolving(changes);

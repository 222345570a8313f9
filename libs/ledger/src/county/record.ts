import type { Instant } from '#calendar';
import type { CaseRecord, Happening, Sealed } from '#case';

/** For which half of the year a department gives what it knows (报送期). */
export const DATA_HALVES = {
  MARCH: { zh: '3月底前', en: 'By the end of March' },
  SEPTEMBER: { zh: '9月底前', en: 'By the end of September' },
} as const;
export type DataHalf = keyof typeof DATA_HALVES;

/** What a department gave (数据报送): how many children, never who. */
export interface Submission {
  readonly for: DataHalf;
  readonly at: Instant;
  readonly enteredLate: boolean;
  readonly children: number;
  readonly note?: Sealed;
}

/** A department that gives data each half year. */
export interface Department {
  /** The item that its clocks are counted for. */
  readonly id: string;
  readonly agency: string;
  readonly submissions: readonly Submission[];
}

/**
 * The survey work of one county (流动儿童定期监测摸排和数据共享工作机制): which departments give data and when they did, rounds of the survey, and the
 * yearly meeting. It holds no child.
 */
export interface SurveyWorkRecord extends Pick<CaseRecord, 'id' | 'revision' | 'at' | 'clocks' | 'answers'> {
  readonly status: 'none' | 'open';
  /** The county: six digits. */
  readonly division: string;
  readonly departments: readonly Department[];
  readonly rounds: readonly { readonly at: Instant; readonly children: number }[];
  readonly meetings: readonly { readonly at: Instant }[];
  readonly missed: readonly { readonly clock: string; readonly due: Instant }[];
  readonly history: readonly Happening[];
}

/** The work before its first event. */
export function noSurveyWork(id: string): SurveyWorkRecord {
  return {
    id,
    revision: -1,
    at: null,
    status: 'none',
    division: '',
    departments: [],
    rounds: [],
    meetings: [],
    missed: [],
    history: [],
    clocks: [],
    answers: [],
  };
}

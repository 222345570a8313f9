/** A command in the life of a case, so many days after its first. */
export interface Step {
  readonly day: number;
  /** The type of agency that gives it. */
  readonly who: string;
  readonly does: string;
  readonly with: object;
}

/** One way that cases take (路径), and what a case of it makes; figures measured by `simulate nation --seed 7 --measure 120`. */
export interface Path {
  readonly name: string;
  readonly zh: string;
  /** Share of all cases; configured. */
  readonly share: number;
  readonly steps: readonly Step[];
  /** Events, breaches and expiries included. */
  readonly events: number;
  readonly clocks: number;
  /** Days that its clocks run, added up. */
  readonly clockDays: number;
}

const step = (day: number, who: string, does: string, fields: object = {}): Step => ({ day, who, does, with: fields });

/** Facts of ordinary length. */
const FACTS = '邻居反映孩子多次夜间独自在家，父母外出务工，由祖母照看；近两周迟到四次，作业未完成，衣着单薄。';
const FLAG = { kind: 'GUARDIANSHIP_FAILURE', guardian: { name: '张大河', relation: '父亲' }, facts: FACTS };
const reported = [
  step(0, 'RVC', 'RaiseFlag', FLAG),
  step(0, 'RVC', 'ReportToPolice', { facts: FACTS, reporter: { name: '李主任' } }),
];
const closing = (day: number, closingReason: string) => step(day, 'CA', 'CloseCase', { closingReason });
const session = (day: number) =>
  step(day, 'WF', 'RecordGuidanceSession', { attended: true, minutes: 60, note: '按时到场。' });
const followUp = (day: number) => step(day, 'PSB', 'RecordFollowUp', { note: '家访，监护人在家，孩子按时上学。' });

export const PATHS: readonly Path[] = [
  {
    name: 'settled',
    zh: '社区化解',
    share: 0.55,
    steps: [
      step(0, 'CD', 'RaiseFlag', FLAG),
      step(0, 'RVC', 'TriageFlag', { severity: 'NOT_SERIOUS', guardianFails: true }),
      step(1, 'RVC', 'RecordDissuasion', { told: '请安排成年人夜间照看。', answer: '已请姑母同住。' }),
      closing(21, 'RESOLVED'),
    ],
    events: 6,
    clocks: 4,
    clockDays: 123,
  },
  {
    name: 'reported',
    zh: '报告受案',
    share: 0.2,
    steps: [
      ...reported,
      step(1, 'PSB', 'AcceptCase', { receiptNumber: '城公受案字第1号' }),
      step(2, 'PSB', 'NotifyReporter', { message: '已受案，正在办理。' }),
      step(9, 'PSB', 'DisposeReport'),
      closing(23, 'RESOLVED'),
    ],
    events: 19.9,
    clocks: 7,
    clockDays: 169.3,
  },
  {
    name: 'not-accepted',
    zh: '不予受案',
    share: 0.08,
    steps: [
      ...reported,
      step(1, 'PSB', 'NotAccept', { notAcceptedBecause: 'NO_FACTS', message: '经查无此事实。' }),
      closing(22, 'UNSUBSTANTIATED'),
    ],
    events: 13.6,
    clocks: 3,
    clockDays: 36.4,
  },
  {
    name: 'ordered',
    zh: '训诫责令',
    share: 0.07,
    steps: [
      ...reported,
      step(1, 'PSB', 'AcceptCase', { receiptNumber: '城公受案字第1号' }),
      step(2, 'PSB', 'NotifyReporter', { message: '已受案，正在办理。' }),
      step(3, 'PSB', 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: FACTS }),
      step(4, 'PSB', 'IssueAdmonition', { text: '训诫书：应当安排夜间照看。' }),
      step(5, 'PSB', 'IssueOrder', { orderType: 'GUIDANCE', termMonths: 3, sessionEveryMonths: 1, provider: 'WF' }),
      session(26),
      followUp(27),
      session(54),
      followUp(55),
      session(82),
      followUp(83),
      step(89, 'PSB', 'FulfilOrder'),
      step(90, 'PSB', 'DisposeReport'),
      closing(96, 'ORDER_FULFILLED'),
    ],
    events: 31,
    clocks: 18,
    clockDays: 569,
  },
  {
    name: 'psychological',
    zh: '心理转介',
    share: 0.1,
    steps: [
      step(0, 'SCHOOL', 'RaiseFlag', { ...FLAG, kind: 'PSYCH_ABNORMALITY', screeningLevel: '二级' }),
      step(0, 'SCHOOL', 'TellGuardian', { advice: '建议做心理评估。' }),
      step(1, 'SCHOOL', 'RecordGuardianConsent', { guardianAgrees: true }),
      step(2, 'SCHOOL', 'ReferPsych', { to: 'PSYSO', because: '监护人同意，请予评估。' }),
      step(5, 'PSYSO', 'AcceptReferral', { appointment: '周三上午' }),
      step(33, 'PSYSO', 'CompleteReferral', { note: '已完成四次咨询。' }),
    ],
    events: 6.7,
    clocks: 3,
    clockDays: 3,
  },
];

import { farVillage, nextVillage, village } from './directory.fixture.ts';
import { type CaseRecord, ORDER_TYPES, type OrderType } from './index.ts';
import {
  about,
  type Inputs,
  named,
  nextPolice,
  ofFile,
  ofFinding,
  ofOrder,
  ofOverdue,
  ofReferral,
  ofReport,
  ofWorkOrder,
  organs,
  police,
  receivers,
  servants,
  sometimes,
  text,
} from './plausible.items.fixture.ts';
import { tracks } from './plausible.tracks.fixture.ts';

const repeatersOf = ({ repeats }: CaseRecord, id: string) =>
  repeats.filter(({ reportId }) => reportId === id).map(({ by }) => by);

/** Plausible input for each command: what an officer might fill in, seldom wrong. */
export const plausible: Inputs = {
  RaiseFlag: (s) => ({
    ...about(s),
    kind: s.draw.one([
      'GUARDIANSHIP_FAILURE',
      'GUARDIANSHIP_FAILURE',
      'PSYCH_ABNORMALITY',
      'DROPOUT',
      'DOMESTIC_VIOLENCE',
    ]),
    facts: text('facts'),
    signs: s.draw.chance(15) ? [s.draw.one(['INJURED', 'SELF_HARM'] as const)] : undefined,
    screeningLevel: sometimes(s.draw, text('screening level'), 40),
    reporter: sometimes(s.draw, { name: text('reporter') }, 40),
  }),
  TriageFlag: ({ record, draw }) => ({
    flagId: named(
      draw,
      record.flags.filter(({ status, open }) => status === 'raised' && open),
    ),
    severity: record.danger || draw.chance(35) ? 'SERIOUS' : 'NOT_SERIOUS',
    guardianFails: sometimes(draw, draw.chance(70)),
    signs: draw.chance(8) ? ['ALONE_AT_NIGHT'] : undefined,
    hukouDivision: sometimes(draw, '441424', 70),
    residenceSince: sometimes(draw, '2024-01-03' as never, 70),
    focus: draw.chance(50) ? ['GUARDIANSHIP_MISSING'] : undefined,
    note: sometimes(draw, text('triage note')),
  }),
  AssessSeverity: ({ record, draw }) => ({
    severity: record.danger || draw.chance(60) ? 'SERIOUS' : 'NOT_SERIOUS',
    signs: draw.chance(8) ? ['INJURED'] : undefined,
  }),
  TestEligibility: ({ draw }) => ({
    hukouDivision: sometimes(draw, '110101', 80),
    residenceSince: '2024-05-01' as never,
  }),
  RequestWithdrawal: ({ record, agency, draw }) => ({
    flagId: named(
      draw,
      record.flags.filter(({ by }) => by === agency),
    ),
    because: text('withdrawal'),
  }),
  DecideWithdrawal: ({ record, draw }) => ({
    withdrawalId: named(
      draw,
      record.withdrawals.filter(({ status }) => status === 'asked'),
    ),
    granted: draw.chance(50) && !record.danger && record.severity?.level !== 'SERIOUS',
  }),
  MergeFlags: ({ otherCase }) => ({ sourceCaseId: otherCase }),
  UnmergeFlags: ({ otherCase }) => ({ sourceCaseId: otherCase }),
  SplitChild: ({ otherCase }) => ({ sourceCaseId: otherCase, because: text('why two children') }),
  ConsentToSplit: ({ record, agency, draw }) => ({
    splitId: named(
      draw,
      record.splits.filter(({ status }) => status === 'asked'),
    ),
    granted: draw.chance(80),
    reportIds: record.reports.filter(({ to }) => to === agency && draw.chance(40)).map(({ id }) => id),
    note: sometimes(draw, text('note on a split')),
  }),
  RecordDissuasion: ({ record, draw }) => ({
    flagId: sometimes(draw, draw.one([...record.flags.map(({ id }) => id), 'no-such-item']), 20),
    told: text('told'),
  }),
  ReportToPolice: (s) => ({
    ...(s.record.status === 'none' ? about(s) : {}),
    to: sometimes(s.draw, s.draw.one(police(s.agency)), 60),
    facts: text('report facts'),
    suspectedCrime: s.draw.chance(30),
    newFacts: s.draw.chance(40),
    reporter: sometimes(s.draw, { name: text('reporter') }),
  }),
  AcceptCase: (s) => ({ ...ofReport(s), receiptNumber: text('receipt number') }),
  NotAccept: (s) => ({ ...ofReport(s), notAcceptedBecause: 'NO_FACTS', message: text('message') }),
  FindJurisdiction: ofReport,
  HandOverReport: (s) => ({
    ...ofReport(s),
    to: s.draw.chance(3) ? s.agency : nextPolice(s),
  }),
  NotifyReporter: ({ record, agency, draw }) => ({
    reportId: named(
      draw,
      record.reports.filter(({ to, status }) => to === agency && /accepted/.test(status)),
    ),
    message: text('feedback'),
    result: draw.chance(40),
  }),
  FindPapersIncomplete: ofReport,
  DisposeReport: ({ record, agency, draw }) => ({
    reportId: named(
      draw,
      record.reports.filter(({ to, status, disposed }) => to === agency && status === 'accepted' && !disposed),
    ),
  }),
  RequestDesignation: ofReport,
  DesignateJurisdiction: (s) => ({ to: s.draw.one(['psb', 'near-psb', 'near-ps', 'far-psb']) }),
  RequestInfo: (s) => ({ ...ofReport(s), wanted: text('wanted') }),
  SupplyInfo: ({ record, agency, draw }) => ({
    reportId: named(
      draw,
      record.reports.filter(({ by, status }) => by === agency && status === 'info-requested'),
    ),
    supplied: text('supplied'),
  }),
  RecordFinding: ({ record, agency, draw }) => ({
    reportId: named(
      draw,
      record.reports.filter(({ to, status }) => to === agency && status === 'accepted'),
    ),
    ground: draw.one(['GUARDIAN_FAILS_DUTY', 'SERIOUS_MISBEHAVIOUR', 'IMPROPER_FAMILY_EDUCATION']),
    statement: text('statement'),
  }),
  DiscoverInCase: (s) => ({
    ...(s.record.status === 'none' || s.draw.chance(30) ? about(s) : {}),
    ground: 'GUARDIAN_FAILS_DUTY',
    caseReference: text('case reference'),
    statement: text('statement'),
  }),
  IssueAdmonition: (s) => ({ ...ofFinding(s), text: text('admonition') }),
  DecideNoAdmonition: ofFinding,
  DecideNoOrder: ({ record, agency, draw }) => ({
    findingId: named(
      draw,
      record.findings.filter(({ id, by }) => by === agency && !record.orders.some(({ findingId }) => findingId === id)),
    ),
  }),
  IssueOrder: (s) => ({
    findingId: named(s.draw, s.record.findings),
    orderType: s.draw.chance(65) ? 'GUIDANCE' : s.draw.one(Object.keys(ORDER_TYPES) as OrderType[]),
    termMonths: sometimes(s.draw, s.draw.one([1, 3, 6])),
    sessionEveryMonths: sometimes(s.draw, 1),
    provider: sometimes(s.draw, s.draw.one(['wf', 'wf', 'far-wf', 'no-such-agency']), 70),
    served: sometimes(s.draw, false, 25),
  }),
  ServeOrder: (s) => ({
    orderId: named(
      s.draw,
      s.record.orders.filter(({ status }) => status === 'issued'),
    ),
  }),
  RecordGuidanceSession: (s) => ({ ...ofOrder(s), attended: s.draw.chance(70), note: text('session note') }),
  RecordFollowUp: (s) => ({ ...ofOrder(s), note: text('follow-up'), missedSession: s.draw.chance(20) }),
  FulfilOrder: ofOrder,
  DeclineProvision: (s) => ({ ...ofOrder(s), because: text('declined because') }),
  NameProvider: (s) => ({ ...ofOrder(s), provider: s.draw.one(['wf', 'far-wf', 'school']) }),
  RecordBreach: (s) => ({ ...ofOrder(s), note: text('breach note') }),
  EscalateBreach: (s) => ({
    orderId: named(
      s.draw,
      s.record.orders.filter(({ breach }) => breach === 'open'),
    ),
    to: s.draw.one(organs.filter((id) => id !== s.agency)),
  }),
  DisposeBreach: (s) => ({
    orderId: named(
      s.draw,
      s.record.orders.filter(({ breach }) => breach === 'open'),
    ),
    disposal: s.draw.one(['SECOND_ADMONITION', 'ANOTHER_ORDER', 'NO_FURTHER_ACTION', 'PUBLIC_SECURITY']),
  }),
  ReplaceOrder: ofOrder,
  RequestReview: (s) => ({ ...ofOrder(s), grounds: text('review grounds') }),
  DecideReview: ({ record, draw }) => ({
    orderId: named(
      draw,
      record.orders.filter(({ review }) => review === 'asked'),
    ),
    upheld: draw.chance(50),
  }),
  OpenPublicSecurityCase: (s) => ({ ...ofReport(s), fileNumber: text('file number') }),
  BeginAppraisal: (s) => ({ ...ofFile(s), subject: text('appraisal') }),
  EndAppraisal: ofFile,
  DecidePenalty: (s) => ({ ...ofFile(s), penalty: text('penalty') }),
  DecideNoPenalty: ofFile,
  FileCriminalCase: (s) => ({ ...ofReport(s), fileNumber: text('file number') }),
  CloseFile: ({ record, agency, draw }) => ({
    fileId: named(
      draw,
      record.files.filter(({ by, status }) => by === agency && status !== 'closed'),
    ),
  }),
  DecideNotToFile: (s) => ({ ...ofReport(s), because: text('not filed'), copiedTo: sometimes(s.draw, 'proc', 70) }),
  ServeNoFiling: ofFile,
  ComplainOfNoFiling: (s) => ({
    ...(s.record.status === 'none' ? about(s) : {}),
    reportId: named(
      s.draw,
      s.record.reports
        .filter(({ id, by }) => [by, ...repeatersOf(s.record, id)].includes(s.agency))
        .filter(({ id }) => !s.record.complaints.some(({ reportId, by }) => reportId === id && by === s.agency)),
    ),
    complainant: s.draw.one(['REPORTER', 'GUARDIAN', 'CHILD']),
    grounds: text('complaint'),
  }),
  AskWhyNotFiled: ofFile,
  GiveReason: (s) => ({ ...ofFile(s), explanation: text('explanation') }),
  NotifyToFile: ofFile,
  IssueCaution: () => ({ text: text('caution') }),
  ServeCaution: ({ record, draw }) => ({
    cautionId: named(
      draw,
      record.cautions.filter(({ served }) => !served),
    ),
  }),
  RecordCautionVisit: ({ record, draw }) => ({
    cautionId: named(
      draw,
      record.cautions.filter(({ served }) => served),
    ),
    note: text('caution visit'),
  }),
  ApplyMeasure: ({ draw }) => ({
    description: text('measure'),
    invited: sometimes(draw, [draw.one(['school', 'wf', 'rvc'])]),
  }),
  EndMeasure: ({ record, draw }) => ({
    measureId: named(
      draw,
      record.measures.filter(({ status }) => status === 'applied'),
    ),
  }),
  DecideSpecialSchool: (s) => ({
    ...(s.record.status === 'none' ? about(s) : {}),
    assessed: s.draw.chance(80),
    decision: text('special school'),
  }),
  BeginSchoolTerm: ({ record }) => ({ termEnds: `${Number(record.at?.slice(0, 4)) + 1}-01-20` as never }),
  RecordCommitteeReview: ({ draw }) => ({ assessment: text('assessment'), returns: sometimes(draw, draw.chance(30)) }),
  RemoveFromDanger: () => ({ placement: text('placement') }),
  EndEmergency: () => ({ note: text('emergency note') }),
  RegisterEmergency: ({ record, agency, draw }) => ({
    emergencyId: named(
      draw,
      record.emergencies.filter(({ by, registered }) => by === agency && !registered),
    ),
    registrationNumber: text('registration number'),
  }),
  TellGuardian: () => ({ advice: text('advice') }),
  RecordGuardianConsent: ({ draw }) => ({
    guardianAgrees: draw.chance(85),
    childAgrees: sometimes(draw, draw.chance(80), 80),
  }),
  WithdrawConsent: () => ({}),
  ReportRisk: () => ({ risk: text('risk') }),
  EmergencyEscort: ({ draw }) => ({ to: draw.chance(90) ? 'hosp' : 'psyso' }),
  ReferPsych: ({ draw }) => ({ to: draw.one(receivers), because: text('referral because') }),
  RerouteReferral: (s) => ({ ...ofReferral(s, 'declined'), to: s.draw.one(receivers) }),
  AcceptReferral: (s) => ({ ...ofReferral(s, 'sent'), appointment: text('appointment') }),
  DeclineReferral: (s) => ({ ...ofReferral(s, 'sent'), declinedBecause: 'NO_CAPACITY' }),
  CompleteReferral: (s) => ofReferral(s, 'accepted'),
  RecordBroughtForDiagnosis: ({ draw }) => ({ broughtBy: draw.one(['UNIT', 'OTHER']), qualified: draw.chance(80) }),
  DeclineDiagnosis: () => ({ because: text('no diagnosis') }),
  RecordDiagnosis: () => ({ conclusion: text('diagnosis') }),
  ServeDiagnosis: ({ record, agency, draw }) => ({
    diagnosisId: named(
      draw,
      record.psych.diagnoses.filter(({ by, servedAt }) => by === agency && !servedAt),
    ),
  }),
  RequestRediagnosis: ({ record, agency, draw }) => ({
    diagnosisId: named(
      draw,
      record.psych.diagnoses.filter(({ by, servedAt, contested }) => by === agency && servedAt && !contested),
    ),
    grounds: text('grounds of the request'),
  }),
  ApplyRehab: () => ({}),
  RegisterRehab: ({ record, draw }) => ({
    rehabId: named(
      draw,
      record.rehab.filter(({ status }) => status === 'applied'),
    ),
  }),
  ReferRehab: ({ record, draw }) => ({
    rehabId: named(
      draw,
      record.rehab.filter(({ status }) => status === 'registered'),
    ),
    to: sometimes(draw, 'dpf'),
  }),
  OrderSchoolReturn: ({ draw }) => ({ days: draw.one([3, 7, 15]), school: sometimes(draw, 'school') }),
  SendWorkOrder: ({ draw }) => ({
    service: draw.one(['OTHER', 'HOUSING', 'COMPULSORY_EDUCATION', 'DISABILITY_AID']),
    to: draw.one(servants),
    need: text('need'),
    days: sometimes(draw, 8, 20),
  }),
  SignWorkOrder: ofWorkOrder,
  AcceptWorkOrder: ofWorkOrder,
  ReturnWorkOrder: (s) => ({
    ...ofWorkOrder(s),
    returnedBecause: 'NOT_OUR_MATTER',
    suggests: sometimes(s.draw, 'edu', 30),
    note: sometimes(s.draw, text('return note')),
  }),
  RerouteWorkOrder: (s) => ({ ...ofWorkOrder(s), to: s.draw.one(servants) }),
  CompleteWorkOrder: (s) => ({ ...ofWorkOrder(s), result: s.draw.one(['PROVIDED', 'NOT_ENTITLED'] as const) }),
  WithdrawWorkOrder: ofWorkOrder,
  RuleOnWorkOrder: (s) => ({ ...ofWorkOrder(s), to: s.draw.one(servants) }),
  ReassignWorkOrder: (s) => ({ ...ofWorkOrder(s), to: s.draw.one(['hud', 'near-hud']) }),
  RecordSchoolReturn: ({ record, draw }) => ({
    schoolingId: named(
      draw,
      record.schooling.filter(({ status }) => status === 'ordered'),
    ),
  }),
  ...tracks,
  RecordChildHeard: ({ draw }) => (draw.chance(60) ? { said: text('said') } : { reasonNot: text('reason not') }),
  RecordAfterClosingVisit: () => ({ note: text('after closing') }),
  TransferCaseJurisdiction: ({ record, draw }) => ({
    to: draw.one(
      [village, nextVillage, farVillage].filter((division) => division !== record.division || draw.chance(5)),
    ),
  }),
  CloseCase: ({ draw }) => ({ closingReason: draw.one(['RESOLVED', 'NO_FINDING', 'OTHER']) }),
  RequestExtension: ({ record, agency, draw }) => ({
    clockId: named(
      draw,
      record.clocks.filter(({ holder, state }) => holder === agency && (state === 'running' || state === 'paused')),
    ),
    because: text('reason for more time'),
  }),
  DecideExtension: ({ record, agency, draw }) => ({
    extensionId: named(
      draw,
      record.extensions.filter(({ to, status }) => to === agency && status === 'asked'),
    ),
    granted: draw.chance(70),
    note: text('note on an extension'),
  }),
  UrgeHolder: (s) => ({ ...ofOverdue(s), note: text('urging') }),
  SuperviseHolder: (s) => ({ ...ofOverdue(s), demand: text('demand') }),
  CoordinateCrisis: ({ draw }) => ({ to: draw.one(['edu', 'hosp', 'town', 'rvc']), task: text('task in a crisis') }),
  AnswerCoordination: ({ record, agency, draw }) => ({
    coordinationId: named(
      draw,
      record.coordinations.filter(({ to, answeredAt }) => to === agency && answeredAt === undefined),
    ),
    answer: text('answer to a coordination'),
  }),
  AnswerSupervision: ({ record, agency, draw }) => ({
    supervisionId: named(
      draw,
      record.supervisions.filter(({ holder, answeredAt }) => holder === agency && answeredAt === undefined),
    ),
    answer: text('answer'),
  }),
};

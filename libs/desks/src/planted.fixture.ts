import { village } from '../../case/src/directory.fixture.ts';
import { SpecCase, sealed } from '../../case/src/given.fixture.ts';

/** What is planted in the one sealed field of each kind: a word that stands nowhere else. */
export const PLANTED = {
  childName: 'ZZ-child-name',
  guardianPhone: 'ZZ-guardian-phone',
  flagFacts: 'ZZ-flag-facts',
  flagReporter: 'ZZ-flag-reporter',
  told: 'ZZ-told',
  reportFacts: 'ZZ-report-facts',
  reportReporter: 'ZZ-report-reporter',
  wanted: 'ZZ-wanted',
  supplied: 'ZZ-supplied',
  feedback: 'ZZ-feedback',
  statement: 'ZZ-statement',
  admonition: 'ZZ-admonition',
  screeningLevel: 'ZZ-screening-level',
  psychFacts: 'ZZ-psych-facts',
  advice: 'ZZ-advice',
  referralBecause: 'ZZ-referral-because',
  diagnosis: 'ZZ-diagnosis',
  fileNumber: 'ZZ-file-number',
  penalty: 'ZZ-penalty',
  notFiled: 'ZZ-not-filed',
  measure: 'ZZ-measure',
  specialSchool: 'ZZ-special-school',
  assessment: 'ZZ-assessment',
  emergencyNote: 'ZZ-emergency-note',
  registrationNumber: 'ZZ-registration-number',
  rediagnosisGrounds: 'ZZ-rediagnosis-grounds',
  placement: 'ZZ-placement',
  caution: 'ZZ-caution',
  sessionNote: 'ZZ-session-note',
  followUp: 'ZZ-follow-up',
  breachNote: 'ZZ-breach-note',
  schoolNote: 'ZZ-school-note',
  said: 'ZZ-child-said',
  serviceNeed: 'ZZ-service-need',
  returnNote: 'ZZ-return-note',
  rulingNote: 'ZZ-ruling-note',
  closingNote: 'ZZ-closing-note',
  safePlace: 'ZZ-safe-place',
  guardianAssessment: 'ZZ-guardian-assessment',
  revocationGround: 'ZZ-revocation-ground',
  revocationApplication: 'ZZ-revocation-application',
  protectionFacts: 'ZZ-protection-facts',
  protectionTerms: 'ZZ-protection-terms',
  protectionReview: 'ZZ-protection-review',
  notice: 'ZZ-notice',
  papers: 'ZZ-papers',
  opinion: 'ZZ-opinion',
  recognition: 'ZZ-recognition',
  crisisTask: 'ZZ-crisis-task',
  crisisAnswer: 'ZZ-crisis-answer',
} as const;
export type Planted = keyof typeof PLANTED;

const plant = (what: Planted) => sealed(PLANTED[what]);
const about = {
  child: { name: plant('childName') },
  guardian: { relation: sealed('FATHER'), phone: plant('guardianPhone') },
  place: { division: village },
  derived: { turns14On: '2032-05-02' as never, turns16On: '2034-05-02' as never, turns18On: '2036-05-02' as never },
};

/** A case of everything: flags, a report handed over, papers, files, a caution, a measure, a placement, dropout. */
export function careCase(): SpecCase {
  return new SpecCase()
    .does('2025-03-03 09:00', 'cd', 'RaiseFlag', {
      ...about,
      kind: 'GUARDIANSHIP_FAILURE',
      facts: plant('flagFacts'),
      reporter: { name: plant('flagReporter') },
    })
    .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS', guardianFails: true })
    .does('2025-03-03 11:00', 'rvc', 'RecordDissuasion', { told: plant('told') })
    .does(
      '2025-03-03 12:00',
      'hosp',
      'ReportToPolice',
      { to: 'far-psb', facts: plant('reportFacts'), reporter: { name: plant('reportReporter') } },
      { joins: true },
    )
    .does('2025-03-03 13:00', 'far-psb', 'HandOverReport', { to: 'psb' })
    .does('2025-03-03 14:00', 'psb', 'RequestInfo', { wanted: plant('wanted') })
    .does('2025-03-03 15:00', 'hosp', 'SupplyInfo', { supplied: plant('supplied') })
    .does('2025-03-04 09:00', 'psb', 'AcceptCase', {})
    .does('2025-03-04 10:00', 'psb', 'NotifyReporter', { message: plant('feedback') })
    .does('2025-03-04 11:00', 'psb', 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: plant('statement') })
    .does('2025-03-05 09:00', 'psb', 'IssueAdmonition', { text: plant('admonition') })
    .does('2025-03-05 10:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', provider: 'wf' })
    .does('2025-03-06 09:00', 'wf', 'RecordGuidanceSession', { attended: true, note: plant('sessionNote') })
    .does('2025-03-07 09:00', 'psb', 'RecordFollowUp', { note: plant('followUp') })
    .does('2025-03-08 09:00', 'psb', 'OpenPublicSecurityCase', { fileNumber: plant('fileNumber') })
    .does('2025-03-08 10:00', 'psb', 'DecidePenalty', { penalty: plant('penalty') })
    .does('2025-03-08 11:00', 'psb', 'DecideNotToFile', { because: plant('notFiled'), copiedTo: 'proc' })
    .does('2025-03-09 09:00', 'psb', 'IssueCaution', { text: plant('caution') })
    .does('2025-03-09 10:00', 'psb', 'ServeCaution', {})
    .does('2025-03-09 11:00', 'psb', 'ApplyMeasure', { description: plant('measure'), invited: ['dpf'] })
    .does('2025-03-09 12:00', 'psb', 'RemoveFromDanger', { placement: plant('placement') })
    .does('2025-03-09 13:00', 'psb', 'EndEmergency', { note: plant('emergencyNote') })
    .does('2025-03-09 14:00', 'psb', 'RegisterEmergency', { registrationNumber: plant('registrationNumber') })
    .does(
      '2025-03-10 09:00',
      'edu',
      'OrderSchoolReturn',
      { days: 7, school: 'school', note: plant('schoolNote') },
      { joins: true },
    )
    .does('2025-03-10 10:00', 'edu', 'DecideSpecialSchool', { assessed: true, decision: plant('specialSchool') })
    .does('2025-03-10 10:10', 'edu', 'BeginSchoolTerm', { termEnds: '2025-07-04' as never })
    .does('2025-03-10 10:20', 'edu', 'RecordCommitteeReview', { assessment: plant('assessment') })
    .does('2025-03-10 11:00', 'ca', 'RecordChildHeard', { said: plant('said') })
    .does('2025-03-20 09:00', 'psb', 'RecordBreach', { note: plant('breachNote') })
    .does('2025-03-20 10:00', 'psb', 'EscalateBreach', { to: 'court' });
}

/** The same case with a psychological flag of the school's; consent has not been given yet. */
export function psychCase(): SpecCase {
  return careCase()
    .does(
      '2025-03-21 09:00',
      'school',
      'RaiseFlag',
      { ...about, kind: 'PSYCH_ABNORMALITY', facts: plant('psychFacts'), screeningLevel: plant('screeningLevel') },
      { joins: true },
    )
    .does('2025-03-21 10:00', 'school', 'TellGuardian', { advice: plant('advice') });
}

/** And with a danger that a department was asked to help in. */
export function crisisCase(): SpecCase {
  return psychCase()
    .does('2025-03-21 11:00', 'school', 'ReportRisk', { risk: plant('psychFacts') })
    .does('2025-03-21 11:30', 'wccw', 'CoordinateCrisis', { to: 'cyl', task: plant('crisisTask') })
    .does('2025-03-21 12:00', 'cyl', 'AnswerCoordination', { answer: plant('crisisAnswer') });
}

/** And with consent, a referral that was accepted, and a diagnosis. */
export function sharedCase(): SpecCase {
  return psychCase()
    .does('2025-03-21 11:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true })
    .does('2025-03-21 12:00', 'school', 'ReferPsych', { to: 'psyso', because: plant('referralBecause') })
    .does('2025-03-22 09:00', 'psyso', 'AcceptReferral', {})
    .does('2025-03-23 09:00', 'hosp', 'RecordBroughtForDiagnosis', { broughtBy: 'UNIT', qualified: true })
    .does('2025-03-24 09:00', 'hosp', 'RecordDiagnosis', { conclusion: plant('diagnosis') })
    .does('2025-03-24 10:00', 'hosp', 'ServeDiagnosis', {})
    .does('2025-03-25 10:00', 'hosp', 'RequestRediagnosis', { grounds: plant('rediagnosisGrounds') });
}

/** The care case with a service that two agencies returned, and that the arbiter gave to one of them. */
export function servedCase(): SpecCase {
  const back = { returnedBecause: 'NOT_OUR_MATTER' as const, note: plant('returnNote') };
  return careCase()
    .does('2025-03-24 09:00', 'ca', 'SendWorkOrder', { service: 'OTHER', to: 'cyl', need: plant('serviceNeed') })
    .does('2025-03-24 10:00', 'cyl', 'ReturnWorkOrder', back)
    .does('2025-03-24 11:00', 'ca', 'RerouteWorkOrder', { to: 'hud' })
    .does('2025-03-24 12:00', 'hud', 'ReturnWorkOrder', back)
    .does('2025-03-25 09:00', 'wccw', 'RuleOnWorkOrder', { to: 'hud', note: plant('rulingNote') });
}

/** A case of everything, and what goes to the place where the child's home is. */
export function homeCase(): SpecCase {
  return careCase()
    .does('2025-03-21 09:00', 'psb', 'NotifyDomicile', { to: 'far-proc', facts: plant('notice') })
    .does('2025-03-21 10:00', 'ca', 'RequestHukouCoordination', { category: 'ORPHAN', township: 'far-town' })
    .does('2025-03-22 10:00', 'ca', 'CompleteHukouPapers', { papers: plant('papers') })
    .does('2025-03-22 11:00', 'ca', 'PushToHukou', {})
    .does('2025-03-23 10:00', 'far-town', 'GiveHukouOpinion', { eligible: true, note: plant('opinion') })
    .does('2025-03-24 10:00', 'far-ca', 'DecideHukouRequest', { recognised: true, because: plant('recognition') });
}

/** A case of everything, with the child in temporary guardianship and a protection order that the women's federation applied for. */
export function guardedCase(): SpecCase {
  return careCase()
    .does('2025-03-21 09:00', 'ca', 'TakeTemporaryGuardianship', {
      item: 6,
      placement: plant('safePlace'),
      placedWith: 'mpra',
    })
    .does('2025-03-21 10:00', 'wf', 'ApplyProtectionOrder', { to: 'far-court', facts: plant('protectionFacts') })
    .does('2025-03-21 11:00', 'far-court', 'AcceptProtectionApplication', {})
    .does('2025-03-22 09:00', 'far-court', 'MakeProtectionOrder', { terms: plant('protectionTerms'), months: 3 })
    .does('2025-03-23 09:00', 'far-court', 'RequestProtectionReview', { grounds: plant('protectionReview') })
    .does('2025-03-24 09:00', 'rvc', 'FindRevocationGround', { grounds: plant('revocationGround') })
    .does('2025-03-25 09:00', 'proc', 'FindRevocationGround', { grounds: sealed('of the procuratorate') });
}

import { checkCharacter } from '../libs/commands/src/identity.number.ts';
import type { People } from './case.steps.ts';
import { VILLAGE } from './standing.service.ts';

const NUMBER = '44150220150501001';

/** Words that stand nowhere else, one for each personal thing that is said in {@link plantedCase}. */
export const PLANTED = {
  childName: '欧阳槿汐',
  birthDate: '2015-05-01',
  idNumber: NUMBER + checkCharacter(NUMBER),
  childPhone: '13912345601',
  guardianName: '欧阳翰墨',
  guardianPhone: '13912345602',
  address: '槐荫巷七号之三',
  facts: '线索密语甲',
  flagReporter: '司徒揭晓',
  flagReporterPhone: '13912345603',
  triageNote: '研判密语乙',
  told: '劝诫密语丙',
  answer: '答复密语丁',
  severityNote: '评估密语戊',
  reason: '变通密语己',
  reportFacts: '报告密语庚',
  reporter: '上官举报',
  reporterPhone: '13912345604',
  feedback: '反馈密语辛',
  statement: '笔录密语壬',
  admonition: '训诫密语癸',
  sessionNote: '指导密语子',
  followUpNote: '回访密语丑',
  fulfilNote: '履行密语寅',
  closingNote: '结案密语卯',
} as const;
export type Planted = keyof typeof PLANTED;

/** A case from its flag to its end, with every planted word said once where it belongs. */
export async function plantedCase(who: People): Promise<string> {
  const p = PLANTED;
  const { caseId } = await who.director.accepted('RaiseFlag', {
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name: p.childName, sex: 'FEMALE', birthDate: p.birthDate, idNumber: p.idNumber, phone: p.childPhone },
    guardian: { name: p.guardianName, relation: '父亲', phone: p.guardianPhone },
    place: { division: VILLAGE, address: p.address },
    facts: p.facts,
    reporter: { name: p.flagReporter, phone: p.flagReporterPhone },
  });
  await who.committee.accepted('TriageFlag', {
    caseId,
    severity: 'NOT_SERIOUS',
    guardianFails: true,
    note: p.triageNote,
  });
  await who.committee.accepted('RecordDissuasion', { caseId, told: p.told, answer: p.answer });
  const severe = { caseId, severity: 'SERIOUS', note: p.severityNote };
  await who.director.accepted('AssessSeverity', { ...severe, reason: p.reason });
  await who.committee.accepted('ReportToPolice', {
    caseId,
    to: 'psb-441502',
    facts: p.reportFacts,
    reporter: { name: p.reporter, phone: p.reporterPhone },
  });
  await who.police.accepted('AcceptCase', { caseId });
  await who.police.accepted('NotifyReporter', { caseId, message: p.feedback });
  await who.police.accepted('RecordFinding', { caseId, ground: 'GUARDIAN_FAILS_DUTY', statement: p.statement });
  await who.police.accepted('IssueAdmonition', { caseId, text: p.admonition });
  await who.police.accepted('IssueOrder', {
    caseId,
    orderType: 'GUIDANCE',
    termMonths: 3,
    sessionEveryMonths: 1,
    provider: who.federation.agency,
  });
  await who.federation.accepted('RecordGuidanceSession', { caseId, attended: true, note: p.sessionNote });
  await who.police.accepted('RecordFollowUp', { caseId, note: p.followUpNote });
  await who.police.accepted('FulfilOrder', { caseId, note: p.fulfilNote });
  await who.affairs.accepted('CloseCase', { caseId, closingReason: 'ORDER_FULFILLED', note: p.closingNote });
  return caseId;
}

/** The planted words that stand in a text. */
export function plantedIn(text: string): readonly Planted[] {
  return (Object.keys(PLANTED) as Planted[]).filter((name) => text.includes(PLANTED[name]));
}

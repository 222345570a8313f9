import type { Instant } from '#calendar';
import { type AnyCommandName, BadInput, type InputProblem, readCommand } from './index.ts';

export const caseId = '018f6d2e-7a01-7c3e-9d5a-0123456789ab';
export const sent = { idempotencyKey: 'key-1' };
export const child = { name: '李小红', birthDate: '1949-12-31', idNumber: '11010519491231002X' };
export const flag = { ...sent, kind: 'OTHER', child, place: { division: '441502' }, facts: '夜间独处' };

/** The moment at this door. */
export const now = '2025-03-03T09:30:00.000+08:00' as Instant;

export function problems(name: AnyCommandName, raw: object): readonly InputProblem[] {
  try {
    readCommand(name, raw as Record<string, unknown>, now);
    return [];
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
}

export const rules = (name: AnyCommandName, raw: object) =>
  problems(name, raw).map(({ field, rule }) => `${field} ${rule}`);
export const ofChild = (fields: object) => rules('RaiseFlag', { ...flag, child: { name: '李小红', ...fields } });
export const ofPlace = (fields: object) => rules('RaiseFlag', { ...flag, place: { division: '441502', ...fields } });
export const ofFlag = (fields: object) => rules('RaiseFlag', { ...flag, ...fields });
export const ofNote = (note: unknown) => rules('FulfilOrder', { ...sent, caseId, note });
export const ofNoteSeen = (seen: unknown) => rules('FulfilOrder', { ...sent, caseId, seen });
export const ofFile = (fileNumber: string) => rules('FileCriminalCase', { ...sent, caseId, fileNumber });
export const ofTriage = (fields: object) => rules('TriageFlag', { ...sent, caseId, severity: 'SERIOUS', ...fields });
export const ofOrder = (fields: object) => rules('IssueOrder', { ...sent, caseId, orderType: 'GUIDANCE', ...fields });
export const ofReport = (fields: object) => rules('ReportToPolice', { ...sent, facts: '夜间独处', ...fields });
export const ofDiscovery = (fields: object) =>
  rules('DiscoverInCase', {
    ...sent,
    ground: 'GUARDIAN_FAILS_DUTY',
    caseReference: '（2025）1号',
    statement: '失职',
    ...fields,
  });
export const ofMeasure = (fields: object) => rules('ApplyMeasure', { ...sent, caseId, description: '训导', ...fields });
export const ofReturn = (fields: object) => rules('OrderSchoolReturn', { ...sent, caseId, days: 7, ...fields });
export const ofMove = (to: string) => rules('TransferCaseJurisdiction', { ...sent, caseId, to });
export const ofSession = (fields: object) =>
  rules('RecordGuidanceSession', { ...sent, caseId, attended: true, ...fields });

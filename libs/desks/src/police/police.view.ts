import type { NamedAgency } from '#access';
import { type CaseRecord, placementOf, relationsOf, standsAside } from '#case';
import { guardianshipsOf, revocationsOf } from '../guardianship.ts';
import { noticesOf } from '../hukou.ts';
import { organStage, ownPapers } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';
import { stageAside } from '../stage.ts';

/**
 * What one police unit sees: the reports made to it with their reporter and evidence, and its own documents. A unit that
 * handed a report over keeps a stub of it; one that is asked as the superior sees that there is a case, and what it decides.
 */
export function policeView(record: CaseRecord, agency: NamedAgency): object | null {
  const own = <T extends { readonly by: string }>(items: readonly T[]) => items.filter(({ by }) => by === agency.id);
  const reports = record.reports.filter(({ to }) => to === agency.id);
  const stubs = record.reports.filter(
    ({ to, handedOverBy = [] }) => to !== agency.id && handedOverBy.includes(agency.id),
  );
  const orders = record.orders.filter(({ issuer, escalatedTo }) => issuer === agency.id || escalatedTo === agency.id);
  const ownWork = [own(record.findings), own(record.cautions), own(record.files), own(record.measures), orders].some(
    ({ length }) => length > 0,
  );
  const flags =
    reports.length > 0 ? record.flags.filter(({ kind }) => kind !== 'PSYCH_ABNORMALITY') : own(record.flags);
  const notices = noticesOf(record, agency.id);
  const protections = protectionsOf(record, agency);
  const revocations = revocationsOf(record, agency);
  // the unit that took the child out of danger, or that has the child's case
  const accepted = reports.some(({ status }) => status === 'accepted');
  const keepsSafe = record.removal?.by === agency.id || (accepted && record.guardianships.length > 0);
  const aside = standsAside(record, agency);
  const beside = notices.length + protections.length + revocations.length;
  const above = relationsOf(record, agency).has('superior');
  if (reports.length + stubs.length + flags.length === 0 && !ownWork && !above && beside === 0) return null;
  const here = reports.length > 0 || ownWork || flags.length > 0 || beside > 0;
  const { child, guardian } = record;
  return {
    id: record.id,
    status: aside ? undefined : record.status,
    stage: aside ? stageAside(record) : stageHere(record, agency.id),
    division: record.division,
    ...(here
      ? {
          childName: child?.name,
          childSex: child?.sex,
          birthDate: child?.birthDate,
          idNumber: child?.idNumber,
          guardianName: guardian?.name,
          guardianPhone: guardian?.phone,
        }
      : {}),
    danger: aside ? undefined : record.danger,
    severity: record.severity?.level,
    flags: flags.map(({ id, kind, by, at, facts, reporter }) => ({ id, kind, by, at, facts, reporter })),
    dissuasions: reports.length > 0 ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: [
      ...reports.map((report) => ({
        id: report.id,
        by: report.by,
        reporter: report.reporter,
        at: report.at,
        facts: report.facts,
        suspectedCrime: report.suspectedCrime,
        status: report.status,
        receiptNumber: report.receiptNumber,
        wanted: report.wanted,
        supplied: report.supplied,
        elsewhere: report.elsewhere === true,
        incomplete: report.incomplete === true,
        disposed: report.disposed === true,
        designated: report.designated === true,
        notifiedAt: report.notifiedAt,
      })),
      ...stubs.map(({ id, at, suspectedCrime }) => ({
        id,
        at,
        suspectedCrime,
        status: 'handed-over',
        elsewhere: false,
        incomplete: false,
        disposed: false,
        designated: false,
      })),
    ],
    ...ownPapers(record, agency.id),
    files: own(record.files).map(({ id, kind, number, status, reasonGiven, appraised = false }) => ({
      id,
      kind,
      number,
      status,
      reasonGiven,
      appraised,
    })),
    cautions: own(record.cautions).map(({ id, text, visits }) => ({ id, text, visits })),
    measures: own(record.measures).map(({ id, description, status }) => ({ id, description, status })),
    disputes: record.designations
      .filter(({ to, by }) => to === agency.id || by === agency.id)
      .map(({ id, by, to, decided }) => ({ id, by, to, decided })),
    emergencies: own(record.emergencies).map(({ id, registered }) => ({ id, registered })),
    notices,
    protections,
    guardianships: keepsSafe ? guardianshipsOf(record) : [],
    revocations,
    placement: keepsSafe ? placementOf(record) : undefined,
    closingReason: record.closing?.reason,
  };
}

function stageHere(record: CaseRecord, agency: string): string {
  const stage = organStage(record, agency);
  if (stage) return stage;
  const reports = record.reports.filter(({ to }) => to === agency);
  if (reports.some(({ status }) => status === 'accepted')) return 'ACCEPTED';
  if (reports.some(({ status }) => status === 'pending' || status === 'info-requested')) return 'POLICE_REVIEW';
  if (reports.length > 0) return 'NOT_ACCEPTED';
  return record.reports.some(({ handedOverBy = [] }) => handedOverBy.includes(agency)) ? 'HANDED_OVER' : 'FLAGGED';
}

import type { NamedAgency } from '#access';
import { type CaseRecord, dangerKnownTo, placementOf, relationsOf } from '#case';
import { guardianshipsOf, revocationsOf } from '../guardianship.ts';
import { noticesOf } from '../hukou.ts';
import { guides, ordersOf, organStage, ownPapers } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';
import { splitsToAnswer } from '../splits.ts';

type Report = CaseRecord['reports'][number];

/**
 * What one police unit sees. Of a report that waits for its decision, the least that it is decided by: what is said, of which
 * child and guardian, where, by whom. With acceptance come identity number, phone, flags' authors and the words of a
 * dissuasion. A unit that did not accept a report, or handed it over, keeps a stub of it; one that is asked as the superior sees that there is a
 * case, and what it decides.
 */
export function policeView(record: CaseRecord, agency: NamedAgency): object | null {
  const own = <T extends { readonly by: string }>(items: readonly T[]) => items.filter(({ by }) => by === agency.id);
  const reports = record.reports.filter(({ to }) => to === agency.id);
  const accepted = reports.some(({ status }) => status === 'accepted');
  const waiting = reports.some(({ status }) => status === 'pending' || status === 'info-requested');
  const stubs = record.reports.filter(
    ({ to, handedOverBy = [] }) => to !== agency.id && handedOverBy.includes(agency.id),
  );
  const orders = ordersOf(record, agency.id);
  const ownWork = [own(record.findings), own(record.cautions), own(record.files), own(record.measures), orders].some(
    ({ length }) => length > 0,
  );
  const guiding = guides(record, agency.id);
  const flags =
    accepted || waiting ? record.flags.filter(({ kind }) => kind !== 'PSYCH_ABNORMALITY') : own(record.flags);
  const notices = noticesOf(record, agency.id);
  const protections = protectionsOf(record, agency);
  const revocations = revocationsOf(record, agency);
  // the unit that took the child out of danger, or that has the child's case
  const keepsSafe = record.removal?.by === agency.id || (accepted && record.guardianships.length > 0);
  const beside = notices.length + protections.length + revocations.length;
  const relations = relationsOf(record, agency);
  const above = relations.has('superior');
  const nothing = reports.length + stubs.length + flags.length + beside === 0;
  const alarmed = relations.has('alarmed');
  const toldAbove = relations.has('told-above');
  if (nothing && !ownWork && !guiding && !above && !toldAbove && !alarmed) return null;
  const ours = accepted || ownWork || own(record.flags).length > 0;
  const here = ours || waiting || guiding;
  const knows = ours || waiting || above;
  const { child, guardian } = record;
  /** A decision not to file is served, and explained, by what the report said. */
  const decidedOn = new Set(own(record.files).map(({ reportId }) => reportId));
  return {
    id: record.id,
    status: here || above || alarmed ? record.status : 'elsewhere',
    stage: stageHere(record, agency.id),
    division: record.division,
    ...(here || alarmed || beside > 0
      ? { childName: child?.name, childSex: child?.sex, birthDate: child?.birthDate, guardianName: guardian?.name }
      : {}),
    ...(ours ? { idNumber: child?.idNumber } : {}),
    ...(ours || guiding || alarmed ? { guardianPhone: guardian?.phone } : {}),
    danger: alarmed || (knows && dangerKnownTo(record, agency)),
    escortOverdue: alarmed,
    severity: knows ? record.severity?.level : undefined,
    flags: flags.map(({ id, kind, by, at, facts, reporter }) =>
      accepted || by === agency.id ? { id, kind, by, at, facts, reporter } : { id, kind, at, facts },
    ),
    dissuasions: accepted
      ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer }))
      : waiting
        ? record.dissuasions.map(({ at }) => ({ at }))
        : [],
    reports: [
      ...reports.map((report) =>
        report.status === 'not-accepted' && !decidedOn.has(report.id) ? stubOf(report) : reportHere(report),
      ),
      ...stubs.map((report) => stubOf({ ...report, status: 'handed-over' })),
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
    splits: splitsToAnswer(record, agency.id),
    emergencies: own(record.emergencies).map(({ id, registered }) => ({ id, registered })),
    notices,
    protections,
    guardianships: keepsSafe ? guardianshipsOf(record) : [],
    revocations,
    placement: keepsSafe ? placementOf(record) : undefined,
    closingReason: knows ? record.closing?.reason : undefined,
  };
}

function reportHere(report: Report): object {
  return {
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
  };
}

/** A report that the unit has nothing to do with any more: that there was one, and what became of it here. */
function stubOf({
  id,
  at,
  suspectedCrime,
  status,
}: Pick<Report, 'id' | 'at' | 'suspectedCrime'> & { status: string }): object {
  const marks = { elsewhere: false, incomplete: false, disposed: false, designated: false };
  return { id, at, suspectedCrime, status, ...marks };
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

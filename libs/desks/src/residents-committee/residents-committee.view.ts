import type { NamedAgency } from '#access';
import { type CaseRecord, readsUntil, relationsOf, wentTo } from '#case';
import { revocationsOf } from '../guardianship.ts';
import { ownReports, schoolingOf } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';
import { reportStage } from '../stage.ts';

/**
 * What a committee sees of a case in its village: the flags that came to it, what it did, how its reports fare, a caution that it was
 * told of (反家庭暴力法17) and measures that it was invited to (预防法42). A child
 * director or a grid worker sees its own flags and reports.
 */
export function residentsCommitteeView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  const asked = agency.type === 'RVC' && relations.has('committee');
  const place = agency.type === 'RVC' && relations.has('place');
  // of a care file that was transferred a committee keeps the flags that came to it, and what it has to do about them
  const here = record.division.startsWith(agency.division);
  const committee = place || (asked && here);
  const flags = record.flags.filter(
    (flag) => flag.by === agency.id || (flag.open && (committee || (asked && wentTo(flag, agency.id)))),
  );
  const cautioned = relations.has('told-of-caution');
  const measures = record.measures.filter(({ invited }) => invited.includes(agency.id));
  const former = agency.type === 'RVC' && relations.has('former-place');
  const knows = committee || cautioned || former || flags.length > 0 || relations.has('reporter');
  // whoever flagged, reported or was invited keeps what is its own
  const leaves = !here && [...relations].every((one) => one === 'former-place' || one === 'committee');
  const aside = measures.length > 0 || relations.has('protection') || relations.has('revocation');
  if (!knows && !aside) return null;
  const { child, guardian, cautions } = record;
  return {
    id: record.id,
    status: record.status,
    stage: knows || measures.length > 0 ? reportStage(record) : 'PROTECTION',
    division: here ? record.division : (record.formerDivisions[0] ?? record.division), // where the family went is not told
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    flags: flags.map(({ id, kind, at, facts, status, by }) => ({ id, kind, at, facts, status, own: by === agency.id })),
    severity: committee ? record.severity?.level : undefined,
    dissuasions: committee ? record.dissuasions.map(({ at, told, answer }) => ({ at, told, answer })) : [],
    reports: ownReports(record, agency.id),
    admonished: committee && record.admonitions.length > 0,
    orderFulfilled: committee && record.orders.some(({ status }) => status === 'fulfilled'),
    cautions:
      committee || cautioned
        ? cautions.filter(({ served }) => served).map(({ id, text, visits }) => ({ id, text, visits }))
        : [],
    placementNeeded: committee && record.removal !== null && record.guardianships.length === 0,
    schooling: committee ? schoolingOf(record, agency.id, true) : [],
    measures: measures.map(({ description }) => description),
    protections: protectionsOf(record, agency),
    revocations: revocationsOf(record, agency),
    focus: committee ? (record.ledger?.categories ?? []) : [],
    closingReason: record.closing?.reason,
    readOnlyUntil: leaves ? (readsUntil(record, agency.id) ?? undefined) : undefined,
  };
}

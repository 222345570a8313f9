import type { NamedAgency } from '#access';
import { type CaseRecord, isShared, relationsOf } from '#case';
import { ownFlags, ownReports, referralStates, rehabOf } from '../own.papers.ts';

/**
 * What one psychological service sees: the referrals to it, those it sent by their state, and before it accepts no more than why; after it declined,
 * nothing. Diagnoses stay with the institution that made them.
 */
export function psychologicalServiceView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  if (relations.size === 0) return null;
  const { psych, child, guardian } = record;
  const referrals = psych.referrals.filter(({ to, status }) => to === agency.id && status !== 'declined');
  const broughtHere = psych.broughtTo.includes(agency.id);
  const treats = broughtHere || referrals.some(({ status }) => status !== 'sent');
  const noticed = relations.has('flagger') || relations.has('noticed-psych') || relations.has('reporter');
  return {
    id: record.id,
    childName: treats || noticed ? child?.name : undefined,
    birthDate: treats || noticed ? child?.birthDate : undefined,
    guardianName: treats ? guardian?.name : undefined,
    guardianPhone: treats ? guardian?.phone : undefined,
    referrals: referrals.map((referral) => {
      const { id, by, because, status } = referral;
      // consent withdrawn: what was not taken up is not shared
      const shared = status !== 'sent' || isShared(record, referral);
      return { id, from: by, because: shared ? because : undefined, status };
    }),
    sent: referralStates(record, agency.id),
    broughtHere,
    diagnoses: psych.diagnoses
      .filter(({ by }) => by === agency.id)
      .map(({ id, at, text, servedAt, contested = false }) => ({ id, at, conclusion: text, servedAt, contested })),
    flags: ownFlags(record, agency.id),
    reports: ownReports(record, agency.id),
    rehab: rehabOf(record, agency),
  };
}

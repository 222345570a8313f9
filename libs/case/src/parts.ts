import { isOfChannel, knownAbove } from './clock/overseen.ts';
import { hasReadItsTime } from './reads.on.ts';
import { type CaseRecord, clockOf } from './record.ts';
import type { Relation } from './relation.ts';

/** What each agency that the record itself names did in the case or was given. */
export function partsIn(record: CaseRecord): ReadonlyMap<string, ReadonlySet<Relation>> {
  const parts = new Map<string, Set<Relation>>();
  const is = (agency: string | null | undefined, relation: Relation) => {
    if (agency === null || agency === undefined) return;
    const own = parts.get(agency);
    if (own) own.add(relation);
    else parts.set(agency, new Set([relation]));
  };
  const are = (agencies: readonly string[] | undefined, relation: Relation) => {
    for (const agency of agencies ?? []) is(agency, relation);
  };
  const reads = (agency: string) => !hasReadItsTime(record, agency);
  for (const { by, kind, committee, formerCommittees } of record.flags) {
    is(by, kind === 'PSYCH_ABNORMALITY' ? 'noticed-psych' : 'flagger');
    is(committee, 'committee');
    are(formerCommittees?.filter(reads), 'committee');
  }
  are(
    record.readOn
      .filter(({ until }) => until !== null)
      .map(({ agency }) => agency)
      .filter(reads),
    'former-place',
  );
  are(record.psych.riskSeenBy, 'noticed-psych');
  for (const { by, to, handedOverBy } of record.reports) {
    is(by, 'reporter');
    is(to, 'police');
    are(handedOverBy, 'former-police');
  }
  for (const { by } of record.repeats) is(by, 'reporter');
  for (const { by } of record.cautions) is(by, 'police');
  for (const { by } of record.findings) is(by, 'finder');
  for (const { issuer, provider, escalatedTo } of record.orders) {
    is(issuer, 'issuer');
    is(provider, 'provider');
    is(escalatedTo, 'escalated-to');
  }
  for (const { askedBy } of record.files) is(askedBy, 'asked-of');
  for (const { to } of record.complaints) is(to, 'complained-to');
  for (const { by, to, status } of record.psych.referrals) {
    is(by, 'psych-sender');
    if (status !== 'declined') is(to, 'psych-receiver');
  }
  are(record.psych.broughtTo, 'brought-to');
  for (const { by, to } of record.rehab) {
    is(by, 'rehab');
    is(to, 'rehab');
  }
  for (const { invited } of record.measures) are(invited, 'invited');
  for (const { by, school } of record.schooling) {
    is(by, 'school');
    is(school, 'school');
  }
  for (const { by, court, servedOn } of record.protections) {
    is(by, 'protection');
    is(court, 'protection');
    are(servedOn, 'protection');
  }
  for (const { by, placedWith } of record.guardianships) {
    is(by, 'guardian');
    is(placedWith, 'placed-with');
  }
  for (const { by, applicant, court } of record.revocations) {
    is(by, 'revocation');
    is(applicant, 'revocation');
    is(court, 'revocation');
  }
  for (const { to } of record.notices) is(to, 'notified');
  for (const { by, status, pushed, township, county } of record.hukou) {
    if (status !== 'told' && status !== 'withdrawn') is(by, 'hukou-sender'); // it follows up, wherever the care file goes
    if (!pushed) continue;
    is(township, 'hukou');
    is(county, 'hukou');
  }
  is(record.specialSchool?.by, 'special-school');
  for (const { by, to, arbiter, superior } of record.workOrders) {
    if (to !== by) is(to, 'work-order');
    is(by, 'work-order-sender');
    is(arbiter, 'arbiter');
    is(superior, 'superior');
  }
  for (const { by, to } of record.extensions) if (to !== by) is(to, 'superior'); // who grants itself more time is none
  for (const { to } of record.designations) is(to, 'superior');
  for (const { to, clockId } of record.superiors) {
    const clock = clockOf(record, clockId);
    if (clock && knownAbove(clock, record)) is(to, isOfChannel(clock, record) ? 'told-in-channel' : 'told-above');
  }
  for (const { holder } of record.supervisions) is(holder, 'supervised');
  for (const { to } of record.coordinations) is(to, 'coordinated');
  return parts;
}

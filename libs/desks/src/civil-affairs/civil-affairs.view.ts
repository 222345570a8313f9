import type { NamedAgency } from '#access';
import { type CaseRecord, consentStands, dangerKnownTo, placementOf, relationsOf } from '#case';
import { revocationsOf } from '../guardianship.ts';
import { hukouOf, noticesOf } from '../hukou.ts';
import { mergesOf } from '../merges.ts';
import { referralStates, rehabOf, schoolingOf, wantedOf, workOrdersOf } from '../own.papers.ts';
import { protectionsOf } from '../protection.ts';
import { splitStatesOf } from '../splits.ts';
import { chainStage } from '../stage.ts';

/** What civil affairs of the place sees: how far the chain has come; interviews, findings and texts stay with their organs. */
export function civilAffairsView(record: CaseRecord, agency: NamedAgency): object | null {
  const relations = relationsOf(record, agency);
  if (relations.size === 0) return null;
  const place = relations.has('place');
  const channel = relations.has('psych-channel');
  const { flags } = record;
  // the address is for civil affairs and its relief institution; a welfare institution knows where its own house is
  const mayKnowWhere = agency.type === 'MPRA' || (agency.type === 'CA' && (place || relations.has('guardian')));
  const shared = channel && consentStands(record);
  return {
    id: record.id,
    status: record.status,
    stage: chainStage(record),
    division: record.division,
    childName: record.child?.name,
    childSex: record.child?.sex,
    birthDate: record.child?.birthDate,
    danger: dangerKnownTo(record, agency),
    severity: place ? record.severity?.level : undefined,
    flags: flags
      .filter(({ open, by, kind }) => (place && open) || by === agency.id || (channel && kind === 'PSYCH_ABNORMALITY'))
      .map(({ id, kind, at, status }) => ({ id, kind, at, status })),
    ...mergesOf(record, place),
    splits: place ? splitStatesOf(record, agency.id) : [],
    dissuasions: place ? record.dissuasions.length : 0,
    reports: place ? record.reports.map(({ id, to, at, status }) => ({ id, to, at, status })) : [],
    wanted: wantedOf(record, agency.id),
    admonished: place && record.admonitions.length > 0,
    orders: place
      ? record.orders.map(({ id, type, issuer, provider, status }) => ({ id, type, issuer, provider, status }))
      : [],
    screeningLevel: shared ? flags.find(({ kind }) => kind === 'PSYCH_ABNORMALITY')?.screeningLevel : undefined,
    referrals: referralStates(record, channel || relations.has('noticed-psych') ? undefined : agency.id),
    rehab: rehabOf(record, agency),
    schooling: schoolingOf(record, agency.id, place),
    workOrders: workOrdersOf(record, agency.id, place),
    notices: noticesOf(record, agency.id),
    hukou: hukouOf(record, agency, place),
    protections: protectionsOf(record, agency),
    guardianships: record.guardianships.map(({ id, by, since, item, placedWith, status }) => ({
      id,
      by,
      since,
      item,
      placedWith,
      status,
    })),
    revocations: revocationsOf(record, agency),
    placement: mayKnowWhere ? placementOf(record) : undefined,
    childHeard: place ? record.heard?.heard : undefined,
    focus: place ? (record.ledger?.categories ?? []) : [],
    eligibility: record.eligibility,
    closingReason: record.closing?.reason,
    timesReopened: place ? record.timesReopened : 0,
  };
}

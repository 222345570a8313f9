import { agency, farVillage, nextVillage, village } from './directory.fixture.ts';
import type { Draw } from './draw.fixture.ts';
import { type CaseRecord, type CommandName, type InputOf, knownRevocations, type Sealed } from './index.ts';

/** What an officer has before them when they fill in a command. */
export interface Situation {
  readonly record: CaseRecord;
  readonly agency: string;
  readonly draw: Draw;
  /** The other case of the history. */
  readonly otherCase: string;
}

/** What an officer might fill in, by command. */
export type Inputs = { readonly [N in CommandName]: (situation: Situation) => InputOf<N> };

export const CHILDREN = [
  { turns14On: '2032-05-02', turns16On: '2034-05-02', turns18On: '2036-05-02' },
  { turns14On: '2025-04-20', turns16On: '2027-04-20', turns18On: '2029-04-20' },
  { turns14On: '2023-08-02', turns16On: '2025-08-02', turns18On: '2027-08-02' },
  { turns14On: '2021-06-11', turns16On: '2023-06-11', turns18On: '2025-06-11' },
] as const;

/** Text that would be sealed; each says what it is, so that a leak can be told. */
export const text = (what: string) => `sealed ${what}` as Sealed;

export const police = (agency: string) =>
  agency.startsWith('far-') ? ['far-psb', 'far-ps', 'psb'] : ['psb', 'near-psb', 'far-psb'];
/** Units that a report may pass on to: any that has not had it, as long as there are such. */
export const nextPolice = ({ record, agency, draw }: Situation): string => {
  const others = ['psb', 'near-psb', 'near-ps', 'far-psb', 'far-ps'].filter((id) => id !== agency);
  const had = new Set(record.reports.flatMap(({ handedOverBy = [] }) => handedOverBy));
  const fresh = others.filter((id) => !had.has(id));
  return draw.one(fresh.length > 0 && draw.chance(80) ? fresh : others);
};
export const organs = ['psb', 'proc', 'court', 'far-psb', 'far-court'];
export const courts = ['court', 'far-court', 'psb'];
export const receivers = ['hosp', 'psyso', 'h12355', 'far-hosp'];

export function about({ record, draw }: Situation) {
  const derived = record.child ?? (draw.chance(85) ? draw.one(CHILDREN) : {});
  return {
    child: { name: text('child name'), sex: 'FEMALE' as const },
    guardian: { name: text('guardian name'), relation: text('relation'), phone: text('guardian phone') },
    place: { division: record.division || draw.one([village, village, village, nextVillage, farVillage]) },
    derived: derived as InputOf<'RaiseFlag'>['derived'],
  };
}

/** Names an item of a list, leaves it out when there is no choice, and now and then names one that is not there. */
export function named(draw: Draw, items: readonly { readonly id: string }[]): string | undefined {
  if (draw.chance(4)) return 'no-such-item';
  if (items.length === 0 || (items.length === 1 && draw.chance(60))) return undefined;
  return draw.one(items).id;
}

export const sometimes = <T>(draw: Draw, value: T, percent = 50): T | undefined =>
  draw.chance(percent) ? value : undefined;

export const ofReport = ({ record, agency, draw }: Situation) => {
  const open = record.reports.filter(({ to, status }) => to === agency && /pending|info/.test(status));
  const own = record.reports.filter(({ to, by }) => to === agency || by === agency);
  return { reportId: named(draw, open.length > 0 ? open : own) };
};
export const ofFinding = ({ record, agency, draw }: Situation) => {
  const waiting = record.findings.filter(
    ({ id, by }) => by === agency && !record.admonitions.some(({ findingId }) => findingId === id),
  );
  return { findingId: named(draw, waiting.length > 0 && draw.chance(80) ? waiting : record.findings) };
};
export const ofOrder = ({ record, agency, draw }: Situation) => {
  const own = record.orders.filter(({ issuer, provider }) => issuer === agency || provider === agency);
  const open = own.filter(({ status }) => status === 'issued' || status === 'served');
  return { orderId: named(draw, open.length > 0 ? open : own) };
};
export const ofFile = ({ record, agency, draw }: Situation) => {
  const open = record.files.filter(({ status }) => status === 'open' || status === 'not-filed');
  const own = open.filter(({ by }) => by === agency);
  return { fileId: named(draw, own.length > 0 ? own : open) };
};
export const ofReferral = ({ record, draw }: Situation, status: string) => ({
  referralId: named(
    draw,
    record.psych.referrals.filter((referral) => referral.status === status),
  ),
});
export const servants = ['hud', 'edu', 'dpf', 'far-edu'];
export const ofWorkOrder = ({ record, agency, draw }: Situation) => {
  const open = record.workOrders.filter(({ status }) => !['done', 'withdrawn', 'ended'].includes(status));
  const own = open.filter(({ to, by, arbiter, superior }) => [to, by, arbiter, superior].includes(agency));
  return { workOrderId: named(draw, own.length > 0 ? own : open) };
};
export const ofProtection = ({ record, agency, draw }: Situation, status: string) => ({
  protectionId: named(
    draw,
    record.protections.filter((protection) => protection.court === agency && protection.status === status),
  ),
});
export const ofRevocation = ({ record, agency: who, draw }: Situation, status: string) => ({
  revocationId: named(
    draw,
    knownRevocations(record, agency(who)).filter((revocation) => revocation.status === status),
  ),
});
export const ofHukou = ({ record, draw }: Situation, status: string) => ({
  hukouRequestId: named(
    draw,
    record.hukou.filter((request) => request.status === status),
  ),
});
export const ofOverdue = ({ record, draw }: Situation) => ({
  clockId: named(
    draw,
    record.clocks.filter(({ state }) => state === 'overdue'),
  ),
});

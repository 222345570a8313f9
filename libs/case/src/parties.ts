import { type Agency, type AgencyType, countyOf, OVERSEERS } from '#policy';
import { binds, type Context, type Departure } from './kernel/command.ts';
import { type Refusal, refuse } from './kernel/refusal.ts';
import type { CaseRecord } from './record.ts';
import { takerOf } from './superior.ts';

/**
 * Whoever oversees, and those whose desks show neither an order's guidance nor a measure: what is given to them lies with nobody. A
 * spec of the desks holds these lists against what they show.
 */
const TAKES_NO_PART: readonly AgencyType[] = [
  ...OVERSEERS,
  'TOWN',
  'STATION',
  'CS',
  'CA',
  'MPRA',
  'CWI',
  'HOSP',
  'PSYSO',
  'H12355',
  'SYSTEM',
];
const COMMITTEE: readonly AgencyType[] = ['RVC', 'CD', 'GRID'];
const ORGANS: readonly AgencyType[] = ['PSB', 'PS', 'PROC', 'COURT'];

/** Whether an agency of a type has a desk that shows it an order whose guidance it is to give (家庭教育指导). */
export function namedToGuide(type: AgencyType): boolean {
  return !TAKES_NO_PART.includes(type) && !COMMITTEE.includes(type);
}

/** Whether an agency of a type has a desk that shows it a measure that it is invited to (矫治教育措施). */
export function namedToMeasure(type: AgencyType): boolean {
  return !TAKES_NO_PART.includes(type) && !ORGANS.includes(type);
}

/** To whom a command gives a part: who gives the guidance, who is invited to a measure. */
interface Named {
  readonly provider?: string;
  readonly invited?: readonly string[];
}

type Asked = Pick<Context, 'pack' | 'directory'>;

/** Whether an agency is of the child's county, or answers for an area that it lies in (本县及其上级). */
function isOfThePlace({ division: of }: Agency, { division: place }: CaseRecord): boolean {
  return place.startsWith(of) || of.startsWith(countyOf(place));
}

/** The first of them at whose desk its part would not show, or that is not there. */
function lostOn({ provider, invited = [] }: Named, { directory }: Asked): string | undefined {
  const parts = [
    ...(provider === undefined ? [] : [{ id: provider, has: namedToGuide }]),
    ...invited.map((id) => ({ id, has: namedToMeasure })),
  ];
  return parts.find(({ id, has }) => {
    const agency = takerOf(id, directory);
    return !agency || !has(agency.type);
  })?.id;
}

/** Rules that naming these agencies departs from: of another place, or none that gives guidance. */
export function partyDepartures(named: Named, record: CaseRecord, context: Asked): readonly Departure[] {
  const { parties } = context.pack;
  if (!parties || lostOn(named, context) !== undefined) return []; // refused whatever the reason
  const { provider, invited = [] } = named;
  const guide = provider === undefined ? undefined : context.directory.get(provider);
  const all = [guide, ...invited.map((id) => context.directory.get(id))].filter((one) => one !== undefined);
  const found: Departure[] = [];
  if (guide && !parties.guidance.agencies.includes(guide.type)) {
    found.push({ rule: 'parties.guidance', basis: parties.guidance });
  }
  if (all.some((agency) => !isOfThePlace(agency, record))) {
    found.push({ rule: 'parties.elsewhere', basis: parties.elsewhere });
  }
  return found;
}

/**
 * Why these agencies cannot be named (不得指定、邀请): one is not there or has no desk at which its part shows, or a rule that is law
 * keeps it out. To name no provider leaves the guidance with the issuer.
 */
export function partyRefusal(named: Named, record: CaseRecord, context: Asked): Refusal | undefined {
  const lost = lostOn(named, context);
  if (lost !== undefined) return refuse('NO_SUCH_AGENCY', null, { agency: lost });
  const law = partyDepartures(named, record, context).find(({ basis }) => binds(basis));
  const agency = [named.provider, ...(named.invited ?? [])].filter((id) => id !== undefined).join('、');
  return law && refuse('NO_SUCH_AGENCY', law.basis, { agency });
}

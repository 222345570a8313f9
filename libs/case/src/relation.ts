import { type Agency, type AgencyType, countyOf, isAboveCounty, OVERSEERS } from '#policy';
import { inChannel } from './clock/channel.ts';
import type { Flag } from './flag/flag.ts';
import { partsIn } from './parts.ts';
import { psychOpened, psychShared, riskSeen } from './psych/consented.ts';
import { type CaseRecord, noCase } from './record.ts';
import { isSuperior } from './superior.ts';
import { WatchedRecord } from './watched.ts';

/**
 * How an agency stands to a case (机构与个案的关系): by what it did or was given, or by the place it answers for. An agency
 * without any relation does not learn that the case exists.
 */
export type Relation =
  | 'flagger'
  | 'committee'
  | 'former-place'
  | 'place'
  | 'reporter'
  | 'police'
  | 'former-police'
  | 'finder'
  | 'issuer'
  | 'provider'
  | 'escalated-to'
  | 'asked-of'
  | 'complained-to'
  | 'filed-with'
  | 'noticed-psych'
  | 'psych-channel'
  | 'psych-sender'
  | 'psych-receiver'
  | 'brought-to'
  | 'rehab'
  | 'invited'
  | 'school'
  | 'protection'
  | 'guardian'
  | 'placed-with'
  | 'revocation'
  | 'notified'
  | 'hukou'
  | 'hukou-sender'
  | 'special-school'
  | 'superior'
  | 'told-above'
  /** Told of a clock of the psychological channel: `told-above` for who is in it, and nothing for others. */
  | 'told-in-channel'
  | 'supervised'
  | 'work-order'
  | 'work-order-sender'
  | 'arbiter'
  | 'coordinated'
  | 'told-of-caution'
  | 'alarmed'
  | 'return-overdue'
  | 'out-of-school'
  | 'overseer';

const PLACE_TYPES: readonly AgencyType[] = ['RVC', 'TOWN', 'STATION', 'CS', 'CA'];
const PSYCH_CHANNEL: readonly AgencyType[] = ['EDU', 'CA', 'HEALTH'];
const ALARMED_TYPES: readonly AgencyType[] = ['PSB'];
const RETURN_TYPES: readonly AgencyType[] = ['EDU'];
const FILING_TYPES: readonly AgencyType[] = ['PROC'];
const VISITING_TYPES: readonly AgencyType[] = ['RVC'];
const VILLAGE_TYPES: readonly AgencyType[] = ['RVC', 'CD', 'GRID'];
const OVERSIGHT_TYPES: readonly AgencyType[] = OVERSEERS;

/**
 * The place sees a case once a flag goes to it, once the child has been taken out of danger and needs a place, or once an
 * order on the guardian gives it something to look after.
 */
export function openToThePlace({ flags, removal, orders }: CaseRecord): boolean {
  return flags.some(({ open }) => open) || removal !== null || orders.length > 0;
}

/** Civil affairs sees the state of the whole chain (全链条状态): besides, what the police decided on, an admonition or that none is needed, and what is its own to answer for. */
function openToCivilAffairs(record: CaseRecord): boolean {
  const decided = record.reports.some(({ status }) => status === 'accepted' || status === 'not-accepted');
  const bears = record.guardianships.length > 0 || record.revocations.length > 0;
  const answered = record.admonitions.length > 0 || record.findings.some(({ admonitionWaived }) => admonitionWaived);
  return openToThePlace(record) || decided || answered || bears;
}

/**
 * Whether a child in danger of harming itself or others has not been escorted in time (精神卫生法28(2)): the local police have to act like
 * relatives and the unit, and are alarmed; until then, and once the child is brought, they know nothing of it.
 */
export function escortOverdue(record: CaseRecord): boolean {
  return (
    riskSeen(record) &&
    record.clocks.some((clock) => clock.scope === 'case' && clock.state === 'overdue' && inChannel(clock))
  );
}

/** Whether a pupil whose return to school was ordered is not back in time (责令返校逾期), by one order or any: education is told (义务教育法58). */
export function returnOverdue({ clocks }: CaseRecord, schoolingId?: string): boolean {
  return clocks.some(
    ({ scope, item, state }) =>
      scope === 'schooling' && state === 'overdue' && (schoolingId === undefined || item === schoolingId),
  );
}

/** Whether a child was flagged as out of school (辍学): education of the county may order the return, and learns of it (义务教育法58). */
function outOfSchool({ flags }: CaseRecord): boolean {
  return flags.some(({ kind, open }) => kind === 'DROPOUT' && open);
}

/** Before consent a psychological flag is known to nobody but the desk that noticed. */
function knownBeyondPsych(record: CaseRecord): boolean {
  const { flags, reports, findings } = record;
  return flags.some(({ kind }) => kind !== 'PSYCH_ABNORMALITY') || reports.length + findings.length > 0;
}

/** A flag goes to the committee of the place; one that the care file has left keeps those that came to it, to read for a time. */
export function wentTo({ committee, formerCommittees = [] }: Flag, agency: string): boolean {
  return committee === agency || formerCommittees.includes(agency);
}

/** Whether an overseer knows of a case by an emergency alone: of that task, and neither who the child is nor what came before. */
export function knownByEmergencyAlone(record: CaseRecord): boolean {
  return riskSeen(record) && !psychOpened(record) && !knownBeyondPsych(record);
}

/** Every relation an agency has to a case; empty when it has none. */
export function relationsOf(shown: CaseRecord, agency: Agency): ReadonlySet<Relation> {
  const record = shown instanceof WatchedRecord ? shown.beheldBy(agency) : shown;
  if (record.status === 'none') return NONE;
  const known = standings(record);
  if (known.last?.agency === agency) return known.last.relations;
  const { parties, place } = known;
  const own = parties.get(agency.id) ?? NONE;
  const here = record.division.startsWith(agency.division) ? byPlace(place, agency) : [];
  const relations = own.size === 0 ? oneSet(here) : oneSet(asTold([...own, ...here], agency));
  known.last = { agency, relations };
  return relations;
}

/** Whether an agency that was told of late work of the psychological channel may know of it: in it, or a superior organ of its system. */
export function hearsOfChannel(agency: Agency, own: Iterable<Relation>): boolean {
  return isSuperior(agency) || [...own].includes('psych-channel');
}

function asTold(relations: readonly Relation[], agency: Agency): readonly Relation[] {
  if (!relations.includes('told-in-channel')) return relations;
  const inIt = hearsOfChannel(agency, relations);
  const others = relations.filter((relation) => relation !== 'told-in-channel' && relation !== 'told-above');
  return inIt || relations.includes('told-above') ? [...others, 'told-above'] : others;
}

const NONE: ReadonlySet<Relation> = new Set();

/** There are many cases and few ways of standing to one: they share the sets that tell of it. */
const sets = new Map<string, ReadonlySet<Relation>>();

function oneSet(relations: readonly Relation[]): ReadonlySet<Relation> {
  if (relations.length === 0) return NONE;
  const name = relations.join();
  const known = sets.get(name) ?? new Set(relations);
  sets.set(name, known);
  return known;
}

/** What whoever answers for the place may learn of: asked of every agency there, found once. */
type OfPlace = Readonly<
  Record<
    | 'open'
    | 'openToCivilAffairs'
    | 'cautioned'
    | 'shared'
    | 'alarm'
    | 'returnOverdue'
    | 'outOfSchool'
    | 'filed'
    | 'seen',
    boolean
  >
>;

interface Standings {
  /** What each agency did in a case or was given. */
  readonly parties: ReadonlyMap<string, ReadonlySet<Relation>>;
  readonly place: OfPlace;
  /** Whoever shows a case to an agency asks several times how that agency stands to it. */
  last?: { readonly agency: Agency; readonly relations: ReadonlySet<Relation> };
}

/** A record never changes, and is shown to one agency after the other: what was found for the last one is asked for again and again. */
let latest: { readonly record: CaseRecord; readonly standings: Standings } | undefined;

function standings(record: CaseRecord): Standings {
  if (latest?.record !== record) latest = { record, standings: { parties: partsIn(record), place: placeOf(record) } };
  return latest.standings;
}

function placeOf(record: CaseRecord): OfPlace {
  const shared = psychShared(record);
  return {
    open: openToThePlace(record),
    openToCivilAffairs: openToCivilAffairs(record),
    cautioned: record.cautions.some(({ served }) => served),
    shared,
    alarm: escortOverdue(record),
    returnOverdue: returnOverdue(record),
    outOfSchool: outOfSchool(record),
    filed: record.files.some(({ kind, everFiled }) => kind === 'CRIMINAL' && everFiled === true),
    seen: knownBeyondPsych(record) || shared,
  };
}

/**
 * How an agency stands to a case because of where the child is. The chain is worked on in the county and below: an organ above it is of the
 * same kind, and yet only the superior of those who work there.
 */
function byPlace(place: OfPlace, { type, division, oversees }: Agency): readonly Relation[] {
  const relations: Relation[] = [];
  const ofCounty = (types: readonly AgencyType[]) => types.includes(type) && !isAboveCounty(division);
  if (place.cautioned && ofCounty(VISITING_TYPES)) relations.push('told-of-caution');
  if (place.shared && ofCounty(PSYCH_CHANNEL)) relations.push('psych-channel');
  if (place.alarm && ofCounty(ALARMED_TYPES)) relations.push('alarmed');
  if (place.returnOverdue && ofCounty(RETURN_TYPES)) relations.push('return-overdue');
  if (place.outOfSchool && ofCounty(RETURN_TYPES)) relations.push('out-of-school');
  if (place.filed && ofCounty(FILING_TYPES)) relations.push('filed-with');
  const open = type === 'CA' ? place.openToCivilAffairs : place.open;
  if (open && ofCounty(PLACE_TYPES)) relations.push('place');
  if (place.seen && oversees === 'cases' && OVERSIGHT_TYPES.includes(type)) relations.push('overseer');
  return relations;
}

/** Requests to the hukou place that an agency made, or was sent as its township or county. */
function asked({ hukou }: CaseRecord, agency: string): CaseRecord['hukou'] {
  return hukou.filter(
    ({ by, pushed, township, county }) => by === agency || (pushed && (township === agency || county === agency)),
  );
}

const OF_ONE_THING: readonly Relation[] = ['notified', 'hukou', 'hukou-sender'];
/** What comes of that, or of holding a clock: no reason to see the case itself. */
const BESIDE: ReadonlySet<Relation> = new Set([...OF_ONE_THING, 'supervised', 'superior', 'told-above']);

/**
 * Whether an agency was told of one thing, or asked one (通报, 户籍地协作), is supervised for what it once had to do (督办), or was told that an
 * agency below it is late (报上级), and has nothing else to do with the case.
 */
export function standsAside(record: CaseRecord, agency: Agency): boolean {
  const own = relationsOf(record, agency);
  const later = (own.has('supervised') || own.has('told-above')) && !own.has('superior');
  return (later || isAsked(own)) && [...own].every((relation) => BESIDE.has(relation));
}

const isAsked = (own: ReadonlySet<Relation>) => OF_ONE_THING.some((one) => own.has(one));

/**
 * Whether the care file has left an agency's village (关爱档案已移交): the committee there reads for a time (`readsUntil`), and nobody who
 * works in it gives a command any more; what they still owe is asked of them by their clocks.
 */
export function careHasLeft({ division, formerDivisions }: CaseRecord, agency: Agency): boolean {
  const here = (place: string) => place.startsWith(agency.division);
  return VILLAGE_TYPES.includes(agency.type) && !here(division) && formerDivisions.some(here);
}

/**
 * The place by whose rules an agency works and is told what it may do: once the care file has left its area its own, since the rules of
 * where the family went would tell where that is.
 */
export function placeToldTo(
  { division, formerDivisions = [] }: Pick<CaseRecord, 'division'> & Partial<Pick<CaseRecord, 'formerDivisions'>>,
  agency: Pick<Agency, 'division'>,
): string {
  const here = (place: string) => place.startsWith(agency.division);
  return here(division) ? division : (formerDivisions.findLast(here) ?? division);
}

/**
 * The record as an agency that stands aside may know it: who the child is, the county it lives in, what the agency itself was
 * told or asked, and nothing of the case. An agency of a place that the care file has left knows that place: where the family went
 * is not told. Who was told of a clock alone is not told whose case it is.
 */
export function knownAside(record: CaseRecord, agency: Agency): CaseRecord {
  const { id, division } = agency;
  const own = relationsOf(record, agency);
  const { child, notices, formerDivisions, superiors } = record;
  const left = formerDivisions.find((former) => former.startsWith(division));
  const named = isAsked(own) || own.has('supervised');
  const told = superiors.filter(({ to }) => to === id);
  return {
    ...noCase(record.id),
    status: 'open',
    division: countyOf(left ?? record.division),
    child:
      named && child ? { childId: child.childId, name: child.name, sex: child.sex, birthDate: child.birthDate } : null,
    notices: notices.filter(({ to }) => to === id),
    hukou: asked(record, id),
    superiors: told,
    clocks: told.length === 0 ? [] : record.clocks.filter((clock) => told.some(({ clockId }) => clockId === clock.id)),
  };
}

/**
 * The flags that an agency may know of: its own, those that went to the place that it answers for, and, for the police that a report
 * was made to and for whoever oversees, all but what is psychological and not shared.
 */
export function flagsKnownTo(record: CaseRecord, agency: Agency): CaseRecord['flags'] {
  const own = relationsOf(record, agency);
  const ofPlace = own.has('place');
  const all = own.has('police') || own.has('overseer');
  const ofPsych = own.has('overseer') && psychOpened(record);
  return record.flags.filter((flag) => {
    const { by, open, kind } = flag;
    if (by === agency.id || (open && (ofPlace || (own.has('committee') && wentTo(flag, agency.id))))) return true;
    return kind === 'PSYCH_ABNORMALITY' ? ofPsych : all;
  });
}

/** Whether an agency may know that harm or danger has been seen (侵害或危险). */
export function dangerKnownTo(record: CaseRecord, agency: Agency): boolean {
  const own = relationsOf(record, agency);
  const removed = record.removal !== null && (['place', 'police', 'overseer'] as const).some((one) => own.has(one));
  return record.danger || removed || flagsKnownTo(record, agency).some(({ danger }) => danger);
}

/** Agencies that have some part in a case by what they did or were given; those that see it by place come from the directory. */
export function partiesOf(record: CaseRecord): Iterable<string> {
  return standings(record).parties.keys();
}

/** Agency types that see a case because of the place it is in. */
export const territorialTypes: readonly AgencyType[] = [
  ...new Set([
    ...PLACE_TYPES,
    ...PSYCH_CHANNEL,
    ...ALARMED_TYPES,
    ...RETURN_TYPES,
    ...FILING_TYPES,
    ...OVERSIGHT_TYPES,
  ]),
];

import { type CaseRecord, noCase } from '#case';
import type { AgencyType } from '#policy';

/** A case as far as it matters to who may know of it, and who may: written by hand from the clauses, not from the code. */
export interface Situation {
  readonly name: string;
  readonly record: CaseRecord;
  /** Agencies named in the case that know of it. */
  readonly knows: readonly string[];
  /** Agencies that were named once and know of it no more. */
  readonly knowsNoMore: readonly string[];
  /** Types that know of it because the child lives where they answer for. */
  readonly ofThePlace: readonly AgencyType[];
}

export const HOME = '441502001001';

/**
 * Where an agency may stand, whether {@link HOME} lies there, and whether cases are worked on there: organs above the county direct those
 * below them, and know of a case by what they are told or asked; only overseers look on from there.
 */
export const DIVISIONS: readonly (readonly [division: string, covers: boolean, works: boolean])[] = [
  ['44', true, false],
  ['4415', true, false],
  ['441502', true, true],
  ['441502001', true, true],
  [HOME, true, true],
  ['441502001002', false, true],
  ['441521', false, true],
  ['4413', false, false],
  ['11', false, false],
];

const COMMUNITY = ['RVC', 'TOWN', 'STATION', 'CS'] as const;
/** They know of it where the pack of their own place gives them cases (amendments: the commission in Shitai; elsewhere counts). */
export const OVERSEERS = ['WCCW', 'PLAC'] as const;
const CHANNEL = ['EDU', 'CA', 'HEALTH'] as const;

const at = '2025-03-03T09:00:00.000+08:00';
const flag = (kind: string, open: boolean) => ({
  id: 'f',
  kind,
  by: 'one',
  at,
  open,
  committee: null,
  status: 'raised',
});
const report = (more: object = {}) => ({ id: 'r', by: 'one', to: 'two', at, status: 'pending', ...more });
const order = (more: object = {}) => ({ id: 'o', issuer: 'one', provider: null, status: 'served', ...more });
const workOrder = (more: object = {}) => ({
  id: 'w',
  by: 'one',
  to: 'two',
  first: 'two',
  status: 'sent',
  arbiter: null,
  superior: null,
  returns: [],
  ...more,
});
/** The third was told, as the organ above, that another let a clock run out. */
const toldOf = (scope: string, item: string, holder: string) => ({
  superiors: [{ to: 'three', clockId: 'k' }],
  clocks: [{ id: 'k', clock: 'K', scope, item, holder, channel: null, state: 'overdue', due: at }],
});
const leftFlag = { ...flag('HARDSHIP', true), committee: 'two', formerCommittees: ['three'] };
const finding = { id: 'd', by: 'one', at };
const psych = (more: object) => ({ psych: { ...noCase('c').psych, ...more } });
const noticed = { flags: [flag('PSYCH_ABNORMALITY', false)] };
const consent = { guardian: true, child: true, by: 'one', at, withdrawn: false };

function situation(
  name: string,
  record: object,
  [knows, knowsNoMore]: readonly [readonly string[], readonly string[]],
  ofThePlace: readonly AgencyType[],
): Situation {
  const whole = { ...noCase('c'), status: 'open', division: HOME, ...record } as unknown as CaseRecord;
  return { name, record: whole, knows, knowsNoMore, ofThePlace };
}

export const SITUATIONS: readonly Situation[] = [
  situation('no case at all', { status: 'none' }, [[], []], []),
  situation(
    'a flag that goes to the committee',
    { flags: [flag('HARDSHIP', true)] },
    [['one'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation('a flag that stays with its desk', { flags: [flag('HARDSHIP', false)] }, [['one'], []], OVERSEERS),
  situation(
    'a committee that is to triage',
    { flags: [{ ...flag('HARDSHIP', true), committee: 'two' }] },
    [['one', 'two'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    'a committee that the care file has left, within its thirty days',
    { at, flags: [leftFlag], readOn: [{ agency: 'three', until: '2025-03-03T23:59:59.999+08:00' }] },
    [['one', 'two', 'three'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    '… after them',
    { at, flags: [leftFlag], readOn: [{ agency: 'three', until: '2025-03-02T23:59:59.999+08:00' }] },
    [['one', 'two'], ['three']],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    '… after them, while something waits for it',
    {
      at,
      flags: [leftFlag],
      readOn: [{ agency: 'three', until: '2025-03-02T23:59:59.999+08:00' }],
      clocks: [{ id: 'k', clock: 'DISSUADE', item: 'f', holder: 'three', state: 'overdue', due: at }],
    },
    [['one', 'two', 'three'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    'a committee of a place without flags, within its thirty days',
    { at, flags: [flag('HARDSHIP', true)], readOn: [{ agency: 'three', until: '2025-03-03T23:59:59.999+08:00' }] },
    [['one', 'three'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation('a psychological flag before consent', noticed, [['one'], []], []),
  situation('… with consent', { ...noticed, ...psych({ consent }) }, [['one'], []], [...CHANNEL, ...OVERSEERS]),
  situation(
    '… with consent withdrawn',
    { ...noticed, ...psych({ consent: { ...consent, withdrawn: true } }) },
    [['one'], []],
    [],
  ),
  situation(
    '… in danger',
    { ...noticed, ...psych({ emergency: true, riskSeenBy: ['one'] }) },
    [['one'], []],
    [...CHANNEL, ...OVERSEERS],
  ),
  situation(
    '… after a danger that has passed',
    { ...noticed, ...psych({ riskSeenBy: ['one'], broughtTo: ['two'], escorts: ['two'] }) },
    [['one', 'two'], []],
    [...CHANNEL, ...OVERSEERS],
  ),
  situation(
    'a psychological referral',
    { ...noticed, ...psych({ referrals: [{ id: 'p', by: 'one', to: 'two', status: 'sent' }] }) },
    [['one', 'two'], []],
    [...CHANNEL, ...OVERSEERS],
  ),
  situation(
    'a referral that was declined',
    { ...noticed, ...psych({ referrals: [{ id: 'p', by: 'one', to: 'two', status: 'declined' }] }) },
    [['one'], ['two']],
    [...CHANNEL, ...OVERSEERS],
  ),
  situation(
    'a child brought for diagnosis',
    { ...noticed, ...psych({ broughtTo: ['two'] }) },
    [['one', 'two'], []],
    [],
  ),
  situation(
    'a crisis that a department was asked to help in',
    {
      ...noticed,
      ...psych({ emergency: true, riskSeenBy: ['one'] }),
      coordinations: [{ id: 'k', by: 'three', to: 'two' }],
    },
    [['one', 'two'], []],
    [...CHANNEL, ...OVERSEERS],
  ),
  situation('a report that waits', { reports: [report()] }, [['one', 'two'], []], OVERSEERS),
  situation(
    'a report that was made again',
    { reports: [report()], repeats: [{ reportId: 'r', by: 'three', at }] },
    [['one', 'two', 'three'], []],
    OVERSEERS,
  ),
  situation(
    'a report that was accepted',
    { reports: [report({ status: 'accepted' })] },
    [['one', 'two'], []],
    ['CA', ...OVERSEERS],
  ),
  situation(
    'a report that was not accepted',
    { reports: [report({ status: 'not-accepted' })] },
    [['one', 'two'], []],
    ['CA', ...OVERSEERS],
  ),
  situation(
    'a report that was handed over',
    { reports: [report({ to: 'three', handedOverBy: ['two'] })] },
    [['one', 'two', 'three'], []],
    OVERSEERS,
  ),
  situation('a finding', { findings: [finding] }, [['one'], []], OVERSEERS),
  situation(
    'an admonition',
    { findings: [finding], admonitions: [{ id: 'a', by: 'one', at }] },
    [['one'], []],
    ['CA', ...OVERSEERS],
  ),
  situation(
    'an order with a provider',
    { findings: [finding], orders: [order({ provider: 'two' })] },
    [['one', 'two'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    'an order taken to a superior',
    { findings: [finding], orders: [order({ escalatedTo: 'two' })] },
    [['one', 'two'], []],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    'an order whose provider declined',
    { findings: [finding], orders: [order()] },
    [['one'], ['two']],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation(
    'a criminal file',
    { files: [{ id: 'x', kind: 'CRIMINAL', by: 'one', everFiled: true }] },
    [[], []],
    ['PROC'],
  ),
  situation(
    'a criminal file that was not filed',
    { files: [{ id: 'x', kind: 'CRIMINAL', by: 'one', everFiled: false, askedBy: 'two' }] },
    [['two'], []],
    [],
  ),
  situation(
    'a complaint of not filing',
    { complaints: [{ id: 'c', reportId: null, to: 'two', at, complainant: 'REPORTER', grounds: 's' }] },
    [['two'], []],
    [],
  ),
  situation(
    'a public-security file',
    { files: [{ id: 'x', kind: 'PUBLIC_SECURITY', by: 'one', everFiled: true }] },
    [[], []],
    [],
  ),
  situation('a child out of danger', { removal: { by: 'one', at, placement: 's' } }, [[], []], [...COMMUNITY, 'CA']),
  situation('a caution', { cautions: [{ id: 'k', by: 'one' }] }, [['one'], []], []),
  situation('a caution that was served', { cautions: [{ id: 'k', by: 'one', served: true }] }, [['one'], []], ['RVC']),
  situation(
    'measures to which another is invited',
    { measures: [{ id: 'm', by: 'one', invited: ['two'] }] },
    [['two'], []],
    [],
  ),
  situation('a return to school', { schooling: [{ id: 's', by: 'one', school: 'two' }] }, [['one', 'two'], []], []),
  situation(
    'rehabilitation',
    { rehab: [{ id: 'h', by: 'one', to: 'two', status: 'referred' }] },
    [['one', 'two'], []],
    [],
  ),
  situation(
    'an application for a protection order',
    { protections: [{ id: 'v', by: 'one', court: 'two', status: 'applied', servedOn: [] }] },
    [['one', 'two'], ['three']],
    [],
  ),
  situation(
    'a protection order that was served',
    { protections: [{ id: 'v', by: 'one', court: 'two', status: 'made', servedOn: ['three'] }] },
    [['one', 'two', 'three'], []],
    [],
  ),
  situation(
    'temporary guardianship with an institution',
    { guardianships: [{ id: 'g', by: 'one', placedWith: 'two', status: 'temporary' }] },
    [['one', 'two'], []],
    ['CA'],
  ),
  situation(
    'a ground for revoking guardianship',
    { revocations: [{ id: 'w', by: 'one', applicant: null, court: null, status: 'found' }] },
    [['one'], []],
    ['CA'],
  ),
  situation(
    '… that was applied for',
    { revocations: [{ id: 'w', by: 'one', applicant: 'two', court: 'three', status: 'applied' }] },
    [['one', 'two', 'three'], []],
    ['CA'],
  ),
  situation(
    'an organ of the home that was told',
    { notices: [{ id: 'n', by: 'one', to: 'two', at, facts: 's' }] },
    [['two'], []],
    [],
  ),
  situation(
    'a request that the hukou place has yet to be sent',
    { hukou: [{ id: 'q', by: 'one', township: 'two', county: 'three', pushed: false, status: 'complete' }] },
    [['one'], ['two', 'three']],
    [],
  ),
  situation(
    '… and has been sent',
    { hukou: [{ id: 'q', by: 'one', township: 'two', county: 'three', pushed: true, status: 'pushed' }] },
    [['one', 'two', 'three'], []],
    [],
  ),
  situation(
    '… and that was withdrawn afterwards',
    { hukou: [{ id: 'q', by: 'one', township: 'two', county: 'three', pushed: true, status: 'withdrawn' }] },
    [['two', 'three'], ['one']],
    [],
  ),
  situation(
    '… and of whose outcome the applicant was told',
    { hukou: [{ id: 'q', by: 'one', township: 'two', county: 'three', pushed: true, status: 'told' }] },
    [['two', 'three'], ['one']],
    [],
  ),
  situation('a service that was sent for', { workOrders: [workOrder()] }, [['one', 'two'], []], []),
  situation(
    'a service that was returned',
    { workOrders: [workOrder({ to: 'one', status: 'returned' })] },
    [['one'], ['two']],
    [],
  ),
  situation(
    'a service that nobody wants to provide',
    { workOrders: [workOrder({ status: 'disputed', arbiter: 'three' })] },
    [['one', 'two', 'three'], []],
    [],
  ),
  situation(
    'a service that a superior may move',
    { workOrders: [workOrder({ superior: 'three' })] },
    [['one', 'two', 'three'], []],
    [],
  ),
  situation(
    '… that was told that the time of it ran out',
    { workOrders: [workOrder()], ...toldOf('work-order', 'w', 'two') },
    [['one', 'two', 'three'], []],
    [],
  ),
  situation(
    'an organ that was told so of what another owed upon its own flag: it would tell who raised it',
    { flags: [flag('HARDSHIP', true)], ...toldOf('flag', 'f', 'one') },
    [['one'], ['three']],
    [...COMMUNITY, 'CA', ...OVERSEERS],
  ),
  situation('a special school', { specialSchool: { by: 'one', decision: 'd' } }, [['one'], []], []),
];

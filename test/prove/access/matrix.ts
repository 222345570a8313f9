import { ACTIONS, type Action, type Decision, may, OFFICER_ROLES, type Officer, type OfficerRole } from '#access';
import { relationsOf } from '#case';
import { desks } from '#desks';
import { type Agency, type AgencyType, agencyTypes, type OversightScope } from '#policy';
import { worksAt } from '#runtime';
import { DIVISIONS, OVERSEERS, SITUATIONS } from './relation.table.ts';

/** What is decided by: the code's own, or a planted mistake. */
export interface Deciding {
  readonly may: typeof may;
  readonly relationsOf: typeof relationsOf;
}

export const shipped: Deciding = { may, relationsOf };

type Row = Readonly<Record<Exclude<Action, 'BREAK'>, readonly [related: Decision, unrelated: Decision]>>;
const SEES: Row = {
  ENTER: ['YES', 'YES'],
  LIST: ['YES', 'YES'],
  READ: ['YES', 'ABSENT'],
  GIVE: ['YES', 'ABSENT'],
  OPEN: ['YES', 'YES'],
  REVIEW: ['POWERLESS', 'POWERLESS'],
  RECUSE: ['POWERLESS', 'POWERLESS'],
};
/** Written by hand: at one's own desk, on a case that is there for the agency and on one that is not. */
const EXPECTED: Readonly<Record<OfficerRole, Row>> = {
  HANDLER: SEES,
  HEAD: { ...SEES, REVIEW: ['YES', 'YES'], RECUSE: ['YES', 'YES'] },
  READER: { ...SEES, GIVE: ['READS_ONLY', 'READS_ONLY'], OPEN: ['READS_ONLY', 'READS_ONLY'] },
};

/** Every desk's agency types, by hand: what `trust.md` calls the agency type of the matrix. */
const AT_DESK: Readonly<Record<string, readonly AgencyType[]>> = {
  'residents-committee': ['RVC', 'CD', 'GRID'],
  township: ['TOWN', 'STATION', 'CS'],
  police: ['PSB', 'PS'],
  procuratorate: ['PROC'],
  court: ['COURT'],
  'psychological-service': ['PSYSO', 'HOSP', 'H12355'],
  'civil-affairs': ['CA', 'MPRA', 'CWI'],
  oversight: ['WCCW', 'PLAC'],
};

/** The system is nobody. */
const NO_DESK: readonly AgencyType[] = ['SYSTEM'];

/** Superior organs of these, above the county, look after their own system at the oversight desk. */
const WITH_SUPERIORS: readonly AgencyType[] = ['PSB', 'CA', 'EDU', 'HEALTH'];
const COUNTY = 6;

function deskExpected({ type, division }: Agency): string | undefined {
  if (WITH_SUPERIORS.includes(type) && division.length < COUNTY) return 'oversight';
  const named = Object.entries(AT_DESK).find(([, types]) => types.includes(type))?.[0];
  return named ?? (NO_DESK.includes(type) ? undefined : 'service-agency');
}

/** How many decisions were compared with the table, and those that are not as it says. */
export interface Compared {
  compared: number;
  readonly mismatches: string[];
}

/** What a pack may let an agency oversee; of one that does not oversee, it changes nothing. */
const SCOPES: readonly (OversightScope | undefined)[] = [undefined, 'counts', 'cases'];
const isOverseer = (type: AgencyType) => OVERSEERS.some((one) => one === type);

const IDS = ['one', 'two', 'three', 'nobody'] as const;

/**
 * Compares every decision: situation × agency type × division × name in the case × what it is shown as an overseer × role × kept
 * out or not × action × desk. A checker that is tried out stops once it has found `enough`.
 */
export function compareMatrix(deciding: Deciding, enough = Number.POSITIVE_INFINITY): Compared {
  const result: Compared = { compared: 0, mismatches: [] };
  const tell = (what: readonly unknown[], expected: unknown, found: unknown) => {
    result.compared += 1;
    if (expected !== found) result.mismatches.push(`${what.join(' · ')}: ${found}, not ${expected}`);
  };
  for (const { name, record, knows, ofThePlace } of SITUATIONS) {
    for (const type of agencyTypes) {
      if (result.mismatches.length >= enough) return result;
      for (const [division, covers, works] of DIVISIONS) {
        for (const id of IDS) {
          for (const oversees of isOverseer(type) ? SCOPES : (['cases'] as const)) {
            const looksOn = isOverseer(type) ? oversees === 'cases' : works;
            const byPlace = covers && ofThePlace.includes(type) && looksOn;
            const expected = knows.includes(id) || byPlace;
            const agency = { id, type, division, oversees };
            const related = deciding.relationsOf(record, agency).size > 0;
            const where = [name, type, division, id, oversees ?? 'oversees nothing'];
            tell(where, expected, related);
            compareOfficers(deciding, agency, covers, related, expected, (what, want, got) =>
              tell([...where, ...what], want, got),
            );
          }
        }
      }
    }
  }
  return result;
}

/** Who may look a case up in an emergency, by hand, and what is said to the others. */
const GO_TO_THE_CHILD: readonly AgencyType[] = ['PSB', 'PS', 'CA', 'MPRA', 'TOWN', 'HOSP'];

function inAnEmergency(type: AgencyType, role: OfficerRole): readonly [near: Decision, far: Decision] {
  if (!GO_TO_THE_CHILD.includes(type)) return ['POWERLESS', 'POWERLESS'];
  return role === 'READER' ? ['READS_ONLY', 'READS_ONLY'] : ['YES', 'ABSENT'];
}

type Tell = (what: readonly unknown[], expected: unknown, found: unknown) => void;

function compareOfficers(
  { may: decide }: Deciding,
  agency: Agency,
  near: boolean,
  related: boolean,
  expected: boolean,
  tell: Tell,
): void {
  const own = deskExpected(agency);
  for (const role of OFFICER_ROLES) {
    for (const barred of [false, true]) {
      const officer: Officer = {
        id: 'o',
        name: '',
        role,
        agency: { ...agency, name: { zh: '', en: '' } },
        barred: new Set(barred ? ['c'] : ['another']),
      };
      for (const action of ACTIONS) {
        const breaks = action === 'BREAK';
        const [yes, no] = breaks ? inAnEmergency(agency.type, role) : EXPECTED[role][action];
        const there = breaks ? near : expected;
        for (const desk of desks) {
          if (desk.name !== own && action !== 'ENTER') continue;
          const want = desk.name === own ? (there && !barred ? yes : no) : 'STRANGER';
          const got = decide(officer, action, { works: worksAt(desk, agency), caseId: 'c', related, near });
          tell([role, barred ? 'kept out' : 'in', action, desk.name], want, got);
        }
      }
    }
  }
}

/** Planted mistakes: each must be found by the comparison. */
export const matrixMutants: readonly (readonly [name: string, deciding: Deciding])[] = [
  ['conflicts of interest forgotten', { ...shipped, may: (o, a, s) => may({ ...o, barred: new Set() }, a, s) }],
  ['a reader gives commands', { ...shipped, may: (o, a, s) => may({ ...o, role: 'HANDLER' }, a, s) }],
  ['any desk for anybody', { ...shipped, may: (o, a, s) => may(o, a, { ...s, works: true }) }],
  ['yes unless told', { ...shipped, may: (o, a, s) => may(o, a, { ...s, related: true }) }],
  [
    '“forbidden” instead of “absent”',
    { ...shipped, may: (o, a, s) => (may(o, a, s) === 'ABSENT' ? 'STRANGER' : may(o, a, s)) },
  ],
  ['anybody breaks the glass', { ...shipped, may: (o, a, s) => (a === 'BREAK' ? 'YES' : may(o, a, s)) }],
  ['the glass breaks from afar', { ...shipped, may: (o, a, s) => may(o, a, { ...s, near: true }) }],
  ['anybody reviews', { ...shipped, may: (o, a, s) => (a === 'REVIEW' ? 'YES' : may(o, a, s)) }],
  ['anybody keeps others out', { ...shipped, may: (o, a, s) => (a === 'RECUSE' ? 'YES' : may(o, a, s)) }],
  ['a head sees all', { ...shipped, may: (o, a, s) => (o.role === 'HEAD' && a === 'READ' ? 'YES' : may(o, a, s)) }],
  [
    'divisions compared by their first four digits',
    { ...shipped, relationsOf: (r, a) => relationsOf(r, { ...a, division: a.division.slice(0, 4) }) },
  ],
  [
    'counts taken for cases',
    { ...shipped, relationsOf: (r, a) => relationsOf(r, a.oversees === 'counts' ? { ...a, oversees: 'cases' } : a) },
  ],
  [
    'the place sees everything that has a flag',
    { ...shipped, relationsOf: (r, a) => relationsOf({ ...r, flags: r.flags.map((f) => ({ ...f, open: true })) }, a) },
  ],
  [
    'psychological flags shown before consent',
    {
      ...shipped,
      relationsOf: (r, a) => relationsOf({ ...r, flags: r.flags.map((f) => ({ ...f, kind: 'OTHER' as const })) }, a),
    },
  ],
  [
    'who declined still sees',
    {
      ...shipped,
      relationsOf: (r, a) =>
        relationsOf(
          { ...r, psych: { ...r.psych, referrals: r.psych.referrals.map((f) => ({ ...f, status: 'sent' as const })) } },
          a,
        ),
    },
  ],
  [
    'who handed over sees no more',
    {
      ...shipped,
      relationsOf: (r, a) => relationsOf({ ...r, reports: r.reports.map((f) => ({ ...f, handedOverBy: [] })) }, a),
    },
  ],
  [
    'withdrawn consent still opens',
    {
      ...shipped,
      relationsOf: (r, a) =>
        relationsOf(
          { ...r, psych: { ...r.psych, consent: r.psych.consent && { ...r.psych.consent, withdrawn: false } } },
          a,
        ),
    },
  ],
];

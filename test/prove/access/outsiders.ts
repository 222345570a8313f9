import pg from 'pg';
import { recordConflict } from '#access';
import { DeskClient, onLedger, onRegister } from '../../desk.client.ts';
import { moment, VILLAGE } from '../../standing.service.ts';
import { type HiddenPlace, REGISTER, SECRETS, SUPERIOR } from './hidden.place.ts';

/** One who was inside once, or stands close by, and what is not there for them any more. */
export interface Outsider {
  readonly why: string;
  readonly agency: string;
  readonly kind: 'case' | 'ledger' | 'key-minor';
  readonly id: string;
  /** A case of the agency's own, on which commands are given that name the hidden one. */
  readonly beside?: string;
  /** Goes to a child in danger there, and may break the glass on it: that tells who the child is, and is noted. */
  readonly near?: true;
}

const COMMITTEE = `rvc-${VILLAGE}`;
const TOWNSHIP = `town-${VILLAGE.slice(0, 9)}`;
const [POLICE, OTHER_POLICE] = ['psb-441502', 'psb-441521'];
const NEXT_VILLAGE = '441502001002';

/** Once the thirty days of the committee are over (a configured time, which the scenarios play). */
const AFTER_THE_THIRTY_DAYS = moment('2025-04-20 09:00');

let numbered = 0;

/** An identity number that nobody had before, of a child of eleven. */
export function freshNumber(): string {
  numbered += 1;
  const digits = `44150220140506${String(numbered).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return digits + '10X98765432'[sum % 11];
}

/** A flag that says what must not be told. */
export function secretFlag(child: object = {}, division = VILLAGE): object {
  const [name, guardian, facts, phone] = SECRETS;
  return {
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name, ...child },
    guardian: { name: guardian, relation: '父亲', phone },
    place: { division },
    facts,
  };
}

/** Keeps the first officer of an agency, who asks in its name, out of a case. */
export async function keepOut({ standing }: HiddenPlace, agency: string, caseId: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  await recordConflict(pool, { officer: agency, caseId, reason: '证明', by: '证明' }, standing.host.now());
  await pool.end();
}

/** Everybody who was inside once or stands close by, in cases of the asking county. Time goes by meanwhile. */
export async function outsiders(place: HiddenPlace): Promise<readonly Outsider[]> {
  const { standing } = place;
  const at = (agency: string) => new DeskClient(standing, agency);
  const raise = async (child = {}, division = VILLAGE, by = COMMITTEE) =>
    (await at(by).accepted('RaiseFlag', secretFlag(child, division))).caseId;
  const merge = async (caseId: string, sourceCaseId: string) => {
    await at(TOWNSHIP).accepted('MergeFlags', { caseId, sourceCaseId });
    await standing.stage.settled();
  };
  const [own, direct, merged, taking, source, target] = [
    await raise({ name: '甲' }),
    await raise(),
    await raise(),
    await raise(),
    await raise(),
    await raise(),
  ];
  const entered = await raise({ birthDate: '2014-05-06' });
  const far = await raise({ birthDate: '2014-05-06' }, REGISTER, 'ca-341722');
  await standing.stage.settled();
  await merge(taking, merged);
  await merge(target, source);
  const stay = { hukouDivision: '110105', residenceSince: '2023-01-01' };
  const { ledgerEntryId } = await onLedger(at(TOWNSHIP), 'OpenLedgerEntry', {
    ...{ sourceCaseId: entered, categories: ['FAMILY_HARDSHIP'], reason: '证明', ...stay },
  });
  const { keyMinorEntryId } = await onRegister(at('ca-341722'), 'OpenKeyMinorEntry', {
    ...{ sourceCaseId: far, behaviour: 'MISBEHAVIOUR', foundOn: '2025-03-01', facts: SECRETS[2], ...stay },
  });
  const [stays, leaves] = await split(place, await raise(), await raise());
  const moved = await raise({}, VILLAGE, `cd-${VILLAGE}`); // whoever flagged keeps what is its own
  await at('ca-441502').accepted('TransferCaseJurisdiction', { caseId: moved, to: NEXT_VILLAGE });
  await standing.stage.settled();
  standing.host.moveTo(AFTER_THE_THIRTY_DAYS);
  for (const caseId of [direct, merged, target, entered]) await keepOut(place, TOWNSHIP, caseId);
  await keepOut(place, 'ca-341722', far);
  await standing.stage.settled();
  const barred = (why: string, id: string, kind: Outsider['kind'] = 'case') =>
    ({ why: `kept out of ${why}`, agency: TOWNSHIP, kind, id, beside: own }) as const;
  return [
    barred('a case', direct),
    barred('one that was merged into this', taking),
    barred('one that was merged', merged),
    barred('one that this was merged into', source),
    barred('the case that the file came of', ledgerEntryId, 'ledger'),
    { ...barred('the case that the entry came of', keyMinorEntryId, 'key-minor'), agency: 'ca-341722' },
    { why: 'the committee, after its thirty days', agency: COMMITTEE, kind: 'case', id: moved, beside: own },
    { why: 'a superior above the county', agency: SUPERIOR, kind: 'case', id: own },
    { why: 'the police of what a split left', agency: POLICE, kind: 'case', id: leaves, near: true },
    { why: 'the police of what went', agency: OTHER_POLICE, kind: 'case', id: stays },
  ];
}

/** Two cases that were merged, reported to two units of the police, and split: each unit keeps the one it was told of. */
async function split({ standing }: HiddenPlace, stays: string, leaves: string): Promise<readonly [string, string]> {
  const at = (agency: string) => new DeskClient(standing, agency);
  await at(TOWNSHIP).accepted('MergeFlags', { caseId: stays, sourceCaseId: leaves });
  await standing.stage.settled();
  const report = { caseId: stays, facts: SECRETS[2] };
  await at(COMMITTEE).accepted('ReportToPolice', { ...report, to: POLICE });
  await at(COMMITTEE).accepted('ReportToPolice', { ...report, to: OTHER_POLICE, newFacts: true });
  await at(TOWNSHIP).accepted('SplitChild', { caseId: stays, sourceCaseId: leaves, because: '两名儿童' });
  await standing.stage.settled();
  const { case: seen } = await at(OTHER_POLICE).sees<{ case: { reports: { id: string }[] } }>(
    'query($id: ID!) { case(id: $id) { reports { id } } }',
    { id: stays },
  );
  await at(POLICE).accepted('ConsentToSplit', { caseId: stays, granted: true });
  await at(OTHER_POLICE).accepted('ConsentToSplit', {
    ...{ caseId: stays, granted: true, reportIds: seen.reports.map(({ id }) => id) },
  });
  await standing.stage.settled();
  return [stays, leaves];
}

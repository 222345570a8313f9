import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { endConflict, recordConflict } from '#access';
import { flag, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { PLANTED, type Planted, plantedCase, plantedIn } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let child: string;
let caseId: string;

const audit = (command: string, out: string, officer: string, ...more: string[]) =>
  jieliWith(
    { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir },
    ...['audit', command, '--child', child, '--officer', officer, '--out', join(standing.dataDir, out), ...more],
  );
const extract = (out: string, officer = 'ca-441502') => audit('extract', out, officer);
const written = (out: string) => readFileSync(join(standing.dataDir, out), 'utf8');

beforeAll(async () => {
  standing = await standingService();
  caseId = await plantedCase(people(standing));
  const facts = `${PLANTED.reporter}（${PLANTED.reporterPhone}）再次来电。`;
  await people(standing).committee.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts, newFacts: true });
  const log = await standing.log();
  child = childIn(log.find(({ stream }) => stream === `case-${caseId}`)?.data);
});
afterAll(() => standing.close());

/** Whose child an event speaks of. */
function childIn(data: string | undefined): string {
  return /sealed:1:1:([0-9a-f-]{36}):/.exec(data ?? '')?.[1] ?? '';
}

/** The reporter, what the reporter was told, what the police put down, and the admonition's text, which is its issuer's to give. */
const WITHHELD: readonly Planted[] = [
  'admonition',
  'feedback',
  'statement',
  'flagReporter',
  'flagReporterPhone',
  'reporter',
  'reporterPhone',
];

it('a guardian reads what was said of the child, and not who reported it, nor what the police put down', async () => {
  const { code, stdout } = await extract('extract.md');
  expect([code, plantedIn(stdout)]).toEqual([0, []]);
  const text = written('extract.md');
  expect(plantedIn(text).toSorted()).toEqual(
    (Object.keys(PLANTED) as Planted[]).filter((name) => !WITHHELD.includes(name)).toSorted(),
  );
  expect(text).toMatch(/举报人(.)（举报人\1）再次来电/);
  expect(text).not.toMatch(/(?:rvc|cd|psb|ca|wf)-\d/);
  if (process.platform !== 'win32') expect(statSync(join(standing.dataDir, 'extract.md')).mode & 0o777).toBe(0o600);
  const notes = (await standing.log()).filter(({ stream }) => stream === 'reads-extract');
  expect(notes.map(({ data }) => JSON.parse(data))).toMatchObject([
    { officer: 'ca-441502', purpose: 'GUARDIAN_ACCESS', children: [{ childId: child }] },
  ]);
});

it('neither extract nor query is for an officer who is kept out of the child’s case (回避)', async () => {
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  pool.on('error', () => undefined); // the database is dropped under it
  for (const [officer, command, ...ground] of [
    ['ca-441502', 'extract'],
    ['psb-441502', 'query', '--ground', 'JUDICIAL_NEED'],
  ] as const) {
    await recordConflict(pool, { officer, caseId, reason: '近亲属', by: '负责人' }, standing.host.now());
    expect(await audit(command, `kept-${command}.md`, officer, ...ground)).toMatchObject({ code: 1, stdout: '' });
    await endConflict(pool, officer, caseId, standing.host.now());
  }
  await pool.end();
});

it('what is sealed away is in no extract, and in the statutory query, which is noted with its ground', async () => {
  const settings = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
  const seal = ['keys', 'seal', '--child', child, '--category', 'evidence', '--officer', 'psb-441502'];
  expect((await jieliWith(settings, ...seal)).code).toBe(0);
  expect((await extract('after.md')).code).toBe(0);
  expect(plantedIn(written('after.md'))).not.toContain('admonition');
  expect(written('after.md')).not.toContain('已训诫');
  expect(plantedIn(written('after.md'))).toContain('childName');
  const query = (officer: string, ...ground: string[]) => audit('query', 'query.md', officer, ...ground);
  expect((await query('psb-441502')).code).toBe(1);
  expect((await query('psb-441502', '--ground', 'CURIOSITY')).code).toBe(1);
  expect((await query('clerk', '--ground', 'JUDICIAL_NEED')).stderr).toContain('The directory has no officer clerk');
  expect((await query('ca-441502', '--ground', 'JUDICIAL_NEED')).stderr).toContain('is no judicial organ');
  expect((await query('psb-441502', '--ground', 'JUDICIAL_NEED')).code).toBe(0);
  expect(plantedIn(written('query.md'))).toEqual(expect.arrayContaining(['statement', 'childName']));
  expect(plantedIn(written('query.md'))).not.toEqual(expect.arrayContaining(['reporter']));
  const notes = (await standing.log()).filter(({ stream }) => stream === 'reads-extract');
  expect(JSON.parse(notes.at(-1)?.data ?? '')).toMatchObject({ officer: 'psb-441502', purpose: 'JUDICIAL_NEED' });
});

it('a file that is there is not written over', async () => {
  const before = written('extract.md');
  const { code, stderr } = await extract('extract.md');
  expect([code, stderr]).toEqual([1, expect.stringContaining('EEXIST')]);
  expect(written('extract.md')).toBe(before);
});

it.each([
  ['nobody', 'The directory has no officer nobody'],
  [`grid-${VILLAGE}`, 'may not hand it out'],
  ['ca-341722', 'may not hand it out'],
])('is not handed out by %s, and nothing is noted as if it were', async (officer, why) => {
  const { code, stderr } = await extract(`by-${officer}.md`, officer);
  expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
  const notes = (await standing.log()).filter(({ stream }) => stream === 'reads-extract');
  expect(notes.map(({ data }) => data).join('\n')).not.toContain(officer);
});

it('a guardian who is suspected reads what was said to it, and nothing that was done about it', async () => {
  const who = people(standing);
  const school = new DeskClient(standing, `school-${VILLAGE.slice(0, 9)}`);
  const said = (word: string) => `密语${word}`;
  const { caseId } = await school.accepted(
    'RaiseFlag',
    flag({ kind: 'SUSPECTED_ABUSE', signs: ['INJURED'], facts: said('线索'), reporter: { name: '班主任沈某' } }),
  );
  await school.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts: said('报告'), suspectedCrime: true });
  await who.police.accepted('RemoveFromDanger', { caseId, placement: said('安置') });
  await who.police.accepted('AcceptCase', { caseId });
  await who.police.accepted('RecordFinding', { caseId, ground: 'GUARDIAN_FAILS_DUTY', statement: said('笔录') });
  await who.police.accepted('IssueAdmonition', { caseId, text: said('训诫') });
  await who.police.accepted('OpenPublicSecurityCase', { caseId, fileNumber: said('案号') });
  await who.police.accepted('DecidePenalty', { caseId, penalty: said('处罚') });
  await who.police.accepted('ApplyMeasure', { caseId, description: said('措施'), invited: [school.agency] });
  await who.affairs.accepted('RecordChildHeard', { caseId, said: said('心声') });
  const log = await standing.log();
  child = childIn(log.find(({ stream }) => stream === `case-${caseId}`)?.data);
  expect(await extract('suspected.md')).toMatchObject({ code: 0 });
  const text = written('suspected.md');
  expect([...text.matchAll(/密语../g)].map(([found]) => found)).toEqual([]); // civil affairs has that there was one
  expect(text).toContain('已训诫');
  expect((await audit('extract', 'by-police.md', 'psb-441502')).code).toBe(0);
  const byIssuer = written('by-police.md');
  expect([...byIssuer.matchAll(/密语../g)].map(([found]) => found)).toEqual([said('训诫')]);
  expect(text).not.toMatch(/沈某|school-|psb-|处罚|矫治|报告|线索|危险/);
});

it('nothing that was said of another child is handed out once their cases were parted', async () => {
  const { committee, police } = people(standing);
  const township = new DeskClient(standing, `town-${VILLAGE.slice(0, 9)}`);
  const school = new DeskClient(standing, `school-${VILLAGE.slice(0, 9)}`);
  const idNumber = '441502201503010010';
  const one = (await committee.accepted('RaiseFlag', flag({ child: { name: '何小川' }, facts: '甲线索' }))).caseId;
  const about = { name: '何晓川', idNumber };
  const other = (await committee.accepted('RaiseFlag', flag({ child: about, facts: '乙线索' }))).caseId;
  await township.accepted('MergeFlags', { caseId: one, sourceCaseId: other });
  await standing.stage.settled();
  await committee.accepted('ReportToPolice', { caseId: one, to: 'psb-441502', facts: '甲报告' });
  const report = { child: about, place: { division: VILLAGE }, to: 'psb-441502', facts: '乙报告', newFacts: true };
  const joined = await school.accepted('ReportToPolice', report);
  expect(joined.caseId).toBe(one);
  await committee.accepted('RecordDissuasion', {
    caseId: one,
    flagId: await lastFlagOf(township, one),
    told: '乙劝诫',
  });
  await township.accepted('SplitChild', { caseId: one, sourceCaseId: other, because: '乙理由' });
  const seen = await police.sees<{ case: { reports: { id: string }[] } }>(REPORTS, { id: one });
  const reportIds = seen.case.reports.slice(1).map(({ id }) => id);
  await police.accepted('ConsentToSplit', { caseId: one, granted: true, reportIds });
  await standing.stage.settled();
  const log = await standing.log();
  child = childIn(log.find(({ stream }) => stream === `case-${one}`)?.data);
  expect(await extract('parted.md')).toMatchObject({ code: 0 });
  expect([...written('parted.md').matchAll(/[甲乙](?:线索|报告|劝诫|理由)/g)].map(([found]) => found)).toEqual([
    '甲线索',
    '甲报告',
  ]);
});

const REPORTS = 'query($id: ID!) { case(id: $id) { reports { id } } }';

async function lastFlagOf(desk: DeskClient, id: string): Promise<string | undefined> {
  const query = 'query($id: ID!) { case(id: $id) { flags { id } } }';
  return (await desk.sees<{ case: { flags: { id: string }[] } }>(query, { id })).case.flags.at(-1)?.id;
}

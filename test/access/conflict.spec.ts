import pg from 'pg';
import { endConflict, recordConflict } from '#access';
import { flag, type People, people, reported } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService } from '../standing.service.ts';
import { writtenInput } from '../written.input.ts';

let standing: StandingService;
let who: People;
let pool: pg.Pool;
let caseId: string;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  pool.on('error', () => undefined); // the database is dropped under it
  caseId = await reported(who);
  await reported(who, { child: { name: '李明明' } });
  await standing.stage.settled();
});
afterAll(async () => {
  await pool.end();
  await standing.close();
});

const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';
const keepOut = (officer: string, id: string) =>
  recordConflict(pool, { officer, caseId: id, reason: '近亲属', by: '张局' }, standing.host.now());
const LISTS = '{ cases(first: 50) { edges { node { id } } } inbox(first: 50) { edges { node { caseId } } } }';
const ONE = 'query($id: ID!) { case(id: $id) { id childName } nextSteps(caseId: $id) { command } }';

it('keeps the officer out of view and route, to the letter as if there were no such case, and the colleague in', async () => {
  const colleague = who.police;
  const officer = who.policeToo;
  expect((await officer.ask(LISTS)).text).toContain(caseId);
  const before = JSON.parse((await officer.ask(LISTS)).text) as { data: { cases: { edges: object[] } } };
  await keepOut('psb-441502-2', caseId);
  const after = await officer.ask(LISTS);
  expect(after.text).not.toContain(caseId);
  expect((after.data as typeof before.data).cases.edges).toHaveLength(before.data.cases.edges.length - 1);
  const [hidden, absent] = [await officer.ask(ONE, { id: caseId }), await officer.ask(ONE, { id: ABSENT })];
  expect(hidden.text).toBe(absent.text);
  expect(hidden.data).toMatchObject({ case: null, nextSteps: null });
  for (const command of ['AcceptCase', 'RecordFinding', 'IssueAdmonition', 'HandOverReport', 'RequestInfo'] as const) {
    const idempotencyKey = `conflict-${command}`;
    const [one, other] = [caseId, ABSENT].map((id) => ({ ...writtenInput(command, id), idempotencyKey }));
    const given = [await officer.give(command, one ?? {}), await officer.give(command, other ?? {})];
    expect([command, given[0]?.text]).toEqual([command, given[1]?.text]);
    expect(given[0]?.data?.outcome).toMatchObject({ code: 'NOT_FOUND' });
  }
  expect((await colleague.ask(ONE, { id: caseId })).text).toContain('王小雨');
  await colleague.accepted('AcceptCase', { caseId });
});

it('does not give the officer the colleague’s answer again', async () => {
  const input = { caseId, idempotencyKey: 'shared-key' };
  await who.police.accepted('NotifyReporter', { ...input, message: '已受理。' });
  expect(await who.policeToo.outcome('NotifyReporter', { ...input, message: '已受理。' })).toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('holds for an id that is written otherwise, and ends when it is ended', async () => {
  expect((await who.policeToo.ask(ONE, { id: caseId.toUpperCase() })).data).toMatchObject({ case: null });
  expect(await endConflict(pool, 'psb-441502-2', caseId, standing.host.now())).toBe(true);
  expect(await endConflict(pool, 'psb-441502-2', caseId, standing.host.now())).toBe(false);
  expect((await who.policeToo.ask(ONE, { id: caseId })).text).toContain('王小雨');
});

it('is recorded by the command line, and in the audit stream without its reason', async () => {
  const env = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
  const given = ['--officer', 'psb-441502-2', '--case', caseId, '--by', '张局'];
  const recorded = await jieliWith(env, 'conflicts', 'record', ...given, '--reason', '近亲属：王建国');
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  expect((await who.policeToo.ask(ONE, { id: caseId })).data).toMatchObject({ case: null });
  expect(await jieliWith(env, 'conflicts', 'end', ...given)).toMatchObject({ code: 0, stderr: '' });
  expect(await jieliWith(env, 'conflicts', 'end', ...given)).toMatchObject({ code: 1 });
  const nobody = ['--officer', 'nobody', '--case', caseId, '--by', '张局', '--reason', 'x'];
  expect(await jieliWith(env, 'conflicts', 'record', ...nobody)).toMatchObject({ code: 1, stdout: '' });
  const mistyped = [
    '--officer',
    'psb-441502-2',
    '--case',
    `00000000${caseId.slice(8)}`,
    '--by',
    '张局',
    '--reason',
    'x',
  ];
  expect(await jieliWith(env, 'conflicts', 'record', ...mistyped)).toMatchObject({ code: 1, stdout: '' });
  const audit = (await standing.log()).filter(({ stream }) => stream === 'audit-psb-441502');
  const types = audit.map(({ type }) => type).filter((type) => type.startsWith('Conflict'));
  expect(types).toEqual(['ConflictRecorded', 'ConflictEnded']);
  expect(JSON.stringify(audit)).not.toContain('王建国');
});

it('does not stop anybody from raising a flag: whoever knows must say so (未保法11)', async () => {
  await keepOut('cd-441502001001', caseId);
  const outcome = await new DeskClient(standing, 'cd-441502001001').accepted(
    'RaiseFlag',
    flag({ child: { name: '新线索' } }),
  );
  expect(outcome.events).toEqual(['FlagRaised']);
});

import pg from 'pg';
import { desks } from '#desks';
import { postgresViews, systemHost } from '#runtime';
import { until } from '../../libs/runtime/src/embedded/process.identity.ts';
import { dissuasions, flagged, found, type People, people } from '../case.steps.ts';
import { MORNING, moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeEach(async () => {
  standing = await standingService();
  who = people(standing);
});
afterEach(() => standing.close());

/** Clocks of the case that ran out; what the ladder then starts runs out in its turn. */
const ranOut = async () =>
  (await standing.log()).filter(({ type }) => type === 'ClockBreached' || type === 'ClockExpired');
const ladder = async () =>
  (await standing.log()).map(({ type }) => type).filter((type) => /^(Holder|Superi|Supervision)/.test(type));
const clocksOf = async () => (await ranOut()).map(({ data }) => (JSON.parse(data) as { clock: string }).clock);
const PATIENCE = 20_000;

it('breaches a duty when its time has passed, not a moment before, and once', async () => {
  await flagged(who);
  standing.host.moveTo(moment('2025-03-04 23:59:59'));
  await standing.stage.settled();
  expect(await clocksOf()).toEqual([]);
  standing.host.moveTo(moment('2025-03-05 00:00'));
  await standing.stage.settled();
  expect(await clocksOf()).toEqual(['TRIAGE']);
  expect(await ladder()).toEqual(['SuperiorNotified']);
  standing.host.moveTo(moment('2025-04-05 00:00'));
  await standing.stage.settled();
  const asked = ['SuperiorNotified', 'HolderUrged', 'SupervisionOpened'];
  expect([await clocksOf(), await ladder()]).toEqual([['TRIAGE'], asked]); // whoever has to answer has its time from now on
  standing.host.moveTo(moment('2025-05-06 00:00'));
  await standing.stage.settled();
  const climbed = [...asked, 'SuperiorNotified'];
  expect([await clocksOf(), await ladder()]).toEqual([['TRIAGE', 'SUPERVISION_ANSWER'], climbed]);
  await standing.restart();
  await standing.stage.settled();
  expect([await clocksOf(), await ladder()]).toEqual([['TRIAGE', 'SUPERVISION_ANSWER'], climbed]);
});

it('does not breach what was done in time', async () => {
  const caseId = await flagged(who);
  await who.committee.accepted('TriageFlag', { caseId, severity: 'NOT_SERIOUS', guardianFails: false });
  await standing.stage.passTo(moment('2025-03-20 00:00'));
  expect(await clocksOf()).not.toContain('TRIAGE');
});

it('catches up by itself after having been down for long, with the due times there were', async () => {
  const caseId = await flagged(who);
  await standing.stop();
  standing.host.moveTo(moment('2025-09-01 08:00'));
  await standing.start({ clocksByThemselves: true });
  expect(await until(async () => (await clocksOf()).length > 0, PATIENCE)).toBe(true);
  await standing.stage.settled();
  const [breach] = await ranOut();
  expect(await clocksOf()).toEqual(['TRIAGE']); // the answer that is asked for now is not late already
  expect(JSON.parse(breach?.data ?? '')).toMatchObject({
    clock: 'TRIAGE',
    due: expect.stringMatching(/^2025-03-04T23:59:59\.999/),
  });
  expect(JSON.parse(breach?.meta ?? '')).toMatchObject({ at: moment('2025-09-01 08:00') });
  const { data } = await who.overseer.ask('query($id: ID!) { case(id: $id) { clocks { clock state } } }', {
    id: caseId,
  });
  expect(data?.case).toEqual({ clocks: expect.arrayContaining([{ clock: 'TRIAGE', state: 'overdue' }]) });
});

it('lets each clock run out once when two services share the database', async () => {
  const cases = [];
  for (let n = 0; n < 6; n += 1) cases.push(await flagged(who));
  const [first, second] = [standing.service, await standing.start()];
  standing.host.moveTo(moment('2025-03-05 00:00'));
  await Promise.all([first.runtime.settled(), second.runtime.settled()]);
  await Promise.all([second.runtime.settled(), first.runtime.settled()]);
  const breached = await ranOut();
  expect(breached.map(({ stream }) => stream).toSorted()).toEqual(cases.map((id) => `case-${id}`).toSorted());
});

it('shows what one service did at the other, which decides on it too', async () => {
  const caseId = await flagged(who);
  await who.committee.accepted('RecordDissuasion', { caseId, told: '一。' });
  await standing.start();
  const told = { caseId, told: '二。', idempotencyKey: 'at-the-other' };
  const first = await who.committee.accepted('RecordDissuasion', told);
  const texts = async () => {
    await standing.stage.settled();
    return dissuasions(who, caseId);
  };
  expect(await texts()).toEqual(['一。', '二。']);
  await standing.restart();
  expect(await who.committee.accepted('RecordDissuasion', told)).toEqual({ ...first, repeated: true });
});

it('shows the same when the views are made anew from the log', async () => {
  const caseId = await found(who);
  await who.police.accepted('IssueAdmonition', { caseId, text: '训诫书。' });
  await flagged(who, { kind: 'PSYCH_ABNORMALITY' });
  await standing.stage.passTo(moment('2025-04-20 09:00'));
  const shown = async () => {
    await standing.stage.settled();
    const tables = await standing.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname like 'desk%' or schemaname = 'runtime' and tablename <> 'checkpoint' order by 1`,
    );
    const all: Record<string, string[]> = {};
    for (const { name } of tables) {
      const rows = await standing.query<{ line: string }>(
        `select (to_jsonb(t) - 'nth')::text as line from ${name} as t order by 1`,
      );
      all[name] = rows.map(({ line }) => line);
    }
    return all;
  };
  const before = await shown();
  expect(before['desk_police."row"']?.length).toBeGreaterThan(1);
  await standing.stop();
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  const views = await postgresViews({ pool, url: standing.databaseUrl, desks });
  await views.clear();
  await Promise.all([views.close(), pool.end()]);
  expect(await standing.query('select from desk_police.row')).toEqual([]);
  await standing.start();
  expect(await shown()).toEqual(before);
});

it('runs on the machine’s own time when nobody owns it', async () => {
  await flagged(who);
  expect(standing.host.now()).toBe(MORNING);
  await standing.stop();
  await standing.start({ host: systemHost(), clocksByThemselves: true });
  expect(await until(async () => (await clocksOf()).includes('TRIAGE'), PATIENCE)).toBe(true);
});

import pg from 'pg';
import { desks } from '#desks';
import { type Lease, postgresDuty, postgresViews } from '#runtime';
import { readConfig } from '#service';
import { flagged, people } from '../case.steps.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let lease: Lease | null;

beforeEach(async () => {
  standing = await standingService();
  lease = null;
});
afterEach(async () => {
  await lease?.release();
  await standing.close();
});

async function ready() {
  const response = await fetch(`${standing.service.url}/health/ready`);
  return { status: response.status, body: await response.json() };
}

/** Whoever has the duty does nothing from now on, and the views are as they were before anything was shown. */
async function left(): Promise<void> {
  await standing.stop();
  lease = await postgresDuty({ connectionString: standing.databaseUrl }, () => undefined).take();
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  const views = await postgresViews({ pool, url: standing.databaseUrl, desks });
  await views.clear();
  await Promise.all([views.close(), pool.end()]);
  await standing.start({ ready: { events: 2, seconds: 60 } });
}

describe('GET /health/ready', () => {
  it('says that the views keep up, and how many cases are parked', async () => {
    await flagged(people(standing));
    await standing.stage.settled();
    expect(await ready()).toEqual({
      status: 200,
      body: { status: 'ready', views: { events: 0, milliseconds: 0, parked: 0 } },
    });
    await standing.query(`insert into runtime.parked values ('case-1', '1', 'planted')`);
    expect(await ready()).toMatchObject({ status: 200, body: { views: { parked: 1 } } });
  });

  it('turns off when the oldest event waits too long, and on again when it is shown', async () => {
    standing.host.moveTo(moment('2025-03-03 09:00'));
    await flagged(people(standing));
    await left();
    standing.host.moveTo(moment('2025-03-03 09:01'));
    expect(await ready()).toEqual({
      status: 200,
      body: { status: 'ready', views: { events: 1, milliseconds: 60_000, parked: 0 } },
    });
    standing.host.moveTo(moment('2025-03-03 09:02'));
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'behind', views: { milliseconds: 120_000 } } });
    await standing.stop();
    await lease?.release();
    await standing.start();
    await standing.stage.settled();
    expect(await ready()).toMatchObject({ status: 200 });
  });

  it('turns off when too many events are not shown', async () => {
    const who = people(standing);
    for (let n = 0; n < 3; n += 1) await flagged(who);
    await left();
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'behind', views: { events: 3 } } });
  });

  it('turns off when the views or their checkpoint cannot be read, and says nothing of why', async () => {
    await standing.query('alter table desk_police.row rename to gone');
    expect(await ready()).toEqual({ status: 503, body: { status: 'unreadable' } });
    await standing.query('alter table desk_police.gone rename to row');
    expect(await ready()).toMatchObject({ status: 200 });
    await standing.query(`update runtime.checkpoint set position = '999' where name = 'views'`);
    expect(await ready()).toEqual({ status: 503, body: { status: 'unreadable' } });
    expect(standing.said()).toContain('beyond the log');
  });

  it('takes its limits from the environment, and refuses what is no limit', () => {
    expect(readConfig({}).ready).toEqual({ events: 10_000, seconds: 60 });
    expect(readConfig({ JIELI_READY_EVENTS: '5', JIELI_READY_SECONDS: '7' }).ready).toEqual({ events: 5, seconds: 7 });
    for (const wrong of ['0', '-1', '1.5', '1e3', 'many', '1000000000']) {
      expect(() => readConfig({ JIELI_READY_SECONDS: wrong })).toThrow('JIELI_READY_SECONDS');
    }
  });
});

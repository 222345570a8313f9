import { strFromU8, unzipSync } from 'fflate';
import { type People, people, reported } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let caseId: string;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  caseId = await reported(who);
  for (let n = 0; n < 5; n += 1) await reported(who);
  await standing.stage.passTo(moment('2025-03-05 09:00'));
  await standing.stage.settled();
});
afterAll(() => standing.close());

async function got(path: string, client = who.overseer): Promise<Response> {
  return fetch(`${standing.stage.url}/desks/oversight/${path}`, { headers: { authorization: await client.bearer() } });
}

describe('a timeline', () => {
  it('as CSV: every event, what it did to which clock, nobody’s name', async () => {
    const response = await got(`cases/${caseId}/timeline.csv`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="timeline-${caseId}.csv"`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const lines = (await response.text()).trim().split('\r\n');
    expect(lines[0]).toContain('登记时间 Recorded,发生时间 Happened,事件 Event');
    expect(lines).toContain(
      '2025-03-03 09:00,2025-03-03 09:00,已报告公安,新港社区村（居）民委员会,行政案件受案审查,起算,汕尾市城区公安机关,2025-03-04 09:00,,shanwei@2025-02-24',
    );
    expect(lines.some((line) => line.includes('超期,系统,行政案件受案审查,超期'))).toBe(true);
    expect(lines.join()).not.toMatch(/王小雨|王大河/);
  });

  it('as of a moment: what was recorded later is not in it', async () => {
    const then = await (await got(`cases/${caseId}/timeline.csv?asOf=2025-03-03T12:00:00%2B08:00`)).text();
    expect(then).not.toContain('超期,');
    expect(then.trim().split('\r\n').length).toBeGreaterThan(1);
  });

  it('as XLSX: a sheet for the timeline and one for the handoffs, cells as text', async () => {
    const response = await got(`cases/${caseId}/timeline.xlsx`);
    const parts = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const names = Object.keys(parts).filter((name) => name.startsWith('xl/worksheets/sheet'));
    expect(names).toHaveLength(2);
    const all = Object.values(parts)
      .map((part) => strFromU8(part))
      .join();
    expect(all).toContain('行政案件受案审查');
    expect(all).not.toContain('<f>');
  });

  it('as a page to be printed, which may run nothing', async () => {
    const response = await got(`cases/${caseId}/timeline.html`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-disposition')).toContain('inline');
    expect(await response.text()).toContain('<h2>交接 Handoffs</h2>');
  });
});

it('a scorecard as CSV: by agency, without small numbers', async () => {
  const response = await got('scorecard.csv?from=2025-03-01&to=2025-03-31');
  const lines = (await response.text()).trim().split('\r\n');
  expect(lines[0]).toMatch(/项 Line,义务数 Duties/);
  expect(lines.slice(1)).toEqual(['汕尾市城区公安机关,6,,,,,100.0%,0', '新港社区村（居）民委员会,6,,,,,100.0%,0']);
});

describe('what cannot be had', () => {
  it.each([
    ['a case that is not there', 'cases/b3b0c1d2-0000-4000-8000-000000000000/timeline.csv', 404, 'NOT_FOUND'],
    ['a case that is no id', 'cases/x/timeline.csv', 404, 'NOT_FOUND'],
    ['a format that is not written', 'scorecard.pdf?from=2025-03-01&to=2025-03-31', 404, 'NOT_FOUND'],
    [
      'a moment that cannot be read',
      'cases/b3b0c1d2-0000-4000-8000-000000000000/timeline.csv?asOf=x',
      400,
      'BAD_USER_INPUT',
    ],
    ['a scorecard of no time', 'scorecard.csv', 400, 'BAD_USER_INPUT'],
    ['a scorecard of another place', 'scorecard.csv?division=11&from=2025-03-01&to=2025-03-31', 400, 'BAD_USER_INPUT'],
  ])('%s', async (_, path, status, code) => {
    const response = await got(path);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it('without a token, or with one of another desk', async () => {
    const bare = await fetch(`${standing.stage.url}/desks/oversight/cases/${caseId}/timeline.csv`);
    expect([bare.status, ((await bare.json()) as { code: string }).code]).toEqual([401, 'UNAUTHENTICATED']);
    const police = await got(`cases/${caseId}/timeline.csv`, who.police);
    expect([police.status, ((await police.json()) as { code: string }).code]).toEqual([403, 'FORBIDDEN']);
    const elsewhere = await got(`cases/${caseId}/timeline.csv`, new DeskClient(standing, 'wccw-441302'));
    expect(elsewhere.status).toBe(404);
  });
});

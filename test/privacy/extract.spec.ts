import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { people } from '../case.steps.ts';
import { PLANTED, type Planted, plantedCase, plantedIn } from '../planted.case.ts';
import { build, jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let child: string;

const extract = (out: string) =>
  jieliWith(
    { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir },
    ...['audit', 'extract', '--child', child, '--officer', 'keeper', '--out', join(standing.dataDir, out)],
  );
const written = (out: string) => readFileSync(join(standing.dataDir, out), 'utf8');

beforeAll(async () => {
  await build();
  standing = await standingService();
  const caseId = await plantedCase(people(standing));
  const facts = `${PLANTED.reporter}（${PLANTED.reporterPhone}）再次来电。`;
  await people(standing).committee.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts, newFacts: true });
  child = /sealed:1:1:([0-9a-f-]{36}):/.exec((await standing.log())[0]?.data ?? '')?.[1] ?? '';
});
afterAll(() => standing.close());

const REPORTERS: readonly Planted[] = ['flagReporter', 'flagReporterPhone', 'reporter', 'reporterPhone'];

it('a guardian reads all that was said of the child, and not who reported it', async () => {
  const { code, stdout } = await extract('extract.md');
  expect([code, plantedIn(stdout)]).toEqual([0, []]);
  const text = written('extract.md');
  expect(plantedIn(text).toSorted()).toEqual(
    (Object.keys(PLANTED) as Planted[]).filter((name) => !REPORTERS.includes(name)).toSorted(),
  );
  expect(text).toMatch(/举报人.（举报人.）再次来电/);
  if (process.platform !== 'win32') expect(statSync(join(standing.dataDir, 'extract.md')).mode & 0o777).toBe(0o600);
  const notes = (await standing.log()).filter(({ stream }) => stream === 'reads-extract');
  expect(notes.map(({ data }) => JSON.parse(data))).toMatchObject([
    { officer: 'keeper', purpose: 'GUARDIAN_ACCESS', children: [{ childId: child }] },
  ]);
});

it('what is sealed away is in no extract, and in the statutory query, which is noted with its ground', async () => {
  const settings = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
  const seal = ['keys', 'seal', '--child', child, '--category', 'evidence', '--officer', 'keeper'];
  expect((await jieliWith(settings, ...seal)).code).toBe(0);
  expect((await extract('after.md')).code).toBe(0);
  expect(plantedIn(written('after.md'))).not.toContain('statement');
  expect(plantedIn(written('after.md'))).toContain('childName');
  const query = (...ground: string[]) =>
    jieliWith(
      settings,
      ...[
        'audit',
        'query',
        '--child',
        child,
        '--officer',
        'clerk',
        '--out',
        join(standing.dataDir, 'query.md'),
        ...ground,
      ],
    );
  expect((await query()).code).toBe(1);
  expect((await query('--ground', 'CURIOSITY')).code).toBe(1);
  expect((await query('--ground', 'JUDICIAL_NEED')).code).toBe(0);
  expect(plantedIn(written('query.md'))).toEqual(expect.arrayContaining(['statement', 'childName']));
  expect(plantedIn(written('query.md'))).not.toEqual(expect.arrayContaining(['reporter']));
  const notes = (await standing.log()).filter(({ stream }) => stream === 'reads-extract');
  expect(JSON.parse(notes.at(-1)?.data ?? '')).toMatchObject({ officer: 'clerk', purpose: 'JUDICIAL_NEED' });
});

it('a file that is there is not written over', async () => {
  const before = written('extract.md');
  const { code, stderr } = await extract('extract.md');
  expect([code, stderr]).toEqual([1, expect.stringContaining('EEXIST')]);
  expect(written('extract.md')).toBe(before);
});

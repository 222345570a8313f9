import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { people } from '../case.steps.ts';
import { PLANTED, plantedCase, plantedIn } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let caseId: string;
let child: string;

const keys = (...args: string[]) =>
  jieliWith({ DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir }, 'keys', ...args);
const shown = async () => {
  const query = `{ case(id: "${caseId}") { childName stage reports { facts } } }`;
  return (await people(standing).police.ask(query)).text;
};
const tags = () => standing.query('select from runtime.tag where case_id = $1', [caseId]);
const noted = async (type: string) =>
  (await standing.log()).filter((event) => event.type === type).map(({ data }) => JSON.parse(data) as object);

beforeAll(async () => {
  standing = await standingService();
  caseId = await plantedCase(people(standing));
  await standing.stage.settled();
  const [flag] = await standing.log();
  child = /sealed:1:1:([0-9a-f-]{36}):/.exec(flag?.data ?? '')?.[1] ?? '';
});
afterAll(() => standing.close());

it('are rotated under a running service, which goes on reading and writing', async () => {
  expect(plantedIn(await shown())).toContain('childName');
  const { code, stdout, stderr } = await keys('rotate', '--suite', 'gm');
  expect([code, stderr, stdout]).toEqual([0, expect.any(String), expect.stringContaining('Epoch 2')]);
  expect(plantedIn(await shown())).toContain('childName');
  const other = await people(standing).committee.accepted('RaiseFlag', {
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name: '林小满' },
    place: { division: '441502001001' },
    facts: '新的线索。',
  });
  const seen = await people(standing).committee.sees<{ case: { childName: string } }>(
    `{ case(id: "${other.caseId}") { childName } }`,
  );
  expect(seen.case.childName).toBe('林小满');
  expect(await noted('KeysRotated')).toMatchObject([{ epoch: 2 }]);
});

it('of one category are sealed away: no desk opens it, and nobody is told that it was there', async () => {
  const { code } = await keys('seal', '--child', child, '--category', 'evidence', '--officer', 'ca-441502');
  expect(code).toBe(0);
  expect(JSON.parse(await shown())).toEqual({
    data: { case: { childName: PLANTED.childName, stage: expect.any(String), reports: [{ facts: null }] } },
  });
  expect(await noted('PersonalDataSealedAway')).toEqual([
    { childId: child, category: 'evidence', officer: 'ca-441502', sealed: 1 },
  ]);
});

it('of one child are shredded: the case stays, and nothing that was said of the child', async () => {
  expect(await tags()).not.toEqual([]);
  const args = ['--child', child.toUpperCase(), '--ground', 'RETENTION_EXPIRED', '--officer', 'ca-441502'];
  const { code, stdout } = await keys('shred', ...args);
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 files; epoch 3')]);
  const text = await shown();
  expect(plantedIn(text)).toEqual([]);
  expect(JSON.parse(text)).toMatchObject({ data: { case: { childName: null, reports: [{ facts: null }] } } });
  const [note] = await noted('PersonalDataShredded');
  expect(note).toMatchObject({ childId: child, ground: 'RETENTION_EXPIRED', officer: 'ca-441502', epoch: 3 });
  expect(await tags()).toEqual([]);
  expect(await keys('shred', ...args)).toMatchObject({ code: 0, stdout: expect.stringContaining('0 data keys') });
});

it('leave no match tag behind, nor does a rebuild of the views bring one back', async () => {
  const environment = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
  expect(await jieliWith(environment, 'views', 'rebuild')).toMatchObject({ code: 0 });
  expect(await tags()).toEqual([]);
  await people(standing).committee.accepted('RaiseFlag', {
    caseId,
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name: '林小满', birthDate: '2015-05-01' },
    place: { division: '441502001001' },
    facts: '销毁之后的线索。',
  });
  await standing.stage.settled();
  expect(await tags()).toEqual([]);
});

it.each([
  ['an officer whom nobody knows', 'nobody', () => child, 'The directory has no officer nobody'],
  [
    'a child whom nobody knows',
    'ca-441502',
    () => '67d312e8-523e-56ac-abbe-69e0b48b020d',
    'knows nothing of this child',
  ],
])('are neither shredded nor sealed for %s, and no epoch turns', async (_, officer, whose, why) => {
  const file = () => readFileSync(join(standing.dataDir, 'master.key.json'), 'utf8');
  const before = [file(), await standing.query('select count(*) from log.event where stream = $1', ['audit-keys'])];
  const shred = await keys('shred', '--child', whose(), '--ground', 'RETENTION_EXPIRED', '--officer', officer);
  const seal = await keys('seal', '--child', whose(), '--officer', officer);
  for (const { code, stderr } of [shred, seal]) expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
  const after = [file(), await standing.query('select count(*) from log.event where stream = $1', ['audit-keys'])];
  expect(after).toEqual(before);
});

it.each([
  ['shred', '--child', 'no-uuid', '--ground', 'RETENTION_EXPIRED', '--officer', 'ca-441502'],
  ['shred', '--child', '67d312e8-523e-56ac-abbe-69e0b48b020d', '--ground', 'BOREDOM', '--officer', 'ca-441502'],
  ['shred', '--child', '67d312e8-523e-56ac-abbe-69e0b48b020d', '--officer', 'ca-441502'],
  ['seal', '--child', '67d312e8-523e-56ac-abbe-69e0b48b020d', '--category', 'hobby', '--officer', 'ca-441502'],
  ['rotate', '--suite', 'rot13'],
])('are left alone by a command that is wrong (%#)', async (...args) => {
  const { code, stderr } = await keys(...args);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/\S/)]);
  expect(stderr).not.toContain(' at ');
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, type CalendarDate } from '#calendar';
import { flagged, people } from '../case.steps.ts';
import { onLedger } from '../desk.client.ts';
import { PLANTED, plantedCase } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

/** A village of its own rules: one of each end. */
const PACK = `pack: test-village
name: { zh: 试验村, en: Test village }
extends: shanwei
division: "${VILLAGE}"
effective: "2025-02-24"
retention:
  REPORTER:
    name: { zh: 报告人信息, en: Who reported }
    categories: [reporter]
    since: [closing]
    within: { days: 30 }
    end: shred
    standing: configured
    cite: { none: a test }
  CARE_FILE:
    name: { zh: 关爱档案, en: Care file }
    categories: [evidence]
    since: [closing]
    within: { months: 1 }
    end: seal
    standing: configured
    cite: { none: a test }
  IDENTITY:
    name: { zh: 身份, en: Identity }
    categories: [identity]
    since: [closing]
    within: { months: 2 }
    end: review
    standing: configured
    cite: { none: a test }
`;

/** Of civil affairs of the county, which closed the case. */
const KEEPER = 'ca-441502';
const STAY = { hukouDivision: '441424', residenceSince: '2024-01-02' };

let standing: StandingService;
let folder: string;
let caseId: string;
let child: string;
let entry: string;

const retention = (...args: string[]) =>
  jieliWith(
    { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir, JIELI_PACKS: folder },
    'retention',
    ...args,
  );
const due = async (...args: string[]) => {
  const { code, stdout } = await retention('due', '--json', ...args);
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { rule: string; childId: string }[]).filter(({ rule }) => rule in RULES);
};
const RULES = { REPORTER: 'shred', CARE_FILE: 'seal', IDENTITY: 'review' };
const shown = async () =>
  (await people(standing).police.ask(`{ case(id: "${caseId}") { childName reports { facts reporter } } }`)).text;
const noted = async (type: string) =>
  (await standing.log()).filter((event) => event.type === type).map(({ data }) => JSON.parse(data) as object);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-retention-'));
  await mkdir(join(folder, 'test-village'));
  await writeFile(join(folder, 'test-village', 'pack.yaml'), PACK);
  standing = await standingService();
  const who = people(standing);
  caseId = await plantedCase(who);
  await flagged(who); // another child, whose case is open: it is kept
  await standing.stage.settled();
  child = /sealed:1:1:([0-9a-f-]{36}):/.exec((await standing.log())[0]?.data ?? '')?.[1] ?? '';
});
afterAll(async () => {
  await standing.close();
  await rm(folder, { recursive: true });
});

it('is listed by rule with its last day, of children all of whose cases are closed', async () => {
  const [closed] = (await standing.log()).filter(({ type }) => type === 'CaseClosed');
  const on = (JSON.parse(closed?.meta ?? '{}') as { occurredAt: string }).occurredAt.slice(0, 10);
  expect(await due('--at', on)).toEqual([]);
  const all = await due();
  expect(all.map(({ rule }) => rule).sort()).toEqual(['CARE_FILE', 'IDENTITY', 'REPORTER']);
  for (const one of all)
    expect(one).toMatchObject({ childId: child, pack: 'test-village', standing: 'configured', cases: [caseId] });
  const { stdout } = await retention('due');
  expect(stdout).toContain('销毁 shredded: reporter (test-village, configured');
  expect(stdout).not.toContain(PLANTED.childName);
});

it('is not listed while the child stands on the ledger, and counts from when it left the last', async () => {
  const { affairs } = people(standing);
  const opening = { sourceCaseId: caseId, categories: ['FAMILY_HARDSHIP'], ...STAY };
  const { ledgerEntryId } = await onLedger(affairs, 'OpenLedgerEntry', opening);
  entry = `ledger-entry-${ledgerEntryId}`;
  expect(await due()).toEqual([]);
  expect((await retention('apply', '--officer', KEEPER)).stdout).toMatch(/0 data keys sealed away, 0 shredded/);
  expect(await noted('RetentionApplied')).toEqual([]);
  await onLedger(affairs, 'CloseLedgerEntry', { ledgerEntryId, because: 'NEED_ENDED' });
  const left = standing.host.now().slice(0, 10) as CalendarDate;
  expect(await due('--at', addDays(left, 30))).toEqual([]);
  const [first] = await due('--at', addDays(left, 31));
  expect(first).toMatchObject({ rule: 'REPORTER', until: addDays(left, 30) });
});

it.each([['nobody', 'The directory has no officer nobody']])(
  'is neither carried out nor decided on in the name of %s',
  async (officer, why) => {
    const about = ['--child', child, '--rule', 'IDENTITY', '--decision', 'shred'];
    for (const args of [['apply'], ['decide', ...about]]) {
      const { code, stderr } = await retention(...args, '--officer', officer);
      expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
    }
    expect(await noted('RetentionApplied')).toEqual([]);
  },
);

it('is decided on by an agency with a part in the child’s files, and by no other', async () => {
  const about = ['--child', child, '--rule', 'IDENTITY', '--decision', 'shred'];
  const { code, stderr } = await retention('decide', ...about, '--officer', 'ca-441302');
  expect([code, stderr]).toEqual([1, expect.stringContaining('a part in the child')]);
});

it('is carried out: shredded and sealed away as the rules say, noted in the log, and nothing else is touched', async () => {
  expect(await shown()).toContain(PLANTED.reporter);
  const { code, stdout } = await retention('apply', '--officer', KEEPER);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/1 data keys sealed away, 1 shredded/)]);
  expect(JSON.parse(await shown())).toMatchObject({
    data: { case: { childName: PLANTED.childName, reports: [{ facts: null, reporter: null }] } },
  });
  const notes = await noted('RetentionApplied');
  expect(notes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ childId: child, rule: 'REPORTER', end: 'shred', officer: KEEPER }),
      expect.objectContaining({ childId: child, rule: 'CARE_FILE', end: 'seal', officer: KEEPER }),
    ]),
  );
  expect(JSON.stringify(notes)).not.toContain(PLANTED.reporter);
  expect((await due()).map(({ rule }) => rule)).toEqual(['IDENTITY']);
});

it('is kept on until the day that somebody decides, or shredded with what it is matched by', async () => {
  const about = ['--child', child, '--rule', 'IDENTITY', '--officer', KEEPER, '--decision'];
  expect(await retention('decide', ...about, 'keep')).toMatchObject({ code: 1 }); // until when?
  expect(await retention('decide', ...about, 'keep', '--until', '2001-01-01')).toMatchObject({ code: 1 });
  const epoch = async () =>
    (await standing.query<{ present: number }>('select present from vault.epoch'))[0]?.present ?? 0;
  const before = await epoch();
  expect(await retention('decide', ...about, 'shred')).toMatchObject({ code: 0 });
  expect(await epoch()).toBeGreaterThan(before); // no backup brings back what was shredded
  expect(JSON.parse(await shown())).toMatchObject({ data: { case: { childName: null } } });
  expect(await standing.query('select from runtime.tag where case_id = any($1)', [[caseId, entry]])).toEqual([]);
  await standing.stage.settled();
  const forgotten = await standing.query<{ case_id: string }>('select case_id from runtime.forgotten');
  expect(forgotten.map((row) => row.case_id).sort()).toEqual([caseId, entry].sort());
  expect(await due()).toEqual([]);
  expect(await retention('decide', ...about, 'keep', '--until', '2999-01-01')).toMatchObject({ code: 1 });
});

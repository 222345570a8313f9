import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgencyType, agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { DeskClient, onLedger, onRegister } from '../desk.client.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

const VILLAGE = '341722102201';
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
const agencyOf = (type: AgencyType) => everyType.nearest(type, VILLAGE)?.id ?? '';

let standing: StandingService;
const at = (type: AgencyType) => new DeskClient(standing, agencyOf(type));
const jieli = (...args: string[]) =>
  jieliWith({ DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir }, ...args);
const written = (out: string) => readFileSync(join(standing.dataDir, out), 'utf8');

const stay = { hukouDivision: '340122', residenceSince: '2024-01-02' };
const of = { behaviour: 'MISBEHAVIOUR', foundOn: '2025-03-10', facts: 'ZZ·facts', ...stay };
let caseId: string;
let ledgerEntryId: string;
let keyMinorEntryId: string;
let child: string;

beforeAll(async () => {
  standing = await standingService(everyType);
  standing.host.moveTo(moment('2025-03-11 09:30'));
  ({ caseId } = await at('CA').accepted('RaiseFlag', {
    kind: 'HARDSHIP',
    child: { name: 'ZZ·child', birthDate: '2012-09-09', idNumber: '340122201209090012' },
    guardian: { name: 'ZZ·guardian', relation: '父亲' },
    place: { division: VILLAGE },
    facts: 'ZZ·hardship',
  }));
  const about = { sourceCaseId: caseId, ...stay };
  ({ ledgerEntryId } = await onLedger(at('CA'), 'OpenLedgerEntry', { ...about, categories: ['FAMILY_HARDSHIP'] }));
  ({ keyMinorEntryId } = await onRegister(at('CA'), 'OpenKeyMinorEntry', { ...about, ...of }));
  await onRegister(at('EDU'), 'RecordKeyMinorMeasure', { keyMinorEntryId, kind: 'EDUCATION', note: 'ZZ·lesson' });
  await at('CD').outcome('RecordContact', { ledgerEntryId, means: 'PHONE', note: 'ZZ·contact' });
  await at('PSB').ask(`{ keyMinorEntry(id: "${keyMinorEntryId}") { found { facts } } }`);
  await standing.stage.settled();
  const log = await standing.log();
  const opened = log.find(({ stream }) => stream === `key-minor-${keyMinorEntryId}`)?.data ?? '';
  child = /sealed:1:1:([0-9a-f-]{36}):/.exec(opened)?.[1] ?? '';
});
afterAll(() => standing.close());

it('the register is told from the child’s side, with who read it and what was refused; so is the ledger', async () => {
  await at('WF').outcome('CloseKeyMinorEntry', { keyMinorEntryId, because: 'NO_LONGER', reason: 'x' });
  for (const id of [child, caseId, keyMinorEntryId, ledgerEntryId]) {
    const { code, stdout } = await jieli('audit', 'subject', id);
    expect([id, code]).toEqual([id, 0]);
    expect(stdout).toContain(`key-minor-${keyMinorEntryId} KeyMinorFound 发现不良行为 ${agencyOf('CA')}`);
    expect(stdout).toContain(`ledger-entry-${ledgerEntryId} ContactRecorded 联系已记录 ${agencyOf('CD')}`);
    expect(stdout).toContain(`${agencyOf('PSB')} ${agencyOf('PSB')} @police offence`);
    expect(stdout).toContain(`${keyMinorEntryId} CommandRefused ${agencyOf('WF')}`);
    expect(stdout).not.toContain('ZZ·');
  }
});

it('a guardian’s extract has nothing of the register, a statutory query all of it', async () => {
  const out = (name: string) => ['--out', join(standing.dataDir, name)];
  const guardian = await jieli('audit', 'extract', '-c', child, '-o', agencyOf('CA'), ...out('guardian.md'));
  expect([guardian.code, guardian.stderr]).toEqual([0, '']);
  const given = written('guardian.md');
  expect(given).toContain('ZZ·child');
  expect(given).toContain('ZZ·contact');
  for (const hidden of ['ZZ·facts', 'ZZ·lesson', '重点未成年人', 'key-minor', keyMinorEntryId]) {
    expect(given).not.toContain(hidden);
  }
  const asked = ['-c', child, '-o', agencyOf('PSB'), '--ground', 'JUDICIAL_NEED', ...out('query.md')];
  expect(await jieli('audit', 'query', ...asked)).toMatchObject({ code: 0 });
  for (const said of ['ZZ·facts', 'ZZ·lesson', 'ZZ·contact', '发现不良行为'])
    expect(written('query.md')).toContain(said);
});

it('what was found is kept while the child stands on the register, and sealed away when all is closed', async () => {
  const due = async () => {
    const { stdout } = await jieli('retention', 'due', '--json', '--at', '2099-01-01');
    return (JSON.parse(stdout) as { rule: string; end: string; cases: string[] }[]).filter(
      ({ rule }) => rule === 'OFFENCE_RECORDS',
    );
  };
  await at('CA').accepted('CloseCase', { caseId, closingReason: 'RESOLVED' });
  await onLedger(at('CA'), 'CloseLedgerEntry', { ledgerEntryId, because: 'NEED_ENDED' });
  expect(await due()).toEqual([]);
  await onRegister(at('CA'), 'CloseKeyMinorEntry', { keyMinorEntryId, because: 'NO_LONGER' });
  const files = [caseId, `ledger-entry-${ledgerEntryId}`, `key-minor-${keyMinorEntryId}`];
  const listed = await due();
  expect(listed).toMatchObject([{ end: 'seal' }]);
  expect(listed[0]?.cases.toSorted()).toEqual(files.toSorted());
});

it('a child that only the register knows is listed too', async () => {
  const entry = { ...of, child: { name: 'ZZ·other', birthDate: '2013-01-02' }, place: { division: VILLAGE } };
  const { keyMinorEntryId: id } = await onRegister(at('TOWN'), 'OpenKeyMinorEntry', entry);
  const listed = async () => {
    const { stdout } = await jieli('retention', 'due', '--json', '--at', '2099-01-01');
    return (JSON.parse(stdout) as { rule: string; cases: string[] }[])
      .filter(({ cases }) => cases.includes(`key-minor-${id}`))
      .map(({ rule }) => rule)
      .sort();
  };
  expect(await listed()).toEqual([]);
  await onRegister(at('TOWN'), 'CloseKeyMinorEntry', { keyMinorEntryId: id, because: 'MISTAKEN' });
  expect(await listed()).toEqual(['CARE_FILE', 'CLINICAL', 'OFFENCE_RECORDS', 'REPORTER']);
});

it('once shredded, nothing is read and nothing is matched, on the register as on the ledger', async () => {
  const tags = () =>
    standing.query("select from runtime.tag where case_id like 'key-minor-%' or case_id like 'ledger-entry-%'");
  expect(await tags()).not.toEqual([]);
  const shred = ['keys', 'shred', '--child', child, '--ground', 'RETENTION_EXPIRED', '--officer', agencyOf('CA')];
  expect(await jieli(...shred)).toMatchObject({ code: 0 });
  const of = `{ keyMinorEntry(id: "${keyMinorEntryId}") { childName found { behaviour facts } } }`;
  expect(await at('PSB').sees(of)).toEqual({
    keyMinorEntry: { childName: null, found: [{ behaviour: 'MISBEHAVIOUR', facts: null }] },
  });
  expect(await tags()).toEqual([]);
});

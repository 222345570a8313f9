import pg from 'pg';
import { recordConflict } from '#access';
import { desks } from '#desks';
import { type LedgerCommandName, ledgerCommands } from '#ledger';
import { type AgencyType, agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { flag, type People, people } from '../case.steps.ts';
import { DeskClient, onLedger } from '../desk.client.ts';
import { moment, type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
const agencyOf = (type: AgencyType) => everyType.nearest(type, VILLAGE)?.id ?? '';
const at = (type: AgencyType, officer = 1) => new DeskClient(standing, agencyOf(type), officer);

beforeAll(async () => {
  standing = await standingService(everyType);
  who = people(standing);
});
afterAll(() => standing.close());

const ID_NUMBER = '441502201405060014';
const OTHER_NUMBER = '441502201506070027';
// a word that is planted holds a sign that no ciphertext does: of base64url, some piece is `ZZ-` by chance
const child = { name: 'ZZ·child', birthDate: '2014-05-06', phone: '13987654321' };
const stay = { hukouDivision: '441424', residenceSince: '2024-01-02' };
const entry = (more: object = {}) => ({
  categories: ['FAMILY_HARDSHIP'],
  child,
  guardian: { name: 'ZZ·guardian', relation: '父亲' },
  place: { division: VILLAGE, address: 'ZZ·address' },
  ...stay,
  ...more,
});
const opened = async (more: object = {}) => (await onLedger(at('CS'), 'OpenLedgerEntry', entry(more))).ledgerEntryId;
const ASKED = 'query($id: ID!) { ledgerEntry(id: $id) { id } ledgerSteps(id: $id) { command } }';
const READ =
  'query($id: ID!) { ledgerEntry(id: $id) { version childName address categories contacts { note } visits { note } } }';

/** What each command needs beside the entry that it is given on. */
const NEEDED: Readonly<Record<Exclude<LedgerCommandName, 'OpenLedgerEntry'>, object>> = {
  RecordContact: { means: 'PHONE', note: 'ZZ·contact' },
  RecordHomeVisit: { note: 'ZZ·visit' },
  RefreshLedgerEntry: { note: 'ZZ·refreshed' },
  CloseLedgerEntry: { because: 'MOVED_OUT', note: 'ZZ·moved' },
};

describe('each command on the ledger', () => {
  it.each<[LedgerCommandName, AgencyType, AgencyType]>([
    ['RecordContact', 'CD', 'CA'],
    ['RecordHomeVisit', 'RVC', 'CA'],
    ['RefreshLedgerEntry', 'CA', 'CD'],
    ['CloseLedgerEntry', 'TOWN', 'RVC'],
  ])('%s is given by %s, and refused to %s, at whose desk it is not', async (command, allowed, denied) => {
    const ledgerEntryId = await opened();
    const input = { ledgerEntryId, ...NEEDED[command as keyof typeof NEEDED] };
    const { errors } = await at(denied).give(command, input);
    expect(errors[0]?.extensions.code).toBe('COMMAND_NOT_AT_THIS_DESK');
    await onLedger(at(allowed), command, input);
  });

  it('OpenLedgerEntry is given by the child supervisor, and by the township only with a reason', async () => {
    await opened();
    expect(await at('TOWN').outcome('OpenLedgerEntry', entry())).toMatchObject({
      code: 'CONFIGURED_RULE_NEEDS_REASON',
      standing: 'configured',
    });
    await onLedger(at('TOWN'), 'OpenLedgerEntry', entry({ reason: '民政办在乡镇' }));
    const { errors } = await at('GRID').give('OpenLedgerEntry', entry());
    expect(errors[0]?.extensions.code).toBe('COMMAND_NOT_AT_THIS_DESK');
  });

  it('is offered by some desk', () => {
    const offered = new Set(desks.flatMap((desk) => desk.ledgerCommands));
    expect([...offered].sort()).toEqual(Object.keys(ledgerCommands).sort());
  });

  it('gets its first answer again, and is refused upon a version that has passed', async () => {
    const ledgerEntryId = await opened();
    const { ledgerEntry } = await at('CD').sees<{ ledgerEntry: { version: string } }>(READ, { id: ledgerEntryId });
    const input = { ledgerEntryId, means: 'PHONE', idempotencyKey: 'once' };
    const first = await onLedger(at('CD'), 'RecordContact', input);
    expect(await onLedger(at('CD'), 'RecordContact', input)).toMatchObject({ events: first.events, repeated: true });
    expect(await at('CD').outcome('RecordContact', { ...input, means: 'MESSAGE' })).toMatchObject({
      code: 'KEY_REUSED',
    });
    const late = { ledgerEntryId, means: 'PHONE', seen: ledgerEntry.version };
    expect(await at('CD').outcome('RecordContact', late)).toMatchObject({ code: 'CASE_CHANGED' });
  });
});

describe('what is personal in an entry', () => {
  it('is sealed in log and tables, opened at the door, and noted as read', async () => {
    const id = await opened();
    for (const [command, type] of [
      ['RecordContact', 'CD'],
      ['RecordHomeVisit', 'CD'],
      ['RefreshLedgerEntry', 'CA'],
    ] as const) {
      await onLedger(at(type), command, { ledgerEntryId: id, ...NEEDED[command] });
    }
    const { ledgerEntry } = await at('CS').sees<{ ledgerEntry: object }>(READ, { id });
    expect(ledgerEntry).toMatchObject({
      childName: 'ZZ·child',
      address: 'ZZ·address',
      categories: ['FAMILY_HARDSHIP'],
      contacts: [{ note: 'ZZ·contact' }, { note: null }],
      visits: [{ note: 'ZZ·visit' }],
    });
    const tables = await standing.query(
      'select doc from desk_township.row union all select doc from desk_civil_affairs.row',
    );
    const log = await standing.log();
    expect(JSON.stringify([log, tables])).not.toMatch(/ZZ·|13987654321/);
    const reads = log.filter(({ stream }) => stream === `reads-${agencyOf('CS')}`);
    expect(reads.some(({ data }) => data.includes('identity'))).toBe(true);
  });
});

describe('one child', () => {
  it('has one file in a township: entered again, it gets another reason, and nothing where there is none', async () => {
    const numbered = (more: object = {}) => entry({ child: { name: '陈小明', idNumber: ID_NUMBER }, ...more });
    const first = await onLedger(at('CS'), 'OpenLedgerEntry', numbered());
    const more = await onLedger(at('CA'), 'OpenLedgerEntry', numbered({ categories: ['DISABILITY'] }));
    expect(more).toMatchObject({ ledgerEntryId: first.ledgerEntryId, events: ['FocusCategoriesAdded'] });
    expect(await at('CS').outcome('OpenLedgerEntry', numbered())).toMatchObject({ code: 'ALREADY_DONE' });
  });

  it('is entered by its case’s triage, on the file that it has', async () => {
    const named = { name: '林小雨', idNumber: OTHER_NUMBER };
    const first = await onLedger(at('CS'), 'OpenLedgerEntry', entry({ child: named }));
    const { caseId } = await who.committee.accepted('RaiseFlag', flag({ child: named }));
    await who.committee.accepted('TriageFlag', {
      caseId,
      severity: 'NOT_SERIOUS',
      ...stay,
      focus: ['GUARDIANSHIP_MISSING'],
    });
    await standing.stage.settled();
    const seen = await at('CA').sees(READ, { id: first.ledgerEntryId });
    expect(seen).toMatchObject({ ledgerEntry: { categories: ['FAMILY_HARDSHIP', 'GUARDIANSHIP_MISSING'] } });
  });
});

describe('an entry that an agency may not know of', () => {
  it('is answered as one that does not exist, whatever is asked or given', async () => {
    const id = await opened();
    const both = [id, 'b3b0c1d2-0000-4000-8000-000000000000'];
    for (const type of ['GRID', 'MPRA', 'CWI'] as const) {
      const desk = desks.find(({ agencies }) => agencies.includes(type));
      const answers = await Promise.all(both.map((one) => at(type).ask(ASKED, { id: one })));
      expect([type, answers[0]?.text]).toEqual([type, answers[1]?.text]);
      expect(answers[0]?.data).toEqual({ ledgerEntry: null, ledgerSteps: null });
      for (const command of (desk?.ledgerCommands ?? []).filter((name) => name !== 'OpenLedgerEntry')) {
        const input = {
          ...NEEDED[command as keyof typeof NEEDED],
          idempotencyKey: `hidden-${type}-${command}`,
          reason: 'x',
        };
        const [one, other] = await Promise.all(
          both.map((one) => at(type).give(command, { ...input, ledgerEntryId: one })),
        );
        expect([type, command, one?.text]).toEqual([type, command, other?.text]);
        expect(one?.data?.outcome).toMatchObject({ __typename: 'Refused' });
      }
    }
  });

  it('is not there for an officer who is kept out of the case that it came of (回避)', async () => {
    const { caseId } = await who.committee.accepted(
      'RaiseFlag',
      flag({ child: { name: '梁小北', birthDate: '2014-09-09' } }),
    );
    const of = { categories: ['VAGRANCY'], sourceCaseId: caseId, ...stay };
    const { ledgerEntryId: id } = await onLedger(at('CA'), 'OpenLedgerEntry', of);
    const second = at('CA', 2);
    expect(await second.sees(READ, { id })).toMatchObject({ ledgerEntry: { childName: '梁小北' } });
    const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
    const conflict = { officer: `${agencyOf('CA')}-2`, caseId, reason: '近亲属', by: '张局' };
    await recordConflict(pool, conflict, standing.host.now());
    await pool.end();
    expect((await second.ask(ASKED, { id })).data).toEqual({ ledgerEntry: null, ledgerSteps: null });
    expect(await second.outcome('CloseLedgerEntry', { ledgerEntryId: id, because: 'MOVED_OUT' })).toMatchObject({
      code: 'NO_SUCH_LEDGER_ENTRY',
    });
    const list =
      '{ ledgerEntries(first: 100) { edges { node { id } } } inbox(first: 100) { edges { node { ledgerEntryId } } } }';
    expect((await second.ask(list)).text).not.toContain(id);
    expect((await at('CA').ask(list)).text).toContain(id);
  });
});

describe('time', () => {
  it('makes a visit overdue, and tells the child supervisor; a closed case changes nothing', async () => {
    const id = await opened();
    standing.host.moveTo(moment('2025-06-04 00:00'));
    await standing.stage.settled();
    const query = 'query { inbox(first: 100) { edges { node { ledgerEntryId colour clock { clock } } } } }';
    type Inbox = { inbox: { edges: { node: { ledgerEntryId: string | null } }[] } };
    const waiting = async (type: AgencyType) =>
      (await at(type).sees<Inbox>(query)).inbox.edges
        .map(({ node }) => node)
        .filter((node) => node.ledgerEntryId === id);
    const overdue = { ledgerEntryId: id, colour: 'RED', clock: { clock: 'VISIT_DEFAULT' } };
    expect([await waiting('RVC'), await waiting('CS')]).toEqual([[overdue], [overdue]]);
    await onLedger(at('RVC'), 'RecordHomeVisit', { ledgerEntryId: id });
    expect(await waiting('CS')).toEqual([]);
  });

  it('and the views, built anew, stand as they stood', async () => {
    const rows = () =>
      standing.query('select agency, kind, key, sort, doc from desk_township.row order by agency, kind, key');
    const before = await rows();
    expect(before.some(({ kind }) => kind === 'ledger-entry')).toBe(true);
    await standing.query('update runtime.desk set version = 0');
    await standing.restart();
    who = people(standing);
    await standing.stage.settled();
    expect(await rows()).toEqual(before);
  });
});

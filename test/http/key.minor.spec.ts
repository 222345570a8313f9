import pg from 'pg';
import { recordConflict } from '#access';
import { desks } from '#desks';
import { type KeyMinorCommandName, keyMinorCommands } from '#ledger';
import { type AgencyType, agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { DeskClient, onRegister } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

const VILLAGE = '341722102201';
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
const agencyOf = (type: AgencyType) => everyType.nearest(type, VILLAGE)?.id ?? '';
const DUTY: readonly AgencyType[] = ['PLAC', 'CA', 'EDU', 'PSB', 'HRSS', 'TOWN'];
/** Others that work at the same desks. */
const BESIDE: readonly AgencyType[] = ['WCCW', 'MPRA', 'CWI', 'SCHOOL', 'WF', 'HEALTH', 'PS', 'STATION', 'CS'];

let standing: StandingService;
const at = (type: AgencyType, officer = 1) => new DeskClient(standing, agencyOf(type), officer);

beforeAll(async () => {
  standing = await standingService(everyType);
  standing.host.moveTo(moment('2025-03-11 09:30'));
});
afterAll(() => standing.close());

const child = { name: 'ZZ·child', birthDate: '2012-05-06', phone: '13987654321' };
const stay = { hukouDivision: '340122', residenceSince: '2024-01-02' };
const entry = (more: object = {}) => ({
  behaviour: 'MISBEHAVIOUR',
  foundOn: '2025-03-10',
  facts: 'ZZ·facts',
  survey: 'ZZ·survey',
  child,
  guardian: { name: 'ZZ·guardian', relation: '父亲' },
  place: { division: VILLAGE, address: 'ZZ·address' },
  ...stay,
  ...more,
});
const opened = async (more: object = {}) =>
  (await onRegister(at('TOWN'), 'OpenKeyMinorEntry', entry(more))).keyMinorEntryId;
const ASKED = 'query($id: ID!) { keyMinorEntry(id: $id) { id } keyMinorSteps(id: $id) { command } }';
const READ = `query($id: ID!) { keyMinorEntry(id: $id) { version childName address status closingReason
  found { behaviour facts survey by { id } } measures { kind note caseId by { id } } history { event title { zh } } } }`;

/** What each command needs beside the entry that it is given on. */
const NEEDED: Readonly<Record<Exclude<KeyMinorCommandName, 'OpenKeyMinorEntry'>, object>> = {
  RecordKeyMinorMeasure: { kind: 'EDUCATION', note: 'ZZ·lesson' },
  MoveKeyMinor: { place: { division: '341722102', address: 'ZZ·new' } },
  CloseKeyMinorEntry: { because: 'NO_LONGER', note: 'ZZ·better' },
};
const others = Object.keys(NEEDED) as (keyof typeof NEEDED)[];

describe('each command on the register', () => {
  it.each(others)('%s is given by each whose duty it is', async (command) => {
    for (const type of DUTY) {
      const keyMinorEntryId = await opened();
      await onRegister(at(type), command, { keyMinorEntryId, ...NEEDED[command] });
    }
  });

  it('OpenKeyMinorEntry is theirs alone, with the clause, and of their own place', async () => {
    for (const type of DUTY) await onRegister(at(type), 'OpenKeyMinorEntry', entry());
    for (const type of BESIDE.filter((one) => one !== 'WCCW')) {
      const { data, errors } = await at(type).give('OpenKeyMinorEntry', entry());
      const code = (data?.outcome as { code?: string } | undefined)?.code ?? errors[0]?.extensions.code;
      expect([type, code]).toEqual([type, 'ACTOR_NOT_AUTHORISED']);
    }
    const elsewhere = entry({ place: { division: '441502001001' } });
    expect(await at('PSB').outcome('OpenKeyMinorEntry', elsewhere)).toMatchObject({ code: 'ACTOR_NOT_AUTHORISED' });
  });

  it('is not offered where nobody’s duty it is, and says whose it would be', async () => {
    for (const type of ['CD', 'RVC', 'HOSP', 'PROC', 'COURT'] as const) {
      const { errors } = await at(type).give('OpenKeyMinorEntry', entry());
      expect([type, errors[0]?.extensions]).toMatchObject([type, { code: 'ACTOR_NOT_AUTHORISED', standing: 'seed' }]);
    }
  });

  it.each([
    ['a day to come', { foundOn: '2025-03-12' }],
    ['facts without a word', { facts: '  ' }],
    ['another behaviour', { behaviour: 'CRIME' }],
  ])('does not take %s', async (_, more) => {
    const { data, errors } = await at('TOWN').give('OpenKeyMinorEntry', entry(more));
    expect([data?.outcome, errors[0]?.extensions.code]).toEqual([undefined, 'BAD_USER_INPUT']);
  });

  it('is once for each key, and refused over a version that is none any more', async () => {
    const keyMinorEntryId = await opened();
    const { keyMinorEntry } = await at('EDU').sees<{ keyMinorEntry: { version: string } }>(READ, {
      id: keyMinorEntryId,
    });
    const input = { keyMinorEntryId, kind: 'HELP', idempotencyKey: 'once' };
    await onRegister(at('EDU'), 'RecordKeyMinorMeasure', input);
    expect(await at('EDU').outcome('RecordKeyMinorMeasure', input)).toMatchObject({ repeated: true });
    const late = { keyMinorEntryId, kind: 'HELP', seen: keyMinorEntry.version };
    expect(await at('EDU').outcome('RecordKeyMinorMeasure', late)).toMatchObject({ code: 'CASE_CHANGED' });
  });
});

describe('a child on the register', () => {
  it('is read by those whose duty it is, each its own part', async () => {
    const id = await opened();
    await onRegister(at('HRSS'), 'RecordKeyMinorMeasure', { keyMinorEntryId: id, kind: 'HELP', note: 'ZZ·course' });
    const parts: readonly (readonly [AgencyType, string | null, string | null])[] = [
      ['TOWN', 'ZZ·facts', null],
      ['PSB', 'ZZ·facts', null],
      ['HRSS', null, 'ZZ·course'],
      ['PLAC', null, null],
      ['CA', null, null],
      ['EDU', null, null],
    ];
    for (const [type, facts, note] of parts) {
      expect([type, await at(type).sees(READ, { id })]).toMatchObject([
        type,
        {
          keyMinorEntry: {
            childName: 'ZZ·child',
            address: 'ZZ·address',
            found: [{ behaviour: 'MISBEHAVIOUR', facts, by: { id: agencyOf('TOWN') } }],
            measures: [{ kind: 'HELP', note, by: { id: agencyOf('HRSS') } }],
          },
        },
      ]);
    }
  });

  it('has one file in its county, by its identity number', async () => {
    const numbered = { child: { ...child, idNumber: '340122201205060019' } };
    const first = await onRegister(at('TOWN'), 'OpenKeyMinorEntry', entry(numbered));
    const again = entry({ ...numbered, behaviour: 'SERIOUS_MISBEHAVIOUR' });
    expect(await onRegister(at('PSB'), 'OpenKeyMinorEntry', again)).toMatchObject({
      keyMinorEntryId: first.keyMinorEntryId,
      events: ['KeyMinorFound'],
    });
  });

  it('that was entered by mistake is shown to nobody any more, and entered anew it is another', async () => {
    const numbered = { child: { ...child, idNumber: '340122201205060035' } };
    const { keyMinorEntryId: id } = await onRegister(at('EDU'), 'OpenKeyMinorEntry', entry(numbered));
    const closed = { keyMinorEntryId: id, because: 'MISTAKEN' };
    expect(await onRegister(at('EDU'), 'CloseKeyMinorEntry', closed)).toMatchObject({ view: 'NO_LONGER_YOURS' });
    for (const type of DUTY) {
      expect([type, (await at(type).ask(ASKED, { id })).data]).toEqual([
        type,
        { keyMinorEntry: null, keyMinorSteps: null },
      ]);
    }
    const anew = await onRegister(at('EDU'), 'OpenKeyMinorEntry', entry(numbered));
    expect(anew.keyMinorEntryId).not.toBe(id);
  });

  it('points to a corrective measure that the police took in a case of theirs', async () => {
    const { caseId } = await at('PSB').accepted('DiscoverInCase', {
      child,
      guardian: { name: 'ZZ·guardian', relation: '父亲' },
      place: { division: VILLAGE },
      ground: 'GUARDIAN_FAILS_DUTY',
      caseReference: '石公字第1号',
      statement: '询问笔录。',
    });
    const of = { behaviour: 'SERIOUS_MISBEHAVIOUR', foundOn: '2025-03-10', facts: 'ZZ·theft', sourceCaseId: caseId };
    const { keyMinorEntryId } = await onRegister(at('PSB'), 'OpenKeyMinorEntry', { ...of, ...stay });
    const measure = { keyMinorEntryId, kind: 'CORRECTION', sourceCaseId: caseId };
    expect(await at('PSB').outcome('RecordKeyMinorMeasure', measure)).toMatchObject({ code: 'NOT_FOUND' });
    await at('PSB').accepted('ApplyMeasure', { caseId, description: '责令定期报告活动情况' });
    await onRegister(at('PSB'), 'RecordKeyMinorMeasure', measure);
    const read = (type: AgencyType) => at(type).sees(READ, { id: keyMinorEntryId });
    expect(await read('PSB')).toMatchObject({ keyMinorEntry: { measures: [{ kind: 'CORRECTION', caseId }] } });
    expect(await read('EDU')).toMatchObject({ keyMinorEntry: { measures: [{ kind: 'CORRECTION', caseId: null }] } });
    expect(await at('HRSS').outcome('RecordKeyMinorMeasure', measure)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('points to no measure of another child', async () => {
    const of = (idNumber: string) => ({ name: 'ZZ·other', birthDate: '2012-05-06', idNumber });
    const { caseId } = await at('PSB').accepted('DiscoverInCase', {
      child: of('341722201205060012'),
      place: { division: VILLAGE },
      ground: 'GUARDIAN_FAILS_DUTY',
      caseReference: '石公字第2号',
      statement: '询问笔录。',
    });
    await at('PSB').accepted('ApplyMeasure', { caseId, description: '责令定期报告活动情况' });
    const mine = { child: of('341722201205060039') };
    const { keyMinorEntryId } = await onRegister(at('PSB'), 'OpenKeyMinorEntry', entry(mine));
    const measure = { keyMinorEntryId, kind: 'CORRECTION', sourceCaseId: caseId };
    expect(await at('PSB').outcome('RecordKeyMinorMeasure', measure)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an entry that an agency may not know of', () => {
  it('is answered as one that does not exist, whatever is asked or given', async () => {
    const id = await opened();
    const both = [id, 'b3b0c1d2-0000-4000-8000-000000000000'];
    for (const type of BESIDE) {
      const desk = desks.find(({ agencies }) => agencies.includes(type));
      const answers = await Promise.all(both.map((one) => at(type).ask(ASKED, { id: one })));
      expect([type, answers[0]?.text]).toEqual([type, answers[1]?.text]);
      expect([type, answers[0]?.data]).toEqual([type, { keyMinorEntry: null, keyMinorSteps: null }]);
      expect(desk?.keyMinorCommands).toEqual(Object.keys(keyMinorCommands));
      for (const command of others) {
        const input = { ...NEEDED[command], idempotencyKey: `hidden-${type}-${command}`, reason: 'x' };
        const [one, other] = await Promise.all(
          both.map((named) => at(type).give(command, { ...input, keyMinorEntryId: named })),
        );
        expect([type, command, one?.text]).toEqual([type, command, other?.text]);
        expect(one?.data?.outcome).toMatchObject({ __typename: 'Refused' });
      }
    }
  });

  it('leaves no trace: no list, no inbox, no count', async () => {
    const list = `{ keyMinorEntries(first: 100) { edges { node { id } } pageInfo { hasNextPage } }
      inbox(first: 100) { edges { node { id } } } cases(first: 100) { edges { node { id } } } me { id } }`;
    const before = await Promise.all(BESIDE.map((type) => at(type).ask(list)));
    const counts = '{ ledgerScorecards(from: "2025-01-01", to: "2025-12-31") { clock total { count } } }';
    const counted = (await at('WCCW').ask(counts)).text;
    const id = await opened();
    await onRegister(at('PSB'), 'RecordKeyMinorMeasure', { keyMinorEntryId: id, kind: 'HELP' });
    await standing.stage.settled();
    const after = await Promise.all(BESIDE.map((type) => at(type).ask(list)));
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    expect((await at('WCCW').ask(counts)).text).toBe(counted);
    expect((await at('PLAC').ask(list)).text).toContain(id);
    const lines = await standing.query("select * from desk_oversight.timeline where case_id like 'key-minor-%'");
    expect(lines).toEqual([]);
  });

  it('is not there for an officer who is kept out of the case that it came of (回避)', async () => {
    const { caseId } = await at('CA').accepted('RaiseFlag', {
      kind: 'HARDSHIP',
      child: { name: '梁小北', birthDate: '2012-09-09', idNumber: '341722201209090016' },
      place: { division: VILLAGE },
      facts: '逃学。',
    });
    const { child: _, place: __, guardian: ___, ...rest } = entry({ sourceCaseId: caseId });
    const { keyMinorEntryId: id } = await onRegister(at('CA'), 'OpenKeyMinorEntry', rest);
    const second = at('CA', 2);
    expect(await second.sees(READ, { id })).toMatchObject({ keyMinorEntry: { childName: '梁小北' } });
    const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
    const conflict = { officer: `${agencyOf('CA')}-2`, caseId, reason: '近亲属', by: '张局' };
    await recordConflict(pool, conflict, standing.host.now());
    await pool.end();
    expect((await second.ask(ASKED, { id })).data).toEqual({ keyMinorEntry: null, keyMinorSteps: null });
    expect(await second.outcome('CloseKeyMinorEntry', { keyMinorEntryId: id, because: 'NO_LONGER' })).toMatchObject({
      code: 'NO_SUCH_KEY_MINOR_ENTRY',
    });
    // who gives the number of a child on the register fares as with any child
    const barred = { name: '梁小北', birthDate: '2012-09-09', idNumber: '341722201209090016' };
    const again = await onRegister(second, 'OpenKeyMinorEntry', entry({ child: barred }));
    expect(again.keyMinorEntryId).not.toBe(id);
    // of two files the open one is meant, whichever was first
    await onRegister(at('CA'), 'CloseKeyMinorEntry', { keyMinorEntryId: id, because: 'NO_LONGER' });
    const found = await onRegister(at('CA'), 'OpenKeyMinorEntry', entry({ child: barred }));
    expect(found).toMatchObject({ keyMinorEntryId: again.keyMinorEntryId, events: ['KeyMinorFound'] });
    const list = '{ keyMinorEntries(first: 100) { edges { node { id } } } }';
    expect((await second.ask(list)).text).not.toContain(id);
    expect((await at('CA').ask(list)).text).toContain(id);
  });
});

it('the rows of the register, built anew, stand as they stood', async () => {
  const rows = async () => {
    const of = (desk: string) =>
      standing.query(
        `select agency, kind, key, sort, doc from desk_${desk}.row where kind = 'key-minor' order by agency, key`,
      );
    return [await of('oversight'), await of('police'), await of('service_agency')];
  };
  await standing.stage.settled();
  const before = await rows();
  for (const desk of before) expect(desk).not.toEqual([]);
  await standing.query('update runtime.desk set version = 0');
  await standing.restart();
  await standing.stage.settled();
  expect(await rows()).toEqual(before);
});

it('what is read of the register is in the read audit, and in the log it is ciphertext', async () => {
  const id = await opened();
  await at('PLAC').sees(READ, { id });
  const log = await standing.log();
  const reading = log.filter(({ stream }) => stream === `reads-${agencyOf('PLAC')}`).at(-1);
  expect(JSON.parse(reading?.data ?? '')).toMatchObject({
    desk: 'oversight',
    children: [{ categories: ['contact', 'identity'] }],
  });
  const own = log.filter(({ stream }) => stream === `key-minor-${id}`);
  expect(own.map(({ type }) => type)).toEqual(['KeyMinorEntered', 'KeyMinorFound']);
  expect(JSON.stringify(own)).not.toContain('ZZ·');
});

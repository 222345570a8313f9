import pg from 'pg';
import { endConflict, recordConflict } from '#access';
import { flag, type People, people } from '../case.steps.ts';
import { DeskClient, onLedger } from '../desk.client.ts';
import { moment, type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let pool: pg.Pool;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  pool.on('error', () => undefined); // the database is dropped under it
});
afterAll(async () => {
  await pool.end();
  await standing.close();
});

const TOWNSHIP = 'town-441502001';
const at = (agency: string, officer = 1) => new DeskClient(standing, agency, officer);
const keepOut = (officer: string, caseId: string) =>
  recordConflict(pool, { officer, caseId, reason: '近亲属', by: '负责人' }, standing.host.now());
const ONE = 'query($id: ID!) { case(id: $id) { id childName } nextSteps(caseId: $id) { command } }';
const CASES = '{ cases(first: 100) { edges { node { id } } } inbox(first: 100) { edges { node { caseId } } } }';
const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';
const ID_NUMBER = '441502201405060014';
const numbered = (idNumber: string) => flag({ child: { name: '周小满', idNumber } });

it('a child’s number leads the officer to no case that they are kept out of, and the case of their own names none', async () => {
  const township = at(TOWNSHIP, 2);
  const { caseId } = await who.committee.accepted('RaiseFlag', numbered(ID_NUMBER));
  await standing.stage.settled();
  await keepOut(`${TOWNSHIP}-2`, caseId);
  const { caseId: own } = await township.accepted('RaiseFlag', numbered(ID_NUMBER));
  await standing.stage.settled();
  expect(own).not.toBe(caseId);
  const asked = 'query($id: ID!) { case(id: $id) { id duplicates merged mergedInto } }';
  expect((await at(TOWNSHIP).ask(asked, { id: own })).text).toContain(caseId); // a colleague is told
  expect((await township.ask(asked, { id: own })).text).not.toContain(caseId);
  // who is not kept out joins as ever
  expect(await at(TOWNSHIP).accepted('RaiseFlag', numbered(ID_NUMBER))).toMatchObject({ caseId });
});

it.each(['the case that is merged', 'the case that takes it in'])(
  'whoever is kept out of %s is kept out of the whole',
  async (which) => {
    const number = which === 'the case that is merged' ? '11' : '22';
    const township = at(TOWNSHIP);
    const { caseId: source } = await who.committee.accepted(
      'RaiseFlag',
      flag({ child: { name: `林${number}`, birthDate: '2016-01-02' } }),
    );
    const { caseId: target } = await who.committee.accepted(
      'RaiseFlag',
      flag({ child: { name: `林${number}`, birthDate: '2016-01-02' } }),
    );
    await standing.stage.settled();
    const officer = at(`rvc-${VILLAGE}`, 2);
    await keepOut(`rvc-${VILLAGE}-2`, which === 'the case that is merged' ? source : target);
    await township.accepted('MergeFlags', { caseId: target, sourceCaseId: source });
    await standing.stage.settled();
    const absent = await officer.ask(ONE, { id: ABSENT });
    for (const id of [source, target]) expect((await officer.ask(ONE, { id })).text).toBe(absent.text);
    expect((await officer.ask(CASES)).text).not.toContain(target);
    expect((await officer.ask(CASES)).text).not.toContain(source);
    await township.accepted('UnmergeFlags', { caseId: target, sourceCaseId: source });
    await standing.stage.settled();
    const free = which === 'the case that is merged' ? target : source;
    expect((await officer.ask(ONE, { id: free })).text).toContain(`林${number}`);
  },
);

it('a head who is kept out of a case reviews no reading of it, nor is told of one', async () => {
  const { caseId } = await who.committee.accepted('RaiseFlag', flag());
  await standing.stage.settled();
  const BREAK = 'mutation($id: ID!) { breakGlass(caseId: $id, reason: "儿童可能有危险，需立即联系") { caseId } }';
  expect((await who.policeToo.ask(BREAK, { id: caseId })).text).toContain(caseId);
  const REVIEWS = '{ glassToReview { id caseId } inbox(first: 1) { reviews { id } } }';
  const waits = await who.police.sees<{ glassToReview: { id: string; caseId: string }[] }>(REVIEWS);
  const use = waits.glassToReview.find((one) => one.caseId === caseId)?.id;
  await keepOut('psb-441502', caseId);
  const kept = (await who.police.ask(REVIEWS)).text;
  expect(kept).not.toContain(caseId);
  expect(kept).not.toContain(use);
  const review = 'mutation($id: ID!) { reviewGlass(id: $id, justified: true) }';
  expect((await who.police.ask(review, { id: use })).text).toBe((await who.police.ask(review, { id: ABSENT })).text);
  await endConflict(pool, 'psb-441502', caseId, standing.host.now());
  expect((await who.police.ask(review, { id: use })).data).toEqual({ reviewGlass: true });
});

it('what an officer did before is not answered again once they are kept out', async () => {
  const officer = at(TOWNSHIP, 2);
  const raise = { ...flag({ child: { name: '何小鱼', birthDate: '2014-05-06' } }), idempotencyKey: 'before' };
  const { caseId } = await officer.accepted('RaiseFlag', raise);
  const enter = {
    sourceCaseId: caseId,
    categories: ['FAMILY_HARDSHIP'],
    hukouDivision: '441424',
    residenceSince: '2024-01-02',
    reason: '民政办在乡镇',
    idempotencyKey: 'entered',
  };
  await standing.stage.settled();
  const { ledgerEntryId } = await onLedger(officer, 'OpenLedgerEntry', enter);
  await standing.stage.settled();
  await keepOut(`${TOWNSHIP}-2`, caseId);
  for (const reply of [await officer.give('RaiseFlag', raise), await officer.give('OpenLedgerEntry', enter)]) {
    expect(reply.data?.outcome).toMatchObject({ code: 'KEY_REUSED' });
    expect(reply.text).not.toContain(caseId);
    expect(reply.text).not.toContain(ledgerEntryId);
  }
});

it('whoever is kept out of an entry on the ledger by its own id does not find it, and its case as ever', async () => {
  const [head, officer] = [at(TOWNSHIP), at(TOWNSHIP, 2)];
  const { caseId } = await officer.accepted('RaiseFlag', flag({ child: { name: '何小溪', birthDate: '2014-05-07' } }));
  await standing.stage.settled();
  const { ledgerEntryId } = await onLedger(officer, 'OpenLedgerEntry', {
    sourceCaseId: caseId,
    categories: ['FAMILY_HARDSHIP'],
    hukouDivision: '441424',
    residenceSince: '2024-01-02',
    reason: '民政办在乡镇',
  });
  await standing.stage.settled();
  const KEEP_OUT = `mutation($id: ID!) { recordConflict(officer: "${TOWNSHIP}-2", caseId: $id, reason: "近亲属") }`;
  expect((await head.ask(KEEP_OUT, { id: ledgerEntryId })).data).toEqual({ recordConflict: true });
  const entry = 'query($id: ID!) { ledgerEntry(id: $id) { id } }';
  expect((await officer.ask(entry, { id: ledgerEntryId })).text).toBe((await officer.ask(entry, { id: ABSENT })).text);
  expect((await officer.ask('{ ledgerEntries(first: 100) { edges { node { id } } } }')).text).not.toContain(
    ledgerEntryId,
  );
  expect((await officer.give('CloseLedgerEntry', { ledgerEntryId, because: 'NEED_ENDED' })).text).toContain(
    'NO_SUCH_LEDGER_ENTRY',
  );
  expect((await head.ask(entry, { id: ledgerEntryId })).text).toContain(ledgerEntryId);
  expect((await officer.ask(ONE, { id: caseId })).text).toContain('何小溪');
});

it('the answer to a command given again shows nothing to a committee whose thirty days are over', async () => {
  const { caseId } = await at(`cd-${VILLAGE}`).accepted('RaiseFlag', flag({ child: { name: '沈小禾' } }));
  const input = { caseId, severity: 'NOT_SERIOUS', guardianFails: false, idempotencyKey: 'long-ago' };
  await who.committee.accepted('TriageFlag', input);
  await who.affairs.accepted('TransferCaseJurisdiction', { caseId, to: '441502001002' });
  await standing.stage.settled();
  const again = `mutation($input: TriageFlagInput!) { outcome: triageFlag(input: $input) {
    ... on Accepted { repeated view version case { childName } } } }`;
  expect((await who.committee.ask(again, { input })).text).toContain('沈小禾');
  standing.host.moveTo(moment('2025-04-20 09:00'));
  await standing.stage.settled();
  expect((await who.committee.ask(ONE, { id: caseId })).data).toMatchObject({ case: null });
  expect((await who.committee.ask(again, { input })).data).toEqual({
    outcome: { repeated: true, view: 'NO_LONGER_YOURS', version: null, case: null },
  });
});

import { status } from '@grpc/grpc-js';
import { type People, people, reported } from '../case.steps.ts';
import { VILLAGE } from '../standing.service.ts';
import type { AgencySystem } from './agency.system.ts';
import { authority } from './certificates.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const COMMITTEE = `rvc-${VILLAGE}`;
const POLICE = 'psb-441502';

let exchange: StandingExchange;
let who: People;
let police: AgencySystem;
let committee: AgencySystem;
let hospital: AgencySystem;

beforeAll(async () => {
  exchange = await standingExchange([COMMITTEE, POLICE, 'hosp-441502', 'psb-441521']);
  who = people(exchange.standing);
  police = exchange.system(POLICE);
  committee = exchange.system(COMMITTEE);
  hospital = exchange.system('hosp-441502');
});
afterAll(() => exchange.close());

let keys = 0;
const envelope = (caseId?: string, fields: object = {}) => {
  keys += 1;
  return { idempotencyKey: `exchange-${keys}`, ...(caseId ? { caseId } : {}), ...fields };
};
const aReport = {
  child: { name: '王小雨', sex: 'SEX_FEMALE', birthDate: '2016-08-09' },
  guardian: { name: '王大河', relation: '父亲' },
  place: { division: VILLAGE },
  facts: '多次整夜不归。',
  suspectedCrime: false,
};

describe('a command of an agency’s own system', () => {
  it('is decided as at the desk: a report opens a case, whose clock waits for the police', async () => {
    const occurredAt = { seconds: Date.parse('2025-03-03T08:00:00+08:00') / 1000 };
    const outcome = await committee.accepted('SubmitReport', {
      envelope: envelope(undefined, { occurredAt }),
      ...aReport,
    });
    expect(outcome.events).toContain('ReportedToPolice');
    expect(outcome.clocks?.map(({ clock }) => clock)).toEqual(['POLICE_REVIEW_ADMIN']);
    const seen = await who.police.sees<{ case: object }>(
      `{ case(id: "${outcome.caseId}") { childName childSex reports { facts suspectedCrime } } }`,
    );
    expect(seen.case).toEqual({
      childName: '王小雨',
      childSex: 'FEMALE',
      reports: [{ facts: '多次整夜不归。', suspectedCrime: false }],
    });
    const mine = await who.committee.sees<{ case: { version: string } }>(
      `{ case(id: "${outcome.caseId}") { version } }`,
    );
    expect(outcome.caseVersion).toBe(mine.case.version);
  });

  it('is done once for one key, and the key is not taken for anything else', async () => {
    const message = { envelope: envelope(), ...aReport };
    const first = await committee.accepted('SubmitReport', message);
    const again = await committee.accepted('SubmitReport', message);
    expect(again).toMatchObject({ caseId: first.caseId, events: first.events, repeated: true });
    const other = await committee.call('SubmitReport', { ...message, facts: '另一事实。' });
    expect([other.code, other.info?.reason]).toEqual([status.ALREADY_EXISTS, 'KEY_REUSED']);
    const told = (await exchange.standing.log()).filter(
      ({ stream, type }) => stream === `case-${first.caseId}` && type === 'ReportedToPolice',
    );
    expect(told).toHaveLength(1);
  });

  it('has one key with the desk: what was done there is answered here as done', async () => {
    const caseId = await reported(who);
    const key = envelope(caseId);
    await who.police.accepted('AcceptCase', { caseId, idempotencyKey: key.idempotencyKey });
    const outcome = await police.accepted('AcceptHandoff', { envelope: key, report: {} });
    expect(outcome).toMatchObject({ repeated: true, events: ['CaseAccepted', 'PoliceReceiptIssued'] });
  });

  it('goes through a report from acceptance to disposal, and a supplement back', async () => {
    const caseId = await reported(who);
    await police.accepted('ReturnHandoff', {
      envelope: envelope(caseId),
      informationWanted: { wanted: '请补充照片。' },
    });
    await committee.accepted('SupplyInformation', { envelope: envelope(caseId), supplied: '照片两张。' });
    await police.accepted('AcceptHandoff', { envelope: envelope(caseId), report: { receiptNumber: '第7号' } });
    const { events } = await police.accepted('CompleteHandoff', { envelope: envelope(caseId), disposal: {} });
    expect(events).toEqual(['ReportDisposed']);
  });

  it('that the agency’s desk does not offer is refused with its clause, and kept', async () => {
    const caseId = await reported(who);
    const reply = await committee.call('AcceptHandoff', { envelope: envelope(caseId), report: {} });
    expect(reply.code).toBe(status.PERMISSION_DENIED);
    expect(reply.info).toMatchObject({ reason: 'ACTOR_NOT_AUTHORISED', domain: 'jieli' });
    expect(reply.info?.metadata).toMatchObject({ standing: expect.any(String), source: expect.any(String) });
    const kept = (await exchange.standing.log()).filter(({ stream }) => stream === `audit-${COMMITTEE}`).at(-1);
    expect(JSON.parse(kept?.data ?? '{}')).toMatchObject({
      command: 'AcceptCase',
      code: 'ACTOR_NOT_AUTHORISED',
      officer: `${COMMITTEE}/own`,
    });
  });

  it('that the law allows and the agency’s desk does not offer is refused as there', async () => {
    const caseId = await reported(who);
    const psychological = { to: 'psyso-441502', because: '情绪低落。' };
    const reply = await committee.call('SubmitReferral', { envelope: envelope(caseId), psychological });
    const desk = await who.committee.give('ReferPsych', { caseId, ...psychological });
    expect([reply.code, reply.info?.reason]).toEqual([status.PERMISSION_DENIED, 'COMMAND_NOT_AT_THIS_DESK']);
    expect(desk.errors[0]?.extensions.code).toBe(reply.info?.reason);
    const { zh, en } = reply.info?.metadata ?? {};
    expect(desk.errors[0]?.extensions.message).toEqual({ zh, en });
  });

  it('on another agency’s case is answered as on one that does not exist', async () => {
    const caseId = await reported(who);
    const elsewhere = exchange.system('psb-441521');
    const ids = [caseId, 'b3b0c1d2-0000-4000-8000-000000000000'];
    const answers = ids.map((id) => elsewhere.call('AcceptHandoff', { envelope: envelope(id), report: {} }));
    const [hidden, absent] = await Promise.all(answers);
    expect(hidden).toEqual(absent);
    expect([hidden?.code, hidden?.info?.reason]).toEqual([status.NOT_FOUND, 'NOT_FOUND']);
    const steps = await Promise.all(ids.map((id) => elsewhere.call('GetLawfulNextSteps', { caseId: id })));
    expect(steps[0]).toEqual(steps[1]);
    expect(steps[0]?.code).toBe(status.NOT_FOUND);
  });

  it('that is wrong names each field by its name in the contract, and never the value', async () => {
    const child = { name: '欧阳密语', birthDate: '2016-02-31', idNumber: '密语号码' };
    const reply = await committee.call('SubmitReport', {
      envelope: { idempotencyKey: '*' },
      ...aReport,
      facts: '',
      child: { ...child, sex: 9 },
    });
    expect(reply.code).toBe(status.INVALID_ARGUMENT);
    expect(reply.violations.map(({ field, reason }) => [field, reason])).toEqual([
      ['envelope.idempotency_key', 'pattern'],
      ['child.sex', 'enum'],
      ['child.birth_date', 'date'],
      ['child.id_number', 'identityNumber'],
      ['facts', 'required'],
    ]);
    expect(reply.violations[1]?.description).toContain('Takes one of: SEX_FEMALE, SEX_MALE.');
    expect(reply.details).toContain('\nfacts: 此项必填。This field is required.'); // for clients that read no details
    expect(JSON.stringify(reply)).not.toContain('密语');
  });

  it('with text that is no UTF-8 is refused by field, for it could never be read again', async () => {
    const child = { ...aReport.child, name: '王\ud842' }; // on the wire it is what a name sent in GBK becomes here
    const reply = await committee.call('SubmitReport', { envelope: envelope(), ...aReport, child });
    expect([reply.code, reply.violations[0]?.field, reply.violations[0]?.reason]).toEqual([
      ...[status.INVALID_ARGUMENT, 'child.name', 'wellFormed'],
    ]);
  });

  it('with a number that the contract does not name is told which names there are', async () => {
    const rejection = { notAcceptedBecause: 99, message: '不属本机关。' };
    const aCase = 'b3b0c1d2-0000-4000-8000-000000000000';
    const reply = await police.call('ReturnHandoff', { envelope: envelope(aCase), rejection });
    expect([reply.code, reply.violations[0]?.field]).toEqual([
      ...[status.INVALID_ARGUMENT, 'rejection.not_accepted_because'],
    ]);
    expect(reply.violations[0]).toMatchObject({
      reason: 'enum',
      description: expect.stringContaining('NOT_ACCEPTED_BECAUSE_NO_FACTS'),
    });
  });

  it('without its part is told so', async () => {
    const reply = await hospital.call('AcceptHandoff', { envelope: envelope('b3b0c1d2-0000-4000-8000-000000000000') });
    expect([reply.code, reply.violations[0]?.reason]).toEqual([status.INVALID_ARGUMENT, 'required']);
    expect(reply.violations[0]).toMatchObject({
      field: 'acceptance',
      description: expect.stringContaining(
        'report, referral, work_order_signature, work_order, protection_application.',
      ),
    });
    const { violations } = await hospital.call('AcceptHandoff', { envelope: envelope(), referral: {} });
    expect(violations.map(({ field }) => field)).toEqual(['envelope.case_id']);
  });

  it('on what has moved on since it was seen is aborted', async () => {
    const caseId = await reported(who);
    const seen = { seen: 'not-this-version' };
    const reply = await police.call('AcceptHandoff', { envelope: envelope(caseId, seen), report: {} });
    expect([reply.code, reply.info?.reason]).toEqual([status.ABORTED, 'CASE_CHANGED']);
  });
});

describe('the lawful next steps', () => {
  it('are those of the desk, each with its clause and the method that does it', async () => {
    const caseId = await reported(who);
    const { answer } = await police.call('GetLawfulNextSteps', { caseId });
    const steps = answer.steps as { command: string; method?: string; part?: string; cite?: { source?: string } }[];
    const desk = await who.police.sees<{ nextSteps: { command: string }[] }>(
      `{ nextSteps(caseId: "${caseId}") { command } }`,
    );
    expect(steps.map(({ command }) => command)).toEqual(desk.nextSteps.map(({ command }) => command));
    const accept = steps.find(({ command }) => command === 'AcceptCase');
    expect([accept?.method, accept?.part]).toEqual(['AcceptHandoff', 'report']);
    expect(accept?.cite?.source).toBeTruthy();
    expect(steps.find(({ command }) => command === 'IssueCaution')?.method).toBeUndefined();
  });
});

describe('a certificate', () => {
  it('that no authority of ours has signed, or that is missing, opens no connection', async () => {
    const foreign = await (await authority('Another authority')).issue(POLICE);
    const replies = await Promise.all(
      [foreign, undefined].map((identity) => exchange.stranger(identity).call('GetLawfulNextSteps', { caseId: 'x' })),
    );
    expect(replies.map(({ code }) => code)).toEqual([status.UNAVAILABLE, status.UNAVAILABLE]);
  });

  it('that ours has signed for nobody registered is a stranger’s, whatever is asked', async () => {
    const unknown = exchange.stranger(await exchange.authority.issue(POLICE));
    const [steps, report] = await Promise.all([
      unknown.call('GetLawfulNextSteps', { caseId: 'x' }),
      unknown.call('SubmitReport', { envelope: envelope(), ...aReport }),
    ]);
    expect([steps?.code, steps?.info?.reason]).toEqual([status.UNAUTHENTICATED, 'UNKNOWN_CERTIFICATE']);
    expect(report?.code).toBe(status.UNAUTHENTICATED);
  });
});

describe('a deadline', () => {
  it('that passes while the log is held up ends the call; the same key is answered once it is done', async () => {
    const caseId = await reported(who);
    const message = { envelope: envelope(caseId), report: {} };
    const held = await holdLog();
    const late = await police.call('AcceptHandoff', message, Date.now() + 300);
    expect(late.code).toBe(status.DEADLINE_EXCEEDED);
    await held.release();
    const outcome = await police.accepted('AcceptHandoff', message);
    expect(outcome).toMatchObject({ repeated: true, events: ['CaseAccepted', 'PoliceReceiptIssued'] });
    const accepted = (await exchange.standing.log()).filter(
      ({ stream, type }) => stream === `case-${caseId}` && type === 'CaseAccepted',
    );
    expect(accepted).toHaveLength(1);
  });
});

/** Keeps every append waiting until it is let go. */
async function holdLog() {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: exchange.standing.databaseUrl });
  await client.connect();
  await client.query('begin; lock table log.event in exclusive mode');
  return { release: () => client.query('rollback').then(() => client.end()) };
}

import { type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { flag, flagged, type People, people, reported } from '../case.steps.ts';
import { moment, VILLAGE } from '../standing.service.ts';
import { type AgencySystem, cursorAfter, eventsOf, type Reply, replyOf, type StreamMessage } from './agency.system.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const COMMITTEE = `rvc-${VILLAGE}`;
const POLICE = 'psb-441502';
const HEARTBEAT = 50;

let exchange: StandingExchange;
let who: People;
let police: AgencySystem;

beforeEach(async () => {
  exchange = await standingExchange([COMMITTEE, POLICE, 'psyso-441502', 'wf-441502', 'psb-441521'], HEARTBEAT);
  who = people(exchange.standing);
  police = exchange.system(POLICE);
});
afterEach(() => exchange.close());

const some = (count: number) => (messages: readonly StreamMessage[]) => eventsOf(messages).length >= count;
const withCursor = (count: number) => (messages: readonly StreamMessage[]) =>
  some(count)(messages) && messages.at(-1)?.cursor !== '' && messages.at(-1)?.heartbeat !== undefined;
const beats = (count: number) => (messages: readonly StreamMessage[]) =>
  messages.filter(({ heartbeat }) => heartbeat).length >= count;
const statusOf = (message?: StreamMessage) => message?.event?.handoff.status;
const gone = (call: ClientReadableStream<StreamMessage>) =>
  new Promise<Reply>((resolve) => {
    call.on('error', (error: ServiceError) => resolve(replyOf(error)));
  });

describe('what is handed to an agency', () => {
  it('is a supervision of it too, answered from its own system', async () => {
    const caseId = await reported(who);
    exchange.standing.host.moveTo(moment('2025-04-15 09:00'));
    await exchange.standing.stage.settled();
    const overdue = `{ overdue(agency: "${POLICE}") { edges { node { clock { id } } } } }`;
    const { overdue: late } = await who.overseer.sees<{ overdue: { edges: { node: { clock: { id: string } } }[] } }>(
      overdue,
    );
    const input = { caseId, clockId: late.edges[0]?.node.clock.id, demand: '逾期未复核，请说明。' };
    const { events } = await who.overseer.accepted('SuperviseHolder', input);
    expect(events).toContain('SupervisionOpened');
    await exchange.standing.stage.settled();
    const supervisions = (messages: readonly StreamMessage[]) =>
      eventsOf(messages).filter(({ handoff }) => handoff.kind === 'HANDOFF_KIND_SUPERVISION' && handoff.fromAgency);
    const [mine] = supervisions(await police.read({}, (messages) => supervisions(messages).length > 0));
    expect(mine?.handoff).toMatchObject({ status: 'HANDOFF_STATUS_OPEN', fromAgency: 'wccw-441502' });
    expect(mine?.handoff.contents).toEqual(['POLICE_REVIEW_ADMIN', '逾期未复核，请说明。']);
    const supervision = { supervisionId: mine?.handoff.id, answer: '已安排复核。' };
    const envelope = { idempotencyKey: 'answer-1', caseId };
    const answered = await police.accepted('CompleteHandoff', { envelope, supervision });
    expect(answered.events).toEqual(['SupervisionAnswered']);
  });

  it('arrives with the facts, the child, the deadline and its clause, as the desk shows them', async () => {
    const caseId = await reported(who, { child: { name: '王小雨', sex: 'FEMALE', birthDate: '2016-08-09' } });
    const [event] = eventsOf(await police.read({ agency: POLICE }, some(1)));
    expect(event).toMatchObject({
      change: 'HANDOFF_CHANGE_ARRIVED',
      handoff: {
        caseId,
        kind: 'HANDOFF_KIND_REPORT',
        status: 'HANDOFF_STATUS_OPEN',
        fromAgency: COMMITTEE,
        child: { name: '王小雨', sex: 'SEX_FEMALE', birthDate: '2016-08-09' },
        guardian: { name: '王大河' },
        contents: ['多次整夜不归。'],
        deadlines: [{ clock: 'POLICE_REVIEW_ADMIN', cite: { clause: '受案立案审查期限' }, standing: 'secondary' }],
      },
    });
    expect(JSON.stringify(event)).not.toContain('sealed:');
  });

  it('leaves out what was shredded, and says no word for it', async () => {
    const caseId = await reported(who, { child: { name: '王小雨', sex: 'FEMALE', birthDate: '2016-08-09' } });
    await exchange.standing.stage.settled();
    const log = await exchange.standing.log();
    const [, child = ''] = /sealed:\d+:\d+:([0-9a-f-]{36}):/.exec(log.map(({ data }) => data).join()) ?? [];
    const keys = exchange.standing.service.core.database.dataKeys;
    expect(await keys.drop(child)).toBeGreaterThan(0);
    const [event] = eventsOf(await police.read({}, some(1)));
    expect(event?.handoff).toMatchObject({ caseId, deadlines: [{ clock: 'POLICE_REVIEW_ADMIN' }] });
    expect(event?.handoff.contents ?? []).toEqual([]);
    expect(event?.handoff.child).toEqual({ sex: 'SEX_FEMALE' }); // which is never sealed
    expect(event?.handoff.guardian).toEqual({});
    expect(JSON.stringify(event)).not.toContain('null');
  });

  it('is told as it happens: arrived, changed, and gone when it is handed over', async () => {
    const arrived = Promise.withResolvers<void>();
    const told = police.read({}, (messages) => {
      const last = statusOf(messages.at(-1));
      if (last === 'HANDOFF_STATUS_OPEN') arrived.resolve();
      return last === 'HANDOFF_STATUS_RETURNED';
    });
    const caseId = await reported(who);
    await arrived.promise; // what follows at once may be told as one change
    await who.police.accepted('RequestInfo', { caseId, wanted: '请补充照片。' });
    await who.police.accepted('HandOverReport', { caseId, to: 'psb-441521' });
    const statuses = eventsOf(await told).map(({ change, handoff }) => [change, handoff.status]);
    expect(statuses[0]).toEqual(['HANDOFF_CHANGE_ARRIVED', 'HANDOFF_STATUS_OPEN']);
    expect(statuses.at(-1)).toEqual(['HANDOFF_CHANGE_CHANGED', 'HANDOFF_STATUS_RETURNED']);
    const [elsewhere] = eventsOf(await exchange.system('psb-441521').read({}, some(1)));
    expect(elsewhere?.handoff).toMatchObject({ caseId, kind: 'HANDOFF_KIND_REPORT' });
  });

  it('goes to nobody else, and hidden work leaves no trace in anybody’s stream', async () => {
    const { caseId } = await who.director.accepted('RaiseFlag', flag());
    await who.committee.accepted('ReportToPolice', { caseId, facts: '事实。' });
    const [committee, others] = [exchange.system(COMMITTEE), exchange.system('wf-441502')];
    const before = await committee.read({}, withCursor(1));
    expect(eventsOf(before)[0]?.handoff.kind).toBe('HANDOFF_KIND_FLAG');
    await who.police.accepted('AcceptCase', { caseId });
    await who.police.accepted('RecordFinding', { caseId, ground: 'GUARDIAN_FAILS_DUTY', statement: '笔录密语' });
    await exchange.standing.stage.settled();
    const after = await committee.read({ after: cursorAfter(before) }, beats(3));
    expect(eventsOf(after)).toEqual([]);
    expect(eventsOf(await others.read({}, beats(3)))).toEqual([]);
  });

  it('is told to the service that is to provide guidance, without what is not for it', async () => {
    const caseId = await reported(who, { facts: '事实密语' });
    await who.police.accepted('AcceptCase', { caseId });
    await who.police.accepted('RecordFinding', { caseId, ground: 'GUARDIAN_FAILS_DUTY', statement: '笔录密语' });
    await who.police.accepted('IssueAdmonition', { caseId, text: '训诫密语' });
    const order = { caseId, orderType: 'GUIDANCE', termMonths: 3, sessionEveryMonths: 1, provider: 'wf-441502' };
    await who.police.accepted('IssueOrder', order);
    const messages = await exchange.system('wf-441502').read({}, some(1));
    expect(eventsOf(messages)[0]?.handoff).toMatchObject({
      kind: 'HANDOFF_KIND_GUIDANCE_ORDER',
      fromAgency: POLICE,
      guardian: { name: '王大河' },
      deadlines: [{ clock: 'ORDER_SESSION' }],
    });
    expect(JSON.stringify(messages)).not.toContain('密语');
  });
});

describe('a stream that was cut', () => {
  it('is resumed from its cursor without loss', async () => {
    const first = await reported(who);
    const messages = await police.read({}, withCursor(1));
    const missed = [await reported(who, { child: { name: '李明' } }), await reported(who, { child: { name: '张强' } })];
    await who.police.accepted('AcceptCase', { caseId: first });
    const events = eventsOf(await police.read({ after: cursorAfter(messages) }, some(3)));
    const told = new Map(events.map(({ handoff }) => [handoff.caseId, handoff.status]));
    expect(told).toEqual(
      new Map([...missed.map((id) => [id, 'HANDOFF_STATUS_OPEN'] as const), [first, 'HANDOFF_STATUS_ACCEPTED']]),
    );
  });

  it('tells what comes twice under one id', async () => {
    await reported(who);
    const [once, again] = [await police.read({}, some(1)), await police.read({}, some(1))];
    expect(eventsOf(again)[0]?.eventId).toBe(eventsOf(once)[0]?.eventId);
  });

  it('cut in the middle of what it was to tell, and again and again, misses nothing', async () => {
    await reported(who);
    let cursor = cursorAfter(await police.read({}, withCursor(1)));
    const cases: string[] = [];
    for (let n = 0; n < 3; n += 1) cases.push(await reported(who, { child: { name: `王某${n}` } }));
    await exchange.standing.stage.settled();
    const stored = new Set<string>();
    for (let cut = 1; cut <= cases.length; cut += 1) {
      const messages = await police.read({ after: cursor }, some(cut));
      for (const { handoff } of eventsOf(messages)) stored.add(handoff.caseId);
      cursor = cursorAfter(messages); // what a receiver that died right here would ask with
    }
    for (const { handoff } of eventsOf(await police.read({ after: cursor }, beats(1)))) stored.add(handoff.caseId);
    expect([...stored].toSorted()).toEqual(cases.toSorted());
  });

  const mark = 'x'.repeat(22);
  it.each([
    ['nonsense', 'BAD_USER_INPUT'],
    ['psb-441502 5', 'BAD_USER_INPUT'],
    [`psb-441521 5/${mark}`, 'BAD_USER_INPUT'],
    [`psb-441502 ?/${mark}`, 'BAD_USER_INPUT'],
    [`psb-441502 1/${mark}`, 'CURSOR_OF_ANOTHER_LOG'],
    [`psb-441502 999999999/${mark}`, 'CURSOR_OF_ANOTHER_LOG'],
  ])('is not resumed from %s, and says to begin with an empty one', async (cursor, reason) => {
    await reported(who);
    const reply = await gone(police.stream({ after: Buffer.from(cursor).toString('base64url') }));
    expect([reply.code, reply.info?.reason, reply.violations[0]?.field]).toEqual([
      ...[status.INVALID_ARGUMENT, reason, 'after'],
    ]);
    expect(reply.details).toMatch(/请以空游标重新开始.*begin with an empty one/);
  });

  it('is not resumed in a log that was restored to an earlier moment, however far it has grown since', async () => {
    await reported(who);
    const ours = cursorAfter(await police.read({}, withCursor(1)));
    const restored = await standingExchange([POLICE], HEARTBEAT); // nothing of what came before is left in it
    try {
      const since = people(restored.standing);
      const cases = [await reported(since), await reported(since, { child: { name: '李明' } })];
      await restored.standing.stage.settled();
      const reply = await gone(restored.system(POLICE).stream({ after: ours }));
      expect([reply.code, reply.info?.reason]).toEqual([status.INVALID_ARGUMENT, 'CURSOR_OF_ANOTHER_LOG']);
      const anew = eventsOf(await restored.system(POLICE).read({ after: '' }, some(2)));
      expect(anew.map(({ handoff }) => handoff.caseId).toSorted()).toEqual(cases.toSorted());
    } finally {
      await restored.close();
    }
  });

  it('is not opened for another agency', async () => {
    const reply = await gone(police.stream({ agency: 'psb-441521' }));
    expect([reply.code, reply.info?.reason]).toEqual([status.PERMISSION_DENIED, 'OTHER_AGENCY']);
  });

  it('is open four times for one agency at most, and again once one has ended, however often it was refused', async () => {
    const open = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const call = police.stream({});
        call.on('error', () => undefined);
        await new Promise((resolve) => call.once('data', resolve));
        return call;
      }),
    );
    for (let n = 0; n < 5; n += 1) {
      const { code, info } = await gone(police.stream({}));
      expect([code, info?.reason]).toEqual([status.RESOURCE_EXHAUSTED, 'TOO_MANY_STREAMS']);
    }
    expect(exchange.server.streams.open()).toBe(4);
    for (const call of open) call.cancel();
    while (exchange.server.streams.open() > 0) await new Promise((soon) => setImmediate(soon));
    expect((await police.read({}, beats(1))).length).toBeGreaterThan(0);
  });

  it('ends at its deadline, and when the server stops', async () => {
    expect((await gone(police.stream({}, Date.now() + 200))).code).toBe(status.DEADLINE_EXCEEDED);
    const call = police.stream({});
    await new Promise((resolve) => call.once('data', resolve));
    const ended = gone(call);
    const closing = exchange.server.close();
    expect((await ended).info?.reason).toBe('STOPPING');
    await closing;
  });
});

describe('a slow reader', () => {
  it('is sent no more than it reads, keeps nobody waiting, and misses nothing', async () => {
    const long = '夜'.repeat(4000);
    const cases = [];
    for (let n = 0; n < 90; n += 1) cases.push(await reportedWith(long, n));
    const before = exchange.server.streams.sent();
    const slow = police.stream({});
    slow.on('error', () => undefined);
    const messages = slow[Symbol.asyncIterator]() as AsyncIterator<StreamMessage>;
    const { event: first } = (await messages.next()).value as StreamMessage; // and then reads no more for a while
    await exchange.system('psb-441521').read({}, (others) => others.length >= 3); // others are served
    expect(exchange.server.streams.sent() - before).toBeLessThan(cases.length / 2);
    const seen = new Set([first?.handoff.caseId]);
    while (seen.size < cases.length) seen.add(((await messages.next()).value as StreamMessage).event?.handoff.caseId);
    slow.cancel();
    expect(seen).toEqual(new Set(cases));
  });
});

/** A report that fills a good part of a transport window. */
async function reportedWith(facts: string, n: number): Promise<string> {
  const caseId = await flagged(who, flag({ child: { name: `王某${n}` } }));
  await who.committee.accepted('ReportToPolice', { caseId, to: POLICE, facts });
  return caseId;
}

describe('a receipt', () => {
  it('is kept in the audit stream, says whether it is of the present version, and moves no clock', async () => {
    const caseId = await reported(who);
    const [event] = eventsOf(await police.read({}, some(1)));
    const { id: handoffId, version } = event?.handoff ?? { id: '', version: '' };
    const due = () => who.police.sees(`{ inbox { edges { node { due } } } }`);
    const before = await due();
    const now = await police.call('AcknowledgeHandoff', { caseId, handoffId, version });
    expect(now).toMatchObject({ code: 0, answer: { current: true } });
    const stale = await police.call('AcknowledgeHandoff', { caseId, handoffId, version: 'an-older-one' });
    expect(stale.code).toBe(0);
    expect(stale.answer).toEqual({ current: false });
    const kept = (await exchange.standing.log()).filter(({ type }) => type === 'HandoffAcknowledged');
    expect(kept.map(({ stream, data }) => [stream, JSON.parse(data).itemId])).toEqual([
      [`audit-${POLICE}`, handoffId],
      [`audit-${POLICE}`, handoffId],
    ]);
    expect(await due()).toEqual(before);
  });

  it('is waited for, the stream be open or not, and no longer once it has come', async () => {
    await reported(who);
    const call = police.stream({});
    call.on('error', () => undefined);
    const messages = call[Symbol.asyncIterator]() as AsyncIterator<StreamMessage>;
    const { event } = (await messages.next()).value as StreamMessage;
    const { id: handoffId, caseId, version } = event?.handoff ?? { id: '', caseId: '', version: '' };
    const waiting = async () => {
      const all = await exchange.standing.service.runtime.systems.all();
      return all.find(({ agency }) => agency === POLICE)?.waiting;
    };
    expect(await waiting()).toBe(1);
    call.cancel();
    await police.call('AcknowledgeHandoff', { caseId, handoffId, version });
    expect(await waiting()).toBe(0);
  });

  it('of what is not with the agency is not taken', async () => {
    const caseId = await reported(who);
    const [event] = eventsOf(await police.read({}, some(1)));
    const { id: handoffId, version } = event?.handoff ?? { id: '', version: '' };
    const reply = await exchange.system('wf-441502').call('AcknowledgeHandoff', { caseId, handoffId, version });
    expect(reply.code).toBe(status.NOT_FOUND);
  });

  it('tells nothing of what is with another agency: of a case in sight, of another case, or of none', async () => {
    const { caseId } = await who.director.accepted('RaiseFlag', flag());
    await who.committee.accepted('ReportToPolice', { caseId, to: POLICE, facts: '事实。' });
    const [event] = eventsOf(await police.read({}, some(1)));
    const { id: theirs, version } = event?.handoff ?? { id: '', version: '' };
    const none = 'b3b0c1d2-0000-4000-8000-000000000000';
    const committee = exchange.system(COMMITTEE);
    const own = eventsOf(await committee.read({}, some(1)))[0]?.handoff.id ?? '';
    const asked = [
      { caseId, handoffId: theirs, version }, // the police's report on the committee's own case
      { caseId, handoffId: none, version },
      { caseId: none, handoffId: own, version },
      { caseId: none, handoffId: theirs, version },
    ];
    const answers = [];
    for (const one of asked) answers.push(await committee.bare('AcknowledgeHandoff', one));
    const stranger = exchange.system('psb-441521');
    for (const one of asked) answers.push(await stranger.bare('AcknowledgeHandoff', one)); // to whom the case is hidden
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: status.NOT_FOUND });
    const kept = (await exchange.standing.log()).filter(({ type }) => type === 'HandoffAcknowledged');
    expect(kept).toEqual([]);
  });
});

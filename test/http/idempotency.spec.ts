import { dissuasions, flag, flagged, found, type People, people, reported } from '../case.steps.ts';
import type { Outcome } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

/** What happened to cases; refusals are kept beside, in audit streams. */
const happened = async () => (await standing.log()).filter(({ stream }) => stream.startsWith('case-'));
const countOf = (outcomes: readonly Outcome[], code: string | undefined) =>
  outcomes.filter((outcome) => outcome.code === code).length;

describe('the same command again', () => {
  it('gets the first answer and appends nothing', async () => {
    const caseId = await flagged(who);
    const input = { caseId, idempotencyKey: 'twice-1', told: '请安排成年人照看。' };
    const first = await who.committee.accepted('RecordDissuasion', input);
    const before = await happened();
    const again = await who.committee.accepted('RecordDissuasion', input);
    expect(first).toMatchObject({ repeated: false, events: ['DissuasionRecorded'] });
    expect(again).toEqual({ ...first, repeated: true });
    expect(await happened()).toEqual(before);
  });

  it('gets the first answer when the case has long moved on', async () => {
    const input = { ...flag(), idempotencyKey: 'twice-2' };
    const first = await who.committee.accepted('RaiseFlag', input);
    await who.committee.accepted('TriageFlag', { caseId: first.caseId, severity: 'NOT_SERIOUS', guardianFails: true });
    const again = await who.committee.accepted('RaiseFlag', input);
    const started = ({ clocks = [] }: Outcome) => clocks.map(({ effect, id }) => `${effect} ${id}`);
    expect(again).toMatchObject({ caseId: first.caseId, events: first.events, repeated: true });
    expect(started(again)).toEqual(started(first));
  });

  it('is the same however its text was spaced and its id was written', async () => {
    const caseId = await flagged(who);
    const input = { caseId, idempotencyKey: 'twice-3', told: '请照看孩子。' };
    await who.committee.accepted('RecordDissuasion', input);
    const spelt = { ...input, caseId: caseId.toUpperCase(), told: '  请照看孩子。 ' };
    expect(await who.committee.accepted('RecordDissuasion', spelt)).toMatchObject({ repeated: true });
  });

  it('is another command with another content, and appends nothing', async () => {
    const caseId = await flagged(who);
    const input = { caseId, idempotencyKey: 'twice-4', told: '请照看孩子。' };
    await who.committee.accepted('RecordDissuasion', input);
    const before = await happened();
    for (const changed of [{ told: '请再照看孩子。' }, { answer: '好。' }, { occurredAt: '2025-03-02T10:00+08:00' }]) {
      expect(await who.committee.outcome('RecordDissuasion', { ...input, ...changed })).toMatchObject({
        __typename: 'Refused',
        code: 'KEY_REUSED',
      });
    }
    expect(await happened()).toEqual(before);
  });

  it('is another agency’s own under the same key', async () => {
    const input = { ...flag(), idempotencyKey: 'twice-5' };
    const ours = await who.committee.accepted('RaiseFlag', input);
    const theirs = await who.education.accepted('RaiseFlag', input);
    expect(theirs.repeated).toBe(false);
    expect(theirs.caseId).not.toBe(ours.caseId);
  });

  it.each(['RaiseFlag', 'ReportToPolice'])('happens once when %s is sent twenty times at once', async (command) => {
    const fields = command === 'RaiseFlag' ? flag() : { caseId: await flagged(who), to: 'psb-441502', facts: '不归。' };
    const before = (await happened()).length;
    const input = { ...fields, idempotencyKey: `crowd-${command}` };
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => who.committee.accepted(command, input)));
    const [first] = outcomes;
    expect((await happened()).slice(before).map(({ type }) => type)).toEqual(first?.events);
    expect(outcomes.filter(({ repeated }) => !repeated)).toHaveLength(1);
    for (const outcome of outcomes) expect({ ...outcome, repeated: false }).toEqual({ ...first, repeated: false });
  });

  it('gets the first answer from a service that was started since', async () => {
    const caseId = await reported(who);
    const input = { caseId, idempotencyKey: 'lost-answer', receiptNumber: '城公受案字第9号' };
    const first = await who.police.accepted('AcceptCase', input);
    const before = await happened();
    await standing.restart();
    expect(await who.police.accepted('AcceptCase', input)).toEqual({ ...first, repeated: true });
    expect(await who.police.outcome('AcceptCase', { ...input, receiptNumber: '10' })).toMatchObject({
      code: 'KEY_REUSED',
    });
    expect(await happened()).toEqual(before);
  });
});

describe('two officers at once', () => {
  it.each<[string, (who: People) => Promise<string>, string, object, object]>([
    ['accept', reported, 'AcceptCase', { receiptNumber: '甲' }, { receiptNumber: '乙' }],
    ['admonish', found, 'IssueAdmonition', { text: '训诫书甲。' }, { text: '训诫书乙。' }],
  ])('%s: one does, the other is told that it is done', async (_, begin, command, ours, theirs) => {
    const caseId = await begin(who);
    const before = (await happened()).filter(({ stream }) => stream === `case-${caseId}`).length;
    const outcomes = await Promise.all([
      who.police.outcome(command, { caseId, ...ours }),
      who.policeToo.outcome(command, { caseId, ...theirs }),
    ]);
    expect(countOf(outcomes, undefined)).toBe(1);
    expect(countOf(outcomes, 'ALREADY_DONE')).toBe(1);
    const accepted = outcomes.find(({ __typename }) => __typename === 'Accepted');
    const after = (await happened()).filter(({ stream }) => stream === `case-${caseId}`);
    expect(after.slice(before).map(({ type }) => type)).toEqual(accepted?.events);
  });

  it('are both served where one does not exclude the other', async () => {
    const caseId = await flagged(who);
    const told = Array.from({ length: 12 }, (_, n) => `第${n}次劝诫。`);
    await Promise.all(told.map((text) => who.committee.accepted('RecordDissuasion', { caseId, told: text })));
    expect((await dissuasions(who, caseId)).toSorted()).toEqual(told.toSorted());
  });
});

describe('what an officer looked at', () => {
  it('must be what stands when its version is named', async () => {
    const caseId = await flagged(who);
    const one = await who.committee.accepted('RecordDissuasion', { caseId, told: '一。' });
    const two = await who.committee.accepted('RecordDissuasion', { caseId, told: '二。', seen: one.version });
    const before = await happened();
    for (const seen of [one.version, 'x']) {
      expect(await who.committee.outcome('RecordDissuasion', { caseId, told: '三。', seen })).toMatchObject({
        code: 'CASE_CHANGED',
      });
    }
    expect(await happened()).toEqual(before);
    await who.committee.accepted('RecordDissuasion', { caseId, told: '三。', seen: two.version });
  });

  it('does not keep a retry from its first answer', async () => {
    const caseId = await flagged(who);
    const { version: seen } = await who.committee.accepted('RecordDissuasion', { caseId, told: '一。' });
    const input = { caseId, told: '二。', seen, idempotencyKey: 'seen-then' };
    const first = await who.committee.accepted('RecordDissuasion', input);
    expect(await who.committee.accepted('RecordDissuasion', input)).toEqual({ ...first, repeated: true });
  });
});

describe('when it happened', () => {
  it('is marked as entered late after a day, and kept apart from when it was recorded', async () => {
    const caseId = await flagged(who);
    const told = { caseId, told: '请照看孩子。' };
    const onTime = { ...told, occurredAt: '2025-03-02T09:00:01+08:00' };
    expect(await who.committee.accepted('RecordDissuasion', onTime)).toMatchObject({ enteredLate: false });
    const late = { ...told, occurredAt: '2025-03-02T09:00+08:00' };
    expect(await who.committee.accepted('RecordDissuasion', late)).toMatchObject({ enteredLate: true });
    const query = 'query($id: ID!) { timeline(caseId: $id) { event at occurredAt enteredLate } }';
    const { timeline } = await who.overseer.sees<{ timeline: object[] }>(query, { id: caseId });
    expect(timeline.at(-1)).toEqual({
      event: 'DissuasionRecorded',
      at: moment('2025-03-03 09:00'),
      occurredAt: moment('2025-03-02 09:00'),
      enteredLate: true,
    });
  });

  it('is never later than now', async () => {
    const caseId = await flagged(who);
    const input = { caseId, told: '请照看孩子。', occurredAt: '2025-03-03T09:00:01+08:00' };
    expect(await who.committee.outcome('RecordDissuasion', input)).toMatchObject({ code: 'OCCURRED_IN_FUTURE' });
  });
});

describe('a case id that a caller made up', () => {
  it('opens no case, whether another case hides behind it or not', async () => {
    const hidden = await flagged(who);
    const before = await happened();
    const answers = await Promise.all(
      [hidden, 'b3b0c1d2-0000-4000-8000-000000000000'].map((caseId) =>
        who.education.give('RaiseFlag', { ...flag(), caseId, idempotencyKey: 'made-up' }),
      ),
    );
    expect(answers[0]?.text).toBe(answers[1]?.text);
    expect(answers[0]?.data?.outcome).toMatchObject({ code: 'NOT_FOUND' });
    expect(await happened()).toEqual(before);
  });
});

import { isRefusal } from '#case';
import { derivedId, type Outcome, type Request } from '#runtime';
import type { Service } from '#service';
import { flag, flagged, type People, people } from '../case.steps.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
/** Two whole services on one database, each with its own memory. */
let services: readonly [Service, Service];

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  services = [standing.service, await standing.start()];
});
afterAll(() => standing.close());

const COMMITTEE = `rvc-${VILLAGE}`;
/** What the committee's command under a key has left in cases. */
const happened = async (key: string) => {
  const commandId = derivedId(COMMITTEE, key);
  return (await standing.log()).filter(({ stream, meta }) => stream.startsWith('case-') && meta.includes(commandId));
};

/** Gives commands of the committee at once, the first to one service, the second to the other. */
async function atOnce(...given: readonly Pick<Request, 'command' | 'idempotencyKey' | 'caseId' | 'input'>[]) {
  const officer = standing.directory.officer(COMMITTEE);
  if (!officer) throw new Error(`no officer ${COMMITTEE}`);
  return Promise.all(given.map((one, n) => services[n % 2 === 0 ? 0 : 1].runtime.submit({ ...one, officer })));
}

const codeOf = (outcome: Outcome) => (isRefusal(outcome) ? outcome.refused : outcome.repeated ? 'again' : 'done');

describe('one key that two processes see at once', () => {
  const rounds = [1, 2, 3, 4, 5, 6];

  it.each(rounds)('opens one case, and both get the one answer (%d)', async (n) => {
    const child = { name: `林小满${n}`, sex: 'FEMALE', birthDate: '2015-05-01', idNumber: `44150220150501000${n}` };
    const raise = { command: 'RaiseFlag', idempotencyKey: `open-${n}`, input: flag({ child }) } as const;
    const outcomes = await atOnce(raise, raise);
    expect(outcomes.map(codeOf).toSorted()).toEqual(['again', 'done']);
    expect(new Set(outcomes.map((outcome) => !isRefusal(outcome) && outcome.caseId)).size).toBe(1);
    const events = await happened(`open-${n}`);
    expect(new Set(events.map(({ stream }) => stream)).size).toBe(1);
  });

  it.each(rounds)('is one command: on two cases one of them is refused (%d)', async (n) => {
    const cases = [await flagged(who), await flagged(who)];
    const idempotencyKey = `two-cases-${n}`;
    const input = { told: '请照看孩子。' };
    const outcomes = await atOnce(
      ...cases.map((caseId) => ({ command: 'RecordDissuasion', idempotencyKey, caseId, input }) as const),
    );
    expect(outcomes.map(codeOf).toSorted()).toEqual(['KEY_REUSED', 'done']);
    expect(await happened(idempotencyKey)).toHaveLength(1);
  });

  it.each(rounds)('is one content: of two new cases one is refused (%d)', async (n) => {
    const idempotencyKey = `two-contents-${n}`;
    const outcomes = await atOnce(
      { command: 'RaiseFlag', idempotencyKey, input: flag() },
      { command: 'RaiseFlag', idempotencyKey, input: flag({ facts: '另一件事。' }) },
    );
    expect(outcomes.map(codeOf).toSorted()).toEqual(['KEY_REUSED', 'done']);
    const events = await happened(idempotencyKey);
    expect(new Set(events.map(({ stream }) => stream)).size).toBe(1);
  });
});

describe('a key that was used', () => {
  it('is refused on another case, at any process and after a restart, whatever the command', async () => {
    const [one, other] = [await flagged(who), await flagged(who)];
    const key = { idempotencyKey: 'used-once' };
    await who.committee.accepted('RecordDissuasion', { caseId: one, told: '请照看孩子。', ...key });
    const again = [
      ['RecordDissuasion', { caseId: other, told: '请照看孩子。' }],
      ['ReportToPolice', { caseId: other, to: 'psb-441502', facts: '不归。' }],
      ['RaiseFlag', flag()],
    ] as const;
    const refused = async () => {
      for (const [command, fields] of again) {
        expect(await who.committee.outcome(command, { ...fields, ...key })).toMatchObject({ code: 'KEY_REUSED' });
      }
    };
    await refused();
    await standing.restart();
    services = [services[0], standing.service];
    await refused();
    expect(await happened('used-once')).toHaveLength(1);
  });

  it('says so rather than what else stands against the command', async () => {
    const [one, other] = [await flagged(who), await flagged(who)];
    const key = { idempotencyKey: 'used-and-refused' };
    await who.committee.accepted('RecordDissuasion', { caseId: one, told: '请照看孩子。', ...key });
    const triage = { caseId: other, severity: 'NOT_SERIOUS', guardianFails: true };
    await who.committee.accepted('TriageFlag', triage);
    expect(await who.committee.outcome('TriageFlag', triage)).not.toMatchObject({ __typename: 'Accepted' });
    expect(await who.committee.outcome('TriageFlag', { ...triage, ...key })).toMatchObject({ code: 'KEY_REUSED' });
  });

  it('stays free while the command under it was refused', async () => {
    const [one, other] = [await flagged(who), await flagged(who)];
    const key = { idempotencyKey: 'refused-first' };
    const triage = { severity: 'NOT_SERIOUS', guardianFails: true };
    await who.committee.accepted('TriageFlag', { caseId: one, ...triage });
    expect(await who.committee.outcome('TriageFlag', { caseId: one, ...triage, ...key })).toMatchObject({
      __typename: 'Refused',
    });
    await who.committee.accepted('TriageFlag', { caseId: other, ...triage, ...key });
  });
});

import { randomUUID } from 'node:crypto';
import { flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

const QUERY = `mutation($input: OpenIdentityInput!) {
  openIdentity(input: $input) { caseId childName birthDate guardianName } }`;
const REASON = '督办需核对是否与另案为同一儿童';
const open = (client: DeskClient, input: object) => client.ask(QUERY, { input });
const audited = async (agency = 'wccw-441502') =>
  (await standing.log()).filter(({ stream, type }) => stream === `audit-${agency}` && type === 'IdentityOpened');

describe('openIdentity', () => {
  let caseId: string;
  beforeAll(async () => {
    const child = { name: '王小雨', birthDate: '2016-08-09' };
    caseId = await flagged(who, { child, reporter: { name: '陈举报' } });
    await standing.stage.settled();
  });

  it('shows names once the reason is recorded, sealed, and nothing else of the case', async () => {
    const before = await standing.log();
    const { data, text } = await open(who.overseer, { caseId, idempotencyKey: 'a', reason: REASON });
    expect(data).toEqual({
      openIdentity: { caseId, childName: '王小雨', birthDate: '2016-08-09', guardianName: '王大河' },
    });
    expect(text).not.toContain('陈举报');
    const fresh = (await standing.log()).slice(before.length);
    expect(fresh.map(({ stream, type }) => [stream, type])).toEqual([
      ['audit-wccw-441502', 'IdentityOpened'],
      ['reads-wccw-441502', 'PersonalDataRead'],
    ]);
    expect(fresh[0]?.data).toContain(caseId);
    expect(fresh[0]?.data).toContain('"officer":"wccw-441502"');
    expect(JSON.stringify(fresh)).not.toContain('督办');
  });

  it('is recorded once however often it is tried', async () => {
    const before = (await audited()).length;
    for (let n = 0; n < 3; n += 1) await open(who.overseer, { caseId, idempotencyKey: 'b', reason: REASON });
    expect(await audited()).toHaveLength(before + 1);
  });

  it('is recorded of each officer, though they send the same key', async () => {
    const before = (await audited()).length;
    const colleague = new DeskClient(standing, 'wccw-441502', 2);
    for (const client of [who.overseer, colleague]) {
      await open(client, { caseId, idempotencyKey: 'shared', reason: REASON });
    }
    const officers = (await audited()).slice(before).map(({ data }) => JSON.parse(data).officer);
    expect(officers).toEqual(['wccw-441502', 'wccw-441502-2']);
  });

  it.each([
    ['without a reason', { reason: ' ' }, 'reason'],
    ['with a reason too long', { reason: '由'.repeat(1001) }, 'reason'],
    ['without a key', { idempotencyKey: '' }, 'idempotencyKey'],
    ['for what is no case', { caseId: 'x' }, 'caseId'],
  ])('%s is refused with a clear message, and opens nothing', async (_, wrong, field) => {
    const before = (await audited()).length;
    const { data, errors } = await open(who.overseer, { caseId, idempotencyKey: 'c', reason: REASON, ...wrong });
    expect(data?.openIdentity ?? null).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field, message: { zh: expect.any(String), en: expect.any(String) } }],
    });
    expect(await audited()).toHaveLength(before);
  });

  it('of a case that is not there, or hidden, answers as of any other, and records nothing', async () => {
    const hidden = await flagged(who, { kind: 'PSYCH_ABNORMALITY' });
    await standing.stage.settled();
    const elsewhere = new DeskClient(standing, 'wccw-441302');
    const asked = [
      await open(who.overseer, { caseId: hidden, idempotencyKey: 'd', reason: REASON }),
      await open(who.overseer, { caseId: randomUUID(), idempotencyKey: 'd', reason: REASON }),
      await open(elsewhere, { caseId, idempotencyKey: 'd', reason: REASON }),
    ];
    for (const { text } of asked) expect(text.trim()).toBe('{"data":{"openIdentity":null}}');
    expect(await audited('wccw-441302')).toEqual([]);
  });

  it('is not offered at other desks', async () => {
    const { errors } = await open(who.police, { caseId, idempotencyKey: 'e', reason: REASON });
    expect(errors.length).toBeGreaterThan(0);
  });
});

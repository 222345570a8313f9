import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CloudEvent } from 'cloudevents';
import pg from 'pg';
import {
  postgresWebhooks,
  projectRoot,
  targetRules,
  type WebhookAdmin,
  type WebhookStore,
  webhookAdmin,
} from '#runtime';
import { flag, flagged, type People, people, reported } from '../case.steps.ts';
import { DeskClient, onRegister, recommended } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';
import { type Receiver, receiver, type Taken } from './receiver.ts';

type IsGenuine = (headers: object, body: string, secrets: Record<string, string>, now: number) => boolean;

let standing: StandingService;
let who: People;
let pool: pg.Pool;
let store: WebhookStore;
let admin: WebhookAdmin;
let isGenuine: IsGenuine;
const receivers: Receiver[] = [];

const NETWORKS = ['127.0.0.1'];

/** The example that the guide gives to integrators, as it stands there. */
async function exampleOfTheGuide(): Promise<IsGenuine> {
  const guide = await readFile(join(projectRoot, 'docs/webhooks.md'), 'utf8');
  const [, text = ''] = /```js\n(.*?)```/s.exec(guide) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'jieli-example-'));
  const file = join(folder, 'example.mjs');
  await writeFile(file, text);
  const { isGenuine } = (await import(pathToFileURL(file).href)) as { isGenuine: IsGenuine };
  await rm(folder, { recursive: true });
  return isGenuine;
}

beforeAll(async () => {
  isGenuine = await exampleOfTheGuide();
  standing = await standingService();
  await standing.stop();
  await standing.start({ webhookNetworks: NETWORKS });
  who = people(standing);
  pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 2 });
  store = await postgresWebhooks({ pool, trouble: () => undefined });
  admin = webhookAdmin({
    store,
    targets: targetRules(NETWORKS),
    vault: standing.service.runtime.vault,
    directory: standing.directory,
    host: standing.host,
  });
});
afterAll(async () => {
  await Promise.all(receivers.map((one) => one.close()));
  await store.close();
  await pool.end();
  await standing.close();
});

/** Resolves once all that has happened has been told. */
async function told(): Promise<void> {
  const [{ head } = { head: '' }] = await standing.query<{ head: string }>(
    'select max(pos)::text as head from log.event',
  );
  for (;;) {
    const come = Number(await store.checkpoint()) >= Number(head);
    if (come && (await store.waiting()) === 0) return;
    await new Promise((again) => setTimeout(again, 20));
  }
}

/** An agency's system that is told. */
async function subscribed(agency: string) {
  const own = await receiver();
  receivers.push(own);
  return { ...(await admin.add(agency, own.url)), own };
}

interface Event {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: {
    readonly changed: readonly string[];
    readonly version: string | null;
    readonly stage: string | null;
    readonly clocks: readonly { readonly clock: string; readonly change: string; readonly due: string }[];
  };
}

const read = ({ body }: Taken): Event => JSON.parse(body);
const about = (taken: readonly Taken[], subject: string) => taken.map(read).filter((one) => one.subject === subject);

it('an agency is told at one address once, until that subscription is ended', async () => {
  const { subscription } = await admin.add('psb-441502', 'https://once.example.gov.cn/jieli');
  const again = admin.add('psb-441502', 'https://once.example.gov.cn:443/jieli'); // the same in other letters
  await expect(again).rejects.toThrow(`subscription ${subscription.id}`);
  await expect(again).rejects.toThrow(`订阅 ${subscription.id}`);
  const { subscription: others } = await admin.add('rvc-441502001001', 'https://once.example.gov.cn/jieli');
  await admin.remove(subscription.id);
  const { subscription: anew } = await admin.add('psb-441502', 'https://once.example.gov.cn/jieli');
  for (const { id } of [others, anew]) await admin.remove(id);
});

describe('an agency’s own system', () => {
  it('is told of what changes at its desk, in order, signed, as CloudEvents', async () => {
    const { own, key, subscription } = await subscribed('psb-441502');
    const caseId = await reported(who);
    await who.police.accepted('AcceptCase', { caseId, receiptNumber: '城公受案字第9号' });
    await told();
    const events = about(own.taken, caseId);
    expect(
      events.map(({ data }) => [data.stage, data.clocks.map(({ clock, change }) => `${clock} ${change}`)]),
    ).toEqual([
      ['POLICE_REVIEW', ['POLICE_REVIEW_ADMIN waits']],
      ['ACCEPTED', ['REPORTER_FEEDBACK waits', 'POLICE_REVIEW_ADMIN done']],
      ['ACCEPTED', []],
    ]);
    const seconds = Math.floor(Date.parse(standing.host.now()) / 1_000);
    for (const { headers, body } of own.taken) {
      expect(isGenuine(headers, body, { [key.id]: key.secret }, seconds)).toBe(true);
      expect(isGenuine(headers, body, { [key.id]: `${key.secret}x` }, seconds)).toBe(false);
      expect(isGenuine(headers, `${body} `, { [key.id]: key.secret }, seconds)).toBe(false);
      expect(isGenuine(headers, body, { [key.id]: key.secret }, seconds + 301)).toBe(false);
      expect(headers['content-type']).toContain('application/cloudevents+json');
      expect(headers['idempotency-key']).toBe(read({ headers, body }).id);
      expect(new CloudEvent(JSON.parse(body)).validate()).toBe(true); // strict: throws where it is none
    }
    const { version } = (
      await who.police.sees<{ case: { version: string } }>('query($id: ID!) { case(id: $id) { version } }', {
        id: caseId,
      })
    ).case;
    expect(events.at(-1)?.data.version).toBe(version);
    await admin.remove(subscription.id);
  });

  it('is told nothing that its desk does not show, and nothing that anybody is known by', async () => {
    const police = await subscribed('psb-441502');
    const school = await subscribed('school-441502001');
    const committee = await subscribed('rvc-441502001001');
    const caseId = await flagged(who, { facts: 'ZZ·facts', child: { name: 'ZZ·child' } });
    await who.committee.accepted('ReportToPolice', {
      caseId,
      to: 'psb-441502',
      facts: 'ZZ·report',
      reporter: { name: 'ZZ·reporter' },
    });
    await who.police.accepted('AcceptCase', { caseId });
    await told();
    const toCommittee = about(committee.own.taken, caseId).length;
    // the committee sees neither the finding nor the file that the police opens
    await who.police.accepted('RecordFinding', { caseId, ground: 'GUARDIAN_FAILS_DUTY', statement: 'ZZ·statement' });
    await who.police.accepted('OpenPublicSecurityCase', { caseId, fileNumber: 'ZZ·file' });
    await who.police.accepted('IssueCaution', { caseId, text: 'ZZ·caution' });
    await told();
    expect(about(police.own.taken, caseId).length).toBeGreaterThan(3);
    expect(toCommittee).toBeGreaterThan(2);
    expect(about(committee.own.taken, caseId)).toHaveLength(toCommittee);
    expect(JSON.stringify([police.own.taken, committee.own.taken])).not.toContain('ZZ·');
    expect(school.own.taken).toEqual([]);
    for (const { subscription } of [police, school, committee]) await admin.remove(subscription.id);
  });

  it('is told, where it oversees, of what it may see happen even when nothing but the time of it changes, and of nothing else', async () => {
    const { own, subscription } = await subscribed('wccw-441502');
    const caseId = await reported(who);
    await who.police.accepted('AcceptCase', { caseId });
    await told();
    const before = about(own.taken, caseId).length;
    standing.host.moveTo(moment('2025-03-03 09:30'));
    await who.affairs.accepted('RecordChildHeard', { caseId, said: 'ZZ·said' });
    standing.host.moveTo(moment('2025-03-03 09:40'));
    await told();
    const heard = about(own.taken, caseId).slice(before);
    expect(heard.map(({ data }) => [data.changed, data.clocks])).toEqual([[['lastEventAt'], []]]);
    await who.police.accepted('IssueCaution', { caseId, text: 'ZZ·caution' }); // hidden from whoever oversees
    await told();
    expect(about(own.taken, caseId)).toHaveLength(before + 1);
    expect(JSON.stringify(own.taken)).not.toContain('ZZ·');
    await admin.remove(subscription.id);
  });

  it('is told of recommendations, and when time alone has run out', async () => {
    const { own, subscription } = await subscribed('town-441502001');
    const { recommendationId } = await recommended(new DeskClient(standing, 'proc-441502'), 'IssueRecommendation', {
      addressee: 'town-441502001',
      subject: 'MINOR_PROTECTION',
      problem: 'ZZ·problem',
      advice: 'ZZ·advice',
    });
    await own.heard(1);
    standing.host.moveTo(moment('2025-04-04 00:00'));
    await standing.stage.settled();
    await own.heard(2);
    const [first, second] = about(own.taken, recommendationId);
    expect(first).toMatchObject({
      type: 'jieli.recommendation.changed.v1',
      data: { recommendationId, status: 'served', clocks: [{ clock: 'RECO_REPLY_MINOR', change: 'waits' }] },
    });
    expect(second?.data.clocks).toMatchObject([{ clock: 'RECO_REPLY_MINOR', change: 'overdue' }]);
    expect(JSON.stringify(own.taken)).not.toContain('ZZ·');
    await admin.remove(subscription.id);
  });

  it('is told of the key-minor register where that is its duty, without a word of why, and else of nothing', async () => {
    const [affairs, overseer] = [await subscribed('ca-341722'), await subscribed('wccw-341722')];
    const { keyMinorEntryId } = await onRegister(new DeskClient(standing, 'psb-341722'), 'OpenKeyMinorEntry', {
      behaviour: 'MISBEHAVIOUR',
      foundOn: '2025-03-01',
      facts: 'ZZ·facts',
      child: { name: 'ZZ·child', birthDate: '2012-02-18' },
      place: { division: '341722102201' },
      hukouDivision: '340104',
      residenceSince: '2023-06-01',
    });
    await told();
    const notices = about(affairs.own.taken, keyMinorEntryId);
    expect(notices).toHaveLength(2); // entered, and what was found
    for (const notice of notices) {
      const data = { keyMinorEntryId, status: 'open', clocks: [] };
      expect(notice).toMatchObject({ type: 'jieli.key-minor.changed.v1', data });
    }
    expect(overseer.own.taken).toEqual([]);
    expect(JSON.stringify(affairs.own.taken)).not.toContain('ZZ·');
    for (const { subscription } of [affairs, overseer]) await admin.remove(subscription.id);
  });

  it('may change over from one key to the next whenever it likes', async () => {
    const { own, subscription, key } = await subscribed('rvc-441502001001');
    const next = await admin.rotate(subscription.id);
    await flagged(who);
    await own.heard(1);
    const last = await admin.rotate(subscription.id);
    await flagged(who);
    await own.heard(2);
    const seconds = Math.floor(Date.parse(standing.host.now()) / 1_000);
    const known = own.taken.map(({ headers, body }) =>
      [key, next, last].map(({ id, secret }) => isGenuine(headers, body, { [id]: secret }, seconds)),
    );
    expect(known).toEqual([
      [true, true, false],
      [false, true, true],
    ]);
    expect(JSON.stringify(await standing.query('select * from webhook.subscription'))).not.toContain(next.secret);
    await admin.remove(subscription.id);
  });

  it('is told after a restart of what happened before it, and of nothing before it subscribed', async () => {
    const early = await flagged(who);
    standing.host.moveTo(moment('2025-04-04 08:00'));
    const { own, subscription } = await subscribed('rvc-441502001001');
    standing.host.moveTo(moment('2025-04-04 09:00'));
    await standing.stop();
    await standing.start({ webhookNetworks: [] }); // it may not send yet
    who = people(standing);
    const caseId = (await who.committee.accepted('RaiseFlag', flag())).caseId;
    await standing.stage.settled();
    await standing.stop();
    await standing.start({ webhookNetworks: NETWORKS });
    who = people(standing);
    await store.replay();
    await own.heard(1);
    expect(about(own.taken, caseId)).toHaveLength(1);
    expect(about(own.taken, early)).toEqual([]);
    await admin.remove(subscription.id);
  });
});

it('nobody subscribes for an agency that is not there, or to where nothing may be sent', async () => {
  await expect(admin.add('nowhere', 'https://case.example.gov.cn/')).rejects.toThrow('no agency');
  await expect(admin.add('psb-441502', 'https://10.0.0.1/')).rejects.toThrow('not allowed');
  await expect(admin.rotate('none')).rejects.toThrow('no subscription');
});

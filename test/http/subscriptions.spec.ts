import { type Client, createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import { recordConflict } from '#access';
import { epochOf, instantAt } from '#calendar';
import { flag, flagged, type People, people, reported } from '../case.steps.ts';
import { DeskClient, onRegister } from '../desk.client.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let clients: Client[];

beforeEach(async () => {
  standing = await standingService();
  who = people(standing);
  clients = [];
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.dispose()));
  await standing.close();
});

async function client(desk: string, agency: string, officer = 1): Promise<Client> {
  const token = await standing.stage.token(agency, officer);
  const made = createClient({
    url: `${standing.service.url.replace('http', 'ws')}/desks/${desk}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  clients.push(made);
  return made;
}

const query = 'subscription { inboxChanged { caseIds inbox { edges { node { caseId clock { clock } } } } } }';

/** What one subscription brings, as it comes; `asked` resolves when the desk has begun to listen for it. */
function told(from: Client, subscription = query, variables: Record<string, unknown> = {}) {
  const seen: unknown[] = [];
  let wake: () => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => {
    from.subscribe(
      { query: subscription, variables },
      {
        next: (result) => {
          seen.push(result);
          wake();
        },
        error: resolve,
        complete: () => resolve('complete'),
      },
    );
  });
  const over = ended.then((why) => {
    throw new Error(`the subscription ended: ${JSON.stringify((why as { code?: number }).code ?? why)}`);
  });
  over.catch(() => undefined);
  const next = async (): Promise<unknown> => {
    while (seen.length === 0) await Promise.race([over, new Promise<void>((resolve) => (wake = resolve))]);
    return seen.shift();
  };
  return { next, ended, seen };
}

/** Keeps an officer out of a case (回避). */
async function keepOut(officer: string, caseId: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  await recordConflict(pool, { officer, caseId, reason: '近亲属', by: '负责人' }, standing.host.now());
  await pool.end();
}

/** Raises flags (or what else is told) until the subscription has begun: connecting takes a moment that nobody announces. */
async function firstTold(
  subscription: ReturnType<typeof told>,
  cause: () => Promise<unknown> = () => flagged(who),
): Promise<unknown> {
  const first = subscription.next();
  let come = false;
  const settled = () => {
    come = true;
  };
  first.then(settled, settled);
  while (!come) await cause();
  return first;
}

it('tells a committee at once of what waits for it, with its inbox', async () => {
  const result = await firstTold(told(await client('residents-committee', `rvc-${VILLAGE}`)));
  expect(result).toMatchObject({
    data: { inboxChanged: { caseIds: [expect.any(String)], inbox: { edges: expect.any(Array) } } },
  });
  expect(JSON.stringify(result)).toContain('TRIAGE');
});

it('names the survey work that something changed in', async () => {
  const subscription = told(
    await client('civil-affairs', 'ca-441502'),
    'subscription { inboxChanged { surveyWorkIds } }',
  );
  await firstTold(subscription);
  const { data } = await who.affairs.ask(
    `mutation { establishSurveyWork(input: { idempotencyKey: "k", departments: ["edu-441502"] }) {
      ... on SurveyWorkAccepted { surveyWorkId } } }`,
  );
  const outcome = data?.establishSurveyWork as { surveyWorkId: string } | undefined;
  for (let ids: readonly string[] = []; ids.length === 0; ) {
    const change = (await subscription.next()) as { data: { inboxChanged: { surveyWorkIds: string[] } } };
    ids = change.data.inboxChanged.surveyWorkIds;
    if (ids.length > 0) expect(ids).toEqual([outcome?.surveyWorkId]);
  }
});

it('tells a head who is not kept out of the case, and nobody else, that an emergency reading is overdue for review, or reviewed', async () => {
  const { police, policeToo } = who;
  const caseId = await flagged(who);
  const breaking = 'mutation($id: ID!) { breakGlass(caseId: $id, reason: "夜间接警，儿童可能有危险。") { caseId } }';
  await policeToo.ask(breaking, { id: caseId });
  const { glassToReview } = await police.sees<{ glassToReview: { id: string }[] }>('{ glassToReview { id } }');
  const [use] = glassToReview;
  const kept = await flagged(who, { facts: '另一件。' });
  await policeToo.ask(breaking, { id: kept });
  await keepOut('psb-441502', kept);
  const seconds = (n: number) => standing.host.moveTo(instantAt(epochOf(standing.host.now()) + n * 1_000));
  seconds(72 * 3_600); // to the minute is in time
  const question = 'subscription { inboxChanged { caseIds reviewIds inbox { reviews { id overdue } } } }';
  interface Told {
    readonly data: {
      readonly inboxChanged: {
        readonly reviewIds: readonly string[];
        readonly inbox: { readonly reviews: readonly object[] };
      };
    };
  }
  const [head, officer] = [
    told(await client('police', 'psb-441502'), question),
    told(await client('police', 'psb-441502', 2), question),
  ];
  const first = (await firstTold(head, () => reported(who))) as Told;
  expect(first.data.inboxChanged.reviewIds).toEqual([]);
  await firstTold(officer, () => reported(who));
  const nextReview = async () => {
    for (;;) {
      const { data } = (await head.next()) as Told;
      if (data.inboxChanged.reviewIds.length > 0) return data.inboxChanged;
    }
  };
  seconds(1); // a token of the tests lasts a minute
  await standing.stage.settled();
  expect(await nextReview()).toMatchObject({
    reviewIds: [use?.id],
    inbox: { reviews: [{ id: use?.id, overdue: true }] },
  });
  await police.ask('mutation($id: ID!) { reviewGlass(id: $id, justified: true) }', { id: use?.id });
  expect(await nextReview()).toMatchObject({ reviewIds: [use?.id], inbox: { reviews: [] } });
  const last = await reported(who);
  for (let seen = ''; !seen.includes(last); ) {
    seen = JSON.stringify(await officer.next());
    expect(seen).toContain('"reviewIds":[]');
  }
});

it('tells of the key-minor register whoever has a duty there, and ticks for nobody else', async () => {
  const [county, village] = ['341722', '341722102201'];
  const flagThere = () =>
    new DeskClient(standing, `rvc-${village}`).accepted('RaiseFlag', { ...flag(), place: { division: village } });
  const enter = () =>
    onRegister(new DeskClient(standing, `psb-${county}`), 'OpenKeyMinorEntry', {
      behaviour: 'MISBEHAVIOUR',
      foundOn: '2025-03-01',
      facts: '旷课。',
      child: { name: '高小涛', birthDate: '2012-02-18' },
      place: { division: village },
      hukouDivision: '340104',
      residenceSince: '2023-06-01',
    });
  const ticks = 'subscription { inboxChanged { caseIds keyMinorEntryIds } }';
  const [overseer, affairs, committee] = [
    told(await client('oversight', `wccw-${county}`), ticks),
    told(await client('civil-affairs', `ca-${county}`), ticks),
    told(await client('residents-committee', `rvc-${village}`), ticks),
  ];
  for (const one of [overseer, affairs, committee]) await firstTold(one, flagThere);
  await standing.stage.settled();
  for (const one of [overseer, affairs, committee]) one.seen.length = 0;
  const { keyMinorEntryId } = await enter();
  const change = (await affairs.next()) as { data: { inboxChanged: object } };
  expect(change.data.inboxChanged).toMatchObject({ caseIds: [], keyMinorEntryIds: [keyMinorEntryId] });
  await standing.stage.settled();
  expect([overseer.seen, committee.seen]).toEqual([[], []]);
});

describe('an officer who is kept out (回避)', () => {
  const changed = async (caseId: string) => who.committee.accepted('RaiseFlag', flag({ caseId, facts: '又一次。' }));

  it('loses the socket that was opened before, with the next change', async () => {
    const caseId = await flagged(who);
    await standing.stage.settled();
    const subscription = told(await client('residents-committee', `rvc-${VILLAGE}`, 2));
    await firstTold(subscription, () => changed(caseId));
    await keepOut(`rvc-${VILLAGE}-2`, caseId);
    await changed(caseId);
    expect(await subscription.ended).toMatchObject({ code: 4403 });
  });

  it('is not told of the case over another, and of others is', async () => {
    const caseId = await flagged(who);
    await standing.stage.settled();
    await keepOut(`rvc-${VILLAGE}-2`, caseId);
    const subscription = told(await client('residents-committee', `rvc-${VILLAGE}`, 2));
    await firstTold(subscription);
    for (let n = 0; n < 3; n += 1) await changed(caseId);
    const other = await flagged(who, { facts: '另一件。' });
    for (let seen = ''; !seen.includes(other); ) {
      seen = JSON.stringify(await subscription.next());
      expect(seen).not.toContain(caseId);
    }
  });
});

it('tells nobody of cases that are not theirs', async () => {
  const police = told(await client('police', 'psb-441502'));
  await firstTold(told(await client('residents-committee', `rvc-${VILLAGE}`)));
  await standing.stage.settled();
  expect(police.seen).toEqual([]);
});

it('lets nobody listen at a desk that is not theirs, or without a token', async () => {
  const stranger = told(await client('police', `rvc-${VILLAGE}`));
  expect(await stranger.ended).toMatchObject({ code: 4403 });
  const nobody = createClient({
    url: `${standing.service.url.replace('http', 'ws')}/desks/police/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  clients.push(nobody);
  expect(await told(nobody).ended).toMatchObject({ code: 4403 });
});

it('carries subscriptions and nothing else, and no more than five on a socket', async () => {
  const own = await client('residents-committee', `rvc-${VILLAGE}`);
  expect(JSON.stringify(await told(own, '{ me { id } }').ended)).toContain('Only subscriptions');
  for (let n = 0; n < 5; n += 1) told(own);
  expect(JSON.stringify(await told(own).ended)).toContain('Too many');
});

it.each<[string, string, string, Record<string, unknown>]>([
  ['an unknown field', 'subscription { inboxChanged { caseIdds } }', '是否指 caseIds', {}],
  ['several mistakes', 'subscription { inboxChanged { caseIdds inbox } }', '请写明要 inbox 的哪些字段', {}],
  ['no GraphQL', 'subscription { inboxChanged {', '语法有误：第 1 行第', {}],
  ['two operations', 'subscription a { inboxChanged { at } } query b { me { id } }', 'operationName', {}],
  [
    'a wrong variable',
    'KIND($on: Boolean!) { ROOT { at: __typename @include(if: $on) } }',
    '须为 Boolean',
    { on: 'x' },
  ],
])('says what is wrong with a subscription as HTTP does: %s', async (_, document, zh, variables) => {
  const as = (kind: string, root: string) => document.replace('KIND', kind).replace('ROOT', root);
  const own = await client('residents-committee', `rvc-${VILLAGE}`);
  const ended = await told(own, as('subscription', 'inboxChanged'), variables).ended;
  const { errors } = await who.committee.ask(as('query', 'me'), variables);
  const bare = (all: unknown) =>
    (all as { message: string; extensions: object }[]).map(({ message, extensions }) => ({
      message,
      extensions: { ...extensions, requestId: expect.any(String) },
    }));
  expect(errors.some(({ message }) => message.includes(zh))).toBe(true);
  expect(ended).toMatchObject(bare(errors));
  expect(bare(ended)).toHaveLength(errors.length);
});

it('refuses every other upgrade', async () => {
  const socket = new WebSocket(`${standing.service.url.replace('http', 'ws')}/elsewhere`);
  const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
  expect(error.message).toContain('404');
});

it('tells the police of a request to split, for which no time runs', async () => {
  const township = new DeskClient(standing, `town-${VILLAGE.slice(0, 9)}`);
  const sourceCaseId = await flagged(who);
  const caseId = await flagged(who);
  await township.accepted('MergeFlags', { caseId, sourceCaseId });
  await who.committee.accepted('ReportToPolice', { caseId, to: 'psb-441502', facts: '多次整夜不归。' });
  const subscription = told(await client('police', 'psb-441502'), 'subscription { inboxChanged { caseIds } }');
  await firstTold(subscription, () => reported(who));
  await standing.stage.settled();
  subscription.seen.length = 0;
  await township.accepted('SplitChild', { caseId, sourceCaseId, because: '实为两名儿童。' });
  let notice = await subscription.next();
  while (!JSON.stringify(notice).includes(caseId)) notice = await subscription.next();
  expect(notice).toMatchObject({ data: { inboxChanged: { caseIds: expect.arrayContaining([caseId]) } } });
});

import { randomUUID } from 'node:crypto';
import { agencyDirectory } from '#access';
import { type EventStore, memoryStore, type Position, StoreError } from '#event-store';
import { agencies } from '../../../case/src/directory.fixture.ts';
import { flagged } from '../../../case/src/given.fixture.ts';
import { caseStream } from '../case.log.ts';
import { systemHost } from '../host.ts';
import { newEvent } from '../stream.kind.ts';
import type { DeskSelectors } from '../views/view.ts';
import type { Delivery, WebhookSubscription } from './subscription.ts';
import { targetRules } from './target.ts';
import { startWebhooks } from './webhook.runner.ts';
import type { WebhookStore } from './webhook.store.ts';

const LONG_AGO = '2000-01-01T00:00:00.000+08:00' as WebhookSubscription['since'];
const CASE = '018f6d2e-7a01-7c3e-9d5a-000000000001';
const OTHER = '018f6d2e-7a01-7c3e-9d5a-000000000002';
const directory = agencyDirectory(
  Object.values(agencies).map((agency) => ({ ...agency, name: { zh: agency.id, en: agency.id } })),
  [],
);
const desk: DeskSelectors = {
  name: 'residents-committee',
  version: 1,
  agencies: ['RVC'],
  view: ({ id, severity, child }) => ({ id, severity, heard: child?.name }),
};
const ids = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const subscribed = (id = ids[0] ?? ''): WebhookSubscription => ({
  ...{ id, agency: 'rvc', url: 'https://rvc.example.cn', keys: [], since: LONG_AGO },
});

/** What is recorded, in this process: nothing is sent. */
function kept(subscriptions: readonly WebhookSubscription[], from: Position | null = null) {
  const deliveries = new Map<string, Delivery>();
  let come = from;
  let tell: () => void = () => undefined;
  const nothing = async () => undefined;
  const store: WebhookStore = {
    ...{ save: nothing, remove: nothing, close: nothing, waiting: async () => 0, parked: async () => [] },
    ...{ subscriptions: async () => subscriptions, checkpoint: async () => come, replay: async () => 0 },
    work: async () => ({ close: nothing }),
    record: async (some, position) => {
      for (const one of some) if (!deliveries.has(one.id)) deliveries.set(one.id, one);
      come = position;
      tell();
    },
  };
  const until = (position: Position | null) =>
    new Promise<void>((resolve) => {
      tell = () => (come === position ? resolve() : undefined);
      tell();
    });
  return { store, until, told: () => [...deliveries.values()] };
}

/** The ids of what a subscription is told of a log, in its order. */
async function toldOf(log: EventStore, subscription = subscribed(), from: Position | null = null, at = desk) {
  const own = kept([subscription], from);
  const troubles: string[] = [];
  const runner = await startWebhooks({
    ...{ store: log, desks: [at], directory, vault: { open: async (secret) => secret }, host: systemHost() },
    webhooks: { store: own.store, targets: targetRules() },
    trouble: (error) => void troubles.push(error.message),
  });
  await own.until(await log.head());
  await runner.close();
  return { ids: own.told().map(({ id }) => id), told: own.told(), troubles };
}

const severity = (spec: ReturnType<typeof flagged>, level: 'SERIOUS' | 'NOT_SERIOUS') =>
  spec.does('2025-03-03 10:00', 'rvc', 'AssessSeverity', { severity: level });
const raised = () => flagged(CASE).events;
const judged = (level: 'SERIOUS' | 'NOT_SERIOUS') => severity(flagged(CASE), level).events.slice(1);

/** A log with these events of the case, each under its id; `before` are of another case. */
async function logOf(events: readonly (readonly [id: string, event: ReturnType<typeof raised>[number]])[], before = 0) {
  const log = memoryStore();
  const others = flagged(OTHER).events.map((event) => newEvent(randomUUID(), event));
  for (let n = 0; n < before; n += 1)
    await log.append(caseStream(OTHER), 'any', [{ ...others[0], id: randomUUID() } as never]);
  for (const [n, [id, event]] of events.entries()) {
    await log.append(caseStream(CASE), n === 0 ? 'no-stream' : n - 1, [newEvent(id, event)]);
  }
  return log;
}

const [first, second, another] = [randomUUID(), randomUUID(), randomUUID()];
const flag = raised()[0] as ReturnType<typeof raised>[number];
const [serious, harmless] = (['SERIOUS', 'NOT_SERIOUS'] as const).map((level) => judged(level)[0] ?? flag);

describe('the idempotency key of a delivery', () => {
  it('is of the event and not of its place: after a restore another event there is told under another key', async () => {
    const { ids: before } = await toldOf(
      await logOf([
        [first, flag],
        [second, serious ?? flag],
      ]),
    );
    expect(new Set(before).size).toBe(2);
    const { ids: after } = await toldOf(
      await logOf([
        [first, flag],
        [another, harmless ?? flag],
      ]),
    );
    expect(after[0]).toBe(before[0]);
    expect(before).not.toContain(after[1]);
  });

  it('is the same wherever in the log the event stands, and however often it is told', async () => {
    const events = [
      [first, flag],
      [second, serious ?? flag],
    ] as const;
    const { ids: before } = await toldOf(await logOf(events));
    for (const earlier of [0, 3]) {
      const { told } = await toldOf(await logOf(events, earlier));
      expect(told.filter(({ owner }) => owner === CASE).map(({ id }) => id)).toEqual(before);
    }
  });

  it('is another for each subscription', async () => {
    const log = await logOf([[first, flag]]);
    const [one, other] = [await toldOf(log, subscribed(ids[0])), await toldOf(log, subscribed(ids[1]))];
    expect(one.ids).not.toEqual(other.ids);
  });
});

it('tells a subscription what was recorded from its own moment on, and nothing of before', async () => {
  const at = flag.meta.at;
  const later = '2099-01-01T00:00:00.000+08:00' as typeof at;
  const log = await logOf([[first, flag]]);
  const [same, none] = [
    await toldOf(log, { ...subscribed(), since: at }),
    await toldOf(log, { ...subscribed(), since: later }),
  ];
  expect([same.ids.length, none.ids.length]).toEqual([1, 0]);
});

it('tells whoever had a case for a time nothing of what happens to it afterwards', async () => {
  const log = await logOf([
    [first, flag],
    [second, serious ?? flag],
  ]);
  const until = (readOnlyUntil: string): DeskSelectors => ({
    ...desk,
    view: (...seen) => ({ ...desk.view(...seen), readOnlyUntil }),
    waiting: () => [],
  });
  const [open, over] = ['2025-03-03T10:00:00.000+08:00', '2025-03-03T09:59:59.999+08:00'].map(until) as [
    typeof desk,
    typeof desk,
  ];
  expect((await toldOf(log, subscribed(), null, open)).told).toHaveLength(2);
  expect((await toldOf(log, subscribed(), null, over)).told).toHaveLength(1);
});

it('loses nothing while the log cannot be read: what could not be told is told once it can', async () => {
  const log = await logOf([
    [first, flag],
    [second, serious ?? flag],
  ]);
  const [opening] = await log.readAll({ after: null, limit: 1 });
  let away = true;
  const stumbling: EventStore = {
    ...log,
    read: async (...asked) => {
      if (!away) return log.read(...asked);
      away = false;
      throw new StoreError('unavailable', 'the log is away');
    },
  };
  const { told, troubles } = await toldOf(stumbling, subscribed(), opening?.position ?? null);
  expect(troubles).toEqual(['the log is away']);
  expect(told.map(({ order }) => order)).toEqual([1]);
});

import pg from 'pg';
import { type Position, postgresStore } from '#event-store';
import { postgresViews, postgresWebhooks, type WebhookStore } from '#runtime';
import { freshDatabase } from '#service';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;
const stores: WebhookStore[] = [];

beforeAll(async () => {
  database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  const log = await postgresStore({ pool });
  await (await postgresViews({ pool, url: database.url, desks: [] })).close();
  await log.close();
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await pool.end();
  await database.drop();
});

async function queue(retries: number): Promise<WebhookStore> {
  const store = await postgresWebhooks({ pool, trouble: () => undefined, retries, pause: 0 });
  stores.push(store);
  return store;
}

let made = 0;
const delivery = (owner: string, order: number) => {
  made += 1;
  const id = `00000000-0000-5000-8000-${String(made).padStart(12, '0')}`;
  return { id, subscription: 'subscription', owner, order, body: `${owner} ${order}` };
};

/** Resolves when so many bodies have been heard. */
function ear() {
  const heard: string[] = [];
  let wanted = Number.POSITIVE_INFINITY;
  let tell: () => void = () => undefined;
  return {
    heard,
    take: (body: string) => {
      heard.push(body);
      if (heard.length >= wanted) tell();
    },
    until: (many: number) =>
      new Promise<void>((resolve) => {
        wanted = many;
        tell = resolve;
        if (heard.length >= many) resolve();
      }),
  };
}

it('keeps the order of each case through failures, parks what fails for good, and replays it', async () => {
  const store = await queue(2);
  const { heard, take, until } = ear();
  let broken = true;
  const working = await store.work(async ({ body, owner }) => {
    take(body);
    if (owner === 'a' && broken) throw new Error('the receiver answered 503');
  });
  const three = (owner: string) => [0, 1, 2].map((n) => delivery(owner, n));
  // all in one transaction, and so with one time
  await store.record([...three('a'), ...three('b')].reverse(), '1' as Position);
  await until(6);
  expect(heard.filter((body) => body.startsWith('b'))).toEqual(['b 0', 'b 1', 'b 2']);
  expect(heard.filter((body) => body.startsWith('a'))).toEqual(['a 0', 'a 0', 'a 0']);
  while ((await store.parked()).length === 0) await new Promise((soon) => setImmediate(soon));
  expect(await store.parked()).toMatchObject([{ owner: 'a', attempts: 3, error: 'the receiver answered 503' }]);
  broken = false;
  expect(await store.replay(['nothing'])).toBe(0);
  expect(await store.replay()).toBe(1);
  await until(9);
  expect(heard.slice(6)).toEqual(['a 0', 'a 1', 'a 2']);
  expect(await store.parked()).toEqual([]);
  await working.close();
});

it('sends again what a process was sending when it died, and never parks it for that', async () => {
  const { heard, take, until } = ear();
  let release: () => void = () => undefined;
  const forever = new Promise<void>((resolve) => {
    release = resolve;
  });
  const died = await queue(0); // no try is left for who fails
  await died.work(async ({ body }) => {
    take(body);
    await forever;
  });
  await died.record([delivery('d', 0)], '3' as Position);
  await until(1);
  const next = await queue(0);
  const working = await next.work(async ({ body }) => take(body));
  await until(2);
  expect(heard).toEqual(['d 0', 'd 0']);
  expect(await next.parked()).toEqual([]);
  release();
  await working.close();
});

it('keeps deliveries and checkpoint both or neither, and a delivery once', async () => {
  const store = await queue(2);
  const one = delivery('c', 0);
  await store.record([one], '5' as Position);
  await store.record([one, delivery('c', 1)], '6' as Position);
  expect([await store.checkpoint(), await store.waiting()]).toEqual(['6', 2]);
  const bad = { ...delivery('c', 2), id: 'not an id' };
  await expect(store.record([delivery('c', 3), bad], '7' as Position)).rejects.toThrow();
  expect([await store.checkpoint(), await store.waiting()]).toEqual(['6', 2]);
});

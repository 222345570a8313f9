import type { Instant } from '#calendar';
import type { Position } from '#event-store';
import { memoryViews } from './memory/memory.views.ts';
import { withinTime } from './read.until.ts';
import type { ViewRow } from './view.ts';

const END = '2025-04-09T23:59:59.999+08:00' as Instant;
const AFTER = '2025-04-10T00:00:00.000+08:00' as Instant;
const desks = [{ name: 'residents-committee', version: 1, agencies: ['RVC'] as const, view: () => null }];
const ended = (n: number) => n % 3 !== 0;

/** Seven cases of a committee, the newest first; it may read two of three until a moment. */
async function reader(now: Instant) {
  const views = memoryViews(desks);
  const upserts = Array.from({ length: 7 }, (_, n): ViewRow => {
    const doc = JSON.stringify({ n, ...(ended(n) ? { readOnlyUntil: END } : {}) });
    return {
      desk: 'residents-committee',
      agency: 'rvc',
      kind: 'case',
      key: `c${n}`,
      caseId: `c${n}`,
      sort: `${9 - n}`,
      doc,
    };
  });
  const none = { deletes: [], timeline: [], clocksRunning: [], clocksEnded: [], tags: [], parked: [] };
  await views.commit({ ...none, upserts, from: null, to: '1' as Position });
  return withinTime(views.desk('residents-committee'), () => now);
}

async function walked(now: Instant, first: number): Promise<readonly number[]> {
  const desk = await reader(now);
  const seen: number[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await desk.cases('rvc', first, after);
    expect(page.rows.length).toBe(page.hasNext ? first : page.rows.length);
    seen.push(...page.rows.map(({ doc }) => (JSON.parse(doc) as { n: number }).n));
    after = page.rows.at(-1)?.cursor;
    more = page.hasNext;
  }
  return seen;
}

it.each([1, 2, 3, 7, 9])('lists what may still be read, page by page of %i, and nothing besides', async (first) => {
  expect(await walked(END, first)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await walked(AFTER, first)).toEqual([0, 3, 6]);
});

it('shows a case to the moment, and then as one that is not there', async () => {
  expect(await (await reader(END)).case('rvc', 'c1')).toContain('"n":1');
  const desk = await reader(AFTER);
  expect(await Promise.all(['c1', 'c0', 'nothing'].map((id) => desk.case('rvc', id)))).toEqual([null, '{"n":0}', null]);
  expect(await desk.timeline('rvc', 'c1')).toEqual([]);
});

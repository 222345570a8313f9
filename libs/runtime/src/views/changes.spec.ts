import type { Instant } from '#calendar';
import { ownedHost } from '../host.ts';
import { changesOf } from './changes.ts';
import { shownViews } from './shown.ts';

const host = ownedHost('2025-03-03T09:00:00.000+08:00' as Instant);
const reading = { desk: 'police', agency: 'psb', caseId: 'read', review: 'use' };

/** What a listener is told of the review of an emergency reading, and of a case that changed at the same moment. */
async function told(listening: { readonly reviews?: boolean; readonly barred?: ReadonlySet<string> }) {
  const shown = shownViews({ compare: () => 0 }, host, null);
  const changes = changesOf(shown, host, 'police', { readers: ['psb'], ...listening });
  shown.announce([
    reading,
    reading,
    { ...reading, review: 'again' },
    { desk: 'police', agency: 'psb', caseId: 'kept' },
  ]);
  const { caseIds, reviewIds } = (await changes.next()).value;
  await changes.return?.();
  return { caseIds, reviewIds };
}

it('tells of a review whoever reviews, once, and names the case that was read to nobody', async () => {
  expect(await told({ reviews: true })).toEqual({ caseIds: ['kept'], reviewIds: ['use', 'again'] });
  expect(await told({})).toEqual({ caseIds: ['kept'], reviewIds: [] });
});

it('tells of no review to whoever is kept out of the case that was read', async () => {
  expect(await told({ reviews: true, barred: new Set(['read']) })).toEqual({ caseIds: ['kept'], reviewIds: [] });
});

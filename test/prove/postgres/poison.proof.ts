import { desks } from '#desks';
import type { StoredEvent } from '#event-store';
import { type DeskSelectors, retryParked } from '#runtime';
import { caseOfStream, caseStream } from '../../../libs/runtime/src/case.log.ts';
import type { Proof } from '../proof.ts';
import { directory } from '../sim/place.ts';
import { copied, history, pour } from './history.ts';
import { viewHash } from './view.hash.ts';
import { type ViewsGround, viewsGround } from './views.ground.ts';

const SHORT = 20;
const FULL = 100;
const SEEDS = 6;
const LAG = 5_000;

/** A desk that cannot show some cases, as an event that nobody foresaw would make it. */
const stumbling = (poisoned: ReadonlySet<string>): readonly DeskSelectors[] =>
  desks.map((desk) => ({
    ...desk,
    view: (record, agency, directory) => {
      if (poisoned.has(record.id)) throw new Error('this case cannot be shown');
      return desk.view(record, agency, directory);
    },
    ...(desk.shared && {
      shared: {
        ...desk.shared,
        view: (...[record, audience, directory]: Parameters<NonNullable<typeof desk.shared>['view']>) => {
          if (poisoned.has(record.id)) throw new Error('this case cannot be shown');
          return desk.shared?.view(record, audience, directory) ?? null;
        },
      },
    }),
  }));

/** Poisoned cases are parked and named, all others go on at once, and what has been understood is shown again. */
export const poison: Proof = async ({ full, seed = 1, tell }) => {
  const wanted = full ? FULL : SHORT;
  const poisoned = new Set<string>();
  const place = await viewsGround(stumbling(poisoned));
  try {
    const base: StoredEvent[] = [];
    for (let n = seed; n < seed + SEEDS; n += 1) base.push(...(await history(n)));
    const all = [0, 1, 2, 3].flatMap((copy) => copied(base, copy));
    const cases = [...new Set(all.flatMap(({ stream }) => caseOfStream(stream) ?? []))];
    for (const id of cases)
      if (poisoned.size < wanted && Number.parseInt(id.slice(0, 4), 16) % 3 === 0) poisoned.add(id);
    tell(`poison: ${poisoned.size} of ${cases.length} cases`);
    await pour(place.store, all);
    const began = performance.now();
    await place.shown();
    const lag = performance.now() - began;
    const parked = new Set((await place.views.parked()).map(({ stream }) => stream));
    const right = parked.size === poisoned.size && [...poisoned].every((id) => parked.has(caseStream(id)));
    const retried = await mended(place, parked);
    const live = await viewHash(place.pool);
    await place.views.clear();
    await place.project();
    await place.shown();
    const clean = await viewHash(place.pool);
    return {
      holds: right && lag < LAG && retried === 0 && live === clean,
      figures: [
        `${poisoned.size} cases poisoned, ${parked.size} parked; the others were shown ${Math.round(lag)} ms after the last write`,
        `once understood: ${retried} parked again; views ${live === clean ? 'equal' : 'NOT equal'} to ones never poisoned`,
      ],
    };
  } finally {
    await place.close();
  }
};

/** The poison is understood: each case is shown again. How many were not. */
async function mended({ store, views }: ViewsGround, parked: ReadonlySet<string>): Promise<number> {
  let failed = 0;
  for (const stream of parked) {
    if ((await retryParked({ store, views, desks, directory }, stream)) !== undefined) failed += 1;
  }
  return failed + (await views.parked()).length;
}

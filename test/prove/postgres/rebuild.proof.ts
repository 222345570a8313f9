import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { StoredEvent } from '#event-store';
import { rebuildViews } from '#runtime';
import type { Proof } from '../proof.ts';
import { directory } from '../sim/place.ts';
import { copied, history, pour } from './history.ts';
import { viewHash } from './view.hash.ts';
import { type ViewsGround, viewsGround } from './views.ground.ts';

const SHORT = 5_000;
const FULL = 1_000_000;
const HEAP = 256;
const SEEDS = 12;

/** Views that were built anew hold the very rows that the live ones hold; in full, a million events within a small heap. */
export const rebuild: Proof = async ({ full, seed = 1, tell }) => {
  const place = await viewsGround();
  try {
    const base: StoredEvent[] = [];
    for (let n = seed; n < seed + SEEDS; n += 1) base.push(...(await history(n)));
    let events = 0;
    for (let copy = 0; events < (full ? FULL : SHORT); copy += 1) {
      events += await pour(place.store, copied(base, copy));
      if (copy % 10 === 0) tell(`rebuild: ${events} events written`);
    }
    await place.shown();
    const live = await viewHash(place.pool);
    tell('rebuild: building anew');
    const began = performance.now();
    const done = full ? await inSmallHeap(place) : await here(place);
    const seconds = (performance.now() - began) / 1_000;
    const anew = await viewHash(place.pool);
    return {
      holds: done && live === anew && place.troubles.length === 0,
      figures: [
        `${events} events, ${Math.round(events / seconds)} a second${full ? ` under a heap of ${HEAP} MB` : ''}`,
        `live ${live.slice(0, 16)}, rebuilt ${anew.slice(0, 16)}: ${live === anew ? 'equal' : 'DIFFERENT'}`,
        ...place.troubles,
      ],
    };
  } finally {
    await place.close();
  }
};

async function here({ store, views }: ViewsGround): Promise<boolean> {
  const until = await views.checkpoint();
  await rebuildViews({ store, directory, build: await views.renewable.build(), until });
  return true;
}

/** As the operator does it: in a process of its own, whose heap has a limit. */
async function inSmallHeap({ place }: ViewsGround): Promise<boolean> {
  const args = [`--max-old-space-size=${HEAP}`, process.argv[1] ?? '', 'rebuild-child'];
  const env = { ...process.env, JIELI_PROVE_DATABASE: place.url };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

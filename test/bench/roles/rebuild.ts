import pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { postgresViews, rebuildViews } from '#runtime';
import { fitHeap } from '#service';
import { answerParent } from '../children.ts';
import { law } from '../history.ts';

export interface Rebuilt {
  readonly events: number;
  readonly milliseconds: number;
  /** The most that the heap held, rubbish included. */
  readonly heap: number;
}

const methods = {
  /** Builds all desk views from an empty state, as after a change of what a desk selects. */
  rebuild: async (url: string): Promise<Rebuilt> => {
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    const store = await postgresStore({ pool });
    const views = await postgresViews({ pool, url, desks });
    await views.clear();
    await pool.query('checkpoint');
    const head = await store.head();
    const { directory } = law();
    let heap = 0;
    const watch = setInterval(() => {
      heap = Math.max(heap, process.memoryUsage().heapUsed);
    }, 20);
    const began = performance.now();
    await rebuildViews({ store, directory, build: await views.renewable.build(), until: head });
    const milliseconds = performance.now() - began;
    clearInterval(watch);
    await views.close();
    await store.close();
    await pool.end();
    return { events: Number(head), milliseconds, heap };
  },

  /** Reads and parses the log in pages as large, and does nothing with it. */
  read: async (url: string): Promise<Rebuilt> => {
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    const store = await postgresStore({ pool });
    const head = await store.head();
    let heap = 0;
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      const reading = store.follow({
        after: null,
        batch: 500,
        handle: async (events) => {
          heap = Math.max(heap, process.memoryUsage().heapUsed);
          if (events.at(-1)?.position === head) resolve();
        },
      });
      reading.closed.catch(reject);
    });
    const milliseconds = performance.now() - began;
    await store.close();
    await pool.end();
    return { events: Number(head), milliseconds, heap };
  },
};

export type RebuildMethods = typeof methods;

export function rebuildRole(): void {
  fitHeap();
  answerParent(methods);
}

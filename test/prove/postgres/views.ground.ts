import type { Pool } from 'pg';
import { desks } from '#desks';
import { type EventStore, type Position, postgresStore } from '#event-store';
import { type DeskSelectors, postgresViews, systemHost } from '#runtime';
import { justShown } from '../../../libs/runtime/src/views/just.shown.ts';
import type { PostgresViews } from '../../../libs/runtime/src/views/postgres/postgres.views.ts';
import { type Projector, startProjector } from '../../../libs/runtime/src/views/projector.ts';
import { type Shown, shownViews } from '../../../libs/runtime/src/views/shown.ts';
import { directory } from '../sim/place.ts';
import { type Ground, ground } from './ground.ts';

/** A log, views and a live projector on a PostgreSQL of their own. */
export interface ViewsGround {
  readonly place: Ground;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly views: PostgresViews;
  /** What the projector said. */
  readonly troubles: string[];
  /** Waits until the views show the whole log. */
  shown(): Promise<void>;
  /** Ends the projector and starts it again, with other desks if told. */
  project(selectors?: readonly DeskSelectors[]): Promise<void>;
  close(): Promise<void>;
}

export async function viewsGround(selectors: readonly DeskSelectors[] = desks): Promise<ViewsGround> {
  const place = await ground();
  const pool = place.pool();
  const store = await postgresStore({ pool });
  const views = await postgresViews({ pool, url: place.url, desks });
  const host = systemHost();
  const troubles: string[] = [];
  let projector: Projector | undefined;
  let shown: Shown | undefined;
  const project = async (by: readonly DeskSelectors[] = desks) => {
    await projector?.close();
    shown = shownViews(store, host, await views.checkpoint());
    const trouble = (error: Error) => void troubles.push(error.message);
    projector = await startProjector({
      store,
      views,
      desks: by,
      directory,
      host,
      shown,
      just: justShown(store),
      trouble,
    });
  };
  await project(selectors);
  return {
    place,
    pool,
    store,
    views,
    troubles,
    project,
    shown: async () => {
      const head: Position | null = await store.head();
      while (head !== null && !(await shown?.caughtUp(head, 60_000)));
    },
    close: async () => {
      await projector?.close();
      await views.close();
      await store.close();
      await place.close();
    },
  };
}

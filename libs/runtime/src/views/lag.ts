import { epochOf, type Instant } from '#calendar';
import type { EventStore, StoredEvent } from '#event-store';
import type { Host } from '../host.ts';
import type { ViewStore } from './view.store.ts';

/** How far the views are behind the log (视图滞后). */
export interface ViewLag {
  /** Events that the log has and the views do not show yet, counted no further than was asked. */
  readonly events: number;
  /** How long the oldest of them has been waiting, in milliseconds; 0 when there is none. */
  readonly milliseconds: number;
  /** Cases that could not be shown and are parked (停放): they wait for an operator. */
  readonly parked: number;
  /** Desks of which nothing is shown until they are built (尚无内容的工作台); left out where there are none. */
  readonly empty?: readonly string[];
}

export interface LagParts {
  readonly store: Pick<EventStore, 'behind' | 'readAll'>;
  readonly views: Pick<ViewStore, 'checkpoint' | 'parked' | 'renewable'>;
  readonly host: Pick<Host, 'now'>;
}

/**
 * Compares the checkpoint of the views with the log. Both are asked, whoever is on duty: what this process was told of the
 * views may be late itself.
 *
 * @param atMost how far events are counted.
 * @throws StoreError or an error of the views when either cannot be read; StoreError `invalid` when the views have been shown
 *   more than the log holds.
 */
export async function lagOf({ store, views, host }: LagParts, atMost: number): Promise<ViewLag> {
  const checkpoint = await views.checkpoint();
  const [events, [oldest], parked, empty = []] = await Promise.all([
    store.behind(checkpoint, atMost),
    store.readAll({ after: checkpoint, limit: 1 }),
    views.parked(),
    views.renewable?.empty(),
  ]);
  const lag = { events, milliseconds: oldest ? waited(oldest, host) : 0, parked: parked.length };
  return empty.length > 0 ? { ...lag, empty } : lag;
}

/** Every event of ours says when it was decided. */
function waited({ meta }: StoredEvent, host: Pick<Host, 'now'>): number {
  const { at } = meta as { readonly at: Instant };
  return Math.max(epochOf(host.now()) - epochOf(at), 0);
}

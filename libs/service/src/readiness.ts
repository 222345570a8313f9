import { desks } from '#desks';
import type { Runtime, ViewLag } from '#runtime';

/** How far the views may be behind the log before this process is no longer ready (就绪的滞后上限). */
export interface MostLag {
  /** `JIELI_READY_EVENTS`: events; 10,000 unless told. */
  readonly events: number;
  /** `JIELI_READY_SECONDS`: how long the oldest of them may have been waiting; 60 unless told. */
  readonly seconds: number;
}

export const mostLag: MostLag = { events: 10_000, seconds: 60 };

/**
 * Whether every desk can be served: not before the demo is played (`starting`, said by the service), not while log or views cannot be read
 * (`unreadable`), and not while the views are hopelessly behind or a desk is empty until it is built (`behind`). The lag is there wherever it could be read.
 */
export interface Readiness {
  readonly status: 'ready' | 'starting' | 'behind' | 'unreadable';
  readonly views?: ViewLag;
}

export interface ReadinessParts {
  readonly runtime: Pick<Runtime, 'desk' | 'viewLag'>;
  readonly most: MostLag;
  /** Told why, once each time reading fails anew: whoever asks is told no more than that it does. */
  readonly trouble: (error: Error) => void;
}

export function readiness({ runtime, most, trouble }: ReadinessParts): () => Promise<Readiness> {
  let readable = true;
  return async () => {
    try {
      const reads = desks.map(({ name }) => runtime.desk(name).inbox('', 1));
      const [views] = await Promise.all([runtime.viewLag(most.events + 1), ...reads]);
      readable = true;
      const late = views.events > most.events || views.milliseconds > most.seconds * 1_000;
      const behind = late || views.empty !== undefined;
      return { status: behind ? 'behind' : 'ready', views };
    } catch (error) {
      if (readable) trouble(error instanceof Error ? error : new Error(String(error)));
      readable = false;
      return { status: 'unreadable' };
    }
  };
}

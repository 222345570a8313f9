import type { Cancel } from '../host.ts';
import type { ProjectorParts } from './projector.ts';
import { RebuildStopped, rebuildViews } from './rebuild.ts';
import { RebuildUnderWay } from './view.store.ts';

/** Builds views of a new version beside the old ones, which are read until both are switched (视图换版). */
export interface Renewal {
  /** Resolves when the try that is under way has come to an end. */
  tried(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds until it is tried again, or looked whether whoever else builds has come to an end. */
const RETRY = 30_000;

/** Begins at once where some desk's rows were selected by another version of it. */
export function startRenewal({ store, views, directory, host, trouble }: ProjectorParts): Renewal {
  const { renewable } = views;
  let closed = false;
  let cancel: Cancel = () => undefined;

  const renew = async () => {
    const names = (await renewable?.outdated()) ?? [];
    const until = await views.checkpoint();
    if (!renewable || names.length === 0 || until === null || closed) return;
    const build = await renewable.build(names);
    try {
      await rebuildViews({ store, directory, build, until, stopped: () => closed });
    } catch (error) {
      await build.abandon();
      throw error;
    }
  };
  let running: Promise<void> = Promise.resolve();
  const begin = () => {
    running = renew().catch((error: Error) => {
      if (!(error instanceof RebuildStopped) && !(error instanceof RebuildUnderWay)) trouble(error);
      if (!closed) cancel = host.after(RETRY, begin);
    });
  };
  begin();

  return {
    tried: () => running,
    close: async () => {
      closed = true;
      cancel();
      await running;
    },
  };
}

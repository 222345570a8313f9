import type { Host } from '#runtime';

/** Tells when there is something new to look at. */
export interface Wakes {
  /** True as soon as something has changed since the last time, false after so many milliseconds or when all ends. */
  within(milliseconds: number): Promise<boolean>;
  end(): Promise<void>;
}

/** What changes between two waits wakes the later one at once. */
export function wakes(changes: AsyncIterableIterator<unknown>, host: Pick<Host, 'after'>, signal: AbortSignal): Wakes {
  let changed = false;
  let wake: () => void = () => undefined;
  const listening = (async () => {
    for await (const _ of changes) {
      changed = true;
      wake();
    }
  })();
  return {
    within: async (milliseconds) => {
      if (!changed && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const cancel = host.after(milliseconds, () => wake());
          wake = () => {
            cancel();
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake);
        });
      }
      const told = changed;
      changed = false;
      return told;
    },
    end: async () => {
      await changes.return?.();
      await listening;
    },
  };
}

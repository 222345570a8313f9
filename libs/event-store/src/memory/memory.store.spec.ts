import { gate, some } from '../contract/sample.ts';
import { eventStoreContract } from '../contract.ts';
import { StoreError } from '../port.ts';
import { memoryLog, memoryStore } from './memory.store.ts';

/** A way that breaks as a connection does. */
function troubledWay() {
  let state: 'there' | 'muted' | 'away' = 'there';
  let left = gate();
  const gone = () => new StoreError('unavailable', 'the log is away');
  return {
    way: async <T>(ask: () => T): Promise<T> => {
      if (state === 'away') throw gone();
      const answer = ask();
      if (state !== 'muted') return answer;
      await left.opened;
      throw gone();
    },
    line: {
      mute() {
        state = 'muted';
      },
      async leave() {
        state = 'away';
        left.open();
      },
      async comeBack() {
        state = 'there';
        left = gate();
      },
    },
  };
}

eventStoreContract('memory', async () => {
  const log = memoryLog();
  const { way, line } = troubledWay();
  return {
    store: memoryStore({ log, way }),
    line,
    another: async () => memoryStore({ log }),
    delayed: async (stream) => {
      const committed = gate();
      const slow = memoryStore({
        log,
        way: async (ask) => {
          await committed.opened;
          return ask();
        },
      });
      const append = slow.append(stream, 'no-stream', some(1));
      return {
        waitedFor: () => new Promise(() => undefined), // others pass it
        commit: async () => {
          committed.open();
          await append;
        },
      };
    },
    cleanup: async () => undefined,
  };
});

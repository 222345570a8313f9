import { appending } from './contract/appending.ts';
import { claiming } from './contract/claiming.ts';
import { closing } from './contract/closing.ts';
import { following } from './contract/following.ts';
import { reading } from './contract/reading.ts';
import type { EventStore } from './port.ts';

/** One engine on an empty log, and how to clear it away. */
export interface Subject {
  readonly store: EventStore;
  cleanup(): Promise<void>;
}

/**
 * What every engine promises, as one jest suite; `make` gives each test its own empty log. It waits for events and never for
 * time: an engine that keeps silent fails by jest's own time limit.
 */
export function eventStoreContract(name: string, make: () => Promise<Subject>): void {
  describe(`event store contract: ${name}`, () => {
    const subjects: Subject[] = [];
    const fresh = async () => {
      const subject = await make();
      subjects.push(subject);
      return subject.store;
    };
    afterEach(async () => {
      for (const { store, cleanup } of subjects.splice(0)) {
        await store.close();
        await cleanup();
      }
    });

    describe('appending', () => appending(fresh));
    describe('claiming', () => claiming(fresh));
    describe('reading', () => reading(fresh));
    describe('following', () => following(fresh));
    describe('closing', () => closing(fresh));
  });
}

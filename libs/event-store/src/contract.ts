import { setImmediate } from 'node:timers/promises';
import { appending } from './contract/appending.ts';
import { claiming } from './contract/claiming.ts';
import { closing } from './contract/closing.ts';
import { following } from './contract/following.ts';
import { losing } from './contract/losing.ts';
import { reading } from './contract/reading.ts';
import { sharing } from './contract/sharing.ts';
import type { Subject } from './contract/subject.ts';

/**
 * What every engine promises, as one jest suite; `make` gives each test its own empty log, and the means to trouble it. It waits
 * for events and never for time: an engine that keeps silent fails by jest's own time limit. A rejection that nobody hears fails
 * the test that it comes of: jest listens, and each test ends two turns after its stores did.
 */
export function eventStoreContract(name: string, make: () => Promise<Subject>): void {
  describe(`event store contract: ${name}`, () => {
    const subjects: Subject[] = [];
    const troubled = async () => {
      const subject = await make();
      subjects.push(subject);
      return subject;
    };
    const fresh = async () => (await troubled()).store;
    afterEach(async () => {
      for (const { store, cleanup } of subjects.splice(0)) {
        await store.close();
        await cleanup();
      }
      await setImmediate();
      await setImmediate();
    });

    describe('appending', () => appending(fresh));
    describe('claiming', () => claiming(fresh));
    describe('reading', () => reading(fresh));
    describe('following', () => following(fresh));
    describe('losing the log', () => losing(troubled));
    describe('sharing the log', () => sharing(troubled));
    describe('closing', () => closing(fresh));
  });
}

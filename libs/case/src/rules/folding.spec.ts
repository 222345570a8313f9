import { always } from '../always.fixture.ts';
import { evolve, folding, noCase } from '../index.ts';

describe('a fold that goes on', () => {
  it('gives after each event what evolving gives, and leaves the record it began with as it was', () => {
    always((history) => {
      for (const id of history.cases.keys()) {
        const events = history.events(id);
        const half = Math.floor(events.length / 2);
        const start = events.slice(0, half).reduce(evolve, noCase(id));
        const asItWas = JSON.stringify(start);
        const next = folding(start);
        let record = start;
        for (const event of events.slice(half)) {
          record = evolve(record, event);
          expect(JSON.stringify(next(event))).toBe(JSON.stringify(record));
        }
        expect(JSON.stringify(start)).toBe(asItWas);
      }
    });
  });
});

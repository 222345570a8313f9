import fc from 'fast-check';
import { isRefusal } from '#case';
import { boy, onLedger, type SpecEntry } from './given.fixture.ts';
import { type LedgerCommandName, ledgerCommands } from './index.ts';

const names = Object.keys(ledgerCommands) as LedgerCommandName[];
const who = fc.constantFrom('cd', 'rvc', 'cs', 'town', 'ca', 'next-cd', 'edu');
const inputs: Record<LedgerCommandName, object> = {
  OpenLedgerEntry: { ...boy, categories: ['DISABILITY'] },
  RecordContact: { means: 'PHONE' },
  RecordHomeVisit: {},
  RefreshLedgerEntry: {},
  CloseLedgerEntry: { because: 'NEED_ENDED' },
};
// closing is seldom drawn: an entry that ends at once tells little
const drawn = fc.constantFrom<LedgerCommandName>(...names, 'RecordContact', 'RecordHomeVisit', 'RecordContact');
const step = fc.record({
  name: drawn,
  who: fc.oneof(who, fc.constant('cd')),
  days: fc.integer({ min: 0, max: 40 }),
  ago: fc.integer({ min: 0, max: 45 }),
  noticed: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const histories = fc.array(step, { maxLength: 14 });

/** So many days after 17 February 2025. */
const day = (days: number) => new Date(Date.UTC(2025, 1, 17 + days)).toISOString().slice(0, 10);

function play(
  steps: readonly Step[],
  runner: (noticed: boolean) => boolean,
  look: (one: SpecEntry) => void = () => undefined,
) {
  const one = onLedger();
  let days = 0;
  for (const { name, who: by, days: later, ago, noticed } of steps) {
    days = Math.min(days + later, 300);
    const when = `${day(days)} 10:30`;
    if (runner(noticed)) one.until(when);
    look(one);
    const listed = one.may(when, by, [name]);
    const before = one.record.status;
    const occurred = `${day(Math.max(0, days - ago))} 10:30`;
    one.tries(when, by, name, inputs[name] as never, { reason: '理由', occurred });
    if (before === one.record.status && listed.length === 0) expect(isRefusal(one.last)).toBe(true);
    look(one);
  }
  return one.until(`${day(301)} 00:00`);
}

const cadences = ['ST_CONTACT_MONTH', 'ST_VISIT_QUARTER'] as const;

describe('over random histories', () => {
  it('each cadence has exactly one clock that runs while the child is on the ledger, and none after', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        play(
          steps,
          (noticed) => noticed,
          ({ record }) => {
            const running = record.clocks.filter(({ state }) => state === 'running' || state === 'overdue');
            for (const name of cadences) {
              expect(running.filter(({ clock }) => clock === name)).toHaveLength(record.status === 'open' ? 1 : 0);
            }
          },
        );
      }),
    );
  });

  it('no period is counted twice, and each is either done in it or missed', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { record } = play(steps, () => true);
        for (const name of cadences) {
          const ended = record.clocks.filter(({ clock, state }) => clock === name && state === 'stopped');
          const missed = record.missed.filter(({ clock }) => clock === name).map(({ clockId }) => clockId);
          for (const { id, due, stoppedAt = '', cause } of ended) {
            if (cause === 'done') expect(stoppedAt.slice(0, 7) <= due.slice(0, 7)).toBe(true);
            if (cause === 'done') expect(missed).not.toContain(id);
          }
          expect(new Set(missed).size).toBe(missed.length);
        }
      }),
    );
  });

  it('a runner that comes late changes nothing', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const [prompt, late] = [play(steps, () => true), play(steps, () => false)];
        const state = ({ record, waiting }: SpecEntry, one: SpecEntry) => [
          waiting.call(one),
          record.status,
          record.missed.map(({ clock, due, madeUpBy }) => [clock, due, madeUpBy !== null]).sort(),
        ];
        expect(state(late, late)).toEqual(state(prompt, prompt));
      }),
    );
  });
});

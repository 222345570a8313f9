import type { CaseRecord } from '#case';
import { always } from '../../../case/src/always.fixture.ts';
import { CASES } from '../../../case/src/random.history.fixture.ts';
import { careCase, psychCase, sharedCase } from '../planted.fixture.ts';
import { directory } from '../seen.fixture.ts';
import { oversightShared } from './oversight.view.ts';
import { entriesOf } from './system.ts';
import { toldTo } from './told.fixture.ts';

describe('the timeline as of a past moment', () => {
  it('is what was shown then, to the byte, at every step of any history', () => {
    always((history) => {
      for (const id of CASES) {
        const events = history.events(id);
        // several commands at one moment: what counts is what was shown once that moment had passed
        const moments = new Map(events.map(({ meta }, n) => [meta.at, toldTo(events.slice(0, n + 1), id)]));
        const now = toldTo(events, id);
        for (const [at, shown] of moments) {
          const then = now.filter((entry) => entry.at <= at);
          expect(JSON.stringify(then)).toBe(JSON.stringify(shown));
        }
      }
    }, 12);
  });
});

it('the timeline names nobody who raised a flag or reported, but the committee of the place', () => {
  for (const { events, record } of [careCase(), psychCase(), sharedCase()]) {
    const raised = [...record.flags, ...record.reports, ...record.repeats].map(({ by }) => by);
    const reporters = new Set(raised.filter((id) => directory.get(id)?.type !== 'RVC'));
    expect(reporters.size).toBeGreaterThan(0);
    const named = toldTo(events).flatMap(({ by, clocks }) => [
      by,
      ...clocks.map((line) => 'holder' in line && line.holder),
    ]);
    expect(named.filter((id) => typeof id === 'string' && reporters.has(id))).toEqual([]);
  }
});

describe('a running clock of the case', () => {
  const view = (record: CaseRecord, audience: string) =>
    oversightShared.view(record, audience, directory) as { clocks: { id: string; holder: string | null }[] } | null;

  it('is explained by the timeline, from consent on also that of the psychological channel', () => {
    for (const spec of [careCase(), psychCase(), sharedCase()]) {
      const told = toldTo(spec.events);
      const begun = new Set(told.flatMap(({ clocks }) => clocks.filter((line) => 'from' in line).map(({ id }) => id)));
      expect(view(spec.record, 'all')?.clocks.filter(({ id }) => !begun.has(id))).toEqual([]);
    }
  });

  it('is shown to a superior when it is its own system’s, and nothing else is', () => {
    const { record, events } = sharedCase();
    const told = toldTo(events);
    for (const [system, types] of [
      ['PSB', ['PSB', 'PS']],
      ['EDU', ['EDU', 'SCHOOL']],
    ] as const) {
      const seen = view(record, system);
      const holders = seen?.clocks.map(({ holder }) => directory.get(holder ?? '')?.type);
      expect(new Set(holders)).toEqual(new Set(types.filter((type) => holders?.includes(type))));
      expect(seen).toMatchObject({ stage: null, severity: null, danger: null });
      const named = entriesOf(told, system, directory).flatMap(({ by, clocks }) => [
        by,
        ...clocks.flatMap((line) => ('holder' in line ? line.holder : [])),
      ]);
      for (const id of named) if (id) expect(types).toContain(directory.get(id)?.type);
    }
    expect(view(record, 'HEALTH')).toBeNull();
  });
});

import { agencyDirectory } from '#access';
import { always } from '../../case/src/always.fixture.ts';
import { agencies } from '../../case/src/directory.fixture.ts';
import { CASES, type History } from '../../case/src/random.history.fixture.ts';
import { rowKey } from '../../runtime/src/views/rows.ts';
import { changeOf, notShown, shownBy, wholeOf } from '../../runtime/src/views/shown.case.ts';
import { shownIn } from '../../runtime/src/views/shown.kind.ts';
import type { ViewRow } from '../../runtime/src/views/view.ts';
import { desks } from './registry.ts';
import { directory } from './seen.fixture.ts';

const parts = { desks, directory };

type Stored = Parameters<typeof wholeOf>[1][number];

/** A case as it is shown, with its events as the log has them. */
function logged(history: History, id: string) {
  const stream = `case-${id}`;
  const found = shownIn(stream);
  if (!found) throw new Error('a case is not shown');
  const events = history.events(id).map((event, revision) => ({ ...event, stream, revision }) as unknown as Stored);
  return { found, events };
}

const byKey = (rows: readonly ViewRow[]) => Object.fromEntries(rows.map((row) => [rowKey(row), row]));

it('a case that moves shows at every desk what it would if it were shown anew, and tells of nothing else', () => {
  let kept = 0;
  always((history) => {
    for (const id of CASES) {
      const { found, events } = logged(history, id);
      const table = new Map<string, ViewRow>();
      let shown = notShown(found);
      for (let at = 0, many = 1; at < events.length; at += many, many = (at % 3) + 1) {
        const { change, shown: next } = changeOf(found, shown, events.slice(at, at + many), parts);
        kept += next.rows.filter((row) => shown.rows.includes(row)).length;
        shown = next;
        for (const row of change.deletes) expect(table.delete(rowKey(row))).toBe(true);
        for (const row of change.upserts) {
          expect(table.get(rowKey(row))).not.toEqual(row);
          table.set(rowKey(row), row);
        }
        const anew = wholeOf(found, events.slice(0, at + many), parts);
        expect(byKey([...table.values()])).toEqual(byKey(anew.upserts));
      }
      expect(shown.rows).toEqual(shownBy(found, events, parts).rows);
    }
  }, 16);
  expect(kept).toBeGreaterThan(1_000);
});

it('an agency that the directory knows otherwise is shown its cases anew with their next event', () => {
  const moved = agencyDirectory(
    Object.values(agencies).map((one) => ({
      ...one,
      name: { zh: one.id, en: one.id },
      division: one.type === 'RVC' ? '110105001002' : one.division,
    })),
    [],
  );
  always((history) => {
    for (const id of CASES) {
      const { found, events } = logged(history, id);
      const last = events.at(-1);
      if (!last) continue;
      const before = shownBy(found, events.slice(0, -1), parts);
      const { shown } = changeOf(found, before, [last], { ...parts, directory: moved });
      expect(shown.rows).toEqual(shownBy(found, events, { ...parts, directory: moved }).rows);
    }
  }, 16);
});

import { type CaseRecord, evolve, nextTurn, noCase, openToThePlace, runningClocks } from '#case';
import { desks } from '#desks';
import { rowsOf } from '../../../libs/runtime/src/views/rows.ts';
import { nothingTold, sharedRowsOf, toldOf } from '../../../libs/runtime/src/views/shared.rows.ts';
import {
  cellChanges,
  countedIn,
  type DeskTally,
  nothingCounted,
  summed,
} from '../../../libs/runtime/src/views/tally.ts';
import type { CaseEntry } from './invariants.ts';
import { directory } from './place.ts';
import type { World } from './world.ts';

/** The views show exactly what the cases say, computed afresh: nothing missing, nothing left over, nothing out of date. */
export async function viewViolations(world: World, entries: readonly CaseEntry[]): Promise<readonly string[]> {
  const expected = new Set(expectedLines(entries));
  const found: string[] = [];
  for (const line of world.views.lines()) {
    if (!expected.delete(line)) found.push(`the views show what the log does not say: ${line}`);
  }
  for (const line of expected) found.push(`the views do not show ${line}`);
  return found;
}

function expectedLines(entries: readonly CaseEntry[]): readonly string[] {
  const lines: string[] = [];
  const tallies: DeskTally[] = [];
  for (const [caseId, own] of Map.groupBy(entries, (entry) => entry.caseId)) {
    let record = noCase(caseId);
    let open: boolean | undefined;
    let told = nothingTold;
    for (const { event, stored } of own) {
      const before = record;
      record = evolve(before, event);
      if (record.child) open = openToThePlace(record);
      for (const desk of desks) {
        const entry = desk.entry?.(event, record, before);
        if (!entry) continue;
        const line = { desk: desk.name, caseId, revision: stored.revision, doc: JSON.stringify(entry) };
        lines.push(`timeline ${JSON.stringify(line)}`);
        told = toldOf(told, desk, [entry]);
      }
    }
    const rows = [rowsOf(record, desks, directory), sharedRowsOf(record, told, desks, directory)];
    for (const row of rows.flatMap((map) => [...map.values()])) lines.push(`row ${JSON.stringify(row)}`);
    lines.push(...clocks(record).map((clock) => `clock ${JSON.stringify(clock)}`));
    const counted = countedIn(told, desks);
    tallies.push(...counted.values());
    for (const cell of cellChanges(caseId, nothingCounted, counted).added) lines.push(`cell ${JSON.stringify(cell)}`);
    for (const tag of new Set(record.child?.tags)) lines.push(`tag ${JSON.stringify({ tag, caseId, open })}`);
  }
  lines.push(...summed(tallies).map((tally) => `tally ${JSON.stringify(tally)}`));
  return lines;
}

function clocks(record: CaseRecord) {
  return runningClocks(record).flatMap((clock) => {
    const due = nextTurn(clock);
    return due === undefined ? [] : [{ id: clock.id, caseId: record.id, due }];
  });
}

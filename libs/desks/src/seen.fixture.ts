import { agencyDirectory } from '#access';
import { type CaseRecord, evolve, nextSteps, noCase, type RecordedEvent, relationsOf } from '#case';
import type { ShownEntry } from '#runtime';
import { agencies } from '../../case/src/directory.fixture.ts';
import type { History } from '../../case/src/random.history.fixture.ts';
import { readersOf } from '../../runtime/src/views/reader.key.ts';
import { rowsOf } from '../../runtime/src/views/rows.ts';
import { sharedRowsOf } from '../../runtime/src/views/shared.rows.ts';
import { readerOf, worksAt } from '../../runtime/src/views/view.ts';
import { desks } from './registry.ts';

export const directory = agencyDirectory(
  Object.values(agencies).map((agency) => ({ ...agency, name: { zh: agency.id, en: agency.id } })),
  [],
);

/** The agencies of the fixture with the desk each works at. */
export const places = Object.values(agencies).flatMap((agency) =>
  desks.filter((desk) => worksAt(desk, agency)).map((desk) => ({ agency, desk })),
);

/** What all desks hold of a case: lines of its timeline by desk, and rows. */
export function projected(record: CaseRecord, events: readonly RecordedEvent[]) {
  const told = new Map(desks.map(({ name }) => [name, [] as ShownEntry[]]));
  let newest = noCase(record.id);
  for (const event of events) {
    const before = newest;
    newest = evolve(before, event);
    for (const { name, entry } of desks) {
      const line = entry?.(event, newest, before);
      if (line) told.get(name)?.push(line);
    }
  }
  const rows = [rowsOf(record, desks, directory), sharedRowsOf(record, told, desks, directory)];
  return { told, rows: rows.flatMap((some) => [...some.values()]) };
}

/** All that each agency gets of a case: its rows, inbox and timeline, as text. */
export function seen(record: CaseRecord, events: readonly RecordedEvent[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const { told, rows } = projected(record, events);
  for (const { agency, desk } of places) {
    const named = directory.get(agency.id);
    if (!named) continue;
    const reader = readerOf(desk, named);
    const own = rows.filter((row) => row.desk === desk.name && readersOf(row.agency).includes(reader));
    const shown = own.some(({ kind }) => kind === 'case' || kind === 'shared-case');
    const all = shown ? (told.get(desk.name) ?? []) : [];
    const lines = desk.shared ? desk.shared.entries(all as never[], desk.shared.audience(named), directory) : all;
    texts.set(
      agency.id,
      [...own.map((row) => JSON.stringify(row)), ...lines.map((line) => JSON.stringify(line))].join('\n'),
    );
  }
  return texts;
}

/** What each agency that knows a case may do next at its desk. */
export function steps(history: History, id: string): ReadonlyMap<string, readonly string[]> {
  const record = history.record(id);
  const lists = new Map<string, readonly string[]>();
  for (const { agency, desk } of places) {
    if (relationsOf(record, agency).size === 0) continue;
    const context = history.contextOf(id, agency.id, '');
    lists.set(
      agency.id,
      nextSteps(desk.commands, record, context).map(({ command }) => command),
    );
  }
  return lists;
}

import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import { always } from '../../case/src/always.fixture.ts';
import { CASES, type History } from '../../case/src/random.history.fixture.ts';
import { deskSchema } from './graphql/schema.ts';
import { desks } from './registry.ts';
import { directory, places, projected } from './seen.fixture.ts';

const schemas = new Map(desks.map((desk) => [desk.name, deskSchema(desk)]));

const SHOWN_AS: Readonly<Record<string, string>> = {
  case: 'Case',
  'shared-case': 'Case',
  inbox: 'InboxItem',
  'shared-clock': 'InboxItem',
};

/** What a history shows: rows of all desks, and lines of the timeline. */
function* shown(history: History): Iterable<readonly [desk: string, type: string, doc: object]> {
  for (const id of CASES) {
    const { told, rows } = projected(history.record(id), history.events(id));
    for (const { desk, kind, doc } of rows) {
      const type = SHOWN_AS[kind];
      if (type) yield [desk, type, JSON.parse(doc)];
    }
    for (const desk of desks) {
      const named = directory.get(places.find((one) => one.desk === desk)?.agency.id ?? '');
      const all = told.get(desk.name) ?? [];
      const lines =
        desk.shared && named ? desk.shared.entries(all as never[], desk.shared.audience(named), directory) : all;
      for (const line of lines) yield [desk.name, 'TimelineEntry', JSON.parse(JSON.stringify(line))];
    }
  }
}

let looked = 0;

function compare(path: string, type: GraphQLOutputType, value: unknown): void {
  const inner = getNullableType(type);
  if (value === null || value === undefined) return;
  if (isListType(inner)) for (const item of value as unknown[]) compare(path, inner.ofType, item);
  else if (isObjectType(inner)) fields(path, inner, value as Record<string, unknown>);
  else if (isLeafType(inner)) {
    looked += 1;
    expect([path, inner.serialize(value)]).toEqual([path, value]);
  }
}

function fields(path: string, type: GraphQLObjectType, row: Record<string, unknown>): void {
  if (type.name === 'Agency') return; // named by its id in a row
  for (const field of Object.values(type.getFields())) compare(`${path}.${field.name}`, field.type, row[field.name]);
}

it('every leaf of a row is already what its type would make of it', () => {
  always((history) => {
    for (const [desk, name, row] of shown(history)) {
      const type = schemas.get(desk)?.getType(name);
      if (isObjectType(type)) fields(`${desk} ${name}`, type, row as Record<string, unknown>);
    }
  }, 20);
  expect(looked).toBeGreaterThan(10_000);
});

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CommandName, caseCommands } from '#case';
import { commandClasses } from '#commands';
import { desks } from '#desks';
import { type AgencyType, agencyTypes } from '#policy';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { type FieldClass, fieldsOf } from '../../libs/commands/src/field.ts';
import { deskRole } from '../../libs/runtime/src/views/postgres/desk.schemas.ts';
import { deskSchema } from '../../libs/runtime/src/views/postgres/tables.ts';
import { DeskClient as WholeSight } from '../../libs/scenario/src/desk.client.ts';
import { people } from '../case.steps.ts';
import { PLANTED, type Planted, plantedCase, plantedIn } from '../planted.case.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let caseId: string;
let tables: readonly { readonly schema: string; readonly name: string }[];

beforeAll(async () => {
  standing = await standingService(directoryFor([{ place: VILLAGE } as Scenario], agencyTypes));
  const who = people(standing);
  caseId = await plantedCase(who);
  // What is refused, wrong or done again leaves traces too.
  await who.committee.give('ReportToPolice', {
    caseId,
    facts: PLANTED.reportFacts,
    reporter: { name: PLANTED.reporter },
  });
  await who.committee.give('RecordDissuasion', { caseId, told: PLANTED.told, answer: `${PLANTED.answer}\u0000` });
  await who.committee.ask(`{ case(id: "${PLANTED.childName}") { ${PLANTED.idNumber} } }`);
  await who.committee.post(`{"query": "${PLANTED.guardianName}`);
  await standing.stage.settled();
  tables = await standing.query(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema not in ('information_schema') and table_schema !~ '^pg_'`,
  );
});
afterAll(() => standing.close());

const textOf = async ({ schema, name }: { schema: string; name: string }) =>
  (await standing.query<{ line: string }>(`select t::text as line from "${schema}"."${name}" as t`))
    .map(({ line }) => line)
    .join('\n');

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [readFileSync(path, 'utf8')];
  });

describe('what was said of a child', () => {
  it('stands in no table of any schema', async () => {
    const schemas = new Set(tables.map(({ schema }) => schema));
    for (const needed of ['log', 'vault', 'runtime', 'desk_police']) expect(schemas).toContain(needed);
    for (const table of tables) {
      const text = await textOf(table);
      expect([table, plantedIn(text)]).toEqual([table, []]);
      if (table.name === 'event') expect(text).toContain('sealed:');
    }
  });

  it('stands in no file of the data folder, no line of our log, and not in the log of PostgreSQL', async () => {
    expect(filesIn(standing.dataDir).map(plantedIn)).toEqual(filesIn(standing.dataDir).map(() => []));
    expect(plantedIn(standing.said())).toEqual([]);
    const [at] = await standing.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    const log = join(dirname(at?.folder ?? ''), 'postgres.log');
    if (existsSync(log)) expect(plantedIn(readFileSync(log, 'utf8'))).toEqual([]);
  });

  it('leaves no free text of any command unsealed', () => {
    const free = (type: FieldClass, path = ''): string[] =>
      [...fieldsOf(type)].flatMap(([name, { kind }]) => {
        if (kind.object) return free(kind.object, `${path}${name}.`);
        return kind.rules.some((rule) => rule.name === 'sealedText') ? [path + name] : [];
      });
    expect(free(commandClasses.RaiseFlag)).toContain('child.name');
    const open = (Object.keys(caseCommands) as CommandName[]).flatMap((command) => {
      const sealed = Object.keys(caseCommands[command].personal);
      return free(commandClasses[command])
        .filter((field) => !sealed.includes(field))
        .map((field) => `${command}.${field}`);
    });
    expect(open).toEqual([]);
  });
});

const FAMILY: readonly Planted[] = ['childName', 'birthDate', 'guardianName', 'guardianPhone'];
const PLACE: readonly Planted[] = [...FAMILY, 'facts', 'told', 'answer'];

/** What each agency reads of the planted case; whoever is not named reads nothing. */
const READS: Partial<Record<AgencyType, readonly Planted[]>> = {
  RVC: [...PLACE, 'feedback'],
  CD: [...FAMILY, 'facts'],
  TOWN: PLACE,
  STATION: PLACE,
  CS: PLACE,
  PSB: [...PLACE, 'idNumber', 'flagReporter', 'reportFacts', 'reporter', 'statement', 'admonition'],
  CA: ['childName', 'birthDate'],
  WF: ['childName', 'guardianName', 'guardianPhone'],
};

it.each(agencyTypes.filter((type) => desks.some(({ agencies }) => agencies.includes(type))))(
  '%s reads what is for it alone',
  async (type) => {
    const agency = standing.directory.nearest(type, VILLAGE);
    if (!agency) throw new Error(`there is no ${type}`);
    const sight = await new WholeSight(standing.stage).look(agency, { kind: 'case', id: caseId });
    expect(plantedIn(JSON.stringify(sight)).toSorted()).toEqual((READS[type] ?? []).toSorted());
  },
);

describe('the second wall', () => {
  /** What becomes of a statement under the role of a desk. */
  const as = async (desk: string, sql: string): Promise<string> => {
    const [{ database } = { database: '' }] = await standing.query<{ database: string }>(
      'select current_database() as database',
    );
    const refused = (error: { code?: string }) => error.code ?? 'failed';
    return standing
      .query(`begin; set local role "${deskRole(database, desk)}"; ${sql}; rollback`)
      .then(() => 'done', refused);
  };

  it.each(desks)('lets the desk $name read its own tables and no others, and write none', async ({ name }) => {
    const own = deskSchema(name);
    for (const table of tables) {
      const mine = table.schema === own;
      const address = `"${table.schema}"."${table.name}"`;
      expect([address, await as(name, `select * from ${address}`)]).toEqual([address, mine ? 'done' : '42501']);
      expect([address, await as(name, `delete from ${address}`)]).toEqual([address, '42501']);
    }
    expect(await as(name, `create table ${own}.mine (n int)`)).toBe('42501');
    expect(await as(name, `create schema mine`)).toBe('42501');
    expect(await as(name, `create table public.mine (n int)`)).toBe('42501');
  });
});

import { sharedPlace } from '../reader.key.ts';
import { cursorOf, type DeskReader, type Page, readCursor, type SharedReader } from '../view.store.ts';
import type { Ask } from './ask.ts';
import { LEVELS } from './shared.tables.ts';

interface Row {
  readonly sort: string;
  readonly key: string;
  readonly doc: string;
}

const CASE_ID = /^[0-9a-f-]{36}$/;

/** The conditions of a question, each with the values it names. */
class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** Adds a condition; `$` stands for the next value. */
  and(condition: string, ...values: readonly unknown[]): this {
    let next = 0;
    this.parts.push(
      condition.replaceAll('$', () => {
        this.values.push(values[next]);
        next += 1;
        return `$${this.values.length}`;
      }),
    );
    return this;
  }

  /** The division, by the index of its level. */
  within(division: string, table: string): this {
    const level = LEVELS.findLast((digits) => digits <= division.length);
    if (level !== undefined) this.and(`left(${table}.division, ${level}) = $`, division.slice(0, level));
    if (division.length > (level ?? 0)) this.and(`starts_with(${table}.division, $)`, division);
    return this;
  }

  get text(): string {
    return this.parts.join(' and ');
  }
}

/** What the reader may see, narrowed to a division of its own. */
function placed(reader: string, division: string | undefined, table: string, barred: ReadonlySet<string>): Conditions {
  const own = sharedPlace(reader);
  const place = new Conditions().and(`${table}.audience = $`, own.audience).within(own.division, table);
  if (barred.size > 0) place.and(`${table}.case_id <> all ($)`, [...barred]);
  return division === undefined ? place : place.within(division, table);
}

/** Reads shared rows of a desk in PostgreSQL: lists, and one case. */
export function sharedDeskReader(
  ask: Ask,
  schema: string,
  barred: ReadonlySet<string>,
): Pick<SharedReader, 'clocks' | 'quiet'> & Pick<DeskReader, 'inbox' | 'cases' | 'case'> {
  const page = async (
    reader: string,
    table: 'shared_case' | 'shared_clock',
    where: Conditions,
    direction: 'asc' | 'desc',
    first: number,
    after: string | undefined,
  ): Promise<Page> => {
    const [sort, key] = table === 'shared_case' ? ['sort', 'case_id'] : ['due', 'id'];
    if (after !== undefined)
      where.and(`(${sort}, ${key}) ${direction === 'asc' ? '>' : '<'} ($, $)`, ...readCursor(after));
    const rows = await ask<Row>(
      reader,
      `select ${sort} as sort, ${key} as key, doc from ${schema}.${table} where ${where.text}
       order by ${sort} ${direction}, ${key} ${direction} limit ${first + 1}`,
      where.values,
    );
    const shown = rows.slice(0, first).map((row) => ({ cursor: cursorOf(row.sort, row.key), doc: row.doc }));
    return { rows: shown, hasNext: rows.length > first };
  };
  const clocks: SharedReader['clocks'] = async (reader, { state, division, holder, clock, near }, first, after) => {
    const where = placed(reader, division, 'shared_clock', barred).and('state = $', state);
    if (holder !== undefined) where.and('holder = $', holder);
    if (clock !== undefined) where.and('clock = $', clock);
    if (near) where.and('(yellow_at <= $ or due <= $)', near.yellowBy, near.dueBy);
    return page(reader, 'shared_clock', where, 'asc', first, after);
  };
  return {
    clocks,
    quiet: async (reader, { before, division, holder, clock }, first, after) => {
      const where = placed(reader, division, 'shared_case', barred).and('open and sort < $', before);
      if (holder !== undefined || clock !== undefined) {
        const { audience } = sharedPlace(reader);
        const charged = ['own.audience = $', 'own.case_id = shared_case.case_id'];
        const values = [audience];
        if (holder !== undefined) charged.push('own.holder = $') && values.push(holder);
        if (clock !== undefined) charged.push('own.clock = $') && values.push(clock);
        where.and(`exists (select from ${schema}.shared_clock own where ${charged.join(' and ')})`, ...values);
      }
      return page(reader, 'shared_case', where, 'asc', first, after);
    },
    inbox: (reader, first, after) => clocks(reader, { state: 'overdue' }, first, after),
    cases: (reader, first, after) =>
      page(reader, 'shared_case', placed(reader, undefined, 'shared_case', barred), 'desc', first, after),
    case: async (reader, caseId) => {
      if (!CASE_ID.test(caseId)) return null; // what is no id may hold what the database takes for no text
      const where = placed(reader, undefined, 'shared_case', barred).and('case_id = $', caseId);
      const rows = await ask<Pick<Row, 'doc'>>(
        reader,
        `select doc from ${schema}.shared_case where ${where.text}`,
        where.values,
      );
      return rows[0]?.doc ?? null;
    },
  };
}

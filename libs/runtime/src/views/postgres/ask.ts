import { createHash } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { ViewsUnavailable } from '../view.store.ts';
import type { Readers } from './readers.ts';
import { READS_FOR } from './tables.ts';

/** Asks the database with the desk's rights, for one reader (`readerOf`). */
export type Ask = <R extends object>(reader: string, sql: string, values: readonly unknown[]) => Promise<readonly R[]>;

const SERVER_SAYS = /^[0-9A-Z]{5}$/;
const GOING_AWAY = /^(08|53|57)/;

/** An error without a server's own code never came from the server: the connection or its time ran out. */
export async function answered<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code === 'string' && SERVER_SAYS.test(code) && !GOING_AWAY.test(code)) throw error;
    throw new ViewsUnavailable('the views cannot be read', { cause: error });
  }
}

const names = new Map<string, string>();

/** One plan a question, on each connection. What is asked is written in the code, for each length of page: there are as many as stand there. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? createHash('sha1').update(sql).digest('base64url');
  names.set(sql, name);
  return name;
}

/** Asks on connections that have been told for whom: row security hides all else, whatever is asked. */
export function asking(readers: Pick<Readers, 'query'>): (barred: ReadonlySet<string>) => Ask {
  return (barred) => {
    const hidden = [...barred].join(' ');
    return async <R extends object>(reader: string, sql: string, values: readonly unknown[]) => {
      const first = {
        key: `${reader}\n${hidden}`,
        question: { name: 'for', text: READS_FOR, values: [reader, hidden] },
      };
      const question = { name: nameOf(sql), text: sql, values: [...values] };
      return (await answered(readers.query<R & QueryResultRow>(question, first))).rows;
    };
  };
}

import { stringify } from 'csv-stringify/sync';
import type { Table } from '#desks';

/**
 * A table as CSV (RFC 4180) in UTF-8 with a mark at its beginning, by which spreadsheets know it. A cell that a spreadsheet would take
 * for a formula gets an apostrophe before it.
 */
export function csvOf({ columns, rows }: Table): string {
  const head = columns.map(({ zh, en }) => `${zh} ${en}`);
  return stringify([head, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

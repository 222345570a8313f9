import writeXlsxFile from 'write-excel-file/node';
import type { Report, Table } from '#desks';

/** A report as a workbook, a sheet a table. Text is written as text: a spreadsheet reckons nothing of it. */
export async function xlsxOf({ tables }: Report): Promise<Buffer> {
  const sheets = tables.map((table) => ({ data: rowsOf(table), sheet: table.title.zh, stickyRowsCount: 1 }));
  return writeXlsxFile(sheets).toBuffer();
}

function rowsOf({ columns, rows }: Table) {
  const head = columns.map(({ zh, en }) => ({ type: String, value: `${zh} ${en}`, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    row.map((cell) => {
      if (cell === null) return null;
      return typeof cell === 'number' ? { type: Number, value: cell } : { type: String, value: cell };
    }),
  );
  return [head, ...body];
}

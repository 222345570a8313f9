import { type CsvError, parse } from 'csv-parse/sync';

/** Something wrong in a list, with the line it stands in (行号). */
export interface ListProblem {
  readonly line: number;
  /** One sentence in Chinese, one in English. It may name ids and columns, never a person. */
  readonly message: string;
}

/** A line of a list, by column. */
export interface CsvLine<Column extends string> {
  readonly line: number;
  readonly values: Readonly<Record<Column, string>>;
}

export interface ReadCsv<Column extends string> {
  readonly lines: readonly CsvLine<Column>[];
  readonly problems: readonly ListProblem[];
}

interface Raw {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a list (RFC 4180, UTF-8, with or without byte order mark) whose first line names its columns, in any order. Columns that
 * are not known, missing or named twice are problems of line 1.
 */
export function readCsv<Column extends string>(
  bytes: Uint8Array,
  needed: readonly Column[],
  optional: readonly Column[],
): ReadCsv<Column> {
  const problem = (line: number, zh: string, en: string) => ({ line, message: `${zh}。${en}.` });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const sentence = problem(
      1,
      '文件不是 UTF-8 编码，请另存为“CSV UTF-8”',
      'the file is not UTF-8: save it as “CSV UTF-8”',
    );
    return { lines: [], problems: [sentence] };
  }
  let raw: readonly Raw[];
  try {
    const options = { info: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true } as const;
    raw = parse(text, options) as unknown as readonly Raw[];
  } catch (error) {
    const { lines = 1, code } = error as CsvError & { readonly lines?: number };
    return { lines: [], problems: [problem(lines, `CSV 格式有误（${code}）`, `not CSV (${code})`)] };
  }
  const [head, ...rest] = raw;
  const columns = head?.record ?? [];
  const known: readonly string[] = [...needed, ...optional];
  const problems: ListProblem[] = [
    ...needed
      .filter((name) => !columns.includes(name))
      .map((name) => problem(1, `缺少列 ${name}`, `column ${name} is missing`)),
    ...columns.flatMap((name, n) => {
      if (!known.includes(name)) {
        return [problem(1, `没有第 ${n + 1} 列这样的列；可用：${known.join('、')}`, `column ${n + 1} is not known`)];
      }
      return columns.indexOf(name) === n ? [] : [problem(1, `列 ${name} 重复`, `column ${name} stands twice`)];
    }),
  ];
  if (problems.length > 0) return { lines: [], problems };
  const lines: CsvLine<Column>[] = [];
  for (const { record, info } of rest) {
    if (record.length !== columns.length) {
      const [have, want] = [record.length, columns.length];
      problems.push(problem(info.lines, `有 ${have} 列，应为 ${want} 列`, `has ${have} columns, not ${want}`));
      continue;
    }
    const values = Object.fromEntries(known.map((name) => [name, record[columns.indexOf(name)] ?? '']));
    lines.push({ line: info.lines, values: values as Record<Column, string> });
  }
  return { lines, problems };
}

import { LineCounter, type Node, parseDocument, type YAMLParseError } from 'yaml';
import { type Bilingual, type PackFile, packFile } from './pack.schema.ts';
import type { PackProblem, Path, Report, Severity } from './problem.ts';
import { explainForm } from './wrong.form.ts';

/** A YAML file of a pack, already read: the loader itself touches no disk. */
export interface PackSource {
  readonly path: string;
  readonly text: string;
}

/** A file of the right form, and how to say what else is wrong in it. */
export interface ReadPack {
  readonly path: string;
  readonly file: PackFile;
  readonly report: Report;
}

/** Reads the text of a pack (读取政策包): nothing comes of broken YAML or of another form, but what is wrong with it. */
export function readPack({ path, text }: PackSource, problems: PackProblem[]): ReadPack | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number, message: Bilingual, severity: Severity = 'error') => {
    const { line, col: column } = lines.linePos(offset);
    problems.push({ path, line, column, severity, message });
  };
  for (const error of document.errors) at(error.pos[0], brokenYaml(error));
  if (document.errors.length > 0) return undefined;
  const report: Report = (where, zh, en, severity) => at(offsetOf(document, where), { zh, en }, severity);
  const result = packFile.safeParse(document.toJS() ?? undefined, { reportInput: true });
  if (result.success) return { path, file: result.data, report };
  for (const issue of result.error.issues) explainForm(issue, report);
  return undefined;
}

/** What is broken in the YAML itself (YAML 语法错误). */
function brokenYaml({ code }: YAMLParseError): Bilingual {
  return (
    BROKEN[code] ?? {
      zh: 'YAML 语法错误，请核对缩进、引号、冒号和括号。',
      en: 'broken YAML: look at indentation, quotes, colons and brackets',
    }
  );
}

const BROKEN: Partial<Record<YAMLParseError['code'], Bilingual>> = {
  DUPLICATE_KEY: { zh: '同一字段写了两次，请删去一处。', en: 'the same key stands twice: delete one' },
  TAB_AS_INDENT: { zh: '缩进用了制表符，请改用空格。', en: 'a tab indents the line: use spaces' },
  BAD_INDENT: { zh: '缩进不对，请与同级字段对齐。', en: 'wrong indentation: align it with the keys beside it' },
  MISSING_CHAR: {
    zh: '缺少引号、括号、逗号或冒号后的空格。',
    en: 'a quote, bracket, comma, or the space after a colon is missing',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: '一行里有两个“字段:”；含冒号的文字请加引号。',
    en: 'two keys stand in one line: put text with a colon in quotes',
  },
};

/** Where the deepest part of the path that exists begins in the text. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const key = document.getIn(path.slice(0, depth), true) as Node | undefined;
    if (key?.range) {
      const pair = keyOffset(document, path.slice(0, depth));
      return pair ?? key.range[0];
    }
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: ReturnType<typeof parseDocument>, path: Path): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (!parent || typeof parent !== 'object' || !('items' in parent)) return undefined;
  for (const item of parent.items as { key?: { value?: unknown; range?: [number, number, number] } }[]) {
    if (item.key && item.key.value === path.at(-1)) return item.key.range?.[0];
  }
  return undefined;
}

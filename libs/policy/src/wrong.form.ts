import { z } from 'zod';
import { agencyTypes } from './agency.ts';
import { type Bilingual, packFile } from './pack.schema.ts';
import { hint, type Path, type Report } from './problem.ts';

/** Says what is wrong with the form of a file (格式错误), in our words and not in the validator’s. */
export function explainForm(issue: z.core.$ZodIssue, report: Report, prefix: Path = []): void {
  const path: Path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) explainKey([...path, key], key, report);
    return;
  }
  if (issue.code === 'invalid_key') {
    explainKey(path, String(path.at(-1)), report);
    return;
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant) {
    for (const inner of meant) explainForm(inner, report, path);
    return;
  }
  const { zh, en } = complaint(path, issue);
  report(path, zh, en);
}

function explainKey(path: Path, key: string, report: Report): void {
  const near = hint(key, keysBeside(path));
  report(path, `不认识的字段“${key}”。${near.zh}`, `unknown key "${key}"${near.en}`);
}

/** Of several forms that a value may have, the only one that it has but for something inside it. */
function meantBranch(branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | undefined {
  const inside = branches.filter((issues) => issues.every(({ path }) => path.length > 0));
  return inside.length === 1 ? inside[0] : undefined;
}

function complaint(path: Path, issue: z.core.$ZodIssue): Bilingual {
  const field = path.at(-1);
  const list = typeof field === 'number' ? path.at(-2) : undefined;
  const where = path.join('.');
  const { input } = issue;
  if (where === '')
    return { zh: '文件须为“字段: 值”的列表，不能为空。', en: 'the file must be a map of keys, and not empty' };
  if (list === 'agencies' || list === 'issuers') return unknownAgency(input);
  const known = FORMS[typeof list === 'string' ? `${list}[]` : String(field)];
  if (input === undefined) {
    return known?.always
      ? { zh: `缺少 ${where}：${known.zh}`, en: known.en }
      : {
          zh: `缺少 ${where}${known ? `：${known.zh}` : '。'}`,
          en: `${where} is missing${known ? `: ${known.en}` : ''}`,
        };
  }
  const unquoted = issue.code === 'invalid_type' && issue.expected === 'string' && typeof input === 'number';
  if (known && !unquoted) return { zh: `${where}：${known.zh}`, en: known.always ? known.en : `${where}: ${known.en}` };
  const { zh, en } = expectation(issue, input);
  return { zh: `${where}：${zh}`, en: `${where}: ${en}` };
}

function unknownAgency(input: unknown): Bilingual {
  if (input === undefined || typeof input === 'object') return FORMS.agencies as Bilingual;
  const near = hint(String(input), agencyTypes);
  return { zh: `没有机构类型“${input}”。${near.zh}`, en: `unknown agency type "${input}"${near.en}` };
}

function expectation(issue: z.core.$ZodIssue, input: unknown): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, input);
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = hint(String(input), values);
      const list = values.join(', ');
      return { zh: `“${input}”不在可选值之列：${list}。${near.zh}`, en: `"${input}" is none of ${list}${near.en}` };
    }
    case 'too_small':
      return atLeast(issue);
    case 'too_big':
      return { zh: `${input} 过大，最多 ${issue.maximum}。`, en: `${input} is too much: at most ${issue.maximum}` };
    default:
      return { zh: `“${input}”不是可用的值。`, en: `"${input}" is no value that it may have` };
  }
}

function atLeast({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): Bilingual {
  if (origin === 'string') return { zh: '不能为空。', en: 'must not be empty' };
  if (origin === 'array') return { zh: '至少要有一项。', en: 'needs at least one entry' };
  return inclusive
    ? { zh: `不得小于 ${minimum}。`, en: `must be ${minimum} or more` }
    : { zh: `须大于 ${minimum}。`, en: `must be more than ${minimum}` };
}

function wrongType(expected: string, input: unknown): Bilingual {
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')) {
    return { zh: `须为文字：请加引号，写成 "${input}"。`, en: `must be text: put it in quotes, "${input}"` };
  }
  if (expected === 'int') return { zh: `“${input}”不是整数。`, en: `"${input}" is no whole number` };
  const { zh, en } = TYPES[expected] ?? { zh: '别的形式', en: 'of another form' };
  return { zh: `须为${zh}。`, en: `must be ${en}` };
}

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  array: { zh: '列表 [ … ]', en: 'a list [ … ]' },
  object: { zh: '“字段: 值”的形式 { … }', en: 'a map { key: value }' },
  record: { zh: '“名称: 规则”的形式', en: 'a map of names to rules' },
};

/** What a field must be; of those that are said `always` so, the English stands alone, also where the field is missing. */
interface Form extends Bilingual {
  readonly always?: true;
}

const DATE: Form = { zh: '须为存在的日期，写成 "YYYY-MM-DD"。', en: 'a date of the calendar, "YYYY-MM-DD"' };
const DAY_OF_YEAR: Form = { zh: '须为一年中存在的一天，写成 MM-DD。', en: 'a day of the year MM-DD' };
const TRIGGER: Form = {
  zh: '触发条件写成事件名，或 { event: 事件, when: { 字段: 值 } }。',
  en: 'a trigger is an event, or {event, when}',
  always: true,
};

const FORMS: Readonly<Record<string, Form>> = {
  effective: DATE,
  amends: DATE,
  until: DATE,
  on: DAY_OF_YEAR,
  startsOn: DAY_OF_YEAR,
  pack: { zh: '名称用小写字母、数字和连字符，以字母开头。', en: 'a name in small letters, digits and hyphens' },
  division: {
    zh: '区划代码为 2、4、6、9 或 12 位数字，须加引号，如 "341722"；全国为 ""。',
    en: 'a division code of 2, 4, 6, 9 or 12 digits, in quotes, as "341722"; "" for the whole country',
  },
  'divisions[]': {
    zh: '区划代码为 2、4、6、9 或 12 位数字，须加引号，如 "341722"。',
    en: 'a division code of 2, 4, 6, 9 or 12 digits, in quotes, as "341722"',
  },
  cite: {
    zh: '每条规则须有依据 cite：政策文件 { seed, clause, quote }、法律 { law, article }，或无出处的说明 { none: 原因 }。',
    en: 'a rule needs a citation: {seed, clause, quote}, {law, article} or {none: why}',
    always: true,
  },
  standing: {
    zh: '每条规则须写依据效力 standing：seed、statute、secondary、unverified 或 configured。',
    en: 'a rule needs a standing: seed, statute, secondary, unverified or configured',
    always: true,
  },
  within: {
    zh: '时限须写期间：{ hours }、{ days }、{ months }、{ workingDays }（可加 asWritten）、{ endOf }、{ each }、{ on }、{ until } 或 { untilWritten }，只写一种。',
    en: 'a clock needs a span: {hours}, {days}, {months}, {workingDays}, each with asWritten or not, {endOf}, {each}, {on}, {until} or {untilWritten}',
    always: true,
  },
  agencies: {
    zh: '须写机构类型 agencies：any，或至少一种机构类型。',
    en: 'a power needs its agencies: "any", or a list of agency types',
    always: true,
  },
  issuers: { zh: '须写由哪些机构类型作出，至少一种。', en: 'a list of one or more agency types' },
  approver: {
    zh: '延长须写由谁决定 approver：holder（责任机构自己）、county（县级机关）或 superior（上一级机关）。',
    en: 'an extension needs who decides it, its approver: holder, county or superior',
    always: true,
  },
  'extensions[]': {
    zh: '延长写成 { name, by 或 to, approver, standing, cite }；by 与 to 只写一种。',
    en: 'an extension is {name, by or to, approver, standing, cite}, with either by or to',
    always: true,
  },
  'starts[]': TRIGGER,
  'stops[]': TRIGGER,
  'pauses[]': TRIGGER,
  'resumes[]': TRIGGER,
};

/** The keys that the form knows beside one, for a hint at what is meant. */
function keysBeside(path: Path): readonly string[] {
  let forms: readonly unknown[] = [packFile];
  for (const step of path.slice(0, -1)) forms = forms.flatMap((form) => inside(form, step));
  return forms
    .flatMap((form) => plain(form))
    .flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : []));
}

function inside(form: unknown, step: string | number): readonly unknown[] {
  return plain(form).flatMap((one) => {
    if (one instanceof z.ZodObject) return [one.shape[step]];
    if (one instanceof z.ZodRecord) return [one.valueType];
    return one instanceof z.ZodArray ? [one.element] : [];
  });
}

/** The forms that a value may have, without what only says that it may be left out, or is read into another. */
function plain(form: unknown): readonly unknown[] {
  if (form instanceof z.ZodOptional || form instanceof z.ZodDefault) return plain(form.unwrap());
  if (form instanceof z.ZodPipe) return plain(form.in);
  return form instanceof z.ZodUnion ? form.options.flatMap((option) => plain(option)) : [form];
}

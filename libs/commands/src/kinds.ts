import { type CalendarDate, type Instant, parseDate, parseInstant } from '#calendar';
import { hidesNothing, isPhone, isVisible, readsAsWritten } from './characters.ts';
import type { FieldClass, Kind } from './field.ts';
import { birthDateIn } from './identity.number.ts';
import { hiddenCharacter, isText, ofType, onList, onText, type Rule } from './rule.ts';

const MOST_ITEMS = 10;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_LINES = /[^\P{Cc}\n\t]/u;

/** Text in lines (自由文本): newline and tab may stand in it. A character beyond the BMP counts as one. */
export function text(most = 4000): Kind<string> {
  const control = onText(
    'controlCharacter',
    '除换行和制表符外，不得含控制字符。',
    'No control characters other than newline and tab.',
    (value) => !CONTROL_IN_LINES.test(value),
  );
  return {
    form: 'text',
    tidy: (value) => value.replaceAll('\r\n', '\n').trim(),
    rules: [isText, ...written(most), control, asWritten],
  };
}

const asWritten = onText(
  'hiddenCharacter',
  '不得含改变文字顺序的双向控制符。',
  'No bidirectional controls: they show text in another order than it has.',
  readsAsWritten,
);

const nothingHidden = onText('hiddenCharacter', hiddenCharacter.zh, hiddenCharacter.en, hidesNothing);

/** Text on one line: a name, a reference, an address. */
export function line(most: number): Kind<string> {
  const control = onText(
    'controlCharacter',
    '不得含控制字符或换行。',
    'No control characters and no line breaks.',
    (value) => !CONTROL.test(value),
  );
  return { form: 'text', tidy: (value) => value.trim(), rules: [isText, ...written(most), control, nothingHidden] };
}

/** A telephone number (电话), written as people write it. */
export const phone: Kind<string> = {
  ...line(40),
  rules: [
    ...line(40).rules,
    onText(
      'phone',
      '应为一个电话号码。',
      'Takes one telephone number.',
      (value) => !hidesNothing(value) || isPhone(value),
    ),
  ],
};

/** Text of a fixed form that a machine made or reads. */
export function pattern(form: RegExp, zh: string, en: string): Kind<string> {
  return { form: 'text', rules: [isText, onText('pattern', zh, en, (value) => form.test(value))] };
}

function written(most: number): readonly Rule[] {
  return [
    onText('blank', '不得为空白。', 'May not be blank.', isVisible),
    onText('length', `不得超过${most}个字。`, `At most ${most} characters.`, (value) => isWithin(value, most)),
    onText('wellFormed', '含有残缺的字符编码。', 'Has a broken Unicode character.', isLegible),
    // What begins so would pass for a field that is sealed already, and never be encrypted.
    onText(
      'sealedText',
      '不得以“sealed:”开头。',
      'May not begin with “sealed:”.',
      (value) => !value.startsWith('sealed:'),
    ),
  ];
}

/** U+FFFD stands where bytes could not be read as UTF-8 on the way here: a name sent in GBK would be kept as nothing but these. */
function isLegible(value: string): boolean {
  return value.isWellFormed() && !value.includes('\ufffd');
}

function isWithin(value: string, most: number): boolean {
  if (value.length <= most) return true;
  return value.length <= most * 2 && [...value].length <= most;
}

export const uuid: Kind<string> = {
  form: 'id',
  tidy: (value) => value.toLowerCase(),
  rules: [isText, onText('uuid', '应为编号（UUID）。', 'Takes an id (UUID).', (value) => UUID.test(value))],
};

/** A list short enough to look through, each item once. */
const fewOnce: readonly Rule[] = [
  ofType('列表', 'a list', Array.isArray),
  onList('length', `至多${MOST_ITEMS}项。`, `At most ${MOST_ITEMS} items.`, (list) => list.length <= MOST_ITEMS),
  onList('unique', '不得重复。', 'Each may stand once.', (list) => new Set(list).size === list.length),
];

const AGENCY_ID = /^[a-z0-9-]{1,64}$/;
const agencyIdAsked = [
  '应为机构代码：小写字母、数字或连字符，至多64位。',
  'Takes an agency id: a–z, 0–9, hyphen, at most 64.',
] as const;

/** An agency of the directory (机构代码). */
export const agencyId: Kind<string> = {
  form: 'id',
  rules: [isText, onText('agencyId', ...agencyIdAsked, (value) => AGENCY_ID.test(value))],
};

/** A service of the place's list (服务项目), by its code in the pack. */
export const serviceCode: Kind<string> = {
  form: 'text',
  rules: [
    isText,
    onText(
      'pattern',
      '应为服务项目代码：大写字母、数字或下划线，至多64位。',
      'Takes the code of a service: A–Z, 0–9, underscore, at most 64.',
      (value) => /^[A-Z][A-Z0-9_]{0,63}$/.test(value),
    ),
  ],
};

/** A division code (行政区划代码, GB/T 2260): 6 digits for a county, 9 for a township, 12 for a village. */
export const division: Kind<string> = {
  form: 'text',
  rules: [
    isText,
    onText('division', '行政区划代码应为6、9或12位数字。', 'A division code has 6, 9 or 12 digits.', (value) =>
      /^(?:\d{6}|\d{9}|\d{12})$/.test(value),
    ),
  ],
};

export const date: Kind<CalendarDate> = {
  form: 'date',
  rules: [
    isText,
    onText('date', '应为实有日期，如2025-03-14。', 'Takes a day that exists, as 2025-03-14.', (value) => isDate(value)),
  ],
};

/** A day that has come: on which something was, or began (已发生的日期). */
export const pastDate: Kind<CalendarDate> = { ...date, happened: (value) => (isDate(value) ? value : undefined) };

function isDate(value: unknown): boolean {
  return typeof value === 'string' && parseDate(value) !== undefined;
}

/** A moment with its offset; kept in the one form of an `Instant`. */
export const instant: Kind<Instant> = {
  form: 'instant',
  tidy: (value) => parseInstant(value) ?? value,
  rules: [
    isText,
    onText(
      'instant',
      '应为带时区的时刻，如2025-03-14T10:00+08:00。',
      'Takes a moment with its offset, as 2025-03-14T10:00+08:00.',
      (value) => parseInstant(value) !== undefined,
    ),
  ],
};

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Kind<number> {
  const range: Rule = {
    name: 'range',
    message: { zh: `应为${least}至${most}的整数。`, en: `Takes a whole number from ${least} to ${most}.` },
    holds: (value) => typeof value !== 'number' || (Number.isInteger(value) && value >= least && value <= most),
  };
  return { form: 'number', rules: [ofType('数字', 'a number', (value) => typeof value === 'number'), range] };
}

export const yesOrNo: Kind<boolean> = {
  form: 'boolean',
  rules: [ofType('是或否', 'true or false', (value) => typeof value === 'boolean')],
};

/** One of the names of a list. */
export function oneOf<C extends string>(choices: Readonly<Record<C, unknown>>): Kind<C> {
  const values = Object.keys(choices);
  const known = onText('enum', ...oneOfThe(values), (value) => values.includes(value));
  return { form: 'choice', values, rules: [isText, known] };
}

/** Any of the names of a list, each once. */
export function someOf<C extends string>(choices: Readonly<Record<C, unknown>>): Kind<C[]> {
  const values = Object.keys(choices);
  const known = onList('enum', ...oneOfThe(values), (list) =>
    list.every((item) => typeof item === 'string' && values.includes(item)),
  );
  return { form: 'choices', values, rules: [...fewOnce, known] };
}

/** At least one of the names of a list, each once. */
export function oneOrMoreOf<C extends string>(choices: Readonly<Record<C, unknown>>): Kind<C[]> {
  const some = someOf(choices);
  return {
    ...some,
    rules: [...some.rules, onList('required', '至少填一项。', 'At least one is needed.', ({ length }) => length > 0)],
  };
}

/** Agencies of the directory, each once. */
export const uuids: Kind<string[]> = {
  form: 'ids',
  rules: [
    ...fewOnce,
    onList('uuid', '每项应为编号（UUID）。', 'Each is an id (UUID).', (list) =>
      list.every((item) => typeof item === 'string' && UUID.test(item)),
    ),
  ],
};

export const agencyIds: Kind<string[]> = {
  form: 'ids',
  rules: [
    ...fewOnce,
    onList('agencyId', ...agencyIdAsked, (list) =>
      list.every((item) => typeof item === 'string' && AGENCY_ID.test(item)),
    ),
  ],
};

/** How many items of a list the rules look at: one more than the most is enough to refuse it. */
export const ITEMS_LOOKED_AT = MOST_ITEMS + 1;

function oneOfThe(values: readonly string[]): [string, string] {
  return [`应为下列之一：${values.join('、')}。`, `Takes one of: ${values.join(', ')}.`];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields of their own under one name. */
export function nested<T extends object>(object: FieldClass<T>): Kind<T> {
  return { form: 'object', object, rules: [ofType('一组字段', 'a group of fields', isObject)] };
}

/**
 * A citizen identity number (公民身份号码, GB 11643): form, check character and birth date; the date must be that of the
 * field `birthDate` beside it, when both are given, and has come.
 */
export const identityNumber: Kind<string> = {
  form: 'text',
  happened: birthDateIn,
  tidy: (value) => value.trim().toUpperCase(),
  rules: [
    isText,
    onText(
      'identityNumber',
      '公民身份号码应为18位，校验码和出生日期须正确。',
      'An identity number has 18 characters, a right check digit and a birth date that exists.',
      (value) => birthDateIn(value) !== undefined,
    ),
    onText(
      'birthDateMismatch',
      '公民身份号码与出生日期不一致。',
      'The identity number and the birth date do not agree.',
      (value, owner) => {
        const inside = birthDateIn(value);
        const beside = 'birthDate' in owner ? owner.birthDate : undefined;
        return inside === undefined || !isDate(beside) || inside === beside;
      },
    ),
  ],
};

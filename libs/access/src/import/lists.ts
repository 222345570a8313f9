import { type CalendarDate, parseDate } from '#calendar';
import { type AgencyType, agencyTypes } from '#policy';
import { OFFICER_ROLES, type OfficerRole } from '../directory.ts';
import { type CsvLine, type ListProblem, readCsv } from './csv.ts';

/** A line of a list that is right by itself; whether what it names is there, the database says. */
export interface Listed<Row> {
  readonly line: number;
  readonly row: Row;
}

export interface ReadList<Row> {
  readonly rows: readonly Listed<Row>[];
  readonly problems: readonly ListProblem[];
}

interface Days {
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
}

/** A line of the list of agencies (机构名录): `id,type,division,name_zh,name_en[,valid_from,valid_until]`. */
export interface AgencyRow extends Days {
  readonly id: string;
  readonly type: AgencyType;
  readonly division: string;
  readonly zh: string;
  readonly en: string;
}

/** A line of the list of officers (经办人名录): `id,agency,name[,role,subject,valid_from,valid_until]`. */
export interface OfficerRow extends Days {
  readonly id: string;
  readonly subject: string;
  readonly agency: string;
  readonly name: string;
  readonly role: OfficerRole;
}

/** A line of the list of deputies (代理): `officer,agency,valid_from,valid_until`. */
export interface DeputyRow {
  readonly officer: string;
  readonly agency: string;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
}

type Tell = (zh: string, en: string) => void;

const ID = /^[\p{L}\p{N}][\p{L}\p{N}._:@-]{0,99}$/u;
/** Province, city, county, township, village: GB/T 2260 and the statistical codes beneath it. */
const DIVISION = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;
const LONGEST_NAME = 100;

function checkId(id: string, column: string, tell: Tell): string {
  if (!ID.test(id))
    tell(`${column} 须为 1–100 位字母、数字或 . _ : @ -`, `${column} has 1–100 letters, digits or . _ : @ -`);
  return id;
}

function checkName(name: string, column: string, tell: Tell): string {
  if (name === '' || name.length > LONGEST_NAME || /\p{C}/u.test(name)) {
    tell(`${column} 须为 1–${LONGEST_NAME} 字`, `${column} has 1–${LONGEST_NAME} characters`);
  }
  return name;
}

function checkDay(text: string, column: string, tell: Tell): CalendarDate | null {
  if (text === '') return null;
  const day = parseDate(text);
  if (!day) tell(`${column} 须为存在的日期，如 2026-01-31`, `${column} is a date like 2026-01-31`);
  return day ?? null;
}

function checkDays(values: { readonly valid_from: string; readonly valid_until: string }, tell: Tell): Days {
  const validFrom = checkDay(values.valid_from, 'valid_from', tell);
  const validUntil = checkDay(values.valid_until, 'valid_until', tell);
  if (validFrom && validUntil && validFrom > validUntil) {
    tell('valid_from 晚于 valid_until', 'valid_from is after valid_until');
  }
  return { validFrom, validUntil };
}

function readList<Column extends string, Row>(
  bytes: Uint8Array,
  columns: readonly [needed: readonly Column[], optional: readonly Column[]],
  read: (values: CsvLine<Column>['values'], tell: Tell) => Row,
  key: (row: Row) => string,
): ReadList<Row> {
  const { lines, problems: unread } = readCsv(bytes, ...columns);
  const problems = [...unread];
  const seen = new Map<string, number>();
  const rows = lines.map(({ line, values }): Listed<Row> => {
    const tell: Tell = (zh, en) => problems.push({ line, message: `${zh}。${en}.` });
    const row = read(values, tell);
    const first = seen.get(key(row));
    if (first === undefined) seen.set(key(row), line);
    else tell(`与第 ${first} 行重复`, `says again what line ${first} says`);
    return { line, row };
  });
  return { rows, problems };
}

const DAYS = ['valid_from', 'valid_until'] as const;

export function readAgencies(bytes: Uint8Array): ReadList<AgencyRow> {
  return readList(
    bytes,
    [['id', 'type', 'division', 'name_zh', 'name_en'], DAYS],
    (values, tell) => {
      const { id, type, division, name_zh: zh, name_en: en } = values;
      if (type === 'SYSTEM' || !agencyTypes.includes(type as AgencyType)) {
        tell('type 不是已知的机构类型，见术语表', 'type is no known type of agency; see the glossary');
      }
      if (!DIVISION.test(division)) {
        tell('division 须为 2、4、6、9 或 12 位数字', 'division has 2, 4, 6, 9 or 12 digits');
      }
      return {
        id: checkId(id, 'id', tell),
        type: type as AgencyType,
        division,
        zh: checkName(zh, 'name_zh', tell),
        en: checkName(en, 'name_en', tell),
        ...checkDays(values, tell),
      };
    },
    ({ id }) => id,
  );
}

export function readOfficers(bytes: Uint8Array): ReadList<OfficerRow> {
  const subjects = new Map<string, number>();
  return readList(
    bytes,
    [
      ['id', 'agency', 'name'],
      ['role', 'subject', ...DAYS],
    ],
    (values, tell) => {
      const { id, agency, name, role: given, subject: named } = values;
      const role = given === '' ? 'HANDLER' : given;
      const subject = named === '' ? id : named;
      if (!OFFICER_ROLES.includes(role as OfficerRole)) {
        tell(`role 须为 ${OFFICER_ROLES.join('、')} 之一`, `role is one of ${OFFICER_ROLES.join(', ')}`);
      }
      if (subject.length > 255 || /\p{C}/u.test(subject))
        tell('subject 至多 255 字', 'subject has at most 255 characters');
      const times = (subjects.get(subject) ?? 0) + 1;
      subjects.set(subject, times);
      if (times > 1) tell('subject 与前面一行相同', 'subject stands in a line before');
      return {
        id: checkId(id, 'id', tell),
        subject,
        agency: checkId(agency, 'agency', tell),
        name: checkName(name, 'name', tell),
        role: role as OfficerRole,
        ...checkDays(values, tell),
      };
    },
    ({ id }) => id,
  );
}

export function readDeputies(bytes: Uint8Array): ReadList<DeputyRow> {
  return readList(
    bytes,
    [['officer', 'agency', 'valid_from', 'valid_until'], []],
    (values, tell) => {
      const { validFrom, validUntil } = checkDays(values, tell);
      if (values.valid_from === '' || values.valid_until === '') {
        tell('代理须有起止日期', 'standing in has a first and a last day');
      }
      return {
        officer: checkId(values.officer, 'officer', tell),
        agency: checkId(values.agency, 'agency', tell),
        validFrom: validFrom as CalendarDate,
        validUntil: validUntil as CalendarDate,
      };
    },
    ({ officer, agency, validFrom }) => `${officer} ${agency} ${validFrom}`,
  );
}

import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { checkClock, checkClockForm, checkWaiting } from './check.clock.ts';
import { type Citation, type PackFile, packFile, type Standing } from './pack.schema.ts';

/** A YAML file of a pack, already read: the loader itself touches no disk. */
export interface PackSource {
  readonly path: string;
  readonly text: string;
}

/** Something wrong in a pack, with where it stands. Lines and columns count from 1. */
export interface PackProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The names that rules may use; they come from the case's own registry. */
export interface Vocabulary {
  readonly commands: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** The fields a clock may look at, by event. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** The kinds of order and the grounds of an admonition that a pack may speak of; unsaid, any name passes. */
  readonly orders?: ReadonlySet<string>;
  readonly grounds?: ReadonlySet<string>;
  readonly recommendations?: ReadonlySet<string>;
  readonly focus?: ReadonlySet<string>;
  /** Kinds of personal data. */
  readonly categories?: ReadonlySet<string>;
}

/** What came of checking: the packs that are right, and all that is wrong. */
export interface PackCheck {
  readonly files: readonly PackFile[];
  readonly problems: readonly PackProblem[];
}

export type Path = readonly (string | number)[];
export type Report = (path: Path, message: string) => void;

/**
 * Checks policy packs (政策包校验): unknown keys, a rule without citation or with one that its standing does not allow, an
 * unknown agency type, event, field or command, two files of one version, a pack that extends itself or one that is not
 * there; each with file and line.
 *
 * @param vocabulary left out, the names of commands, events and fields are not looked at.
 */
export function checkPacks(sources: readonly PackSource[], vocabulary?: Vocabulary): PackCheck {
  const problems: PackProblem[] = [];
  const parsed: { file: PackFile; report: Report }[] = [];
  for (const source of sources) {
    const lines = new LineCounter();
    const document = parseDocument(source.text, { lineCounter: lines, uniqueKeys: true });
    const at = (offset: number, message: string) => {
      const { line, col } = lines.linePos(offset);
      problems.push({ path: source.path, line, column: col, message });
    };
    for (const error of document.errors) at(error.pos[0], error.message.split('\n')[0] ?? error.message);
    if (document.errors.length > 0) continue;
    const report: Report = (path, message) => at(offsetOf(document, path), message);
    const result = packFile.safeParse(document.toJS() ?? {}, { reportInput: true });
    if (!result.success) {
      for (const issue of result.error.issues) explain(issue, report);
      continue;
    }
    parsed.push({ file: result.data, report });
    checkCitations(result.data, report);
    checkServices(result.data, report);
    for (const [name, clock] of Object.entries(result.data.clocks)) checkClockForm(name, clock, report);
    if (vocabulary) checkNames(result.data, vocabulary, report);
  }
  checkLadders(parsed);
  checkVersions(parsed);
  checkLineage(parsed);
  checkWaiting(parsed);
  return { files: parsed.map(({ file }) => file), problems };
}

/** The problem as one line a person can jump to. */
export function describeProblem(problem: PackProblem): string {
  return `${problem.path}:${problem.line}:${problem.column}: ${problem.message}`;
}

function explain(issue: z.core.$ZodIssue, report: Report, prefix: Path = []): void {
  const path: Path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) report([...path, key], `unknown key "${key}"`);
    return;
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant) {
    for (const inner of meant) explain(inner, report, path);
    return;
  }
  const where = path.join('.') || 'the file';
  const plain = issue.input === undefined ? `${where} is missing` : `${where}: ${issue.message}`;
  report(path, complaintAt(path, issue.input) ?? plain);
}

/** Of several forms that a value may have, the only one that it has but for something inside it. */
function meantBranch(branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | undefined {
  const inside = branches.filter((issues) => issues.every(({ path }) => path.length > 0));
  return inside.length === 1 ? inside[0] : undefined;
}

function complaintAt(path: Path, input: unknown): string | undefined {
  const field = path.at(-1);
  const list = typeof field === 'number' ? path.at(-2) : undefined;
  if (list === 'agencies' || list === 'issuers') return `unknown agency type "${input}"`;
  if (list === 'starts' || list === 'stops' || list === 'pauses' || list === 'resumes')
    return 'a trigger is an event, or {event, when}';
  return complaints[String(field)];
}

const complaints: Readonly<Record<string, string>> = {
  cite: 'a rule needs a citation: {seed, clause, quote}, {law, article} or {none: why}',
  standing: 'a rule needs a standing: seed, statute, secondary, unverified or configured',
  within:
    'a clock needs a span: {hours}, {days}, {months}, {workingDays}, each with asWritten or not, {endOf}, {each}, {on}, {until} or {untilWritten}',
  agencies: 'a power needs its agencies: "any", or a list of agency types',
};

function checkCitations(file: PackFile, report: Report): void {
  for (const [path, { standing, cite }] of rulesOf(file)) {
    const wanted = CITED[standing];
    if (wanted === undefined || wanted in cite) continue;
    const what = 'none' in cite ? 'only a configured rule may stand without a source' : `${standing} cites a ${wanted}`;
    report([...path, 'cite'], what);
  }
}

function checkNames(file: PackFile, vocabulary: Vocabulary, report: Report): void {
  const known = (
    section: 'powers' | 'orders' | 'grounds' | 'recommendations' | 'focus',
    what: string,
    names: ReadonlySet<string> | undefined,
  ) => {
    for (const name of Object.keys(file[section])) {
      if (names && !names.has(name)) report([section, name], `unknown ${what} "${name}"`);
    }
  };
  known('powers', 'command', vocabulary.commands);
  known('orders', 'kind of order', vocabulary.orders);
  known('grounds', 'ground', vocabulary.grounds);
  known('recommendations', 'subject of a recommendation', vocabulary.recommendations);
  known('focus', 'category of the ledger', vocabulary.focus);
  for (const [name, clock] of Object.entries(file.clocks)) checkClock(name, clock, vocabulary, report);
  checkRetention(file, vocabulary.categories, report);
}

/** Known kinds of data, and none that two rules of a file would end differently. */
function checkRetention({ retention }: PackFile, known: ReadonlySet<string> | undefined, report: Report): void {
  const ruled = new Map<string, string>();
  for (const [name, { categories }] of Object.entries(retention)) {
    for (const [n, category] of categories.entries()) {
      const path = ['retention', name, 'categories', n];
      if (known && !known.has(category)) report(path, `unknown kind of personal data "${category}"`);
      const other = ruled.get(category);
      if (other !== undefined) report(path, `"${category}" is kept by "${other}" already`);
      ruled.set(category, name);
    }
  }
}

/** What a standing other than `configured` must be able to point at. */
const CITED: Readonly<Record<Standing, 'seed' | 'law' | undefined>> = {
  seed: 'seed',
  statute: 'law',
  secondary: 'law',
  unverified: 'law',
  configured: undefined,
};

/** Every rule of a file with where it stands in it. */
export function rulesOf(file: PackFile): readonly (readonly [Path, { standing: Standing; cite: Citation }])[] {
  const of = (
    section:
      | 'powers'
      | 'grounds'
      | 'orders'
      | 'oversight'
      | 'recommendations'
      | 'focus'
      | 'services'
      | 'clocks'
      | 'ladders'
      | 'retention',
  ) => Object.entries(file[section]).map(([name, rule]) => [[section, name], rule] as const);
  const required = Object.entries(file.orders).flatMap(([name, { requires }]) =>
    requires ? [[['orders', name, 'requires'], requires] as const] : [],
  );
  const within = Object.entries(file.recommendations).flatMap(([name, rule]) =>
    (['addressee', 'longest', 'escalation'] as const).flatMap((part) => {
      const own = rule[part];
      return own ? [[['recommendations', name, part], own] as const] : [];
    }),
  );
  const excluded = (file.eligibility?.exclusions ?? []).map(
    (rule, n) => [['eligibility', 'exclusions', n], rule] as const,
  );
  const eligibility = file.eligibility ? [[['eligibility'], file.eligibility] as const, ...excluded] : [];
  const extended = Object.entries(file.clocks).flatMap(([name, { extensions = [] }]) =>
    extensions.map((rule, n) => [['clocks', name, 'extensions', n], rule] as const),
  );
  const { workOrders } = file;
  const ordering = workOrders
    ? ([
        [['workOrders'], workOrders],
        [['workOrders', 'untested'], workOrders.untested],
        [['workOrders', 'closing'], workOrders.closing],
      ] as const)
    : [];
  const { parties } = file;
  const naming = parties
    ? ([
        [['parties', 'guidance'], parties.guidance],
        [['parties', 'elsewhere'], parties.elsewhere],
      ] as const)
    : [];
  const clocks = [...of('clocks'), ...extended, ...of('ladders')];
  return [
    ...eligibility,
    ...of('powers'),
    ...of('grounds'),
    ...of('orders'),
    ...required,
    ...of('recommendations'),
    ...within,
    ...of('focus'),
    ...of('services'),
    ...naming,
    ...ordering,
    ...clocks,
    ...of('retention'),
  ];
}

/** A service that several jurisdictions list bears one code; the case refers by these codes, so they are written alike. */
function checkServices(file: PackFile, report: Report): void {
  for (const name of Object.keys(file.services)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) report(['services', name], 'the code of a service is in capitals');
  }
}

function checkLadders(parsed: readonly { file: PackFile; report: Report }[]): void {
  const ladders = new Map(parsed.flatMap(({ file }) => Object.entries(file.ladders)));
  for (const { file, report } of parsed) {
    for (const [name, { ladder, scope }] of Object.entries(file.clocks)) {
      if (ladder === undefined) continue;
      const rungs = ladders.get(ladder)?.rungs;
      const where = ['clocks', name, 'ladder'];
      if (!rungs) report(where, `unknown ladder "${ladder}"`);
      else if (scope === 'supervision' && rungs.some(({ step }) => step === 'supervise')) {
        report(where, 'the answer to a supervision is not supervised in turn: that would never end');
      }
    }
  }
}

function checkVersions(parsed: readonly { file: PackFile; report: Report }[]): void {
  const versions = new Set<string>();
  for (const { file } of parsed) versions.add(`${file.pack}@${file.effective}`);
  const seen = new Set<string>();
  for (const { file, report } of parsed) {
    const version = `${file.pack}@${file.effective}`;
    if (seen.has(version)) report(['effective'], `there are two files of ${version}`);
    seen.add(version);
    if (file.amends === undefined) continue;
    if (file.amends >= file.effective) report(['amends'], 'a version amends an earlier one');
    else if (!versions.has(`${file.pack}@${file.amends}`))
      report(['amends'], `there is no ${file.pack}@${file.amends}`);
  }
}

function checkLineage(parsed: readonly { file: PackFile; report: Report }[]): void {
  const whole = parsed.filter(({ file }) => file.amends === undefined);
  const parents = new Map(whole.map(({ file }) => [file.pack, file.extends]));
  const withEligibility = new Set(parsed.filter(({ file }) => file.eligibility).map(({ file }) => file.pack));
  for (const { file, report } of parsed) {
    const seen = new Set([file.pack]);
    let eligible = withEligibility.has(file.pack);
    for (let next = file.extends ?? parents.get(file.pack); next !== undefined; next = parents.get(next)) {
      if (!parents.has(next)) {
        report(['extends'], `there is no pack "${next}"`);
        eligible = true;
        break;
      }
      if (seen.has(next)) {
        report(['extends'], `"${file.pack}" extends itself: ${[...seen, next].join(' → ')}`);
        eligible = true;
        break;
      }
      seen.add(next);
      eligible ||= withEligibility.has(next);
    }
    if (!eligible) report(['pack'], 'needs an eligibility rule, its own or inherited');
  }
}

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

import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type PackFile, packFile } from './pack.schema.ts';

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
}

/** What came of checking: the packs that are right, and all that is wrong. */
export interface PackCheck {
  readonly files: readonly PackFile[];
  readonly problems: readonly PackProblem[];
}

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

/**
 * Checks policy packs (政策包校验): unknown keys, a rule without citation, an unknown agency type, event or command, a pack
 * that extends itself or one that is not there; each with file and line.
 */
export function checkPacks(sources: readonly PackSource[], vocabulary: Vocabulary): PackCheck {
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
    const result = packFile.safeParse(document.toJS() ?? {});
    if (!result.success) {
      for (const issue of result.error.issues) explain(issue, report);
      continue;
    }
    parsed.push({ file: result.data, report });
    checkNames(result.data, vocabulary, report);
  }
  checkLineage(parsed);
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
  report(path, complaints[String(path.at(-1))] ?? `${path.join('.') || 'the file'}: ${issue.message}`);
}

const complaints: Readonly<Record<string, string>> = {
  cite: 'a rule needs a citation: {seed, clause, quote}, {law, article} or {none: why}',
  standing: 'a rule needs a standing: seed, statute, secondary, unverified or configured',
};

function checkNames(file: PackFile, vocabulary: Vocabulary, report: Report): void {
  for (const [name, rule] of allRules(file)) {
    if ('none' in rule.cite && rule.standing !== 'configured') {
      report([...name, 'cite'], 'only a configured rule may stand without a source');
    }
  }
  for (const command of Object.keys(file.powers)) {
    if (!vocabulary.commands.has(command)) report(['powers', command], `unknown command "${command}"`);
  }
  for (const [name, clock] of Object.entries(file.clocks)) {
    for (const edge of ['starts', 'stops'] as const) {
      clock[edge].forEach((trigger, n) => {
        const path = ['clocks', name, edge, n];
        if (!vocabulary.events.has(trigger.event)) report(path, `unknown event "${trigger.event}"`);
        for (const field of Object.keys(trigger.when)) {
          if (!vocabulary.fields.get(trigger.event)?.has(field)) {
            report(path, `event ${trigger.event} has no field "${field}" that a clock may look at`);
          }
        }
      });
    }
  }
}

function allRules(file: PackFile): [Path, { standing: string; cite: object }][] {
  const of = (section: 'powers' | 'grounds' | 'orders' | 'clocks') =>
    Object.entries(file[section]).map(([name, rule]): [Path, typeof rule] => [[section, name], rule]);
  const eligibility: [Path, { standing: string; cite: object }][] = file.eligibility
    ? [
        [['eligibility'], file.eligibility],
        ...file.eligibility.exclusions.map((rule, n): [Path, typeof rule] => [['eligibility', 'exclusions', n], rule]),
      ]
    : [];
  return [...of('powers'), ...of('grounds'), ...of('orders'), ...of('clocks'), ...eligibility];
}

function checkLineage(parsed: readonly { file: PackFile; report: Report }[]): void {
  const parents = new Map(parsed.map(({ file }) => [file.pack, file.extends]));
  const withEligibility = new Set(parsed.filter(({ file }) => file.eligibility).map(({ file }) => file.pack));
  for (const { file, report } of parsed) {
    const seen = new Set([file.pack]);
    let eligible = withEligibility.has(file.pack);
    for (let next = file.extends; next !== undefined; next = parents.get(next)) {
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

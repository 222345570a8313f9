import type { Bilingual } from './pack.schema.ts';

/** Where something stands in a pack: `['clocks', 'TRIAGE', 'within']`. */
export type Path = readonly (string | number)[];

/** An error keeps a pack from being used; a warning says what the law may mean, and an officer should look at (提醒). */
export type Severity = 'error' | 'warning';

/** Something wrong in a pack, with where it stands and what to do. Lines and columns count from 1. */
export interface PackProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  readonly message: Bilingual;
}

/** Says what is wrong at a place of a file, in Chinese and in English. */
export type Report = (path: Path, zh: string, en: string, severity?: Severity) => void;

/** The problem as one line a person can jump to: Chinese, then English. */
export function describeProblem({ path, line, column, severity, message }: PackProblem): string {
  const mark = severity === 'warning' ? '提醒 warning: ' : '';
  return `${path}:${line}:${column}: ${mark}${message.zh} ${message.en}`;
}

/** Whether a problem keeps the pack from being used. */
export function isError({ severity }: Pick<PackProblem, 'severity'>): boolean {
  return severity === 'error';
}

/** The known name that a wrong one comes nearest to, if it comes near at all: few letters to change, of the whole. */
export function nearestName(wrong: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(wrong.length / 3)) + 1;
  for (const name of known) {
    const changes = changesBetween(wrong.toLowerCase(), name.toLowerCase());
    if (changes < least && name !== wrong) [best, least] = [name, changes];
  }
  return best;
}

/** The hint that ends a message about a wrong name: the nearest known one, or nothing. */
export function hint(wrong: string, known: Iterable<string>): Bilingual {
  const near = nearestName(wrong, known);
  return near === undefined ? { zh: '', en: '' } : { zh: `是否应为“${near}”？`, en: `: is "${near}" meant?` };
}

/** Letters to put in, leave out, change, or swap with the next (Damerau-Levenshtein, of neighbours once). */
function changesBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const at = (list: readonly number[], n: number) => list[n] ?? 0;
      const changed = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? at(before, j - 2) + 1 : changed;
      row.push(Math.min(changed, swapped, at(last, j) + 1, at(row, j - 1) + 1));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

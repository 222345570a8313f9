import { nowCalled } from './older.names.ts';

/** The name that is most like a misspelt one, or nothing when none is near. */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  const wanted = written.toLowerCase();
  const most = Math.min(Math.max(2, Math.floor(written.length * 0.4)), written.length - 1); // as many would make any word of it
  let best: { name: string; steps: number } | undefined;
  for (const name of known) {
    const steps = editsBetween(wanted, name.toLowerCase());
    if (steps <= most && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) best = { name, steps };
  }
  return best?.name;
}

/** “没有……。There is no …”, with the name that the policy tables’ own has here, or else the nearest known one. */
export function unknownName(zh: string, en: string, written: string, known: readonly string[]): string {
  const near = nowCalled(written, known) ?? nearestName(written, known);
  return `没有${zh} ${written}。There is no ${en} ${written}${near === undefined ? '' : `; is ${near} meant?`}`;
}

/** How many letters must be put in, taken out or changed to make one word of the other. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (const [n, letter] of [...one].entries()) {
    const next = [n + 1];
    for (const [m, against] of [...other].entries()) {
      const changed = (row[m] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min((row[m + 1] ?? 0) + 1, (next[m] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

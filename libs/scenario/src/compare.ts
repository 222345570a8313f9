/** A difference between what was expected and what came, for a person to read. */
export interface Difference {
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Both lists hold the same, in the same order. */
export function sameList(what: string, expected: readonly string[], actual: readonly string[]): Difference | undefined {
  const same = expected.length === actual.length && expected.every((value, n) => value === actual[n]);
  return same ? undefined : { what, expected, actual };
}

/** Both hold the same, in whatever order. */
function sameSet(what: string, expected: readonly string[], actual: readonly string[]): Difference | undefined {
  return sameList(what, [...expected].sort(), [...actual].sort());
}

/** What is expected comes in this order; others may stand between. */
export function inOrder(what: string, expected: readonly string[], actual: readonly string[]): Difference | undefined {
  let from = 0;
  for (const value of expected) {
    const at = actual.indexOf(value, from);
    if (at < 0) return { what, expected, actual };
    from = at + 1;
  }
  return undefined;
}

/** What is expected is there, as often as it is named; there may be more. */
function among(what: string, expected: readonly string[], actual: readonly string[]): Difference | undefined {
  return inOrder(what, [...expected].sort(), [...actual].sort()) && { what, expected, actual };
}

/** How lists of names are compared: all of them, or at least these; an empty list always means none. */
export function listsAs(exactly: boolean): typeof sameSet {
  return (what, expected, actual) => (exactly || expected.length === 0 ? sameSet : among)(what, expected, actual);
}

/** Everything that is expected is there; what is not mentioned may be anything. */
export function holds(what: string, expected: unknown, actual: unknown): Difference | undefined {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return { what, expected, actual };
    return first(expected.map((value, n) => holds(`${what}[${n}]`, value, actual[n])));
  }
  if (typeof expected === 'object' && expected !== null) {
    const something = Object.keys(expected).length === 0 && actual !== null && actual !== undefined;
    if (something) return undefined;
    if (typeof actual !== 'object' || actual === null) return { what, expected, actual };
    return first(
      Object.entries(expected).map(([key, value]) => {
        return holds(`${what}.${key}`, value, (actual as Record<string, unknown>)[key] ?? null);
      }),
    );
  }
  return Object.is(expected ?? null, actual ?? null) ? undefined : { what, expected, actual };
}

/** A due time as written in a scenario: a day means the last moment of it. */
export function sameDue(what: string, expected: string, actual: string | undefined): Difference | undefined {
  const written = expected.replace('T', ' ');
  const shown = (actual ?? '').slice(0, 23).replace('T', ' ');
  const same = written.length === 10 ? shown === `${written} 23:59:59.999` : shown.startsWith(written);
  return same ? undefined : { what, expected, actual: actual ?? 'not started' };
}

export function first(differences: readonly (Difference | undefined)[]): Difference | undefined {
  return differences.find((difference) => difference !== undefined);
}

/** The difference in a few lines. */
export function describeDifference({ what, expected, actual }: Difference): string {
  return `${what}\n    expected ${shown(expected)}\n    got      ${shown(actual)}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

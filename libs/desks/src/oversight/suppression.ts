/** Fewer than this are not told: somebody might be recognised (小样本隐去). */
export const LEAST = 5;

/** What is counted of one line: an agency, a part of the place, a month. */
export type Counts = Readonly<Record<string, number>>;

/**
 * Which counts of a breakdown are not told. A number from one to four is hidden; nought tells of nobody. So that what is
 * hidden cannot be reckoned from the total and the others, at least two of a breakdown are hidden, which together are no fewer
 * than five: the smallest that were shown follow.
 */
export function hiddenIn(lines: readonly Counts[], measure: string): readonly boolean[] {
  const values = lines.map((line) => line[measure] ?? 0);
  const hidden = values.map((value) => value > 0 && value < LEAST);
  const those = () => values.filter((_, n) => hidden[n]);
  while (those().length > 0 && (those().length < 2 || those().reduce((a, b) => a + b, 0) < LEAST)) {
    const next = values.reduce((least, value, n) => {
      if (hidden[n] || value === 0) return least;
      return least < 0 || value < (values[least] ?? 0) ? n : least;
    }, -1);
    if (next < 0) break;
    hidden[next] = true;
  }
  return hidden;
}

import type { CaseRecord } from '#case';

/**
 * Cases, and all that they are merged with at the moment, in either way (合并的个案): they are about one child, and what one of them
 * says the other has taken over.
 */
export async function mergedWith(
  cases: Iterable<string>,
  load: (caseId: string) => Promise<CaseRecord>,
): Promise<ReadonlySet<string>> {
  const whole = new Set(cases);
  for (const caseId of whole) {
    const { merged, mergedInto } = await load(caseId);
    for (const other of mergedInto === null ? merged : [...merged, mergedInto]) whole.add(other);
  }
  return whole;
}

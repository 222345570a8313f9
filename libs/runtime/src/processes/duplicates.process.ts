import { defineProcess, type Follows, type ProcessContext } from './process.ts';

type Opening = { readonly data: { readonly about?: { readonly child: { readonly tags?: readonly string[] } } } };

/** The earliest few are enough for a person to find the rest; a common name must not grow with its square. */
const MOST = 5;

async function compare({ data }: Opening, { caseId, tagged }: ProcessContext): Promise<readonly Follows[]> {
  const others = (await tagged(data.about?.child.tags ?? [])).slice(0, MOST);
  return others.flatMap((other): Follows[] => [
    { caseId, command: 'NotePossibleDuplicate', input: { otherCaseId: other } },
    { caseId: other, command: 'NotePossibleDuplicate', input: { otherCaseId: caseId } },
  ]);
}

/** 疑似重复: two cases whose children share a match tag are pointed out to the township, which looks and decides. */
export const duplicates = defineProcess({
  name: 'duplicates',
  on: { FlagRaised: compare, ReportedToPolice: compare, FindingMade: compare },
});

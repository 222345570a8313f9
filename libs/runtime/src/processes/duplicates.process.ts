import { defineProcess, type Follows, type ProcessContext } from './process.ts';

type Opening = { readonly data: { readonly about?: { readonly child: { readonly tags?: readonly string[] } } } };

/** The earliest few are enough for a person to find the rest; a common name must not grow with its square. */
const MOST = 5;

async function compare({ data }: Opening, { caseId, tagged }: ProcessContext): Promise<readonly Follows[]> {
  const tags = data.about?.child.tags ?? [];
  const others = (await tagged(tags)).slice(0, MOST);
  return others.map(
    (other): Follows => ({
      caseId: other,
      command: 'NotePossibleDuplicate',
      input: { otherCaseId: caseId, tags },
    }),
  );
}

/** The other case has found that it may be about the same child: then so may this one. */
const alike = (
  { data }: { readonly data: { readonly otherCaseId: string } },
  { caseId }: ProcessContext,
): readonly Follows[] => [
  { caseId: data.otherCaseId, command: 'NotePossibleDuplicate', input: { otherCaseId: caseId } },
];

/** 疑似重复: two cases whose children share a match tag, and not two identity numbers, are pointed out to the township, which looks and decides. */
export const duplicates = defineProcess({
  name: 'duplicates',
  on: { FlagRaised: compare, ReportedToPolice: compare, FindingMade: compare, PossibleDuplicate: alike },
});

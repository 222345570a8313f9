import { defineProcess } from './process.ts';

/** 合并与拆分: the target has taken the flags first; then the source ends. Unmerging and splitting go the same way back. */
export const merges = defineProcess({
  name: 'merges',
  on: {
    FlagsMerged: ({ data }, { caseId }) => [
      { caseId: data.sourceCaseId, command: 'EndMergedCase', input: { targetCaseId: caseId } },
    ],
    FlagsUnmerged: ({ data: { sourceCaseId, dissuasions } }, { caseId }) => [
      { caseId: sourceCaseId, command: 'RestoreMergedCase', input: { targetCaseId: caseId, dissuasions } },
    ],
    ChildSplit: ({ data: { sourceCaseId, dissuasions, reports, repeats, reportClocks: clocks } }, { caseId }) => [
      {
        caseId: sourceCaseId,
        command: 'RestoreMergedCase',
        input: { targetCaseId: caseId, dissuasions, reports, repeats, clocks },
      },
    ],
  },
});

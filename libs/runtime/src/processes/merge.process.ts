import { carriedBack } from '#case';
import { defineProcess } from './process.ts';

/** 合并与拆分: the target has taken the flags first; then the source ends. Unmerging and splitting go the same way back. */
export const merges = defineProcess({
  name: 'merges',
  on: {
    FlagsMerged: ({ data }, { caseId }) => [
      { caseId: data.sourceCaseId, command: 'EndMergedCase', input: { targetCaseId: caseId } },
    ],
    FlagsUnmerged: ({ data }, { caseId }) => [
      {
        caseId: data.sourceCaseId,
        command: 'RestoreMergedCase',
        input: { targetCaseId: caseId, ...carriedBack(data) },
      },
    ],
    ChildSplit: ({ data }, { caseId }) => [
      {
        caseId: data.sourceCaseId,
        command: 'RestoreMergedCase',
        input: { targetCaseId: caseId, ...carriedBack(data), clocks: data.reportClocks },
      },
    ],
  },
});

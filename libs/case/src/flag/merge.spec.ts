import { noCase } from '../record.ts';
import { EndMergedCase } from './merge.ts';

/** What the decision does not look at. */
const context = {} as Parameters<typeof EndMergedCase.decide>[2];

describe('ending a merged case', () => {
  it('ends one of two that were merged into each other at the same moment, and never both', () => {
    const one = { ...noCase('a'), merged: ['b'] };
    const other = { ...noCase('b'), merged: ['a'] };
    expect(EndMergedCase.decide({ targetCaseId: 'b' }, one, context)).toEqual([]);
    expect(EndMergedCase.decide({ targetCaseId: 'a' }, other, context)).toEqual([
      { type: 'MergedInto', data: { targetCaseId: 'a' } },
    ]);
  });

  it('leaves open the last of those that were merged in a circle', () => {
    const last = { ...noCase('c'), merged: ['b'] };
    const endedInto = ['a', 'b', 'c']; // a took c, b took a, c took b; a and b have ended
    expect(EndMergedCase.decide({ targetCaseId: 'a' }, last, { ...context, endedInto })).toEqual([]);
    expect(EndMergedCase.decide({ targetCaseId: 'a' }, last, { ...context, endedInto: ['a', 'b'] })).toHaveLength(1);
  });
});

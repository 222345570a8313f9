import { agency, directory } from '../directory.fixture.ts';
import { flagged, instant } from '../given.fixture.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { type CaseRecord, noCase } from '../record.ts';
import { EndMergedCase, evolveMerge, MergeFlags } from './merge.ts';
import type { Severity } from './triage.ts';

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

describe('what was judged serious', () => {
  const judged = (level: Severity['level'], by: string): Severity => ({ level, by, at: instant('2025-03-03 09:30') });
  const { record } = flagged();
  const source = (id: string, severity: Severity | null): CaseRecord => ({ ...record, id, severity });
  const meta = {} as never;

  const merged = (into: CaseRecord, other: CaseRecord): CaseRecord => {
    const asked = { ...context, other, actor: { agency: agency('town'), officer: 'officer' }, directory };
    const decision = MergeFlags.decide({ sourceCaseId: other.id }, into, asked);
    const event = isRefusal(decision) ? undefined : decision[0];
    if (event?.type !== 'FlagsMerged') throw new Error('nothing was merged');
    return { ...into, ...evolveMerge.FlagsMerged(into, event.data, meta) };
  };
  const unmerged = (from: CaseRecord, sourceCaseId: string): CaseRecord => ({
    ...from,
    ...evolveMerge.FlagsUnmerged(from, { sourceCaseId, flags: [] }, meta),
  });

  it('comes over with the flags and leaves with them; what was not does neither', () => {
    const target = source('t', judged('NOT_SERIOUS', 'rvc'));
    const joined = merged(target, source('a', judged('SERIOUS', 'rvc-a')));
    expect(joined.severity).toMatchObject({ level: 'SERIOUS', by: 'rvc-a' });
    expect(unmerged(joined, 'a').severity).toEqual(target.severity);
    expect(merged(target, source('b', judged('NOT_SERIOUS', 'rvc-b'))).severity).toBe(target.severity);
    expect(merged(source('t', null), source('b', null)).severity).toBeNull();
  });

  it('stays as long as one of those that brought it', () => {
    const both = ['a', 'b'].reduce((to, id) => merged(to, source(id, judged('SERIOUS', id))), source('t', null));
    expect(unmerged(both, 'a').severity).toMatchObject({ level: 'SERIOUS', by: 'b' });
    expect(unmerged(both, 'b').severity).toMatchObject({ level: 'SERIOUS', by: 'a' });
    expect(unmerged(unmerged(both, 'a'), 'b').severity).toBeNull();
    expect(unmerged(unmerged(both, 'b'), 'a').severity).toBeNull();
  });
});

import { type CaseRecord, noCase } from '#case';
import { CaseCache } from './case.log.ts';

const fold = (id: string, revision: number): CaseRecord => ({ ...noCase(id), revision });

describe('the cache of folds', () => {
  it('gives what was put last under an id, and nothing that was dropped', () => {
    const cache = new CaseCache(1_000);
    cache.put(fold('a', 1));
    cache.put(fold('a', 2));
    expect(cache.get('a')?.revision).toBe(2);
    cache.drop('a');
    cache.drop('a');
    expect(cache.get('a')).toBeUndefined();
  });

  it('holds so many events in all, and lets go of what was used longest ago', () => {
    const cache = new CaseCache(100);
    for (const id of ['a', 'b', 'c', 'd']) cache.put(fold(id, 20)); // four and its events: 25 each
    expect(cache.get('a')).toBeDefined();
    cache.put(fold('e', 20));
    expect(['a', 'b', 'c', 'd', 'e'].filter((id) => cache.get(id))).toEqual(['a', 'c', 'd', 'e']);
  });

  it('counts a fold that has grown anew, and keeps no fold that is heavier than all', () => {
    const cache = new CaseCache(100);
    for (let revision = 0; revision < 40; revision += 1) cache.put(fold('a', revision));
    cache.put(fold('b', 20));
    expect([cache.get('a')?.revision, cache.get('b')?.revision]).toEqual([39, 20]);
    cache.put(fold('c', 500));
    expect(['a', 'b', 'c'].filter((id) => cache.get(id))).toEqual([]);
    cache.put(fold('b', 20));
    expect(cache.get('b')).toBeDefined();
  });

  it('shares what is kept at the same revision, keeps what is newer, and is not put back by what is older', () => {
    const cache = new CaseCache(1_000);
    const kept = fold('a', 2);
    cache.put(kept);
    expect(cache.shared(fold('a', 2))).toBe(kept);
    const older = fold('a', 1);
    expect(cache.shared(older)).toBe(older);
    expect(cache.get('a')).toBe(kept);
    const newer = fold('a', 3);
    expect(cache.shared(newer)).toBe(newer);
    expect(cache.get('a')).toBe(newer);
    expect(cache.shared(fold('b', 0))).toBe(cache.get('b'));
  });
});

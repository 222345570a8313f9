import { compareMatrix, matrixMutants, shipped } from './matrix.ts';

it('decides as the table by hand says, everywhere', () => {
  const { compared, mismatches } = compareMatrix(shipped);
  expect(mismatches.slice(0, 5)).toEqual([]);
  expect(compared).toBeGreaterThan(1_000_000);
});

it.each(matrixMutants)('finds a planted mistake: %s', (_, deciding) => {
  expect(compareMatrix(deciding, 1).mismatches).not.toEqual([]);
});

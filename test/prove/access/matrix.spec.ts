import { compareMatrix, matrixMutants, shipped } from './matrix.ts';
import { compareRegister, registerMatrixMutants } from './register.matrix.ts';

it('decides as the table by hand says, everywhere', () => {
  const { compared, mismatches } = compareMatrix(shipped);
  expect(mismatches.slice(0, 5)).toEqual([]);
  expect(compared).toBeGreaterThan(1_000_000);
});

it('decides of the key-minor register as its table by hand says', () => {
  const { compared, mismatches } = compareRegister();
  expect(mismatches.slice(0, 5)).toEqual([]);
  expect(compared).toBeGreaterThan(2_000);
});

it.each(registerMatrixMutants)('finds a mistake planted in the register: %s', (_, deciding) => {
  expect(compareRegister(deciding).mismatches).not.toEqual([]);
});

it.each(matrixMutants)('finds a planted mistake: %s', (_, deciding) => {
  expect(compareMatrix(deciding, 1).mismatches).not.toEqual([]);
});

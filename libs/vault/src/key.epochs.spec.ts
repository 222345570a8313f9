import { epochsApart } from './key.epochs.ts';
import { newEpoch, newKeys } from './key.file.ts';

const AT = '2025-03-14T10:00:00+08:00';
const file = (...numbers: readonly number[]) => ({
  ...newKeys(AT),
  epochs: numbers.map((number) => newEpoch(number, AT, 'intl')),
});

it.each([
  [[2], [2]],
  [[1, 2], [1]],
  [
    [1, 2],
    [1, 2],
  ],
  [[1, 2], [2]],
])('a key file of epochs %j goes with a vault of %j, also in the middle of a rotation', (own, vault) => {
  expect(epochsApart(file(...own), vault)).toBeUndefined();
});

it.each([
  [[3], [2], 'vault'],
  [[3], [2, 3], 'vault'],
  [[2, 3], [1], 'vault'],
  [[2], [3], 'file'],
  [[1, 2], [2, 3], 'file'],
] as const)('a key file of epochs %j does not go with a vault of %j: the %s is older', (own, vault, older) => {
  expect(epochsApart(file(...own), vault)).toEqual({ file: own, vault, older });
});

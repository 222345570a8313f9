import type { Envelope } from '../envelope.ts';
import { Recent } from './recent.ts';

const envelope = (n: number, bytes = 10): Envelope => ({ id: `${n}`, type: 'Noted', data: `${n}`, meta: '{}', bytes });
const append = (number: number, count = 1, bytes?: number) => ({
  stream: `s${number}`,
  revision: 4,
  number,
  events: Array.from({ length: count }, (_, index) => envelope(number + index, bytes)),
});
const numbers = (recent: Recent, after: number, limit = 9) =>
  recent.after(after, limit)?.map(({ position, data }) => [Number(position), data]);

describe('the end of the log as this process wrote it', () => {
  it('is given back in pages, with positions and revisions, as long as nothing is missing', () => {
    const recent = new Recent();
    recent.add(append(7, 2));
    recent.add(append(9));
    expect(recent.after(6, 9)?.map(({ position, revision, stream }) => [position, revision, stream])).toEqual([
      ['7', 4, 's7'],
      ['8', 5, 's7'],
      ['9', 4, 's9'],
    ]);
    expect(numbers(recent, 7, 1)).toEqual([[8, 8]]);
    expect(recent.after(5, 9)).toBeUndefined(); // 6 is not known
    expect(recent.after(9, 9)).toBeUndefined(); // whether there is more the log must say
  });

  it('begins anew after a gap, and forgets when told', () => {
    const recent = new Recent();
    recent.add(append(1, 3));
    recent.add(append(5));
    expect(recent.after(0, 9)).toBeUndefined();
    expect(recent.after(3, 9)).toBeUndefined();
    expect(numbers(recent, 4)).toEqual([[5, 5]]);
    recent.forget();
    expect(recent.after(4, 9)).toBeUndefined();
    recent.add(append(6));
    expect(numbers(recent, 5)).toEqual([[6, 6]]);
  });

  it('holds so much and no more, by number and by weight', () => {
    const recent = new Recent();
    for (let number = 1; number <= 5_000; number += 1) recent.add(append(number));
    expect(recent.after(0, 9)).toBeUndefined();
    expect(numbers(recent, 4_998)).toEqual([
      [4_999, 4_999],
      [5_000, 5_000],
    ]);
    for (let number = 5_001; number <= 5_020; number += 1) recent.add(append(number, 1, 512 * 1_024));
    expect(recent.after(5_000, 9)).toBeUndefined();
    expect(numbers(recent, 5_019)).toEqual([[5_020, 5_020]]);
  });
});

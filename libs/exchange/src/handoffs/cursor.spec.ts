import { BadCursor, type Position } from '#runtime';
import { cursorOf, readCursor } from './cursor.ts';

const cursor = cursorOf('psb', '7' as Position);

it('is read by the agency that it was given to', () => {
  expect([readCursor('psb', cursor), readCursor('psb', '')]).toEqual(['7', null]);
  expect(() => readCursor('ps', cursor)).toThrow(BadCursor);
});

it.each([`${cursor}?`, `${cursor}==`, ` ${cursor}`, `${cursor}!junk`])('has one form: not %j', (none) => {
  expect(() => readCursor('psb', none)).toThrow(BadCursor);
});

import { BadCursor, type Position } from '#runtime';
import { cursorOf, readCursor } from './cursor.ts';

const place = { position: '7' as Position, mark: 'x'.repeat(22) };
const cursor = cursorOf('psb', place);

it('is read by the agency that it was given to', () => {
  expect([readCursor('psb', cursor), readCursor('psb', '')]).toEqual([place, null]);
  expect(() => readCursor('ps', cursor)).toThrow(BadCursor);
});

it.each([`${cursor}?`, `${cursor}==`, ` ${cursor}`, `${cursor}!junk`])('has one form: not %j', (none) => {
  expect(() => readCursor('psb', none)).toThrow(BadCursor);
});

it('names the event that it stands at, or is none', () => {
  expect(() => readCursor('psb', Buffer.from('psb 7').toString('base64url'))).toThrow(BadCursor);
});

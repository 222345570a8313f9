import { BadCursor, type Position } from '#runtime';

const FORM = /^([!-~]+) ([!-~]+)$/;

/** Where a stream may be resumed (续传游标): opaque to callers, good for one agency. */
export function cursorOf(agency: string, position: Position | null): string {
  return position === null ? '' : Buffer.from(`${agency} ${position}`).toString('base64url');
}

/** @throws BadCursor for what is no cursor of this agency's. */
export function readCursor(agency: string, cursor: string): Position | null {
  if (cursor === '') return null;
  const [, whose, position] = FORM.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (whose !== agency || position === undefined) throw new BadCursor('not a cursor of this agency');
  return position as Position;
}

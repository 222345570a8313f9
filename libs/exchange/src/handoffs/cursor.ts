import { BadCursor, type Bookmark, type Position } from '#runtime';

const FORM = /^([!-~]+) ([!-~]+) ([\w-]{22})$/;

/** Where a stream may be resumed (续传游标): opaque to callers, good for one agency and one log. */
export function cursorOf(agency: string, place: Bookmark | null): string {
  return place === null ? '' : Buffer.from(`${agency} ${place.position} ${place.mark}`).toString('base64url');
}

/** @throws BadCursor for what is no cursor of this agency's. Whether it is of this log is the log's to say. */
export function readCursor(agency: string, cursor: string): Bookmark | null {
  if (cursor === '') return null;
  const [, whose, position, mark] = FORM.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (whose !== agency || position === undefined || mark === undefined) {
    throw new BadCursor('not a cursor of this agency');
  }
  return { position: position as Position, mark };
}

import { BadCursor, type Position, readCursor as partsOf, cursorOf as textOf } from '#runtime';

/** Where a stream may be resumed (续传游标): opaque to callers, good for one agency. */
export function cursorOf(agency: string, position: Position | null): string {
  return position === null ? '' : textOf(agency, position);
}

/** @throws BadCursor for what is no cursor of this agency's. */
export function readCursor(agency: string, cursor: string): Position | null {
  if (cursor === '') return null;
  const [whose, position] = partsOf(cursor);
  if (whose !== agency) throw new BadCursor('not a cursor of this agency');
  return position as Position;
}

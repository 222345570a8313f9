import { BadCursor, type Bookmark, type Position, readCursor as partsOf, cursorOf as textOf } from '#runtime';

const PLACE = /^(.+)\/([\w-]{22})$/;

/** Where a stream may be resumed (续传游标): opaque to callers, good for one agency and one log. */
export function cursorOf(agency: string, place: Bookmark | null): string {
  return place === null ? '' : textOf(agency, `${place.position}/${place.mark}`);
}

/** @throws BadCursor for what is no cursor of this agency's. Whether it is of this log is the log's to say. */
export function readCursor(agency: string, cursor: string): Bookmark | null {
  if (cursor === '') return null;
  const [whose, place] = partsOf(cursor);
  const [, position, mark] = PLACE.exec(place) ?? [];
  if (whose !== agency || position === undefined || mark === undefined) {
    throw new BadCursor('not a cursor of this agency');
  }
  return { position: position as Position, mark };
}

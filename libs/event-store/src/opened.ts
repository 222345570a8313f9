import type { Opened, Position, StoredEvent } from './port.ts';

/** What {@link Opened} says of a page that has been read after a position. */
export function openedIn(after: Position | null, page: readonly StoredEvent[]): Opened {
  const streams = page.filter(({ revision }) => revision === 0).map(({ stream, position }) => ({ stream, position }));
  return { streams, to: page.at(-1)?.position ?? after, events: page.length };
}

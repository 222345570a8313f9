import { type Position, StoreError } from './port.ts';

const DIGITS = /^[1-9]\d{0,15}$/;

/** Positions of engines that number their events 1, 2, 3 …; 0 stands for the beginning. */
export function toPosition(number: number): Position {
  return String(number) as Position;
}

/** @throws StoreError `invalid` for a position that another engine gave. */
export function fromPosition(position: Position | null): number {
  if (position === null) return 0;
  if (!DIGITS.test(position)) throw new StoreError('invalid', `${JSON.stringify(position)} is no position of this log`);
  return Number(position);
}

/** The number of the last event that is wanted; undefined when all are. */
export function numberOf(until: Position | null | undefined): number | undefined {
  return until === undefined ? undefined : fromPosition(until);
}

/** @throws StoreError `invalid` when a checkpoint lies beyond the end: it is of another log, or of a newer copy of this one. */
export function checkEnd(checkpoint: number, end: number): void {
  if (checkpoint > end) throw new StoreError('invalid', `checkpoint ${checkpoint} lies beyond the log's end ${end}`);
}

/** `compare` of the port for numbered positions. */
export function comparePositions(a: Position | null, b: Position | null): number {
  return fromPosition(a) - fromPosition(b);
}

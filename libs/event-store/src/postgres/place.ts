import { type Position, StoreError } from '../port.ts';
import { toPosition } from '../position.ts';

/** Where an event stands in the table: the turn of its transaction, and its number; by turn, then by number. */
export interface Place {
  readonly turn: number;
  readonly pos: number;
}

const PLACE = /^(?:([1-9]\d{0,15})-)?([1-9]\d{0,15})$/;
const BEGINNING: Place = { turn: 0, pos: 0 };

/** A sequencer numbers without turns: such a position is its number alone, and stays what it was when the order is changed. */
export function positionOf({ turn, pos }: Place): Position {
  return turn === 0 ? toPosition(pos) : (`${turn}-${pos}` as Position);
}

/** @throws StoreError `invalid` for a position that another engine gave. */
export function placeOf(position: Position | null): Place {
  if (position === null) return BEGINNING;
  const [, turn = '0', pos] = PLACE.exec(position) ?? [];
  if (pos === undefined) throw new StoreError('invalid', `${JSON.stringify(position)} is no position of this log`);
  return { turn: Number(turn), pos: Number(pos) };
}

/** `compare` of the port. */
export function comparePlaces(a: Position | null, b: Position | null): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  return left.turn - right.turn || left.pos - right.pos;
}

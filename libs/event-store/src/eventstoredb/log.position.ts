import type { Position as LogPosition } from '@eventstore/db-client';
import { type Position, StoreError } from '../port.ts';

const POSITION = /^(0|[1-9]\d{0,18}):(0|[1-9]\d{0,18})$/;

/** Commit and prepare position in decimal: both may exceed what a number holds exactly. */
export function toPosition({ commit, prepare }: LogPosition): Position {
  return `${commit}:${prepare}` as Position;
}

/** @throws StoreError `invalid` for a position that another engine gave. */
export function fromPosition(position: Position): LogPosition {
  const [, commit, prepare] = POSITION.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) {
    throw new StoreError('invalid', `${JSON.stringify(position)} is no position of this log`);
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** `compare` of the port: by commit, then by prepare. */
export function comparePositions(a: Position | null, b: Position | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const [left, right] = [fromPosition(a), fromPosition(b)];
  return sign(left.commit, right.commit) || sign(left.prepare, right.prepare);
}

function sign(a: bigint, b: bigint): number {
  return Number(a > b) - Number(a < b);
}

import type { Instant } from '#calendar';
import { type Answer, answerTo, asStart, type ClockEffect, clockOf } from '#case';
import type { Position } from '#event-store';
import type { Folded, Recorded } from '../stream.kind.ts';

/** What became of a command that was not refused. `repeated`: it had been done before, and this is the first answer again. */
export interface Accepted {
  /** The case or, for a command on a recommendation, the recommendation. */
  readonly caseId: string;
  readonly revision: number;
  readonly position: Position | null;
  readonly events: readonly string[];
  readonly effects: readonly ClockEffect[];
  readonly enteredLate: boolean;
  readonly repeated: boolean;
}

/** The answer to a command that has just been done. */
export function answer(record: Folded, events: readonly Recorded[], position: Position, repeated: boolean): Accepted {
  return {
    caseId: record.id,
    revision: record.revision,
    position,
    events: events.map(({ type }) => type),
    effects: events.flatMap(({ meta }) => meta.effects),
    enteredLate: events.some(({ meta }) => meta.enteredLate),
    repeated,
  };
}

/** The first answer again, put together from what the record remembers of it. */
export function firstAnswer(record: Folded, commandId: string): Accepted {
  const { revision, events, effects, enteredLate } = answerTo(record, commandId) as Answer;
  const told = effects.flatMap((effect) => effectAgain(record, effect));
  return { caseId: record.id, revision, position: null, events, effects: told, enteredLate, repeated: true };
}

function effectAgain(record: Folded, remembered: string): readonly ClockEffect[] {
  const [kind, id = '', at, due] = remembered.split(' ') as [ClockEffect['effect'], string?, Instant?, Instant?];
  const clock = clockOf(record, id);
  if (!clock) return [];
  const { clock: name, item, yellowAt, provisional } = clock;
  if (kind === 'start') return [{ ...asStart(clock), due: clock.firstDue ?? clock.due }];
  if ((kind === 'resume' || kind === 'move') && at && due) {
    return [{ effect: kind, id, clock: name, item, at, due, yellowAt, provisional }];
  }
  if (kind === 'pause') return at ? [{ effect: 'pause', id, clock: name, item, at }] : [];
  const { stoppedAt, late = false, cause = 'done' } = clock;
  return stoppedAt ? [{ effect: 'stop', id, clock: name, item, at: stoppedAt, late, cause }] : [];
}

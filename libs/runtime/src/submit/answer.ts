import type { CaseRecord, ClockEffect } from '#case';
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
  const { revision, events, effects, enteredLate } = record.answers[commandId] as CaseRecord['answers'][string];
  const told = effects.flatMap((effect): ClockEffect[] => {
    const [kind, id = ''] = effect.split(' ');
    const clock = record.clocks[id];
    if (!clock) return [];
    if (kind === 'start') {
      const { state: _, stoppedAt: __, late: ___, cause: ____, ...start } = clock;
      return [start];
    }
    const { clock: name, item, stoppedAt: at, late = false, cause = 'done' } = clock;
    return at ? [{ effect: 'stop', id, clock: name, item, at, late, cause }] : [];
  });
  return { caseId: record.id, revision, position: null, events, effects: told, enteredLate, repeated: true };
}

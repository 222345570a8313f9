import type { Answer, CaseRecord, Clock } from '../record.ts';
import type { ClockEffect, ClockStart } from './effects.ts';
import type { EventMeta } from './event.ts';

/** What every record that events fold to has of itself. */
type Advancing = Pick<CaseRecord, 'revision' | 'at' | 'clocks' | 'answers'>;

/** A record with what one more event changed in it, what that did to its clocks, and what its command was answered. */
export function advanced<R extends Advancing>(
  record: R,
  changed: Partial<R>,
  event: { readonly type: string; readonly meta: EventMeta },
): R {
  const revision = record.revision + 1;
  return {
    ...record,
    ...changed,
    revision,
    at: event.meta.at,
    clocks: clocksAfter(changed.clocks ?? record.clocks, event.meta.effects),
    answers: answersAfter(record.answers, revision, event),
  };
}

function clocksAfter(before: readonly Clock[], effects: readonly ClockEffect[]): readonly Clock[] {
  if (effects.length === 0) return before;
  const clocks = [...before];
  for (const effect of effects) {
    const at = clocks.findIndex(({ id }) => id === effect.id);
    const clock = clocks[at];
    if (effect.effect === 'start') clocks.splice(at < 0 ? clocks.length : at, 1, begun(effect));
    else if (clock) clocks[at] = { ...clock, ...changeOf(effect, clock) };
  }
  return clocks;
}

function begun(start: ClockStart): Clock {
  return start.lapse ? { ...start, state: 'overdue', ladder: start.lapse.ladder } : { ...start, state: 'running' };
}

function changeOf(effect: Exclude<ClockEffect, { effect: 'start' }>, clock: Clock): Partial<Clock> {
  if (effect.effect === 'stop') {
    return { state: 'stopped', stoppedAt: effect.at, late: effect.late, cause: effect.cause };
  }
  if (effect.effect === 'pause') return { state: 'paused', pausedAt: effect.at };
  const { due, unrolled, yellowAt, provisional } = effect;
  const moved = { due, unrolled, yellowAt, provisional, firstDue: clock.firstDue ?? clock.due };
  if (effect.effect === 'resume') return { ...moved, state: 'running', pausedAt: undefined };
  return { ...moved, extended: (clock.extended ?? 0) + 1 };
}

function answersAfter(
  before: readonly Answer[],
  revision: number,
  { type, meta }: { readonly type: string; readonly meta: EventMeta },
): readonly Answer[] {
  const { commandId, digest, effects, enteredLate } = meta;
  const last = before.at(-1); // events of one command follow each other
  const earlier = last?.commandId === commandId ? last : undefined;
  const answer = {
    commandId,
    digest,
    revision,
    events: [...(earlier?.events ?? []), type],
    effects: [...(earlier?.effects ?? []), ...effects.map(remembered)],
    enteredLate: enteredLate || earlier?.enteredLate === true,
  };
  return [...(earlier ? before.slice(0, -1) : before), answer];
}

/** What an answer remembers of an effect: what the clock itself may not tell any more. */
function remembered(effect: ClockEffect): string {
  if (effect.effect === 'start' || effect.effect === 'stop') return `${effect.effect} ${effect.id}`;
  const { effect: kind, id, at } = effect;
  return effect.effect === 'pause' ? `${kind} ${id} ${at}` : `${kind} ${id} ${at} ${effect.due}`;
}

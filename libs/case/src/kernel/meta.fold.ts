import type { Answer, CaseRecord, Clock } from '../record.ts';
import type { ClockEffect } from './effects.ts';
import type { EventMeta } from './event.ts';

/** The maps of a record that a fold has copied once and writes to from then on: nobody else has seen them. */
export interface Owned {
  clocks?: Readonly<Record<string, Clock>>;
  answers?: Readonly<Record<string, Answer>>;
}

type Changing = Pick<CaseRecord, 'clocks' | 'answers' | 'revision'>;

/** The record with what is recorded beside every event: what it did to the clocks, and what its command was answered. */
export function withMeta<R extends Changing>(
  record: R,
  event: { readonly type: string; readonly meta: EventMeta },
  owned: Owned = {},
): R {
  const clocks = withEffects(record.clocks, event.meta, owned);
  const answers = answered(record, event, owned);
  return clocks === record.clocks && answers === record.answers ? record : { ...record, clocks, answers };
}

/**
 * A map that may be written to: a copy, unless the fold has made one of this very map. It has no prototype: engines then take
 * it for the dictionary that it is, where they would derive a class anew with each id that is added to a plain object.
 */
function writable<T>(map: Readonly<Record<string, T>>, own: Readonly<Record<string, T>> | undefined) {
  return (map === own ? map : Object.assign(Object.create(null), map)) as Record<string, T>;
}

function withEffects(before: Readonly<Record<string, Clock>>, { effects }: EventMeta, owned: Owned) {
  if (effects.length === 0) return before;
  const clocks = writable(before, owned.clocks);
  for (const effect of effects) {
    const clock = effect.effect === 'start' ? undefined : clocks[effect.id];
    if (effect.effect === 'start') clocks[effect.id] = { ...effect, state: 'running' };
    else if (clock) clocks[effect.id] = { ...clock, ...changeOf(effect, clock) };
  }
  owned.clocks = clocks;
  return clocks;
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

/** What each command was answered, this event's among them. */
function answered(
  { answers: before, revision }: Pick<CaseRecord, 'answers' | 'revision'>,
  { type, meta }: { readonly type: string; readonly meta: EventMeta },
  owned: Owned,
) {
  const { commandId, digest, effects, enteredLate } = meta;
  const answers = writable(before, owned.answers);
  const earlier = answers[commandId];
  const remembering = effects.map(remembered);
  answers[commandId] = {
    digest,
    revision,
    events: earlier ? [...earlier.events, type] : [type],
    effects: earlier ? [...earlier.effects, ...remembering] : remembering,
    enteredLate: enteredLate || earlier?.enteredLate === true,
  };
  owned.answers = answers;
  return answers;
}

/** What an answer remembers of an effect: what the clock itself may not tell any more. */
function remembered(effect: ClockEffect): string {
  if (effect.effect === 'start' || effect.effect === 'stop') return `${effect.effect} ${effect.id}`;
  const { effect: kind, id, at } = effect;
  return effect.effect === 'pause' ? `${kind} ${id} ${at}` : `${kind} ${id} ${at} ${effect.due}`;
}

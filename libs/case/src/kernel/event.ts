import type { CalendarDate, Instant } from '#calendar';
import type { Agency, Bilingual } from '#policy';
import type { ClockEffect } from './effects.ts';
import type { Sealed } from './sealed.ts';

/** Who acts: an officer of an agency, or the system itself for what time alone brings about. */
export interface Actor {
  readonly agency: Agency;
  /** The officer's id, never a name. */
  readonly officer: string;
}

/** A rule that is not law was set aside, with the officer's reason (有据变通). */
export interface Override {
  readonly rule: string;
  readonly reason: Sealed;
}

/** What is recorded beside an event's own data. */
export interface EventMeta {
  /** When it was recorded; never earlier than the event before it. */
  readonly at: Instant;
  /** When it happened, as the officer says. */
  readonly occurredAt: Instant;
  /** Entered a day or more after it happened, or so that a time which is over by now counts as kept (补录). */
  readonly enteredLate: boolean;
  readonly actor: Actor;
  readonly commandId: string;
  /** Keyed digest of the command as it came in: tells a retry from another command under the same key. */
  readonly digest: string;
  /** The pack version it was decided under. */
  readonly pack: string;
  readonly effects: readonly ClockEffect[];
  readonly overrides?: readonly Override[];
}

/** An event as a union over a map: `{ type, data }`. */
export type EventOf<M> = { [T in keyof M & string]: { readonly type: T; readonly data: M[T] } }[keyof M & string];

/** What is said of an event type: its name, and which fields a pack's clocks may look at, with what each may be. */
export interface EventDeclaration<Data = object> {
  readonly name: Bilingual;
  readonly looks?: { readonly [F in keyof Data & string]?: Looked<NonNullable<Data[F]>> };
}

/** What is said of a field that clocks may look at: its kind, or the closed list that its values are of. */
type Looked<Value> = [Value] extends [boolean]
  ? 'boolean'
  : [Value] extends [number]
    ? 'number'
    : [Value] extends [CalendarDate]
      ? 'date'
      : 'text' | readonly Value[];

/** The names of a registry, as the closed list of a field: `looks: { kind: namesOf(FLAG_KINDS) }`. */
export function namesOf<Registry extends object>(registry: Registry): readonly (keyof Registry & string)[] {
  return Object.keys(registry) as (keyof Registry & string)[];
}

/** Declarations for every event of a map; one left out does not compile. */
export type EventDeclarations<M> = { readonly [T in keyof M]: EventDeclaration<M[T]> };

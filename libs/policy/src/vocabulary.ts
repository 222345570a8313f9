import type { HolderRole, Scope } from './pack.schema.ts';

/** What a field of an event may be: one of a closed list, or any value of a kind. `text` that is no list names something. */
export type FieldValues = 'boolean' | 'number' | 'date' | 'text' | readonly string[];

/** What a pack’s clocks may say of an event. */
export interface EventWords {
  /** The fields that a trigger may look at, and what each may be. */
  readonly fields: ReadonlyMap<string, FieldValues>;
  /** What the event is about, by name: a clock of another scope is neither started nor stopped by it. */
  readonly items: ReadonlySet<Scope>;
  /** Who can be charged with a clock that the event starts. */
  readonly holders: ReadonlySet<HolderRole>;
}

/** The names that rules may use; they come from the registries of the streams. */
export interface Vocabulary {
  readonly commands: ReadonlySet<string>;
  readonly events: ReadonlyMap<string, EventWords>;
  /** Events of the psychological channel, and the kind of flag that is of it: clocks that they alone start are hidden with it. */
  readonly channel?: { readonly events: ReadonlySet<string>; readonly flag: string };
  /** The kinds of order and the grounds of an admonition that a pack may speak of; unsaid, any name passes. */
  readonly orders?: ReadonlySet<string>;
  readonly grounds?: ReadonlySet<string>;
  readonly recommendations?: ReadonlySet<string>;
  readonly focus?: ReadonlySet<string>;
  /** Commands whose power says who may know of something (指名的职责): it names agencies, and `any` would name nobody. */
  readonly byDuty?: ReadonlySet<string>;
  /** Kinds of personal data. */
  readonly categories?: ReadonlySet<string>;
}

import type { EventWords, HolderRole, Scope } from '#policy';
import type { ITEM_FIELD } from './effects.ts';
import type { EventDeclaration } from './event.ts';

type ItemField = typeof ITEM_FIELD;

/** The scopes whose item an event names, and `named` where it names an agency to be charged. */
type NamedIn<Data> = {
  readonly [S in keyof ItemField as ItemField[S] extends keyof Data ? S : never]: true;
} & ('holder' extends keyof Data
  ? { readonly named: true }
  : 'to' extends keyof Data
    ? { readonly named: true }
    : unknown);

/**
 * What each event of a map names (事件所指的事项): one left out, one too many or a scope that its data does not name does not
 * compile. Events that name nothing are about the whole stream.
 */
export type NamedItems<M> = {
  readonly [T in keyof M as keyof NamedIn<M[T]> extends never ? never : T]: NamedIn<M[T]>;
};

type Named = Scope | 'named';

/**
 * What packs may say of the events of a stream.
 *
 * @param names what each event names, as {@link NamedItems} has the compiler see to.
 * @param whole the scope that every event of the stream is about.
 * @param charges by role, what an event has to name for its clock to be charged to that role; `any` where it need name nothing.
 */
export function eventWords(
  declarations: Readonly<Record<string, EventDeclaration>>,
  names: object,
  whole: Scope,
  charges: Readonly<Partial<Record<HolderRole, readonly Named[] | 'any'>>>,
): ReadonlyMap<string, EventWords> {
  const namesOf = names as Readonly<Record<string, Readonly<Partial<Record<Named, true>>>>>;
  const roles = Object.entries(charges) as [HolderRole, readonly Named[] | 'any'][];
  const words = ([event, { looks = {} }]: [string, EventDeclaration]): [string, EventWords] => {
    const named = Object.keys(namesOf[event] ?? {}) as Named[];
    const items = new Set<Scope>([whole, ...named.filter((name) => name !== 'named')]);
    const able = roles.filter(([, needs]) => needs === 'any' || needs.some((need) => named.includes(need)));
    return [event, { fields: new Map(Object.entries(looks)), items, holders: new Set(able.map(([role]) => role)) }];
  };
  return new Map(Object.entries(declarations).map(words));
}

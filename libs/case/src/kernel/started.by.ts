import type { ClockRule, Pack, Sourced } from '#policy';

type NamedRule = readonly [name: string, rule: Sourced<ClockRule>];

const starting = new WeakMap<Pack['clocks'], ReadonlyMap<string, readonly NamedRule[]>>();

/** The clocks of a pack that events of a type may start. A pack never changes, so it is looked through once. */
export function startedBy(type: string, { clocks }: Pack): readonly NamedRule[] {
  let byType = starting.get(clocks);
  if (!byType) {
    const types = new Set(Object.values(clocks).flatMap(({ starts }) => starts.map(({ event }) => event)));
    const rulesOf = (one: string) =>
      Object.entries(clocks).filter(([, { starts }]) => starts.some(({ event }) => event === one));
    byType = new Map([...types].map((one) => [one, rulesOf(one)]));
    starting.set(clocks, byType);
  }
  return byType.get(type) ?? [];
}

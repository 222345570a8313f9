import type { ClockRule, EligibilityRule, GroundRule, OrderTypeRule, PackFile, PowerRule } from './pack.schema.ts';

/** A rule in a merged pack, with the pack it was written in. */
export type Sourced<R> = R & { readonly from: string };

/** One jurisdiction's rules, its parents' merged in: a rule of the lower pack replaces the one of the same name above. */
export interface Pack {
  readonly name: string;
  /** `shanwei@2025-02-24`: recorded with every event that is decided under it. */
  readonly version: string;
  readonly title: PackFile['name'];
  readonly division: string;
  readonly effective: string;
  readonly document: PackFile['document'];
  /** From the pack itself up to `national`. */
  readonly lineage: readonly string[];
  readonly eligibility: Sourced<EligibilityRule>;
  readonly powers: Readonly<Record<string, Sourced<PowerRule>>>;
  readonly grounds: Readonly<Record<string, Sourced<GroundRule>>>;
  readonly orders: Readonly<Record<string, Sourced<OrderTypeRule>>>;
  readonly clocks: Readonly<Record<string, Sourced<ClockRule>>>;
}

/** All packs of an installation. */
export interface PackSet {
  readonly names: readonly string[];
  /** The newest version of a pack, by name. */
  get(name: string): Pack | undefined;
  /**
   * The pack that governs a place at a date (`YYYY-MM-DD`): the one with the longest matching division whose effective date
   * has come; before its effective date, its parent's rules hold.
   */
  inForce(division: string, date: string): Pack;
}

/** @throws Error when the files hold no root pack with an eligibility rule; `checkPacks` reports this with file and line. */
export function packSet(files: readonly PackFile[]): PackSet {
  const versions = new Map<string, PackFile[]>();
  for (const file of files) versions.set(file.pack, [...(versions.get(file.pack) ?? []), file]);
  for (const list of versions.values()) list.sort((a, b) => (a.effective < b.effective ? -1 : 1));
  const cache = new Map<string, Pack>();

  const fileAt = (name: string, date: string): PackFile | undefined =>
    versions.get(name)?.findLast((file) => file.effective <= date);

  const chainAt = (name: string, date: string): PackFile[] => {
    const chain: PackFile[] = [];
    let next: string | undefined = name;
    while (next) {
      const list: PackFile[] = versions.get(next) ?? [];
      const oldest: PackFile | undefined = list[0];
      if (!oldest) throw new Error(`no pack ${next}`);
      const file: PackFile | undefined = fileAt(next, date) ?? (oldest.extends ? undefined : oldest);
      if (file) chain.push(file);
      next = (file ?? oldest).extends;
    }
    return chain;
  };

  const mergedAt = (name: string, date: string): Pack => {
    const chain = chainAt(name, date);
    const key = chain.map(versionOf).join('<');
    const known = cache.get(key);
    if (known) return known;
    const pack = merge(chain);
    cache.set(key, pack);
    return pack;
  };

  const names = [...versions.keys()].sort();
  return {
    names,
    get: (name) => (versions.has(name) ? mergedAt(name, '9999-12-31') : undefined),
    inForce: (division, date) => {
      const best = names
        .map((name) => versions.get(name)?.[0])
        .filter((file): file is PackFile => file !== undefined && division.startsWith(file.division))
        .sort((a, b) => b.division.length - a.division.length)[0];
      if (!best) throw new Error('no root pack');
      return mergedAt(best.pack, date);
    },
  };
}

function versionOf(file: PackFile): string {
  return `${file.pack}@${file.effective}`;
}

function merge(chain: readonly PackFile[]): Pack {
  const [own] = chain;
  const eligible = chain.find((file) => file.eligibility);
  if (!own || !eligible?.eligibility) throw new Error('a pack needs an eligibility rule, its own or inherited');
  const upward = [...chain].reverse();
  const rules = <R extends object>(of: (file: PackFile) => Record<string, R>): Record<string, Sourced<R>> =>
    Object.assign({}, ...upward.map((file) => mapValues(of(file), (rule) => ({ ...rule, from: file.pack }))));
  return {
    name: own.pack,
    version: versionOf(own),
    title: own.name,
    division: own.division,
    effective: own.effective,
    document: own.document,
    lineage: chain.map((file) => file.pack),
    eligibility: { ...eligible.eligibility, from: eligible.pack },
    powers: rules((file) => file.powers),
    grounds: rules((file) => file.grounds),
    orders: rules((file) => file.orders),
    clocks: rules((file) => file.clocks),
  };
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

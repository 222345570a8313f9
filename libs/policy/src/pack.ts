import type { Agency, Overseer, OversightScope } from './agency.ts';
import type {
  ClockEntry,
  ClockRule,
  EligibilityRule,
  FocusRule,
  GroundRule,
  LadderRule,
  OrderTypeRule,
  OversightRule,
  PackFile,
  PartyRules,
  PowerRule,
  RecommendationRule,
  RetentionRule,
  ServiceRule,
  TransferRule,
  WaitingClockRule,
  WorkOrderRule,
} from './pack.schema.ts';

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
  readonly oversight: Readonly<Partial<Record<Overseer, Sourced<OversightRule>>>>;
  readonly recommendations: Readonly<Record<string, Sourced<RecommendationRule>>>;
  readonly focus: Readonly<Record<string, Sourced<FocusRule>>>;
  readonly services: Readonly<Record<string, Sourced<ServiceRule>>>;
  readonly workOrders: Sourced<WorkOrderRule> | undefined;
  readonly parties: Sourced<PartyRules> | undefined;
  readonly transfer: Sourced<TransferRule> | undefined;
  readonly clocks: Readonly<Record<string, Sourced<ClockRule>>>;
  /** Clocks whose tracks do not exist yet: nothing that starts clocks looks at them. */
  readonly waiting: Readonly<Record<string, Sourced<WaitingClockRule>>>;
  readonly ladders: Readonly<Record<string, Sourced<LadderRule>>>;
  readonly retention: Readonly<Record<string, Sourced<RetentionRule>>>;
}

/** All packs of an installation. */
export interface PackSet {
  readonly names: readonly string[];
  /** A pack by name: its newest version, or the one of a date; before its effective date, its parent's rules hold. */
  get(name: string, date?: string): Pack | undefined;
  /** Title and number of the document that a seed file holds. */
  titleOf(seed: string): string | undefined;
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
      const amended: readonly PackFile[] = file ? amendedBy(file, list) : [];
      chain.push(...amended);
      next = (amended.at(-1) ?? oldest).extends;
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
    get: (name, date = '9999-12-31') => (versions.has(name) ? mergedAt(name, date) : undefined),
    titleOf: (seed) => {
      const document = files.find((file) => file.document?.seed === seed)?.document;
      return document && [document.title, document.number].filter((part) => part !== undefined).join(' ');
    },
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

/**
 * What an agency is shown as an overseer on a day (督导范围), by the pack of its own place; the answer of a day is remembered.
 * Undefined for an agency that oversees nothing.
 */
export function oversightScopes(
  packs: Pick<PackSet, 'inForce'>,
  today: () => string,
): (agency: Pick<Agency, 'type' | 'division'>) => OversightScope | undefined {
  let day = '';
  let known = new Map<string, Pack['oversight']>();
  return ({ type, division }) => {
    const now = today();
    if (now !== day) [day, known] = [now, new Map()];
    const rules = known.get(division) ?? packs.inForce(division, day).oversight;
    known.set(division, rules);
    return rules[type as Overseer]?.sees;
  };
}

/** A version and, where it only says what changes, the versions beneath it. */
function amendedBy(file: PackFile, versions: readonly PackFile[]): readonly PackFile[] {
  const beneath = versions.find(({ effective }) => effective === file.amends && effective < file.effective);
  return beneath ? [file, ...amendedBy(beneath, versions)] : [file];
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
  const clocks = Object.entries(rules((file) => file.clocks));
  const ordering = chain.find((file) => file.workOrders);
  const naming = chain.find((file) => file.parties);
  const moving = chain.find((file) => file.transfer);
  return {
    name: own.pack,
    version: versionOf(own),
    title: own.name,
    division: own.division,
    effective: own.effective,
    document: chain.find((file) => file.pack === own.pack && file.document)?.document,
    lineage: [...new Set(chain.map((file) => file.pack))],
    eligibility: { ...eligible.eligibility, from: eligible.pack },
    powers: rules((file) => file.powers),
    grounds: rules((file) => file.grounds),
    orders: rules((file) => file.orders),
    oversight: rules((file) => file.oversight),
    recommendations: rules((file) => file.recommendations),
    focus: rules((file) => file.focus),
    services: rules((file) => file.services),
    workOrders: ordering?.workOrders && { ...ordering.workOrders, from: ordering.pack },
    parties: naming?.parties && { ...naming.parties, from: naming.pack },
    transfer: moving?.transfer && { ...moving.transfer, from: moving.pack },
    clocks: Object.fromEntries(clocks.filter((entry): entry is [string, Sourced<ClockRule>] => !waits(entry[1]))),
    waiting: Object.fromEntries(
      clocks.filter((entry): entry is [string, Sourced<WaitingClockRule>] => waits(entry[1])),
    ),
    ladders: rules((file) => file.ladders),
    retention: rules((file) => file.retention),
  };
}

/** Whether a clock awaits its track. Of one that does not, {@link checkPacks} has seen to it that the case knows scope and holder. */
function waits(entry: ClockEntry): entry is WaitingClockRule {
  return entry.awaits !== undefined;
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

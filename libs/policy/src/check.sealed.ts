import type { PackFile } from './pack.schema.ts';
import type { Path, Report } from './problem.ts';
import type { ReadPack } from './read.pack.ts';

/** Digests of rules by where they stand, `clocks.TRIAGE`. */
export type RuleDigests = Readonly<Record<string, string>>;

/** What the versions of packs said when they were published (封存): by `national@2024-04-26`, every rule by a digest of it. */
export interface Sealed {
  readonly versions: Readonly<Record<string, RuleDigests>>;
  /** The same text has the same digest; the pure lib is given how. */
  readonly digestOf: (text: string) => string;
}

/** What is no rule of its own: which pack this is, and of which place from when. */
const HEAD = ['pack', 'name', 'extends', 'division', 'effective', 'effectiveNote', 'amends', 'document'] as const;
const SINGLE = ['eligibility', 'workOrders', 'parties', 'transfer'] as const;
const SECTIONS = [
  ...['powers', 'grounds', 'orders', 'oversight', 'recommendations', 'focus', 'services', 'clocks', 'ladders'],
  'retention',
] as readonly (keyof PackFile)[];

/** Every rule of a file by where it stands in it, as text that is the same however it is laid out. */
function rulesIn(file: PackFile): ReadonlyMap<string, { readonly path: Path; readonly text: string }> {
  const all = [
    ...[...HEAD, ...SINGLE].filter((name) => file[name] !== undefined).map((name) => [[name], file[name]] as const),
    ...SECTIONS.flatMap((section) =>
      Object.entries(file[section] as object).map(([name, rule]) => [[section, name], rule] as const),
    ),
  ];
  return new Map(all.map(([path, rule]) => [path.join('.'), { path, text: JSON.stringify(inOrder(rule)) }]));
}

/** The digests under which a file is sealed (封存政策包). */
export function digestsOf(file: PackFile, digestOf: Sealed['digestOf']): RuleDigests {
  return Object.fromEntries([...rulesIn(file)].map(([name, { text }]) => [name, digestOf(text)]));
}

/** The name of a version as it stands in events. */
export function sealedName({ pack, effective }: Pick<PackFile, 'pack' | 'effective'>): string {
  return `${pack}@${effective}`;
}

/**
 * A version that was published is not changed where it stands (已公布的版本不得就地修改): events name it, and what was decided under it would read
 * as decided under other rules. So no slip goes unseen in the pack that has none above it either.
 */
export function checkSealed(parsed: readonly ReadPack[], { versions, digestOf }: Sealed): void {
  for (const { file, report } of parsed) {
    const sealed = versions[sealedName(file)];
    if (!sealed) continue;
    const rules = rulesIn(file);
    for (const [name, { path, text }] of rules) {
      if (sealed[name] === undefined) tell(report, path, ['是后来添上的', 'was added'], name);
      else if (sealed[name] !== digestOf(text)) tell(report, path, ['已被改动', 'was changed'], name);
    }
    for (const name of Object.keys(sealed)) {
      if (!rules.has(name)) tell(report, name.split('.').slice(0, 1), ['已被删去', 'was taken out'], name);
    }
  }
}

function tell(report: Report, path: Path, [zh, en]: readonly [string, string], name: string): void {
  report(
    path,
    `此版本已公布，${name} ${zh}：规则有变须另写生效日期更晚的版本（amends）；确为更正的，运行 npm run sdl 重新封存并说明缘由。`,
    `${name} of a published version ${en}: write a later version that amends it; a correction that is meant is sealed anew by npm run sdl, with its reason`,
  );
}

/** Without the order of keys, which says nothing. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, inOrder(inner)]));
}

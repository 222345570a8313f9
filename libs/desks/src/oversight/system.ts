import type { AgencyDirectory, NamedAgency } from '#access';
import type { AgencyType } from '#policy';
import { SYSTEMS } from '../systems.ts';
import type { ClockLine, OversightEntry } from './oversight.entry.ts';

/** The audience that sees the clocks of all agencies of its place. */
export const EVERYONE = 'all';

/** The audience that is shown no case: only how many there were, and how agencies fare (评分卡). */
export const COUNTS = 'counts';

/** Those for whom rows are made. */
export const audiences: readonly string[] = [EVERYONE, ...Object.keys(SYSTEMS)];

/** Who sees all of its place, who its own system's part, and who counts alone. */
export function audienceOf({ type, oversees }: Pick<NamedAgency, 'type' | 'oversees'>): string {
  if (SYSTEMS[type]) return type;
  return oversees === 'cases' ? EVERYONE : COUNTS;
}

/** Whether an agency belongs to the audience's system; to who looks after a whole place, all do. */
export function inSystem(agency: string | null, audience: string, directory: Pick<AgencyDirectory, 'get'>): boolean {
  if (audience === EVERYONE || audience === COUNTS) return true;
  const type = agency === null ? undefined : directory.get(agency)?.type;
  return type !== undefined && (SYSTEMS[audience as AgencyType]?.includes(type) ?? false);
}

/** The part of a timeline that concerns one system: what changed a clock of its agencies, and nothing else. */
export function entriesOf(
  entries: readonly OversightEntry[],
  audience: string,
  directory: Pick<AgencyDirectory, 'get'>,
): readonly OversightEntry[] {
  if (audience === EVERYONE) return entries;
  const own = new Set<string>();
  const breached = new Set<string>();
  return entries.flatMap((entry) => {
    // what is said once more of a clock known already would tell of an event that is another system's
    const told = entry.clocks.filter(
      ({ effect, id }) => !(effect === 'known' && own.has(id)) && !(effect === 'breach' && breached.has(id)),
    );
    for (const { effect, id } of told) if (effect === 'breach') breached.add(id);
    for (const line of told) if (begins(line) && inSystem(line.holder, audience, directory)) own.add(line.id);
    const clocks = told.filter(({ id }) => own.has(id));
    if (clocks.length === 0) return [];
    const by = inSystem(entry.by, audience, directory) ? entry.by : null;
    return [{ ...entry, by, item: clocks[0]?.item ?? null, clocks }];
  });
}

/** A line that says everything of a clock. */
export function begins(line: ClockLine): line is Extract<ClockLine, { readonly holder: string | null }> {
  return 'holder' in line;
}

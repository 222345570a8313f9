import type { AgencyDirectory, NamedAgency } from '#access';
import type { AgencyType } from '#policy';
import { SYSTEMS } from '../systems.ts';
import type { ClockLine, OversightEntry } from './oversight.entry.ts';

/** The audience that sees the clocks of all agencies of its place. */
export const EVERYONE = 'all';

export const audiences: readonly string[] = [EVERYONE, ...Object.keys(SYSTEMS)];

/** Who sees all of its place, and who sees its own system's part. */
export function audienceOf({ type }: Pick<NamedAgency, 'type'>): string {
  return SYSTEMS[type] ? type : EVERYONE;
}

/** Whether an agency belongs to the audience's system. */
export function inSystem(agency: string | null, audience: string, directory: Pick<AgencyDirectory, 'get'>): boolean {
  if (audience === EVERYONE) return true;
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

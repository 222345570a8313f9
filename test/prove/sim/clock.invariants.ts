import { instantAt } from '#calendar';
import type { CaseEntry } from './invariants.ts';
import type { World } from './world.ts';

/** Clocks run out once, never early, and none that is due is forgotten. */
export function clockViolations(world: World, entries: readonly CaseEntry[]): readonly string[] {
  const found: string[] = [];
  const runOut = new Set<string>();
  for (const { caseId, event, stored } of entries) {
    if (event.type !== 'ClockBreached' && event.type !== 'ClockExpired') continue;
    const { clockId, clock, due } = event.data;
    const where = `${clock} ${clockId} of ${stored.stream}`;
    if (event.meta.at <= due) found.push(`${where} was due ${due} and ran out early, at ${event.meta.at}`);
    if (runOut.has(`${caseId} ${clockId}`)) found.push(`${where} ran out twice`);
    runOut.add(`${caseId} ${clockId}`);
  }
  const now = instantAt(world.wall());
  for (const { id, clocks } of world.truth.values()) {
    for (const { clock, due, state } of clocks) {
      if (state === 'running' && due < now) found.push(`${clock} of case ${id} was due ${due} and never ran out`);
    }
  }
  return found;
}

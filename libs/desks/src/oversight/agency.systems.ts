import type { Instant } from '#calendar';
import type { Resolver } from '../desk.ts';
import { narrowed } from './filters.ts';
import { audienceOf, inSystem } from './system.ts';

/**
 * 机构自有系统的签收: agencies of the officer's area and system whose own programs receive their work, and what these have not
 * acknowledged. Counts and times alone.
 */
export const agencySystemsQueries: Readonly<Record<string, Resolver>> = {
  agencySystems: async (_, asked: { readonly division?: string | null }, context) => {
    const { runtime, officer } = context;
    const { directory } = runtime;
    const place = narrowed(asked, context).division ?? officer.agency.division;
    const all = await runtime.systems.all();
    return all.flatMap(({ agency: id, systems, waiting, oldest }) => {
      const agency = directory.get(id);
      const theirs = agency?.division.startsWith(place) && inSystem(id, audienceOf(officer.agency), directory);
      return theirs ? [{ agency, systems: systems.map(shown), waiting, oldest }] : [];
    });
  },
};

const shown = ({ system, heard }: { readonly system: string; readonly heard: Instant | null }) => ({
  name: system,
  lastHeard: heard,
});

import { AGENCY_TYPES, type Bilingual } from '#policy';
import type { Resolver } from './desk.ts';
import type { Asker } from './graphql/context.ts';
import { type Fields, shownCitation } from './graphql/fields.ts';

/** 服务清单: what the place of the agency has to offer, each item with its clause. */
export const serviceQueries: Readonly<Record<string, Resolver>> = {
  services: (_source, _args: never, context) => {
    const { runtime, officer } = context;
    const { services } = runtime.packs.inForce(officer.agency.division, runtime.host.now().slice(0, 10));
    return Object.entries(services).map(([code, { name, agencies, for: whom, through, cite, standing, from }]) => ({
      code,
      title: name,
      departments: agencies === 'any' ? [] : agencies.map((type) => AGENCY_TYPES[type]),
      forMigrantChildren: whom === 'migrant-children',
      byPsychChannel: through === 'psychological',
      cite: shownCitation(cite, context),
      standing,
      rule: `${from}/${code}`,
    }));
  },
};

/** What a service is called where the agency is, or wherever it is listed. */
function serviceName(code: string, { runtime, officer }: Pick<Asker, 'runtime' | 'officer'>): Bilingual {
  const here = runtime.packs.inForce(officer.agency.division, runtime.host.now().slice(0, 10));
  const all = runtime.packs.names.map((name) => runtime.packs.get(name));
  return [here, ...all].find((pack) => pack?.services[code])?.services[code]?.name ?? { zh: code, en: code };
}

/** Fields of work orders that are looked up when they are asked for. */
export const workOrderFields: Fields = {
  WorkOrder: {
    title: ({ service }: { service: string }, _: never, context) => serviceName(service, context),
  },
};

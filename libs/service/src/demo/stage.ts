import type { AgencyDirectory } from '#access';
import { epochOf, instantAt } from '#calendar';
import { REFUSALS } from '#case';
import { deskOf } from '#desks';
import { type AgencyType, agencyTypes } from '#policy';
import { type OwnedHost, packVocabulary } from '#runtime';
import type { Stage } from '#scenario';
import { deskPath } from '../http/desk.graphql.ts';
import type { Service } from '../service.ts';

const A_MINUTE = 60;

/** A running service as a stage: its clock is moved from due time to due time, so that nothing comes about too late. */
export function serviceStage(service: Service, host: OwnedHost, directory: AgencyDirectory): Stage {
  const { runtime, issuer, url } = service;
  const { names: packNames, get } = runtime.packs;
  return {
    url,
    names: {
      agencies: [...agencyTypes, ...directory.officers().map(({ agency }) => agency.id)],
      commands: [...packVocabulary.commands],
      events: [...packVocabulary.events.keys()],
      clocks: [...new Set(packNames.flatMap((name) => Object.keys(get(name)?.clocks ?? {})))],
      refusals: [...Object.keys(REFUSALS), 'BAD_USER_INPUT', 'FORBIDDEN', 'UNAUTHENTICATED'],
    },
    agency: (who, place) =>
      directory.get(who) ??
      (agencyTypes.includes(who as AgencyType) ? directory.nearest(who as AgencyType, place) : undefined),
    token: (agency, officer) =>
      issuer.token(officer === 1 ? agency : `${agency}-${officer}`, epochOf(host.now()), A_MINUTE),
    deskPath: (agency) => {
      const desk = deskOf(agency);
      return desk && deskPath(desk);
    },
    passTo: async (moment) => {
      await runtime.settled();
      for (let due = await runtime.nextDue(moment); due !== undefined; due = await runtime.nextDue(moment)) {
        const after = instantAt(epochOf(due) + 1);
        if (after > host.now()) host.moveTo(after);
        await runtime.settled();
      }
      host.moveTo(moment);
    },
    settled: () => runtime.settled(),
  };
}

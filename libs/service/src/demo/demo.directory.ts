import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type AgencyDirectory, agencyDirectory, type NamedAgency } from '#access';
import { AGENCY_TYPES, type AgencyType, agencyTypes } from '#policy';
import { projectRoot } from '#runtime';

const place = z.strictObject({
  division: z.string(),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  agencies: z.array(z.enum(agencyTypes as [AgencyType, ...AgencyType[]])),
});

/** An agency of a type in a place, as the demo names it. */
export function demoAgency(type: AgencyType, division: string, name: { zh: string; en: string }): NamedAgency {
  const { zh, en } = AGENCY_TYPES[type];
  return {
    id: `${type.toLowerCase()}-${division}`,
    type,
    division,
    name: { zh: `${name.zh}${zh}`, en: `${en}, ${name.en}` },
  };
}

/** Two officers for each agency: one, its head, is named as the agency, the other has `-2` behind it. */
export function demoDirectory(agencies: readonly NamedAgency[]): AgencyDirectory {
  const officers = agencies.flatMap(({ id }) => [
    { id, agency: id, name: '经办人甲', role: 'HEAD' as const },
    { id: `${id}-2`, agency: id, name: '经办人乙' },
  ]);
  return agencyDirectory(agencies, officers);
}

/** The agencies of the shipped demo. */
export function demoAgencies(): readonly NamedAgency[] {
  const file = join(projectRoot, 'libs/service/demo/places.yaml');
  const places = z.array(place).parse(parse(readFileSync(file, 'utf8')));
  return places.flatMap(({ division, name, agencies }) => agencies.map((type) => demoAgency(type, division, name)));
}

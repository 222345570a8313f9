import { type AgencyType, agencyTypes } from '#policy';
import { type Scenario, type Step, SYSTEM } from './scenario.schema.ts';

/** The agencies that a step names as such, by type or id: who acts, and of whom something is expected. */
export function agenciesNamed({ who, expect = {} }: Step): readonly string[] {
  const { sees = [], hidden = [], never = {}, inbox = {}, colours = {}, may = {}, mayNot = {} } = expect;
  const seeing = Array.isArray(sees) ? sees : Object.keys(sees);
  const looking = [never, inbox, colours, may, mayNot].flatMap((part) => Object.keys(part));
  return [...(who === undefined || who === SYSTEM ? [] : [who]), ...seeing, ...hidden, ...looking];
}

const ID = /\b([a-z0-9]+)-\d+\b/g;

/**
 * The agency types that a scenario needs at its place: those named as agencies, and those of ids that are named, in an input too.
 * A word that merely looks like a type, as in the name of a clock, is none.
 */
export function agencyTypesNamed({ steps }: Pick<Scenario, 'steps'>): readonly AgencyType[] {
  const ids = [...JSON.stringify(steps).matchAll(ID)].map(([, type = '']) => type.toUpperCase());
  const named = new Set([...steps.flatMap(agenciesNamed), ...ids]);
  return agencyTypes.filter((type) => named.has(type));
}

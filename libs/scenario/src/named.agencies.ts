import { type AgencyType, agencyTypes } from '#policy';
import { agencyCode } from './agency.words.ts';
import { isPointer, pointerOf } from './pointer.ts';
import { type Scenario, type Step, SYSTEM } from './scenario.schema.ts';

/** The agencies that a step names as such, as they are written: who acts, of whom something is expected, and whose sight is read off. */
export function agenciesNamed(step: Step): readonly string[] {
  const { who, expect = {} } = step;
  const { sees = [], hidden = [], never = {}, inbox = {}, colours = {}, may = {}, mayNot = {} } = expect;
  const seeing = Array.isArray(sees) ? sees : Object.keys(sees);
  const looking = [never, inbox, colours, may, mayNot].flatMap((part) => Object.keys(part));
  const acting = who === undefined || who === SYSTEM ? [] : [who];
  const read = pointersIn([step.with, step.seen, sees, never]).map((pointer) => pointerOf(pointer).who);
  return [...acting, ...seeing, ...hidden, ...looking, ...read];
}

/** Every `$WHO.path` in what is written. */
function pointersIn(written: unknown): readonly string[] {
  if (isPointer(written)) return [written];
  return typeof written === 'object' && written !== null ? Object.values(written).flatMap(pointersIn) : [];
}

const ID = /\b([a-z0-9]+)-\d+\b/g;

/**
 * The agency types that a scenario needs at its place: those named as agencies, and those of ids that are named, in an input too.
 * A word that merely looks like a type, as in the name of a clock, is none.
 */
export function agencyTypesNamed({ steps }: Pick<Scenario, 'steps'>): readonly AgencyType[] {
  const ids = [...JSON.stringify(steps).matchAll(ID)].map(([, type = '']) => type.toUpperCase());
  const named = new Set([...steps.flatMap(agenciesNamed).map(agencyCode), ...ids]);
  return agencyTypes.filter((type) => named.has(type));
}
